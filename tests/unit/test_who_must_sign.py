"""`diff` names as signers whom `sign` asks, also where a directory includes another."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dos_router.analysis.difference import difference
from dos_router.loading.directory import load
from dos_router.signoff.evaluate import gather
from dos_router.signoff.workflow import prepare_next

ROOT = Path(__file__).parents[2]
INCLUDING, INCLUDED = "bedfordshire-luton", "milton-keynes"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
CHANGES = {
    "policy for an included area": ("policy.yaml", "ranking:\n", "areas: [milton-keynes]"),
    "policy for an area of its own": ("policy.yaml", "ranking:\n", "areas: [luton]"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_needs_the_same_people_in_both(name: str, tmp_path: Path) -> None:
    file, before, condition = CHANGES[name]
    for version in ("old", "new"):
        for directory in (INCLUDING, INCLUDED):
            shutil.copytree(ROOT / "directories" / directory, tmp_path / version / directory)
    folder = tmp_path / "new" / INCLUDING
    edit(folder / file, before, f"{before}  - {{{condition}, ranks: {{1: [pharmacy]}}}}\n")
    edit(folder / "directory.yaml", "serial: 1\n", "serial: 2\n")
    older, newer = load(tmp_path / "old" / INCLUDING).directory, load(folder).directory
    assert older
    assert newer
    evidence = gather(folder, trust=None, environment={}, pathways=ROOT / "pathways")
    needed = {one.owner for one in prepare_next(evidence, now=NOW, issued_at="2026-11-20T09:00:00Z", note="").needed}
    assert set(difference(older, newer).signers) == needed - {"quorum"}
    assert INCLUDED not in needed


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
