"""DuckDB doing the same by SQL, some calls at a time."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from benchmarks.tables import Tables

CHUNK = 65_536
SQL = """
WITH near AS (
  SELECT c.row, c.early, c.late, c.now, c.entry, c.practice, s.*, n.own, a.area_fails, a.here, a.promoted,
    coalesce(g.age_fails, false) AS age_fails,
    CASE WHEN s.located THEN (c.e - s.se)::BIGINT * (c.e - s.se) + (c.n - s.sn)::BIGINT * (c.n - s.sn) ELSE 0 END
      AS squared
  FROM calls c JOIN reach USING (cell) JOIN services s USING (sid) JOIN needs n ON n.need = c.need AND n.sid = s.sid
  JOIN areas a ON a.area = c.area AND a.sid = s.sid
  LEFT JOIN ages g ON g.ages = s.ages AND g.age = c.age
  WHERE (NOT s.located OR (abs(c.e - s.se) <= c.m AND abs(c.n - s.sn) <= c.m))
    AND s.sexes & [1, 2, 3][c.sex + 1] = [1, 2, 3][c.sex + 1]
    AND (NOT s.restricted OR s.ods = c.practice)
),
likely AS (
  SELECT *, own::INT + area_fails::INT * 128 + age_fails::INT * 16 AS so_far FROM near
  WHERE bit_count(own::INT + area_fails::INT * 128 + age_fails::INT * 16) <= 1
),
timed AS (
  SELECT l.*, so_far + CASE WHEN coalesce(h.opens, 2e9) > late THEN 32 ELSE 0 END AS until_hours
  FROM likely l ASOF LEFT JOIN spells h ON l.hours = h.hours AND l.early <= h.closes
),
judged AS (
  SELECT t.*, until_hours AS fails FROM timed t WHERE wait < 0
  UNION ALL
  SELECT t.*, until_hours + CASE WHEN coalesce(w.opens, 2e9) > now + t.wait THEN 64 ELSE 0 END AS fails
  FROM (SELECT * FROM timed WHERE wait >= 0) t ASOF LEFT JOIN spells w ON t.hours = w.hours AND t.now < w.closes
),
told AS (SELECT row, string_agg(id || ':' || check_name(fails), ';' ORDER BY id || ':') AS near_misses
  FROM judged WHERE fails IN (1, 2, 4, 8, 16, 32, 64, 128) GROUP BY row),
ordered AS (
  SELECT row, sid, promoted, r.rank, CASE WHEN practice >= 0 AND ods = practice THEN 0 WHEN NOT here THEN 3
      WHEN restricted THEN 1 ELSE 2 END AS whose, located, squared,
    row_number() OVER (PARTITION BY row, type ORDER BY promoted, rank, whose, NOT located, squared, sid) AS place, keep
  FROM judged JOIN ranks r USING (entry, type) WHERE fails = 0
),
offered AS (SELECT row, list(sid ORDER BY promoted, rank, whose, NOT located, squared, sid) AS offers
  FROM ordered WHERE place <= keep GROUP BY row)
SELECT c.row, offers, near_misses FROM calls c LEFT JOIN offered USING (row) LEFT JOIN told USING (row) ORDER BY c.row
"""
NAMES = """CREATE OR REPLACE MACRO check_name(bits) AS CASE bits WHEN 1 THEN 'capacity' WHEN 2 THEN 'discriminator'
  WHEN 4 THEN 'disposition' WHEN 8 THEN 'role' WHEN 16 THEN 'age' WHEN 32 THEN 'hours'
  WHEN 64 THEN 'only-if-open' ELSE 'area' END"""


def route(tables: Tables, threads: int) -> pa.Table:
    """Return the offers, as places of services, and the near misses of each call."""
    connection = duckdb.connect(config={"threads": threads})
    connection.execute(NAMES)
    for name in Tables._fields[1:]:
        connection.register("given", getattr(tables, name))
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608 - names of our own
    found = []
    for start in range(0, len(tables.calls), CHUNK):
        connection.register("calls", tables.calls.slice(start, CHUNK))
        found.append(connection.sql(SQL).to_arrow_table())
    return pa.concat_tables(found)
