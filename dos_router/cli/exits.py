"""The exit codes, which scripts rely on (commands.md)."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How a command ends."""

    DONE = 0
    DATA_ERRORS = 1
    WRONG_USE = 2
    NO_SERVICE = 3
    SIGN_OFF = 4
    ROWS_REJECTED = 5
    OUR_FAULT = 70
    MACHINE = 74
    INTERRUPTED = 130
