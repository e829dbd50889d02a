"""How many of a set of calls would be answered differently: what a change of files means to callers.

The calls are those of a file, or else a fixed set beside the services of both versions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from dos_router.model.call import CallText
from dos_router.model.directory import Directory
from dos_router.model.moments import local_time
from dos_router.model.service import Service
from dos_router.routing.route import route_call

if TYPE_CHECKING:
    from pyarrow import RecordBatch

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
            shown.append(_told(call, before, after))
    return MovedCalls(asked, moved, tuple(shown[:SHOWN]))


def moved_in_file(path: str, base: Directory, proposed: Directory) -> MovedCalls:
    """Route a file of calls through both directories. Raises Malformed where it cannot be read as what it is."""
    from dos_router.loading.call_files import find_columns, form_of, open_calls  # noqa: PLC0415 - arrays, for this only
    from dos_router.routing.batch import BatchRouter, call_text  # noqa: PLC0415
    from dos_router.routing.batch_columns import COLUMNS  # noqa: PLC0415
    from dos_router.routing.fast import prepare  # noqa: PLC0415

    file = open_calls(path, form_of(path))
    columns = find_columns(file.names, {}, COLUMNS)
    routers = [BatchRouter(prepare(directory), columns=columns) for directory in (base, proposed)]
    asked = moved = 0
    shown: list[str] = []
    for chunk in file.chunks:
        for older, newer in zip(*(router.route(chunk.rows, chunk.unread) for router in routers), strict=True):
            asked += older.num_rows
            answers = zip(_answers(older), _answers(newer), strict=True)
            for row, (before, after) in enumerate(answers):
                if before != after:
                    moved += 1
                    if len(shown) < SHOWN:
                        cells = {ours: str(older.column(theirs)[row].as_py()) for ours, theirs in columns.items()}
                        shown.append(_told(call_text(cells), before, after))
    return MovedCalls(asked, moved, tuple(shown))


def _answers(rows: RecordBatch) -> Iterator[tuple[str, ...]]:
    """Yield each row's outcome and the services offered: the results are the last columns."""
    from dos_router.routing.batch_results import RESULTS  # noqa: PLC0415

    outcomes, offers = (
        rows.column(rows.num_columns - len(RESULTS) + RESULTS.get_field_index(name)).to_pylist()
        for name in ("outcome", "offers")
    )
    return ((outcome, *(offered or ())) for outcome, offered in zip(outcomes, offers, strict=True))


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


def _told(call: CallText, before: tuple[str, ...], after: tuple[str, ...]) -> str:
    return f"{call.disposition} at {call.postcode}, {call.at}: {_words(before)} → {_words(after)}"


def _words(offered: tuple[str, ...]) -> str:
    return ", ".join(offered[1:3]) or offered[0]
