"""How many of a fixed set of calls would be answered differently: what a change of files means to callers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.model.moments import local_time
from dos_router.model.service import Service
from dos_router.routing.route import route_call

MOST_SERVICES = 100
HOURS = (11, 21)  # by day, and in the evening of another weekday
SHOWN = 5


class MovedCalls(NamedTuple):
    """Of `asked` calls, how many were answered otherwise, and a few of them in words."""

    asked: int
    moved: int
    shown: tuple[str, ...]


def moved_calls(base: Directory, proposed: Directory) -> MovedCalls:
    """Route the same calls through both directories; the set is drawn from the services of both, and fixed."""
    asked = moved = 0
    shown: list[str] = []
    for call in calls_of(base, proposed):
        asked += 1
        before, after = (_offered(call, directory) for directory in (base, proposed))
        if before != after:
            moved += 1
            shown.append(f"{call.disposition} at {call.postcode}, {call.at}: {_words(before)} → {_words(after)}")
    return MovedCalls(asked, moved, tuple(shown[:SHOWN]))


def calls_of(base: Directory, proposed: Directory) -> Iterator[CallText]:
    """Yield two calls next door to each of some services, for what that service does."""
    services = {name: one for each in (base, proposed) for name, one in each.services.items() if one.postcode}
    names = sorted(services)
    step = max(1, -(-len(names) // MOST_SERVICES))
    starts = local_time(max(base.valid[0], proposed.valid[0]), proposed.zone).date()
    for number, name in enumerate(names[::step]):
        for hour in HOURS:
            day = starts.fromordinal(starts.toordinal() + (number + hour) % 7)
            yield _call(services[name], f"{day}T{hour}:00")


def _call(service: Service, at: str) -> CallText:
    group, discriminator = min(service.symptoms.pairs, default=("SG1107", "SD4052"))
    return CallText(
        at=at, postcode=service.postcode, age="34", sex="female", disposition=min(service.dispositions, default="Dx05"),
        symptom_group=group, symptom_discriminators=(discriminator,),
    )  # fmt: skip


def _offered(call: CallText, directory: Directory) -> tuple[str, ...]:
    answer = route_call(call, directory).answer
    return ("not understood",) if answer is None else (answer.outcome.value, *(one.service.id for one in answer.offers))


def _words(offered: tuple[str, ...]) -> str:
    return ", ".join(offered[1:3]) or offered[0]
