"""The forms of texts as JSON Schema says them: whatever is read is of its form, though not all of the form is read.

Spaces at both ends are dropped in reading. What a pattern cannot say (that a date exists, that a code is known) is
left to `check`.
"""

from __future__ import annotations

_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
_SPAN = f"{_TIME}-({_TIME}|24:00)"
_SPANS = rf"{_SPAN}(\s*,\s*{_SPAN})*"
_DAY = "(Mo|Tu|We|Th|Fr|Sa|Su)"
_DAYS = f"{_DAY}(-{_DAY})?(,{_DAY}(-{_DAY})?)*"
_CLAUSE = rf"(({_DAYS}|PH)\s+)?(off|{_SPANS})"


def _whole(form: str) -> str:
    return rf"^\s*({form})\s*$"


TEXT = r"^\s*\S([^\n]*\S)?\s*$"
ID = "^[a-z0-9][a-z0-9-]{0,99}$"
NAME = "^[a-z0-9][a-z0-9_-]{0,99}$"
WORD = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
DIGITS = "^[0-9]{1,9}$"
POSITIVE = "^0{0,8}[1-9][0-9]{0,8}$"
RANK = "^0{0,8}([1-9]|10)$"
KILOMETRES = _whole(r"[0-9]{1,6}(\.[0-9]{1,6})?")
DAY = _whole("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
POSTCODE = _whole(r"[A-Za-z]\s*[A-Za-z]?\s*[0-9]\s*[A-Za-z0-9]?(\s*[0-9](\s*[A-Za-z]){2}|\s+[0-9])?")
DISPOSITION = _whole("[Dd][Xx][0-9]{1,6}")
GROUP = _whole("([Ss][Gg])?[1-9][0-9]{0,6}")
DISCRIMINATOR = _whole("([Ss][Dd])?[1-9][0-9]{0,6}")
SYMPTOM = _whole(r"\*|([Ss][Gg])?[1-9][0-9]{0,6}\s*/\s*(\*|([Ss][Dd])?[1-9][0-9]{0,6})")
AGES = _whole(r"[0-9]{1,6}[ymdYMD]?(\+|-[0-9]{1,6}[ymdYMD]?)")
AGE = _whole(r"[0-9]{1,6}\s*[ymdYMD]?")
HOURS = _whole(rf"24/7|{_CLAUSE}(\s*;\s*{_CLAUSE})*")
DAY_HOURS = _whole(f"off|{_SPANS}")
ONLY_IF_OPEN = _whole("now|15 min|30 min")
TRUTH = "^(true|false)$"
EDGE = _whole(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*[Zz])?")
