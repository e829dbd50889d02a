"""The examples in the docstring of each check, laid over a small sound directory."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from dos_router.checks.rule import Rule
from dos_router.checks.subject import Subject
from dos_router.checks.survey import check
from dos_router.cli.check_signed import vouched
from dos_router.diagnostics import Diagnostic
from dos_router.loading.directory import load
from dos_router.loading.new_directory import begin_directory
from dos_router.loading.pathways import load_pathways

_DAY = date(2026, 11, 21)
_PATH = re.compile(r"# ([\w.-]+(?:/[\w.-]+)*\.(?:yaml|yml|csv|parquet|json))")
_ON = re.compile(r"# on: (\S+)")
_ENCODING = re.compile(r"# encoding: (\S+)")
_SIGNED = re.compile(r"# signed: (\d+)")  # the serial that was signed, which the example changes
_WITHOUT = re.compile(r"# without: (\S+)")
_MANY = re.compile(r"(\S)\*(\d{2,})")  # `x*500` in an example is five hundred x


class Example(NamedTuple):
    """Files by path (pathways under `pathways/`), the day of the check, how it is written and what is taken away."""

    files: dict[str, str]
    on: date
    encoding: str = "utf-8"
    without: tuple[str, ...] = ()
    signed: int | None = None


def example(rule: Rule, title: str) -> Example:
    """Return the example under `Fails:` or `Passes:`."""
    found = re.search(rf"^{title}:\n((?:    .*\n?|\n)+)", rule.explanation, re.MULTILINE)
    assert found, f"{rule.name} has no example under {title}:"
    files: dict[str, list[str]] = {}
    on, encoding, without, lines = _DAY, "utf-8", list[str](), list[str]()
    signed: int | None = None
    for line in found[1].splitlines():
        text = line.removeprefix("    ")
        if day := _ON.fullmatch(text):
            on = date.fromisoformat(day[1])
        elif named := _ENCODING.fullmatch(text):
            encoding = named[1]
        elif serial := _SIGNED.fullmatch(text):
            signed = int(serial[1])
        elif gone := _WITHOUT.fullmatch(text):
            without.append(gone[1])
        elif path := _PATH.fullmatch(text):
            lines = files.setdefault(path[1], [])
        else:
            lines.append(_MANY.sub(lambda many: many[1] * int(many[2]), text))
    assert files, f"{rule.name} names no file under {title}:"
    texts = {path: "\n".join(lines).strip() + "\n" for path, lines in files.items()}
    return Example(texts, on, encoding, tuple(without), signed)


def lay(home: Path, one: Example) -> Path:
    """Write the sound directory `coast` with the files of an example over it; return its folder."""
    folder = home / "coast"
    shutil.copytree(_sound() / "coast", folder)
    (home / "pathways").mkdir()
    for path in one.without:
        (folder / path).unlink()
    for path, text in one.files.items():
        target = home / path if path.startswith("pathways/") else folder / path
        target.parent.mkdir(exist_ok=True, parents=True)
        target.write_text(_over(target, text), encoding=one.encoding)
    return folder


@cache
def _sound() -> Path:
    """Return a folder with the sound directory, which is written once."""
    home = Path(tempfile.mkdtemp(prefix="dos-router-sound-"))
    atexit.register(shutil.rmtree, home)
    begin_directory(home, "coast", title="Coast", first=date(2026, 11, 1), schemas=PurePosixPath("schemas"))
    return home


def _over(target: Path, text: str) -> str:
    """Return a file's new text: the keys at its top level replace those that stand there."""
    if target.suffix != ".yaml" or target.parent.name == "pathways":
        return text
    keys = set(re.findall(r"^([\w]+):", text, re.MULTILINE))
    if target.parent.name == "services":
        return text if "provider" in keys else f"provider: {{name: Example}}\n{text}"
    old = target.read_text(encoding="utf-8") if target.is_file() else ""
    parts = re.split(r"^(?=\S)", old, flags=re.MULTILINE)
    return "".join(part for part in parts if part.partition(":")[0] not in keys) + text


def told(rule: Rule, home: Path, one: Example) -> list[Diagnostic]:
    """Return what a rule says of an example, whether loading finds it or the check itself."""
    if rule.find is not None:
        return list(rule.look_at(subject_of(one, home)))
    folder, pathways = lay(home, one), home / "pathways"
    signed = vouched([folder], pathways, one.on)
    findings = check(folder, pathways, on=one.on, more=signed.findings).findings
    return [finding.diagnostic for finding in findings if finding.diagnostic.rule == rule.name]


def subject_of(one: Example, home: Path) -> Subject:
    """Return an example as checks look at it."""
    folder, pathways = lay(home, one), home / "pathways"
    directory, problems = load(folder)
    assert directory, [problem.message for problem in problems]
    return Subject(
        directory=directory,
        pathways=load_pathways(pathways, directory.reference).pathways,
        pathways_folder=pathways,
        on=one.on,
        signed_serial=one.signed,
        changed_since=one.signed is not None,
    )
