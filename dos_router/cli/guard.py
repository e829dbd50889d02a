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
        except Malformed as problem:
            _end(Exit.WRONG_USE, problem.message, problem.help)
        except KeyboardInterrupt:
            _end(Exit.INTERRUPTED, "interrupted: nothing was left half done", None)
        except BrokenPipeError:
            # whoever read us has read enough; python must not try to flush again
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(Exit.DONE) from None
        except OSError as problem:
            _end(Exit.MACHINE, _machine_trouble(problem), None)
        except Exception as problem:
            if debug or type(problem).__module__.startswith("typer."):
                raise
            _end(
                Exit.OUR_FAULT, f"a fault of ours ({type(problem).__name__})", "run it again with --debug, and tell us"
            )

    own = [one for name, one in inspect.signature(command, eval_str=True).parameters.items() if name != "debug"]
    return with_parameters(run, [*own, _DEBUG])


def _end(code: Exit, message: str, cure: str | None) -> None:
    typer.echo(safe(f"error: {message}"), err=True)
    if cure:
        typer.echo(safe(f"  help: {cure}"), err=True)
    raise typer.Exit(code)


def _machine_trouble(problem: OSError) -> str:
    if problem.errno == errno.ENOSPC:
        return "the disk is full: nothing was written"
    where = f"`{problem.filename}`: " if problem.filename else ""
    return f"{where}{(problem.strerror or 'the machine refused').lower()}"
