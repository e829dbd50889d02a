"""The compiled directory kept between runs: a file in the user's cache folder, named for what it was made of.

One plain file: a line of JSON that names the arrays, their types and shapes, then their bytes. It is
written whole under another name first, so that several runs at once do no harm; what cannot be read, or
is not what it says, is made again; a folder that cannot be written to is passed over.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Hashable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dos_router.diagnostics import Location
from dos_router.model.directory import Directory
from dos_router.model.opening import Opening
from dos_router.model.service import Service
from dos_router.routing.compiled.arrays import FORMAT, Array, Compiled, HoursArrays, LimitArrays, Names, ServiceArrays
from dos_router.routing.compiled.directory import compile_directory
from dos_router.routing.compiled.hours import hours_key

KEPT = 8  # files; the least lately written go first
_ENDING = ".dos-router"
_ALIGNED = 64
_UNTOLD = frozenset({"sign_off", "lines", "folder"})
_SERVICE_FIELDS = tuple(each.name for each in fields(Service) if each.name not in {"at", "lines"})
_PARTS: tuple[tuple[str, type[Any]], ...] = (
    ("services", ServiceArrays),
    ("limits", LimitArrays),
    ("hours", HoursArrays),
)


def compiled_for(directory: Directory, folder: Path | None = None) -> Compiled:
    """Return a directory compiled: as it was kept in a folder (the user's cache), else made anew and kept."""
    place = cache_folder() if folder is None else folder
    path = place / f"{content_key(directory)}{_ENDING}"
    found = _read(path)
    if found is None:
        found = compile_directory(directory)
        with contextlib.suppress(OSError):
            _write(path, found)
    return found


def cache_folder() -> Path:
    """Return where compiled directories are kept."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - only here

    return user_cache_path("dos-router", appauthor=False)


def content_key(directory: Directory) -> str:
    """Return a digest of all that a directory's results hang on, its reference tables and the format among them."""
    whole = hashlib.sha256(f"{FORMAT}\n".encode())
    known: dict[Hashable, bytes] = {}
    for each in fields(directory):
        if each.name not in _UNTOLD and each.name != "services":
            whole.update(f"{each.name}=".encode())
            _feed(getattr(directory, each.name), whole.update)
    for service in directory.services.values():
        whole.update(_service_content(service, known))
    return whole.hexdigest()


def _service_content(service: Service, known: dict[Hashable, bytes]) -> bytes:
    """Return what tells a service's content; a value that others have too is digested once."""
    parts = []
    for name in _SERVICE_FIELDS:
        value = getattr(service, name)
        key = name, hours_key(value) if isinstance(value, Opening) else value
        if key not in known:
            one = hashlib.sha256(name.encode())
            _feed(value, one.update)
            known[key] = one.digest()
        parts.append(known[key])
    return b"".join(parts)


def _feed(value: object, add: Callable[[bytes], None]) -> None:
    """Feed a value's content, sets and mappings in order."""
    if isinstance(value, Location):
        return  # where something is written changes no result
    if is_dataclass(value) and not isinstance(value, type):
        add(f"<{type(value).__name__}".encode())
        for each in fields(value):
            if each.name not in _UNTOLD:
                add(each.name.encode() + b"=")
                _feed(getattr(value, each.name), add)
        add(b">")
    elif isinstance(value, Mapping):
        add(b"{%d:" % len(value))
        for key in sorted(value):
            _feed((key, value[key]), add)
    elif isinstance(value, AbstractSet):
        _feed(sorted(value), add)
    elif isinstance(value, tuple | list):
        add(b"[%d:" % len(value))
        for each in value:
            _feed(each, add)
    else:
        text = repr(value).encode()
        add(b"%d:" % len(text) + text)


def _write(path: Path, compiled: Compiled) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = dict(_arrays(compiled))
    head: dict[str, Any] = {
        "names": {each.name: getattr(compiled.names, each.name) for each in fields(Names)},
        "arrays": {},
    }
    position = 0
    for name, array in arrays.items():
        head["arrays"][name] = {"dtype": array.dtype.str, "shape": array.shape, "at": position}
        position += _padded(array.nbytes)
    body = b"".join(array.tobytes().ljust(_padded(array.nbytes), b"\0") for array in arrays.values())
    text = json.dumps({**head, "digest": hashlib.sha256(body).hexdigest()}).encode()
    handle, waiting = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text + b"\n" + body)
        Path(waiting).replace(path)
    except BaseException:
        Path(waiting).unlink(missing_ok=True)
        raise
    _forget_oldest(path.parent)


def _arrays(compiled: Compiled) -> Iterator[tuple[str, Array]]:
    for part, kind in _PARTS:
        for each in fields(kind):
            yield f"{part}.{each.name}", np.ascontiguousarray(getattr(getattr(compiled, part), each.name))
    yield "ranking_hours", compiled.ranking_hours


def _read(path: Path) -> Compiled | None:
    """Return what a file holds; None where there is none, or it is damaged."""
    try:
        head_text, body = path.read_bytes().split(b"\n", 1)
        head = json.loads(head_text)
        if hashlib.sha256(body).hexdigest() != head["digest"]:
            return None
        arrays = {name: _array(body, each) for name, each in head["arrays"].items()}
        names = Names(**{name: tuple(texts) for name, texts in head["names"].items()})
        parts = {
            part: kind(**{each.name: arrays[f"{part}.{each.name}"] for each in fields(kind)}) for part, kind in _PARTS
        }
        return Compiled(names=names, ranking_hours=arrays["ranking_hours"], **parts)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _array(body: bytes, told: Mapping[str, Any]) -> Array:
    kind, shape = np.dtype(told["dtype"]), tuple(told["shape"])
    return np.frombuffer(body, kind, int(np.prod(shape)), told["at"]).reshape(shape)


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def _forget_oldest(folder: Path) -> None:
    """Keep the files written last."""
    found = sorted(folder.glob(f"*{_ENDING}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[KEPT:]:
        path.unlink(missing_ok=True)
