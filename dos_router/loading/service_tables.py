"""`services/*.csv` and `.parquet` → the very trees that the same records would make in YAML, a tree a row.

A column is a field's name, below another with a dot (`location.postcode`); a list is one cell, joined by
`|`; single dates are one cell (`dates`: `2026-12-25: off|2026-12-24: 08:00-13:00`) or a column each
(`dates.2026-12-25`). An empty cell is a field that is not stated. The provider stands in every row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, get_args, get_origin

from dos_router.diagnostics import Diagnostic, Location, error
from dos_router.loading.shapes.scalars import Shape
from dos_router.loading.shapes.services import ProviderShape, ServiceShape
from dos_router.loading.source_text import HIDDEN, name_of
from dos_router.loading.table_rows import read_rows
from dos_router.loading.text_tree import Mark, ReadTree, Tree, read_tree
from dos_router.reference.csv_text import Record, cell_starts
from dos_router.spelling import did_you_mean

SUFFIXES = (".csv", ".parquet")
REQUIRED = ("provider.name", "id", "name", "type", "opening")
JOIN = "|"
DATES = "dates"

Place = Callable[[int], tuple[int, int]]
Read = Callable[[str], Any]


class Trees(NamedTuple):
    """The rows of a table as trees; a table with a problem of its form may hold any record, and is not used."""

    trees: Iterator[Tree]
    problems: list[Diagnostic]


class _Column(NamedTuple):
    """A column that is known: its cell's number, the path of its field, and how its cell is read."""

    cell: int
    path: tuple[str, ...]
    read: Read


def read_service_trees(path: Path, where: Location, read: ReadTree = read_tree) -> Trees:
    """Read a file of services: YAML as one tree, a table as one a row, made as they are asked for."""
    if path.suffix not in SUFFIXES:
        tree, problems = read(path, where)
        return Trees(iter([tree] if tree else []), problems)
    names, rows, problems = _parquet_rows(path, where) if path.suffix == ".parquet" else _csv_rows(path, where)
    columns, unknown = _columns(names, rows[0][1] if rows else None, where)
    problems += unknown
    return Trees(iter(()), problems) if problems else Trees(_trees(columns, rows, where), [])


def service_files(folder: Path) -> list[Path]:
    """Return the files of services of a directory's folder: YAML and tables, each in order."""
    return [path for suffix in (".yaml", *SUFFIXES) for path in sorted((folder / "services").glob(f"*{suffix}"))]


_Rows = Sequence[tuple[Sequence[str], Place]]


def _csv_rows(path: Path, where: Location) -> tuple[list[str], _Rows, list[Diagnostic]]:
    rows, problems = read_rows(path, where, REQUIRED)
    if not rows:
        return [], [], problems
    names = sorted(rows[0].columns, key=lambda name: rows[0].columns[name])
    return names, [(row.record.cells, _Written(row.record).place) for row in rows], problems


class _Written(NamedTuple):
    """A row of CSV, which tells where its cells stand: in one line, since no cell may hold a line break."""

    record: Record

    def place(self, index: int) -> tuple[int, int]:
        return self.record.line, cell_starts(self.record.text)[index] + 1 if index else 1


def _parquet_rows(path: Path, where: Location) -> tuple[list[str], _Rows, list[Diagnostic]]:
    """Return the rows of a Parquet file; a place in it is a row and a column, from 1."""
    import pyarrow as pa  # noqa: PLC0415 - heavy, and only for this
    from pyarrow import parquet  # noqa: PLC0415

    try:
        table = parquet.read_table(path)
    except (OSError, pa.ArrowException):
        return [], [], [error("bad-table", "the file cannot be read as Parquet", where, "write it again, or as CSV")]
    names = list(table.column_names)
    columns = [[_text(cell) for cell in column.to_pylist()] for column in table.columns]
    problems = [problem for number, cells in enumerate(columns, 1) for problem in _hidden(cells, number, where)]
    missing = [name for name in REQUIRED if name not in names]
    problems += [_missing(name, names, where) for name in missing]
    rows = [(cells, _row_place(number)) for number, cells in enumerate(zip(*columns, strict=True), 1)]
    return names, rows, problems


def _text(cell: object) -> str:
    """Return a cell of any type as the text that a file of text would hold."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, list):
        return JOIN.join(map(_text, cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _hidden(cells: Sequence[str], number: int, where: Location) -> Iterator[Diagnostic]:
    for row, cell in enumerate(cells, 1):
        if not cell.isprintable() and (found := HIDDEN.search(cell) or next(iter(_unprintable(cell)), None)):
            character = found if isinstance(found, str) else found[0]
            said = f"the cell holds the character {name_of(character)}, which cannot be seen"
            yield error("hidden-character", said, where._replace(line=row, column=number), "delete it")


def _unprintable(cell: str) -> Iterator[str]:
    return (one for one in cell if not one.isprintable())


def _missing(name: str, names: Sequence[str], where: Location) -> Diagnostic:
    has = f"the table has: {', '.join(names)}"
    return error("missing-column", f"the column `{name}` is missing", where, did_you_mean(name, names, otherwise=has))


def _row_place(number: int) -> Place:
    return lambda index: (number, index + 1)


def _columns(names: Sequence[str], place: Place | None, where: Location) -> tuple[list[_Column], list[Diagnostic]]:
    """Return the columns by what they mean; one that means nothing is an error, as an unknown key is."""
    known = _known()
    columns, problems = [], []
    for index, name in enumerate(names):
        head, dot, rest = name.partition(".")
        if name in known:
            columns.append(_Column(index, tuple(name.split(".")), known[name]))
        elif dot and head == DATES:
            columns.append(_Column(index, (DATES, rest), str))
        else:
            cure = did_you_mean(name, known, otherwise=f"columns: {', '.join(known)}")
            at = where._replace(line=1, column=place(index)[1] if place and where.file.endswith(".parquet") else 1)
            problems.append(error("unknown-column", f"unknown column `{name}`", at, cure))
    return columns, problems


def _known() -> dict[str, Read]:
    """Return every column that there may be, and how its cells are read."""
    provider = {f"provider.{name}": read for name, read in _fields(ProviderShape).items()}
    return provider | _fields(ServiceShape)


def _fields(shape: type[Shape]) -> dict[str, Read]:
    """Return the columns of a shape; what is a list of maps has none, and is written in YAML."""
    found: dict[str, Read] = {}
    for key, field in shape.model_fields.items():
        name, kind = field.alias or key, get_origin(field.annotation)
        inner = next((part for part in _parts(field.annotation) if issubclass(part, Shape)), None)
        if inner and kind is not tuple:
            found |= {f"{name}.{below}": read for below, read in _fields(inner).items()}
        elif not inner:
            found[name] = _read_dates if kind is dict else _read_list if kind is tuple else str
    return found


def _parts(annotation: object) -> list[type]:
    return [part for part in (annotation, *get_args(annotation)) if isinstance(part, type)]


def _read_list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(JOIN)]


def _read_dates(cell: str) -> dict[str, str]:
    """Return `2026-12-25: off|…` as a map; what has no `:` becomes a key that is no date, and is told as such."""
    pairs = (part.partition(":") for part in cell.split(JOIN))
    return {day.strip(): spans.strip() for day, _, spans in pairs}


class CellMark(Mark):
    """Where a cell stands, worked out when it is asked."""

    __slots__ = ("cell", "row")

    def __init__(self, row: Place, cell: int) -> None:
        """Take a row's way to tell where its cells stand, and the cell's number."""
        self.row, self.cell = row, cell
        self.inside = None

    def _line(self) -> int:
        return self.row(0)[0]  # a row stands on one line

    def _column(self) -> int:
        return self.row(self.cell)[1]

    line = key_line = property(_line)
    column = key_column = property(_column)


class CellLines(Mapping[str, Location]):
    """Where the fields of a row stand, by name."""

    __slots__ = ("_cells", "_file", "_row")

    def __init__(self, cells: dict[str, int], row: Place, file: Location) -> None:
        self._cells, self._row, self._file = cells, row, file

    def __getitem__(self, name: str) -> Location:
        """Return where a field stands. Raises KeyError."""
        line, column = self._row(self._cells[name])
        return Location(self._file.file, line, column, self._file.folder)

    def __iter__(self) -> Iterator[str]:
        """Yield the fields that are stated."""
        return iter(self._cells)

    def __len__(self) -> int:
        """Return how many fields are stated."""
        return len(self._cells)


def cell_lines(fields: Mapping[str, Mark], file: Location) -> Mapping[str, Location]:
    """Return where the fields of a row and each of its dates stand."""
    cells: dict[str, int] = {}
    row: Place | None = None
    for name, mark in fields.items():
        if isinstance(mark, CellMark):
            row, cells[name] = mark.row, mark.cell
            if name == DATES and isinstance(mark.inside, dict):
                cells |= {f"{DATES}/{day}": one.cell for day, one in mark.inside.items() if isinstance(one, CellMark)}
    return MappingProxyType({}) if row is None else CellLines(cells, row, file)


def _trees(columns: Sequence[_Column], rows: _Rows, where: Location) -> Iterator[Tree]:
    for cells, place in rows:
        yield _tree(columns, cells, place, where)


def _tree(columns: Sequence[_Column], cells: Sequence[str], place: Place, where: Location) -> Tree:
    """Return a row as `{provider: {…}, services: [{…}]}`."""
    row, provider = _Part(place), _Part(place)
    for index, path, read in columns:
        cell = cells[index]
        if cell:
            if path[0] == "provider":
                provider.put(path[1:], read(cell), index)
            else:
                row.put(path, read(cell), index)
    listed = CellMark(place, 0)
    listed.inside = [row.mark]
    whole = CellMark(place, 0)
    whole.inside = {"provider": provider.mark, "services": listed}
    return Tree({"provider": provider.value, "services": [row.value]}, whole, where)


class _Part:
    """A map that grows cell by cell, and its marks."""

    def __init__(self, place: Place) -> None:
        self.value: dict[str, Any] = {}
        self.mark = CellMark(place, 0)
        self.marks: dict[str, Mark] = {}
        self.mark.inside = self.marks
        self._place = place

    def put(self, path: tuple[str, ...], value: Any, index: int) -> None:  # noqa: ANN401 - text, a list or a map
        """Put a cell's value where it belongs."""
        name = path[0]
        mark = CellMark(self._place, index)
        if len(path) > 1 or isinstance(value, dict):
            inner = self.value.setdefault(name, {})
            marks = self.marks.setdefault(name, mark)
            marks.inside = marks.inside or {}
            below = value if len(path) == 1 else {path[1]: value}
            inner.update(below)
            marks.inside.update(dict.fromkeys(below, mark))  # type: ignore[union-attr]
            return
        if isinstance(value, list):
            mark.inside = [CellMark(self._place, index)] * len(value)
        self.value[name] = value
        self.marks[name] = mark
