"""Findings that somebody answers for: the `accepted:` lists beside things, and what is wrong with those lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from dos_router.checks.catalogue import BY_NAME
from dos_router.checks.findings import Acceptance, in_order, path_of
from dos_router.checks.kept.keeping import Keeping
from dos_router.checks.kept.store import Plain
from dos_router.diagnostics import Diagnostic, Location
from dos_router.loading.shapes.accepted import AcceptedShape
from dos_router.loading.shared_files import SharedFiles
from dos_router.loading.text_tree import Mark, Tree
from dos_router.loading.validation import validate
from dos_router.spelling import did_you_mean

KEY = "accepted"
_HEAD = "directory.yaml"  # what stands at its top level holds for the whole folder
_NAMES_ARE_KEYS = "profiles.yaml"  # a profile may be called `accepted`
_FILES = ("*.yaml", "services/*.yaml")

Judged = tuple[Diagnostic, Acceptance | None]
_Path = tuple[str | int, ...]
_Place = tuple[int, int]


class _Scope(NamedTuple):
    """What an acceptance holds for: a part of a file, a file, or all below a folder; `size` says how much."""

    size: int
    path: str
    start: _Place = (0, 0)
    end: _Place = (0, 0)

    def holds(self, path: str, at: Location) -> bool:
        """Say whether a place lies within."""
        if self.size == _FOLDER:
            return Path(path).is_relative_to(self.path)
        return path == self.path and (self.size == _FILE or self.start <= (at.line, at.column) <= self.end)


_RECORD, _FILE, _FOLDER = range(3)


class _Entry(NamedTuple):
    """An acceptance, what it holds for, and whether all that it could be for was looked at."""

    scope: _Scope
    acceptance: Acceptance
    looked_at: bool


def judge(
    told: Iterable[Diagnostic], found: Iterable[Diagnostic], folders: Iterable[Path], on: date, keeping: Keeping
) -> Iterator[Judged]:
    """Yield every problem in order with the acceptance that answers for it, and what is wrong with acceptances.

    `told` are problems of loading (its errors cannot be accepted: it refuses the record), `found` those
    of checks; `folders` were looked at whole. An expired acceptance accepts nothing.
    """
    refusals = {problem for problem in told if problem.is_error}
    problems = in_order([*told, *found])
    entries = sorted(
        _entries(problems, list(folders), keeping), key=lambda entry: (entry.scope.size, entry.acceptance.at)
    )
    used: set[Location] = set()
    judged: list[Judged] = []
    for problem in problems:
        why = None if problem in refusals else _why(problem, entries, on)
        judged.append((problem, why))
        used |= {why.at} if why else set()
    faults = [fault for entry in entries for fault in _faults(entry, problems, used, on)]
    accepted = {id(problem): why for problem, why in judged}
    yield from ((problem, accepted.get(id(problem))) for problem in in_order([*problems, *faults]))


def _entries(problems: Iterable[Diagnostic], folders: list[Path], keeping: Keeping) -> Iterator[_Entry]:
    """Yield the acceptances of the folders, and of other files that problems are about."""
    ours = {
        path_of(Location(str(path))): (path, folder)
        for folder in folders
        for pattern in _FILES
        for path in sorted(folder.glob(pattern))
    }
    others = {named for problem in problems if (named := path_of(problem.location)).endswith(".yaml")} - ours.keys()
    for name, (path, folder) in ours.items():
        yield from _kept(path, name, keeping, folder)
    for other in sorted(others):
        where = _place(Path(other), Path(other).parent)
        yield from (one._replace(looked_at=False) for one in _read(Path(other), other, keeping.files, where))


def _kept(path: Path, name: str, keeping: Keeping, folder: Path) -> list[_Entry]:
    """Return the acceptances of a file as they were read, else read them; most files have none, and keep none."""
    if not _may_have_any(path, keeping.files):
        return []
    where = _place(path, folder)
    return keeping.store(folder).found_or_made(
        f"accepted {where.full} {keeping.files.sha256(path)}",
        lambda: list(_read(path, name, keeping.files, where)),
        read=lambda plain: [_entry(one, where) for one in plain],
        write=lambda entries: [_plain(one) for one in entries],
    )


def _plain(entry: _Entry) -> Plain:
    rule, reason, by, until, at = entry.acceptance
    return [entry.scope.size, entry.scope.path, entry.scope.start, entry.scope.end, rule, reason, by,
            until.isoformat(), at[1:3]]  # fmt: skip


def _entry(plain: Plain, where: Location) -> _Entry:
    size, path, start, end, rule, reason, by, until, (line, column) = plain
    at = where._replace(line=line, column=column)
    return _Entry(
        _Scope(size, path, tuple(start), tuple(end)),
        Acceptance(rule, reason, by, date.fromisoformat(until), at),
        looked_at=True,
    )


def _may_have_any(path: Path, files: SharedFiles) -> bool:
    return KEY.encode() in (files.content(path) or b"")


def _read(path: Path, name: str, files: SharedFiles, where: Location) -> Iterator[_Entry]:
    """Yield the acceptances of a file; most have none, and are not parsed for it."""
    if not _may_have_any(path, files):
        return
    tree, _ = files.tree(path, where)
    for within, mark in _maps(tree) if tree else ():
        if isinstance(mark.inside, dict) and isinstance(entries := mark.inside.get(KEY, mark).inside, list):
            scope = _scope(name, within, mark)
            for number in range(len(entries)):
                one = _acceptance(tree, (*within, KEY, number)) if tree else None
                if one is not None:
                    yield _Entry(scope, one, looked_at=True)


def _place(path: Path, folder: Path) -> Location:
    """Return a file's place as loading names it: of a directory within its folder, of pathways from beside it."""
    file = path.relative_to(folder).as_posix()
    if (folder / _HEAD).is_file():
        return Location(file, folder=str(folder))
    return Location(f"{folder.name}/{file}", folder="" if folder.parent == Path() else str(folder.parent))


def _maps(tree: Tree) -> Iterator[tuple[_Path, Mark]]:
    """Yield every map of a file with its path, outermost first."""
    waiting: list[tuple[_Path, Mark]] = [((), tree.mark)]
    while waiting:
        path, mark = waiting.pop(0)
        if isinstance(mark.inside, dict):
            if path or Path(tree.file.file).name != _NAMES_ARE_KEYS:
                yield path, mark
            waiting += [((*path, name), inner) for name, inner in mark.inside.items()]
        elif isinstance(mark.inside, list):
            waiting += [((*path, number), inner) for number, inner in enumerate(mark.inside)]


def _scope(name: str, within: _Path, mark: Mark) -> _Scope:
    if within:
        return _Scope(_RECORD, name, (mark.key_line, mark.key_column), _end(mark))
    if Path(name).name == _HEAD:
        return _Scope(_FOLDER, str(Path(name).parent))
    return _Scope(_FILE, name)


def _end(mark: Mark) -> _Place:
    """Return where the last thing inside stands."""
    last, waiting = (mark.line, mark.column), [mark]
    while waiting:
        inside = waiting.pop().inside or ()
        inner = list(inside.values()) if isinstance(inside, dict) else list(inside)
        last = max([last, *((one.line, one.column) for one in inner)])
        waiting += inner
    return last


def _acceptance(tree: Tree, path: _Path) -> Acceptance | None:
    """Return an entry; None for one that loading refuses."""
    shape, problems = validate(AcceptedShape, tree, path)
    if shape is None or any(problem.is_error for problem in problems):
        return None
    return Acceptance(shape.rule, shape.reason, shape.by, shape.until, tree.location(*path))


def _why(problem: Diagnostic, entries: list[_Entry], on: date) -> Acceptance | None:
    """Return the nearest acceptance that answers for a problem."""
    return next(
        (entry.acceptance for entry in entries if _is_for(entry, problem) and entry.acceptance.until >= on), None
    )


def _is_for(entry: _Entry, problem: Diagnostic) -> bool:
    where = problem.location
    return entry.acceptance.rule == problem.rule and where is not None and entry.scope.holds(path_of(where), where)


def _faults(entry: _Entry, problems: list[Diagnostic], used: set[Location], on: date) -> Iterator[Diagnostic]:
    """Yield what is wrong with an acceptance: its rule, its day, or that it is for nothing."""
    one = entry.acceptance
    if one.rule not in BY_NAME and not any(problem.rule == one.rule for problem in problems):
        yield _fault("accepted-unknown-rule", f"there is no rule `{one.rule}`", one, did_you_mean(one.rule, BY_NAME))
    elif one.until < on:
        said = f"the acceptance of `{one.rule}` ended on {one.until}"
        yield _fault("accepted-expired", said, one, "mend what it was for and delete it, or accept it anew")
    elif one.at not in used and entry.looked_at:
        if any(_is_for(entry, problem) for problem in problems):
            said, cure = f"`{one.rule}` refuses the record, and cannot be accepted", "mend what it is about"
        else:
            said, cure = f"nothing here is found by `{one.rule}`", "delete the entry"
        yield _fault("accepted-unused", said, one, cure)


def _fault(rule: str, said: str, one: Acceptance, cure: str) -> Diagnostic:
    return Diagnostic(rule, BY_NAME[rule].severity, said, one.at, cure)
