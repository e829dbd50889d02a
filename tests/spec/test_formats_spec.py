"""Runs the tables of `formats.yaml`: what the files of a directory may say, and what is refused where.

Each case changes one file of a good directory. `▸` marks where a problem must be said to stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pyarrow import csv, parquet

from dos_router import load, load_care_plans
from dos_router.diagnostics import Diagnostic, Location
from dos_router.loading.text_tree import read_tree
from dos_router.model.directory import Directory
from dos_router.model.opening import Opening

TABLE = Path(__file__).with_name("formats.yaml")
HERE = "▸"
PLANS = "../care-plans.yaml"
GIVEN = {"in", "replace", "by", "text", "append", "files", "without", "repeat", "written as", "bytes"}
REMARKS = {"case", "silent"}

_NAMED = re.compile(r"‹U\+([0-9A-F]{4,6})›")
_WRITTEN: Mapping[str, Any] = {
    "UTF-8": lambda text: text.encode(),
    "UTF-8 with a byte-order mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 LE": lambda text: text.encode("utf-16-le"),
    "Latin-1": lambda text: text.encode("latin-1"),
    "Windows lines": lambda text: text.replace("\n", "\r\n").encode(),
}


class Found(NamedTuple):
    """What came of loading: the directory, if it may be used, and all problems, those of its care plans too."""

    directory: Directory | None
    problems: list[Diagnostic]
    plans: Any
    good: Directory | None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test of each case."""
    if metafunc.function is test_formats:
        metafunc.parametrize("case", list(_rows()))


def test_formats(case: dict[str, Any], tmp_path: Path) -> None:
    folder = tmp_path / "directory"
    files, marked = _changed(case)
    good = _load_good(folder) if "same" in case else None
    _write(folder, files, case)
    found = _load(folder, good)
    expected = {"directory": "loaded", "errors": "none", "warnings": "none"} | {
        key: _in_order(value) if key == "errors" else value for key, value in case.items() if key not in GIVEN | REMARKS
    }
    assert expected.keys() <= TELL.keys(), f"not known: {expected.keys() - TELL.keys()}"
    assert {key: TELL[key](found, wanted) for key, wanted in expected.items()} == expected
    if marked:
        assert sorted({_place(problem) for problem in found.problems}) == sorted(marked)


def test_each_case_has_words_of_its_own() -> None:
    words = Counter(row.id for row in _rows())
    assert [word for word, times in words.items() if times > 1] == []


def test_the_good_directory_is_good(tmp_path: Path) -> None:
    _write(tmp_path / "directory", _table()["files"], {})
    directory, problems = load(tmp_path / "directory")
    assert directory is not None
    assert problems == []
    assert load_care_plans(tmp_path / "care-plans.yaml", directory).problems == []


def test_places_may_be_parquet(tmp_path: Path) -> None:
    good = _load_good(tmp_path / "directory")
    places = csv.read_csv(tmp_path / "directory" / "places.csv")
    parquet.write_table(places, tmp_path / "directory" / "places.parquet")
    assert [one.rule for one in load(tmp_path / "directory").problems] == ["places-twice"]
    (tmp_path / "directory" / "places.csv").unlink()
    directory, problems = load(tmp_path / "directory")
    assert problems == []
    assert directory == good


@cache
def _table() -> dict[str, Any]:
    tree, problems = read_tree(TABLE, Location(TABLE.name))
    assert tree is not None, problems
    assert isinstance(tree.value, dict)
    return tree.value


def _rows() -> Iterator[Any]:
    """Yield every case, its words as its id; a rule's own settings hold for each of its cases."""
    for rule in _table()["rules"]:
        shared = {key: value for key, value in rule.items() if key not in {"rule", "cases", "columns", "rows"}}
        for case in rule.get("cases") or ():
            yield pytest.param(shared | case, id=case["case"])
        for words, cells in (rule.get("rows") or {}).items():
            assert len(cells) == len(rule["columns"]), f"{words}: a cell for each column"
            yield pytest.param(shared | dict(zip(rule["columns"], cells, strict=True)), id=words)


def _changed(case: dict[str, Any]) -> tuple[dict[str, str], list[str]]:
    """Return the files of a case, and the places that are marked in them."""
    files = dict(_table()["files"]) | (case.get("files") or {})
    name = case.get("in", "")
    if "text" in case:
        files[name] = case["text"] or ""
    if "replace" in case:
        assert files[name].count(case["replace"]) == 1, f"`{case['replace']}` must stand once in {name}"
        files[name] = files[name].replace(case["replace"], case["by"] or "")
    files[name] = files.get(name, "") + (case.get("append") or "")
    if "repeat" in case:
        files[name] = files[name].replace("‹repeated›", case["repeat"]["text"] * int(case["repeat"]["times"]))
    files.pop("", None)
    marked = [place for file, text in files.items() for place in _marks(file, _named(text))]
    return {file: _named(text).replace(HERE, "") for file, text in files.items()}, marked


def _named(text: str) -> str:
    """Put in the pieces and the characters that a case names; the table itself holds none that is not seen."""
    for name, piece in _table()["pieces"].items():
        text = text.replace(f"‹{name}›", piece)
    return _NAMED.sub(lambda match: chr(int(match[1], 16)), text)


def _marks(file: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), start=1):
        pieces = line.split(HERE)
        for count in range(1, len(pieces)):
            yield f"{file.removeprefix('../')}:{number}:{len(''.join(pieces[:count])) + 1}"


def _load_good(folder: Path) -> Directory | None:
    """Load the good directory from where the case's own will stand, so that the two can be compared."""
    _write(folder, _table()["files"], {})
    return load(folder).directory


def _write(folder: Path, files: Mapping[str, str], case: dict[str, Any]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_WRITTEN[case.get("written as", "UTF-8") if name == case.get("in") else "UTF-8"](text))
    for name in case.get("without", ()):
        (folder / name).unlink()
    if "bytes" in case:
        with (folder / case["in"]).open("r+b") as file:
            file.truncate(int(case["bytes"]))


def _load(folder: Path, good: Directory | None) -> Found:
    directory, problems = load(folder)
    if directory is None:
        return Found(directory, problems, None, good)
    plans, more = load_care_plans(folder / PLANS, directory)
    return Found(directory, [*problems, *more], plans, good)


def _in_order(rules: str) -> str:
    return ", ".join(sorted(rules.split(", ")))


def _place(problem: Diagnostic) -> str:
    return str(problem.location).removeprefix("../")


# What is told of a loaded directory, in the words of the table.


def _rules(severity: str) -> Any:
    return lambda found, _: ", ".join(sorted(one.rule for one in found.problems if one.severity == severity)) or "none"


def _holding(found: Found, wanted: str, name: str) -> str:
    texts = [getattr(one, name) or "none" for one in found.problems]
    return next((wanted for text in texts if wanted in text), "; ".join(texts))


def _quarantined(found: Found, _: Any) -> str:
    return ", ".join(one.id for one in found.directory.quarantined) or "none" if found.directory else "refused"


def _means(found: Found, wanted: dict[str, str]) -> dict[str, str]:
    return {path: _value(found, path) for path in wanted}


def _value(found: Found, path: str) -> str:
    """Return what stands at a path such as `services.phx.phone`; a set is told in order."""
    value: Any = found
    for step in ("plans" if path.startswith("plans.") else "directory", *path.removeprefix("plans.").split(".")):
        if isinstance(value, Mapping):
            value = {str(key): each for key, each in value.items()}[step]
        else:
            value = value[int(step)] if step.isdigit() else getattr(value, step)
    return _told(value)


def _told(value: Any) -> str:
    if isinstance(value, Opening):
        return " | ".join(_told(spans) for spans in value.weekdays) if not value.always else "24/7"
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(_told, value))) or "none"
    if isinstance(value, Mapping):
        return ", ".join(sorted(map(str, value))) or "none"
    if type(value) is tuple:
        return ", ".join(map(_told, value)) or "none"
    return "none" if value is None else str(value)


TELL: dict[str, Any] = {
    "directory": lambda found, _: "refused" if found.directory is None else "loaded",
    "errors": _rules("error"),
    "warnings": _rules("warning"),
    "message": lambda found, wanted: _holding(found, wanted, "message"),
    "help": lambda found, wanted: _holding(found, wanted, "help"),
    "at": lambda found, _: ", ".join(_place(one) for one in found.problems),
    "says what to do": lambda found, _: "yes" if all(one.help for one in found.problems) else "no",
    "quarantined": _quarantined,
    "means": _means,
    "same": lambda found, _: "yes" if found.directory == found.good else "no",
}
