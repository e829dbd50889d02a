"""Calls made coarser before anything is done with them: the hour, the sector, the band of ages (safety.md).

A cell that is not plainly of its form is left blank, since it might say anything. Columns that are not ours
are copied as they are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from dos_router.diagnostics import Malformed
from dos_router.model.ages import DAYS_IN_UNIT, parse_age
from dos_router.model.postcodes import is_full, parse_postcode
from dos_router.routing.batch import as_text

# years at which a band begins: those at which services' own limits lie, then every five
BANDS = (0, 1, 2, 5, 10, 16, 18, *range(20, 130, 5))
KILOMETRE = 1_000
_MOMENT = r"^\s*(\d{4}-\d\d-\d\d[T ]\d\d):\d\d(:\d\d(\.\d{1,9})?)?(\s?(Z|z|[+-]\d\d:?(\d\d)?))?\s*$"


def coarsened(rows: pa.RecordBatch, columns: Mapping[str, str]) -> pa.RecordBatch:
    """Return rows with moments, places and ages coarsened; `columns` gives the file's names of our columns."""
    for ours, coarsen in _COARSEN.items():
        name = columns.get(ours)
        if name in rows.schema.names:
            place = rows.schema.get_field_index(name)
            rows = rows.set_column(place, pa.field(name, pa.string()), coarsen(as_text(rows.column(place))))
    return rows


def blanked(rows: pa.RecordBatch, unread: Mapping[int, str]) -> pa.RecordBatch:
    """Return rows with nothing left of those that were not understood as rows: their cells may hold anything."""
    if not unread:
        return rows
    kept = pa.array([row not in unread for row in range(rows.num_rows)])
    return pa.RecordBatch.from_arrays(
        [pc.if_else(kept, column, pa.scalar(None, column.type)) for column in rows.columns], schema=rows.schema
    )


def hour_of(texts: pa.Array) -> pa.Array:
    """Return moments at the hour: `2026-11-21T20:37:10Z` as `2026-11-21T20:00Z`."""
    plain = pc.match_substring_regex(texts, _MOMENT)
    return pc.if_else(pc.fill_null(plain, False), pc.replace_substring_regex(texts, _MOMENT, r"\1:00\4"), "")  # noqa: FBT003


def sector_of(text: str) -> str:
    """Return the sector of a full postcode; a sector or district as it is. Raises Malformed."""
    postcode = parse_postcode(text)
    return postcode[:-2] if is_full(postcode) else postcode


def band_of(text: str) -> str:
    """Return the first year of the band that an age lies in: `37` as `35`. Raises Malformed."""
    days = parse_age(text)
    starts = [int(year * DAYS_IN_UNIT["y"]) for year in BANDS]
    return str(BANDS[bisect_right(starts, days) - 1])


def kilometre_of(text: str) -> str:
    """Return the middle of the square kilometre that a grid reference lies in. Raises Malformed."""
    tidy = text.strip()
    if not (tidy.isascii() and tidy.isdigit()):
        raise Malformed("it is not a grid reference")
    return str(int(tidy) // KILOMETRE * KILOMETRE + KILOMETRE // 2)


def _each(read: Callable[[str], str]) -> Callable[[pa.Array], pa.Array]:
    """Return what reads a column's distinct texts, and leaves blank what cannot be read."""

    def coarsen(texts: pa.Array) -> pa.Array:
        encoded = pc.dictionary_encode(texts)
        found = pa.array([_or_blank(read, text) for text in encoded.dictionary.to_pylist()], pa.string())
        return found.take(encoded.indices)

    return coarsen


def _or_blank(read: Callable[[str], str], text: str) -> str:
    try:
        return read(text)
    except Malformed:
        return ""


_COARSEN: Mapping[str, Callable[[pa.Array], pa.Array]] = {
    "at": hour_of, "postcode": _each(sector_of), "age": _each(band_of), "easting": _each(kilometre_of),
    "northing": _each(kilometre_of),
}  # fmt: skip
