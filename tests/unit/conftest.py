"""A small directory written to disk, which a test can change file by file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

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
