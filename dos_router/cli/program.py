"""The program as Typer runs it: each command's module is imported only when its command runs."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dos_router import __version__
from dos_router.cli.app import COMMANDS, INTENDED_USE, MODULES
from dos_router.cli.help_page import PURPOSE, help_page


class LazyCommands(TyperGroup):
    """Lists the commands without importing them, and imports the one that is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - typer's own context
        """Return the commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002
        """Import a command's module and return the command; None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(f"dos_router.cli.{MODULES.get(cmd_name, cmd_name)}").app)
        command.name = cmd_name
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """Return the command that the arguments name; a misspelt one is answered with the nearest."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from dos_router.spelling import did_you_mean  # noqa: PLC0415 - only a mistake needs it

            cure = did_you_mean(args[0], COMMANDS, otherwise="`dos-router --help` lists the commands")
            ctx.fail(f"there is no command `{args[0]}`: {cure}")
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401, ARG002
        """Return the page that `--help` shows without any of this."""
        return help_page(COMMANDS, INTENDED_USE)


app = typer.Typer(
    cls=LazyCommands, no_args_is_help=True, rich_markup_mode=None, add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]}, epilog=INTENDED_USE, pretty_exceptions_enable=False,
)  # fmt: skip


def show_version(*, wanted: bool) -> None:
    """Write the version and the intended use, and end."""
    if wanted:
        typer.echo(f"dos-router {__version__}\n{INTENDED_USE}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option(
        "--version",
        help="show the version and the intended use",
        is_eager=True,
        callback=lambda value: show_version(wanted=value),
    ),
]


@app.callback(help=PURPOSE)
def program(*, version: Version = False) -> None:
    """Hold the options that come before a command's name."""
