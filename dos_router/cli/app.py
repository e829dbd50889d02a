"""The program's commands by name, and its start: help and a plain `route` do without all the rest."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dos_router.cli.program import app

__all__ = ["COMMANDS", "INTENDED_USE", "app", "main"]

COMMANDS = {
    "triage": "ask a pathway's questions, then show the offers",
    "route": "one disposition: which services are offered, in what order",
    "explain": "the same with every service: which check it failed, and where that is said",
    "batch": "a file of calls: each with its offers, in order",
    "gaps": "who, where and when nothing suitable answers",
    "diff": "what changed between two directories, in meaning",
    "duplicates": "records that are one service, and lists linked",
    "hours": "a service's hours for coming days, and what decides them",
    "find": "services by name, type or place, misspelt or not",
    "check": "every problem in a directory and its pathways",
    "sign": "vouch for a directory: prepare, sign, suspend, revoke",
    "verify": "who has signed a directory, who is still needed, and for what",
    "log": "the chain of a directory's sign-offs",
    "import": "other people's lists and bundles of services, as files of ours",
    "export": "services as FHIR, Open Referral UK, a table or a map",
    "init": "begin a new directory that loads",
    "schema": "JSON Schema of each kind of file, for editors",
}
MODULES = {"import": "import_list"}  # of commands whose module has another name

INTENDED_USE = (
    "For quality assurance, planning, analysis and training on local directories; "
    "not for use with a live patient. Shipped clinical content is invented for illustration."
)


def main() -> None:
    """Run the program."""
    arguments = sys.argv[1:]
    if arguments in (["--help"], ["-h"]):
        from dos_router.cli.help_page import help_page  # noqa: PLC0415 - one of these is wanted

        print(help_page(COMMANDS, INTENDED_USE))  # noqa: T201
        return
    if arguments[:1] == ["route"]:
        from dos_router.cli.route_quickly import route_quickly  # noqa: PLC0415

        code = route_quickly(arguments[1:])
        if code is not None:
            sys.exit(code)
    from dos_router.cli.program import app  # noqa: PLC0415

    app()


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the one thing that is heavy
    """Import the program when it is asked for."""
    if name != "app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dos_router.cli.program import app  # noqa: PLC0415

    return app
