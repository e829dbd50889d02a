"""Routes a fixed set of calls through a shipped directory, and prints what comes of them for another process.

python routed_elsewhere.py FOLDER            as it is
python routed_elsewhere.py FOLDER no-clock   where asking for the time or the day is an error
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn


def results(folder: Path) -> Iterator[str]:
    """Yield one line a call: its outcome, what is offered, and what every service fails."""
    import dos_router  # noqa: PLC0415 - after the clock is taken away

    directory, problems = dos_router.load(folder)
    assert directory is not None, problems
    yield json.dumps([f"{problem.location} {problem.rule}" for problem in problems])
    for call in calls(sorted(directory.places)):
        found = dos_router.explain(call, directory)
        if found.explanation is None:
            yield json.dumps([f"{problem.location} {problem.message}" for problem in found.problems])
            continue
        yield json.dumps(told(found.explanation))


def told(explanation: Any) -> dict[str, Any]:
    """Return an explanation as plain values."""
    answer, verdicts = explanation.answer, explanation.verdicts
    return {
        "outcome": answer.outcome,
        "message": answer.message,
        "window": answer.window,
        "search": answer.search,
        "offers": [
            (one.service.id, one.rank, one.squared, one.is_open, one.opens_at, one.closes_at) for one in answer.offers
        ],
        "near misses": [(one.service.id, one.failure.check, one.failure.detail) for one in answer.near_misses],
        "verdicts": [(one.service.id, one.result, [failure.check for failure in one.failures]) for one in verdicts],
        "warnings": [one.message for one in answer.warnings],
    }


def calls(places: list[str]) -> Iterator[Any]:
    """Yield calls from places spread over the directory, at hard hours, and a few that are at fault."""
    from dos_router import CallText  # noqa: PLC0415

    moments = ("2026-11-21T20:00", "2026-10-25T01:30+01:00", "2026-12-25T09:15", "2027-03-28T00:45", "2026-12-28 23:59")
    codes = ("Dx05", "Dx02", "Dx12", "Dx011", "Dx39", "Dx28")
    spread = places[:: max(1, len(places) // 5)]
    for number, place in enumerate(spread):
        for step, code in enumerate(codes):
            turn = number + step
            yield CallText(
                at=moments[turn % len(moments)],
                postcode=place,
                age=("34", "4", "7m", "81")[turn % 4],
                disposition=code,
                symptom_group="SG1107",
                symptom_discriminators=("SD4052",),
                sex=("female", "male", None)[number % 3],
            )
    yield CallText(at="2026-10-25T01:30", disposition="Dx5", postcode="ZZ99 9ZZ", age="x", sex="f", role="nobody")
    yield CallText(
        at="2026-11-21T20:00",
        disposition="Dx05",
        lat="51.3813",
        lon="1.3862",
        age="34",
        symptom_group="1107",
        symptom_discriminators=("4052",),
    )


def stop_the_clock() -> None:
    """Make asking for the time or the day an error in this process."""

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("the clock of the machine was looked at")

    class Day(dt.date):
        today = classmethod(refuse)

    class Moment(dt.datetime):
        now = utcnow = today = classmethod(refuse)

    dt.date, dt.datetime = Day, Moment  # type: ignore[misc]
    for name in ("time", "time_ns", "localtime", "gmtime", "strftime"):
        setattr(time, name, refuse)


if __name__ == "__main__":
    if sys.argv[2:] == ["no-clock"]:
        stop_the_clock()
    for line in results(Path(sys.argv[1])):
        print(line)  # noqa: T201 - it is what this is for
