"""A batch of text columns → calls, and for each row that cannot be understood the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dos_router.routing.batch_fields import Fault, Field, fields_of
from dos_router.routing.batch_moments import read_moments
from dos_router.routing.batch_places import Sectors
from dos_router.routing.compiled.arrays import Bools, Ints
from dos_router.routing.fast import Engine
from dos_router.routing.fast_calls import Calls

COLUMNS = (
    "at", "postcode", "easting", "northing", "age", "sex", "disposition", "symptom_group", "symptom_discriminator",
    "practice", "distance_km", "force_distance", "role", "area", "patient", "channel",
)  # fmt: skip


class Read(NamedTuple):
    """The calls of the rows that are understood, which `rows` tells; `reasons` are of any row, by its place."""

    calls: Calls
    rows: Ints
    reasons: dict[int, str]


@dataclass(slots=True)
class ColumnReader:
    """Reads batch after batch; what a text means is found once. `names` are the file's own, by ours."""

    engine: Engine
    names: Mapping[str, str]
    repeated_hour: str | None = None
    _fields: dict[str, Field] = field(init=False)
    _sectors: Sectors = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing read."""
        self._fields = fields_of(self.engine)
        self._sectors = Sectors(self.engine.directory)

    def read(self, columns: Mapping[str, pa.StringArray], count: int, unread: Mapping[int, str]) -> Read:
        """Read `count` rows from columns by our names; the rows of `unread` are refused for the reason given."""
        blank = pa.nulls(count, pa.string())
        if "postcode" in columns:
            columns = {**columns, "postcode": self._sectors.shorten(columns["postcode"])}
        moments = read_moments(columns.get("at", blank), self.engine.searcher.timeline.clock, self.repeated_hour)
        found = {name: one.rows(columns, count) for name, one in self._fields.items()}
        others = np.logical_or.reduce([rows.faulty for name, rows in found.items() if name != "disposition"])
        code = found["disposition"].values[:, 0]
        searched = np.array([*self._searched(), True])[code]
        refused = (moments.fault > 0) | found["disposition"].faulty | (searched & others)
        refused[list(unread)] = True
        reasons = {}
        for row in np.flatnonzero(refused | others).tolist():
            faults: list[Fault] = [("at", moments.rules[moments.fault[row]])] if moments.fault[row] else []
            faults += [fault for each in found.values() for fault in each.entries[each.places[row]].faults]
            reasons[row] = unread.get(row) or self._tell(faults, is_refused=bool(refused[row]))
        rows = np.flatnonzero(~refused)
        values = {name: each.values for name, each in found.items()}
        return Read(
            _calls(moments.at, values, others).pick(rows), rows, {row: said for row, said in reasons.items() if said}
        )

    def _searched(self) -> list[bool]:
        known = self.engine.directory.reference.dispositions
        return [known[code].search for code in self.engine.compiled.names.dispositions]

    def _tell(self, faults: Sequence[Fault], *, is_refused: bool) -> str:
        return tell_faults([(self.names.get(name, name), rule) for name, rule in faults], is_refused=is_refused)


def tell_faults(faults: Sequence[Fault], *, is_refused: bool) -> str:
    """Return columns and rules as one line; what is missing is no fault of a call that is answered all the same."""
    told = [f"{name}: {rule}" for name, rule in faults if is_refused or not rule.startswith("missing-")]
    return "; ".join(dict.fromkeys(told))


def _calls(at: Ints, values: Mapping[str, Ints], faulty: Bools) -> Calls:
    place, (stated, forced) = values["place"], values["distance"].T
    by_call = (stated >= 0) & ((forced > 0) | (place[:, 5] == 0))
    return Calls(
        at=at,
        disposition=values["disposition"][:, 0].astype(np.int32),
        symptoms=values["symptoms"][:, 0].astype(np.int32),
        located=place[:, 0].astype(bool),
        easting=place[:, 1].astype(np.int32), northing=place[:, 2].astype(np.int32),
        metres=np.where(by_call, stated, place[:, 4]).astype(np.int32),
        area=place[:, 3].astype(np.int32),
        age=values["age"][:, 0].astype(np.int32), sex=values["sex"][:, 0].astype(np.int32),
        role=values["role"][:, 0].astype(np.int32), practice=values["practice"][:, 0].astype(np.int32),
        faulty=faulty,
    )  # fmt: skip
