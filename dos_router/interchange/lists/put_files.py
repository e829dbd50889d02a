"""Many files put in their places as one step: all are ready beside them first, and a step cut short is finished later.

What is ready lies in `.import/NAME.ready` with a note of what each place held. Whoever imports next into the folder
first finishes what was cut short; a place that somebody has changed meanwhile is never written over.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from dos_router.diagnostics import Malformed
from dos_router.interchange.lists.last_import import FOLDER, record_path

_NOTE, _RECORD, _FILES = "note.json", "record.json", "files"


def put_files(folder: Path, name: str, texts: Mapping[str, str | None], record: str) -> None:
    """Put texts (None: take the file away) and the record of an import in their places."""
    home = folder / FOLDER
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=home, ignore_cleanup_errors=True) as beside:
        ready = Path(beside)
        (ready / _FILES).mkdir()
        for file, text in texts.items():
            if text is not None:
                (ready / _FILES / file).write_text(text, encoding="utf-8", newline="")
        (ready / _RECORD).write_text(record, encoding="utf-8", newline="\n")
        note = {file: {"held": _digest(folder / file), "gone": text is None} for file, text in sorted(texts.items())}
        (ready / _NOTE).write_text(json.dumps(note, indent=1), encoding="utf-8")
        ready.rename(_ready(folder, name))
    finish_files(folder, name)


def finish_files(folder: Path, name: str) -> None:
    """Finish a step that was cut short, if there is one. Raises Malformed where somebody changed a file meanwhile."""
    ready = _ready(folder, name)
    if not (ready / _NOTE).is_file():
        return
    note = json.loads((ready / _NOTE).read_text(encoding="utf-8"))
    for file, said in note.items():
        waits = said["gone"] or (ready / _FILES / file).is_file()
        if waits and _digest(folder / file) not in {said["held"], None}:
            cure = f"delete `{ready}` to keep the file as it is, and import again"
            raise Malformed(
                f"an import was cut short, and `{folder / file}` has changed since", help=cure, rule="cut-short"
            )
    for file, said in note.items():
        if said["gone"]:
            (folder / file).unlink(missing_ok=True)
        elif (ready / _FILES / file).is_file():
            (ready / _FILES / file).replace(folder / file)
    if (ready / _RECORD).is_file():
        (ready / _RECORD).replace(record_path(folder, name))
    (ready / _NOTE).unlink()
    shutil.rmtree(ready)


def _ready(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{name}.ready"


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
