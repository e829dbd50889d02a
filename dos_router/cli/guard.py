"""What every command shares: how faults, interruptions and the machine's troubles end it."""

from __future__ import annotations

import errno
import functools
import inspect
import os
import sys
from collections.abc import Callable
from typing import Any

import typer

from dos_router.cli import options
from dos_router.cli.call_options import with_parameters
from dos_router.cli.exits import Exit
from dos_router.diagnostics import Malformed
from dos_router.reports.page import safe

_DEBUG = inspect.Parameter("debug", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=options.Debug)


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command that ends every way it can with a plain sentence and the right exit code.

    It takes `--debug` for the command, which need not know of it.
    """

    @functools.wraps(command)
    def run(*, debug: bool = False, **given: Any) -> None:  # noqa: ANN401
        try:
            if sys.stdout is None:
                raise OSError(errno.EBADF, "standard output is closed")  # noqa: TRY301 - it ends like other troubles
            command(**given)
            sys.stdout.flush()
        except typer.Exit:
            raise
        except Exception as problem:
            if debug and not isinstance(problem, OSError | Malformed):
                raise
            if type(problem).__module__.startswith("typer."):
                raise
            raise typer.Exit(code_of(problem)) from None
        except KeyboardInterrupt as problem:
            raise typer.Exit(code_of(problem)) from None

    own = [one for name, one in inspect.signature(command, eval_str=True).parameters.items() if name != "debug"]
    return with_parameters(run, [*own, _DEBUG])


def code_of(problem: BaseException) -> Exit:
    """Say on standard error what ended a command, and return the exit code."""
    if isinstance(problem, Malformed):
        return _said(Exit.WRONG_USE, problem.message, problem.help)
    if isinstance(problem, KeyboardInterrupt):
        return _said(Exit.INTERRUPTED, "interrupted: nothing was left half done", None)
    if isinstance(problem, BrokenPipeError):
        # whoever read us has read enough; python must not try to flush again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    if isinstance(problem, OSError):
        return _said(Exit.MACHINE, _machine_trouble(problem), None)
    return _said(
        Exit.OUR_FAULT, f"a fault of ours ({type(problem).__name__})", "run it again with --debug, and tell us"
    )


def _said(code: Exit, message: str, cure: str | None) -> Exit:
    typer.echo(safe(f"error: {message}"), err=True)
    if cure:
        typer.echo(safe(f"  help: {cure}"), err=True)
    return code


def _machine_trouble(problem: OSError) -> str:
    if problem.errno == errno.ENOSPC:
        return "the disk is full: nothing was written"
    where = f"`{problem.filename}`: " if problem.filename else ""
    return f"{where}{(problem.strerror or 'the machine refused').lower()}"
