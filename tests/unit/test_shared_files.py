"""Files read once for all who ask: the same as reading them anew, under whatever name."""

from __future__ import annotations

from pathlib import Path

import pytest

from dos_router.diagnostics import Location
from dos_router.loading.shared_files import SharedFiles
from dos_router.loading.source_text import read_source
from dos_router.loading.text_tree import read_tree

TEXTS = {
    "sound": b"a: [1, {b: c}]\n",
    "not YAML": b"a: [1\n",
    "two faults": b"a: 1\na: 2\na: 3\n",
    "empty": b"",
    "hidden": b"a: \xe2\x80\x8bb\n",
    "Latin 1": b"a: caf\xe9\n",
    "anchor": b"a: &b 1\n",
}
PLACES = (Location("one.yaml", folder="here"), Location("../one.yaml", folder="elsewhere"), Location("one.yaml"))


@pytest.mark.parametrize("data", TEXTS.values(), ids=TEXTS)
def test_what_is_shared_is_what_would_be_read(data: bytes, tmp_path: Path) -> None:
    path, files = tmp_path / "one.yaml", SharedFiles()
    path.write_bytes(data)
    for where in PLACES:
        assert files.text(path, where) == read_source(path, where)
        tree, problems = files.tree(path, where)
        plain, told = read_tree(path, where)
        assert problems == told
        assert (tree and (tree.value, tree.file, tree.location("a", 1, "b"))) == (
            plain and (plain.value, plain.file, plain.location("a", 1, "b"))
        )


def test_a_file_is_read_once_and_stays_as_it_was_read(tmp_path: Path) -> None:
    path, files = tmp_path / "one.yaml", SharedFiles()
    path.write_bytes(b"a: 1\n")
    digest = files.sha256(path)
    path.write_bytes(b"a: 2\n")
    assert files.content(path) == b"a: 1\n"
    assert files.text(path, PLACES[0])[0] == "a: 1\n"
    assert files.sha256(path) == digest
    assert SharedFiles().sha256(path) != digest


def test_problems_are_told_to_each_who_asks_for_himself(tmp_path: Path) -> None:
    files = SharedFiles()
    first = files.tree(tmp_path / "gone.yaml", PLACES[0])[1]
    first.clear()
    assert [one.rule for one in files.tree(tmp_path / "gone.yaml", PLACES[1])[1]] == ["unreadable-file"]
    assert files.content(tmp_path / "gone.yaml") is None
    assert not files.sha256(tmp_path / "gone.yaml")
