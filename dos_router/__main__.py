"""`python -m dos_router` and the `dos-router` command."""

from dos_router.cli.app import main

if __name__ == "__main__":
    main()
