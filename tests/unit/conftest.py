"""A small directory written to disk, which a test can change file by file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from dos_router.cli import check
from dos_router.cli.check_signed import Vouched
from dos_router.loading.new_directory import begin_directory

Write = Callable[..., Path]

FILES = {
    "directory.yaml": (
        "format: 1\nid: small\ntitle: Small\nserial: 1\nvalid: {from: 2026-01-01, until: 2026-12-31}\n"
        "commissioners:\n  - {id: ours, name: Ours, areas: [here], lead: true}\nareas: {here: Here}\n"
    ),
    "places.csv": "# a remark\npostcode,easting,northing,area\nCT9,635000,170000,here\nCT9 4AN,635500,170500,here\n",
    "services/one.yaml": (
        "provider: {name: One}\nservices:\n  - id: one-ed\n    name: One\n    type: emergency-department\n"
        "    opening: 24/7\n    location: {postcode: CT9 4AN}\n    symptoms: ['*']\n    dispositions: [Dx02]\n"
    ),
}


@pytest.fixture(autouse=True)
def _sign_off_apart(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests of `check` see no sign-off, which has tests of its own: none of their directories is signed."""
    name = request.module.__name__
    if "test_cli_check" in name and not name.endswith("_signed"):
        monkeypatch.setattr(check, "vouched", lambda *_: Vouched((), {}, frozenset(), ()))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes the small directory with some files put otherwise (None: left out)."""

    def write_files(files: dict[str, str | bytes | None] | None = None, name: str = "small") -> Path:
        folder = tmp_path / name
        for path, text in {**FILES, **(files or {})}.items():
            if text is not None:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())
        return folder

    return write_files


PATHWAY = """\
format: 1
id: wrist-injury
title: Wrist injury
symptom_group: SG1107
start: deformed
questions:
  deformed:
    ask: Is it bent?
    answers:
      - {say: yes, red_flag: true, then: {disposition: Dx02, discriminator: SD4052}}
      - {say: no, then: {disposition: Dx39}}
      - {say: not sure, like: yes}
examples:
  - {patient: {age: 7}, answers: {deformed: yes}, expect: {disposition: Dx02}}
  - {patient: {age: 7}, answers: {deformed: no}, expect: {disposition: Dx39}}
words: [wrist]
care_advice: {Dx02: [Keep it still], Dx39: [Keep it still]}
"""
SHORE = """\
provider: {name: Shore}
services:
  - id: shore-pharmacy
    name: Shore Pharmacy
    type: pharmacy
    opening: Mo-Fr 09:00-23:59
"""


@pytest.fixture
def coast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working folder with a directory `coast`, one service that shuts a minute early, and a pathway."""
    (tmp_path / "directories").mkdir()
    home, schemas = tmp_path / "directories", PurePosixPath("schemas")
    begin_directory(home, "coast", title="Coast", first=date(2026, 11, 1), schemas=schemas)
    (tmp_path / "directories/coast/services/shore.yaml").write_text(SHORE, encoding="utf-8")
    (tmp_path / "pathways").mkdir()
    (tmp_path / "pathways/wrist-injury.yaml").write_text(PATHWAY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DOS_ROUTER_DIRECTORY", raising=False)
    monkeypatch.delenv("DOS_ROUTER_PATHWAYS", raising=False)
    return tmp_path
