"""Files of a directory that look meant and are not read: a misspelt name would lose a whole policy unseen."""

from __future__ import annotations

from pathlib import Path

from dos_router.diagnostics import Diagnostic, Location, warning
from dos_router.spelling import nearest

READ = (
    "directory.yaml", "policy.yaml", "profiles.yaml", "places.csv", "places.parquet", "population.csv", "holidays.csv",
    "capacity.csv",
)  # fmt: skip
_SUFFIXES = frozenset({".yaml", ".yml", ".csv", ".parquet"})


def ignored_files(folder: Path, where: Location, tables: frozenset[str]) -> list[Diagnostic]:
    """Return a warning for each file that is not read; `tables` are those that directory.yaml names."""
    top = [
        _ignored(path.name, where._replace(file=f"{where.file}{path.name}"), _cure(path.name))
        for path in sorted(folder.iterdir())
        if path.suffix in _SUFFIXES and path.name not in READ and path.name not in tables
    ]
    return top + [
        _ignored(path.name, where._replace(file=f"{where.file}services/{path.name}"), "end its name in .yaml")
        for path in sorted((folder / "services").glob("*.yml"))
    ]


def _ignored(name: str, at: Location, cure: str) -> Diagnostic:
    return warning("ignored-file", f"`{name}` is not read", at, cure)


def _cure(name: str) -> str:
    near = nearest(name, READ)
    return f"did you mean `{near[0]}`?" if near else f"a directory's files are {', '.join(READ)} and services/*.yaml"
