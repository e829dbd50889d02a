"""Polars doing the same by joins, some calls at a time."""

from __future__ import annotations

import polars as pl
import pyarrow as pa

from benchmarks.tables import Tables

CHUNK = 65_536
NEVER = 2_000_000_000
CHECKS = {
    1: "capacity",
    2: "discriminator",
    4: "disposition",
    8: "role",
    16: "age",
    32: "hours",
    64: "only-if-open",
    128: "area",
}
ORDER = ["promoted", "rank", "whose", "placeless", "squared", "sid"]


def route(tables: Tables) -> pa.Table:
    """Return the offers, as places of services, and the near misses of each call."""
    frames = {name: pl.DataFrame(getattr(tables, name)) for name in Tables._fields}
    spells = frames["spells"].sort("hours", "closes").with_columns(ends=pl.col("closes") - 1)
    calls = frames["calls"]
    found = [_chunk(calls.slice(start, CHUNK), frames, spells) for start in range(0, len(calls), CHUNK)]
    return pl.concat(found).to_arrow()


def _chunk(calls: pl.DataFrame, frames: dict[str, pl.DataFrame], spells: pl.DataFrame) -> pl.DataFrame:
    judged = _judged(_near(calls, frames), spells)
    missed = judged.filter(pl.col("fails").is_in(list(CHECKS)))
    told = (
        missed.select("row", text=pl.col("id") + ":" + pl.col("fails").replace_strict(CHECKS, return_dtype=pl.String))
        .sort("row", "text")
        .group_by("row", maintain_order=True)
        .agg(near_misses=pl.col("text").str.join(";"))
    )
    passed = judged.filter(pl.col("fails") == 0).join(frames["ranks"], on=["entry", "type"]).with_columns(
        whose=pl.when((pl.col("practice") >= 0) & (pl.col("ods") == pl.col("practice"))).then(0)
        .when(~pl.col("here")).then(3).when(pl.col("restricted")).then(1).otherwise(2),
        placeless=~pl.col("located"),
    )  # fmt: skip
    offered = (
        passed.sort("row", *ORDER)
        .with_columns(place=pl.int_range(pl.len()).over("row", "type"))
        .filter(pl.col("place") < pl.col("keep"))
        .group_by("row", maintain_order=True)
        .agg(offers=pl.col("sid"))
    )
    return calls.select("row").join(offered, on="row", how="left").join(told, on="row", how="left").sort("row")


def _near(calls: pl.DataFrame, frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the pairs in the square that fail at most one check so far."""
    east, north = pl.col("e") - pl.col("se"), pl.col("n") - pl.col("sn")
    wanted = pl.col("sex").replace_strict([0, 1, 2], [1, 2, 3], return_dtype=pl.UInt8)
    return (
        calls.lazy()
        .join(frames["reach"].lazy(), on="cell")
        .join(frames["services"].lazy(), on="sid")
        .filter(~pl.col("located") | ((east.abs() <= pl.col("m")) & (north.abs() <= pl.col("m"))))
        .filter(
            ((pl.col("sexes") & wanted) == wanted) & (~pl.col("restricted") | (pl.col("ods") == pl.col("practice")))
        )
        .join(frames["needs"].lazy(), on=["need", "sid"])
        .join(frames["areas"].lazy(), on=["area", "sid"])
        .join(frames["ages"].lazy(), on=["ages", "age"], how="left")
        .with_columns(
            squared=pl.when("located").then(east.cast(pl.Int64) ** 2 + north.cast(pl.Int64) ** 2).otherwise(0),
            fails=pl.col("own").cast(pl.Int32)
            + pl.col("area_fails").cast(pl.Int32) * 128
            + pl.col("age_fails").fill_null(value=False).cast(pl.Int32) * 16,
        )
        .filter(pl.col("fails").bitwise_count_ones() <= 1)
        .collect()
    )


def _judged(near: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs with what hangs on the moment."""
    timed = near.sort("early").join_asof(
        spells.select("hours", "closes", "opens").sort("closes"),
        left_on="early", right_on="closes", by="hours", strategy="forward", check_sortedness=False,
    )  # fmt: skip
    timed = timed.with_columns(
        fails=pl.col("fails") + (pl.col("opens").fill_null(NEVER) > pl.col("late")).cast(pl.Int32) * 32
    )
    waiting = timed.filter(pl.col("wait") >= 0).drop("opens", "closes").sort("now").join_asof(
        spells.select("hours", "ends", "opens").sort("ends"),
        left_on="now", right_on="ends", by="hours", strategy="forward", check_sortedness=False,
    )  # fmt: skip
    late = pl.col("opens").fill_null(NEVER) > pl.col("now") + pl.col("wait")
    waiting = waiting.with_columns(fails=pl.col("fails") + late.cast(pl.Int32) * 64)
    columns = [
        "row",
        "sid",
        "id",
        "type",
        "keep",
        "located",
        "ods",
        "restricted",
        "practice",
        "entry",
        "here",
        "promoted",
        "squared",
        "fails",
    ]
    return pl.concat([timed.filter(pl.col("wait") < 0).select(columns), waiting.select(columns)])
