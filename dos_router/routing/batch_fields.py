"""The fields of a call other than its moment: each distinct text is read once, by the reader of single calls.

A field may span columns (a place is a postcode, a grid reference and an area). Every distinct
combination of their texts becomes one entry, with its faults; a row is then only the number of its entry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dos_router.diagnostics import Diagnostic, Malformed
from dos_router.model.ages import parse_age
from dos_router.model.call import SEX_UNKNOWN, CallText, Request
from dos_router.model.service import SEXES
from dos_router.routing.compiled.arrays import UNKNOWN, Bools, Ints
from dos_router.routing.distances import search_area
from dos_router.routing.fast import Engine
from dos_router.routing.fast_calls import INDETERMINATE
from dos_router.routing.fast_needs import Symptoms
from dos_router.routing.fast_numbers import distinct
from dos_router.routing.request import Reader, read_distance

Texts = tuple[str | None, ...]
Values = tuple[int, ...]
Fault = tuple[str, str]

MOST_KEPT = 500_000  # distinct entries, before they are forgotten
_TRUE, _FALSE = frozenset({"true", "yes", "y", "1"}), frozenset({"", "false", "no", "n", "0"})


class Entry(NamedTuple):
    """What a combination of texts means, as whole numbers, and its faults as (column, rule)."""

    values: Values
    faults: tuple[Fault, ...]


class Rows(NamedTuple):
    """Each row's entry: its place among `entries`, what it means (a row of numbers), and whether it has faults."""

    places: Ints
    entries: list[Entry]
    values: Ints
    faulty: Bools


@dataclass(slots=True)
class Field:
    """One field: its columns, how their texts are read, and every entry read so far."""

    columns: tuple[str, ...]
    read: Callable[[Texts], Entry]
    _places: dict[Texts, int] = field(default_factory=dict)
    _entries: list[Entry] = field(default_factory=list)
    _values: Ints | None = None

    def rows(self, columns: Mapping[str, pa.Array], count: int) -> Rows:
        """Return what each row says, reading those combinations of texts that are new."""
        if len(self._entries) > MOST_KEPT:
            self._places, self._entries, self._values = {}, [], None
        codes, combinations = _combined([columns.get(name) for name in self.columns], count)
        places = np.fromiter((self._place(texts) for texts in combinations), np.int64, len(combinations))[codes]
        table = self._table()
        return Rows(places, self._entries, table[places, :-1], table[places, -1] > 0)

    def _place(self, texts: Texts) -> int:
        if texts not in self._places:
            self._places[texts] = len(self._entries)
            self._entries.append(self.read(texts))
        return self._places[texts]

    def _table(self) -> Ints:
        """Return every entry's numbers, and last whether it has faults."""
        known = 0 if self._values is None else len(self._values)
        added = [(*entry.values, bool(entry.faults)) for entry in self._entries[known:]]
        if added or self._values is None:
            table = np.array(added, np.int64).reshape(len(added), -1)
            self._values = table if self._values is None else np.vstack([self._values, table])
        return self._values


def fields_of(engine: Engine) -> dict[str, Field]:
    """Return every field but the moment, in the order in which their faults are told."""
    readers = _Readers(engine)
    return {
        "disposition": Field(("disposition",), readers.disposition),
        "place": Field(("postcode", "easting", "northing", "area"), readers.place),
        "age": Field(("age",), readers.age),
        "sex": Field(("sex",), readers.sex),
        "symptoms": Field(("symptom_group", "symptom_discriminator"), readers.symptoms),
        "practice": Field(("practice",), readers.practice),
        "distance": Field(("distance_km", "force_distance"), readers.distance),
        "role": Field(("role", "channel"), readers.role),
    }


class _Readers:
    """Reads the texts of one field by the reader of single calls."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        names = engine.compiled.names
        self.areas, self.roles = _index(names.areas), _index(names.roles)
        self.dispositions, self.organisations = _index(names.dispositions), _index(names.organisations)

    def disposition(self, texts: Texts) -> Entry:
        reader = self.reader(disposition=texts[0])
        code = reader.required("disposition", reader.disposition)
        return _entry((self.dispositions.get(code or "", UNKNOWN),), reader)

    def place(self, texts: Texts) -> Entry:
        """Return (located, easting, northing, area, metres, whether the directory's table says so)."""
        postcode, easting, northing, area = texts
        reader = self.reader(postcode=postcode, easting=easting, northing=northing, area=area)
        where = reader.whereabouts()
        known = self.areas.get(reader.area(where) or "", UNKNOWN)
        point = where.point or (0, 0)
        # what is searched where the call states no distance
        searched = search_area(
            Request(at=0, disposition="", asked="", postcode=where.postcode), self.engine.directory.policy
        )
        by_table = searched.said_by in {"postcode", "sector", "district"}
        return _entry((where.point is not None, *point, known, searched.metres, by_table), reader)

    def age(self, texts: Texts) -> Entry:
        reader = self.reader(age=texts[0])
        days = reader.required("age", parse_age)
        return _entry((UNKNOWN if days is None else days,), reader)

    def sex(self, texts: Texts) -> Entry:
        reader = self.reader(sex=texts[0])
        sex = reader.sex()
        return _entry((INDETERMINATE if sex == SEX_UNKNOWN else SEXES.index(sex),), reader)

    def symptoms(self, texts: Texts) -> Entry:
        codes = tuple(part.strip() for part in (texts[1] or "").split("+") if part.strip())
        reader = self.reader(symptom_group=texts[0], symptom_discriminators=codes)
        group = reader.required("symptom_group", reader.symptom_group)
        asked = Symptoms(group or "", reader.discriminators())
        return _entry((self.engine.symptoms_place(asked),), reader)

    def practice(self, texts: Texts) -> Entry:
        return Entry((self.organisations.get((texts[0] or "").strip().upper(), UNKNOWN),), ())

    def distance(self, texts: Texts) -> Entry:
        """Return (metres or -1, whether they win over the directory's table)."""
        said = (texts[1] or "").strip().lower()
        reader = self.reader(distance_km=texts[0], force_distance=said in _TRUE)
        metres = reader.optional("distance_km", read_distance)
        forced = reader.forced_distance()
        if said not in _TRUE | _FALSE:
            reader.fault(Malformed("it is neither true nor false", rule="bad-flag"), "force_distance")
        return _entry((UNKNOWN if metres is None else metres, forced), reader)

    def role(self, texts: Texts) -> Entry:
        reader = self.reader(role=texts[0], channel=texts[1])
        return _entry((self.roles.get(reader.role(), UNKNOWN),), reader)

    def reader(self, **said: object) -> Reader:
        return Reader(CallText(**said), self.engine.directory)  # type: ignore[arg-type] # each is a field's own type


def faults_of(problems: Sequence[Diagnostic]) -> tuple[Fault, ...]:
    """Return the column and the rule of each problem with a call, in order, none twice; never what was written."""
    columns = (str(one.location.file if one.location else "").removeprefix("--") for one in problems)
    return tuple(
        dict.fromkeys(zip((name.replace("-", "_") for name in columns), (one.rule for one in problems), strict=True))
    )


def _entry(values: tuple[int, ...], reader: Reader) -> Entry:
    return Entry(tuple(int(value) for value in values), faults_of(reader.faults))


def _index(names: Sequence[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _combined(columns: Sequence[pa.Array | None], count: int) -> tuple[Ints, list[Texts]]:
    """Return each row's combination of texts as a number, and the combinations; an absent column holds None."""
    codes, combinations = np.zeros(count, np.int64), list[Texts]([()])
    for column in columns:
        texts, places = _distinct_texts(column, count)
        if len(texts) == 1:
            combinations = [(*one, texts[0]) for one in combinations]
            continue
        found, codes = distinct(codes * len(texts) + places)
        combinations = [(*combinations[one // len(texts)], texts[one % len(texts)]) for one in found.tolist()]
    return codes, combinations


def _distinct_texts(column: pa.Array | None, count: int) -> tuple[list[str | None], Ints]:
    if column is None:
        return [None], np.zeros(count, np.int64)
    encoded = pc.dictionary_encode(column, null_encoding="encode")
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
