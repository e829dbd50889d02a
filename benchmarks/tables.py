"""A directory and its calls as plain tables, for peers that join: each is given as much ready-made as it can use.

Times are parsed already, needs have their services that fail at most one of their own checks, and hours
are spells in UTC minutes by profile: what is left is the search, the order, and the lists of each call.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dos_router.routing.batch_columns import COLUMNS, ColumnReader
from dos_router.routing.compiled.arrays import Ints
from dos_router.routing.fast import Engine
from dos_router.routing.fast_calls import Calls
from dos_router.routing.fast_needs import OUTSIDE, NeedKey, disposition_rows
from dos_router.routing.fast_spells import spells_between
from dos_router.routing.window import LEAD

DAY = 1440
CELL = 10_000  # metres


class Tables(NamedTuple):
    """What a peer joins; near misses of static checks are bits as in the fast engine."""

    calls: pa.Table
    needs: pa.Table
    services: pa.Table
    ages: pa.Table
    spells: pa.Table
    areas: pa.Table
    ranks: pa.Table
    reach: pa.Table


def searched_calls(engine: Engine, rows: pa.RecordBatch) -> tuple[Calls, Ints]:
    """Return the calls of some rows that are searched for, and their rows."""
    reader = ColumnReader(engine, {})
    columns = {name: rows.column(name) for name in COLUMNS if name in rows.schema.names}
    read = reader.read(columns, rows.num_rows, {})
    known = engine.directory.reference.dispositions
    searched = np.array([known[code].search for code in engine.compiled.names.dispositions])[read.calls.disposition]
    return read.calls.pick(np.flatnonzero(searched)), read.rows[searched]


def tables_of(engine: Engine, calls: Calls) -> Tables:
    """Return the tables for some calls; entries of the ranking are worked out for each."""
    keys, need = np.unique(calls.disposition.astype(np.int64) * 10_000 + calls.symptoms, return_inverse=True)
    windows = engine._codes.window  # noqa: SLF001 - a benchmark may look inside
    window = windows[calls.disposition]
    entries = engine._entries(calls, calls.disposition.astype(np.int64))  # noqa: SLF001
    areas = len(engine.compiled.names.areas)
    cell, reach = _reach(engine, calls)
    call_table = pa.table(
        {
            "row": np.arange(len(calls)), "need": need, "e": calls.easting, "n": calls.northing, "m": calls.metres,
            "sex": calls.sex, "age": calls.age, "role": calls.role, "area": calls.area % (areas + 1),
            "practice": calls.practice, "early": calls.at + np.minimum(window, LEAD), "late": calls.at + window,
            "now": calls.at, "entry": entries, "cell": cell,
        }
    )  # fmt: skip
    return Tables(
        calls=call_table, needs=_needs(engine, keys), services=_services(engine), ages=_ages(engine),
        spells=_spells(engine, calls.at), areas=_areas(engine), ranks=_ranks(engine), reach=reach,
    )  # fmt: skip


def _reach(engine: Engine, calls: Calls) -> tuple[Ints, pa.Table]:
    """Return the 10 km cell of each call, and which services any call of a cell might reach."""
    corners = np.stack([calls.easting // CELL, calls.northing // CELL], axis=1)
    cells, cell = np.unique(corners, axis=0, return_inverse=True)
    arrays, metres = engine.compiled.services, int(calls.metres.max())
    points = np.stack([arrays.easting, arrays.northing], axis=1)
    low, high = cells[:, None] * CELL - metres, (cells[:, None] + 1) * CELL + metres
    near = ((low <= points) & (points <= high)).all(axis=2) | ~arrays.located
    found, service = np.nonzero(near)
    return cell, pa.table({"cell": found, "sid": service})


def _needs(engine: Engine, keys: Ints) -> pa.Table:
    codes = [int(key) // 10_000 for key in keys]
    asked = [
        NeedKey(code, engine.symptoms[int(key) % 10_000], validators=False)
        for code, key in zip(codes, keys, strict=True)
    ]
    symptoms, row = engine.searcher.needs.rows(asked)
    rows = symptoms[row] | disposition_rows(engine.compiled)[codes]
    need, service = np.nonzero(rows != OUTSIDE)
    return pa.table({"need": need, "sid": service, "own": rows[need, service]})


def _services(engine: Engine) -> pa.Table:
    arrays, names = engine.compiled.services, engine.compiled.names
    keep = engine._order.keep  # noqa: SLF001
    return pa.table(
        {
            "sid": np.arange(len(names.services)), "id": list(names.services), "type": arrays.type,
            "keep": keep[arrays.type],
            "located": arrays.located, "se": arrays.easting, "sn": arrays.northing, "sexes": arrays.sexes,
            "ods": arrays.ods,
            "restricted": arrays.restricted, "wait": arrays.only_if_open, "hours": arrays.hours, "ages": arrays.ages,
        }
    )  # fmt: skip


def _ages(engine: Engine) -> pa.Table:
    limits = engine.compiled.limits
    days = np.arange(int(130 * 365.25))
    found = []
    for number in np.unique(limits.age_set):
        mine = limits.age_set == number
        inside = ((limits.age_low[mine][:, None] <= days) & (days <= limits.age_high[mine][:, None])).any(axis=0)
        found.append(pa.table({"ages": np.full(len(days), number), "age": days, "age_fails": ~inside}))
    return pa.concat_tables(found)


def _spells(engine: Engine, at: Ints) -> pa.Table:
    clock = engine.searcher.timeline.clock
    spells = spells_between(engine.compiled.hours, clock, int(at.min()) // DAY - 2, int(at.max()) // DAY + 16)
    return pa.table({"hours": spells.profile.astype(np.int32), "opens": spells.open, "closes": spells.close})


def _areas(engine: Engine) -> pa.Table:
    """Return where a service fails for an area or role, and whose it is there: only the pairs that matter."""
    limits = engine.compiled.limits
    area, service = np.indices(limits.area_fails.shape)
    return pa.table(
        {
            "area": area.ravel(), "sid": service.ravel(), "area_fails": limits.area_fails.ravel(),
            "here": limits.commissioned_here.ravel(), "promoted": limits.promoted.ravel(),
        }
    )  # fmt: skip


def _ranks(engine: Engine) -> pa.Table:
    ranks = engine._order.ranks  # noqa: SLF001
    entry, kind = np.indices(ranks.shape)
    return pa.table({"entry": entry.ravel(), "type": kind.ravel(), "rank": ranks.ravel()})
