"""Where directories and pathways are: by path, by name, in the working folder, or shipped with us."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dos_router.diagnostics import Malformed
from dos_router.spelling import did_you_mean

DIRECTORY_VARIABLE = "DOS_ROUTER_DIRECTORY"
PATHWAYS_VARIABLE = "DOS_ROUTER_PATHWAYS"


def find_directory(asked: str | None, environment: Mapping[str, str]) -> Path:
    """Return the folder of the directory asked for, by path or name; of the only one where none is.

    Raises Malformed where there is no such directory, or there are several to choose from.
    """
    name = asked or environment.get(DIRECTORY_VARIABLE) or None
    known = known_directories()
    if name is None:
        return _the_only_one(known)
    if (Path(name) / "directory.yaml").is_file():
        return Path(name)
    if name in known:
        return known[name]
    if Path(name).is_dir():
        raise Malformed(
            f"the folder `{name}` holds no directory.yaml", help="name the folder of a directory", rule="no-directory"
        )
    cure = did_you_mean(name, known, otherwise=f"known: {', '.join(known)}" if known else "name its folder")
    raise Malformed(f"there is no directory `{name}`", help=cure, rule="no-directory")


def known_directories() -> dict[str, Path]:
    """Return the directories under `directories/` by name: the working folder's, else the shipped ones."""
    for home in (Path("directories"), shipped("directories")):
        found = {path.parent.name: path.parent for path in sorted(home.glob("*/directory.yaml"))}
        if found:
            return found
    return {}


def find_pathways(asked: str | None, environment: Mapping[str, str]) -> Path:
    """Return the folder of pathways asked for: by path, else `pathways/`, else the shipped ones."""
    name = asked or environment.get(PATHWAYS_VARIABLE) or None
    if name is None:
        return next(
            (home for home in (Path("pathways"), shipped("pathways")) if any(home.glob("*.yaml"))), Path("pathways")
        )
    if not Path(name).is_dir():
        raise Malformed(f"there is no folder `{name}`", help="name a folder of pathways", rule="no-pathways")
    return Path(name)


def shipped(kind: str) -> Path:
    """Return the folder of shipped `directories` or `pathways`: in the wheel, or in a clone beside us."""
    package = Path(__file__).parents[1]
    inside = package / "shipped" / kind
    return inside if inside.is_dir() else package.parent / kind


def _the_only_one(known: dict[str, Path]) -> Path:
    if len(known) == 1:
        return next(iter(known.values()))
    if not known:
        raise Malformed(
            "there is no directory here", help="name its folder with -d, or begin one with `init`", rule="no-directory"
        )
    raise Malformed(
        "there are several directories", help=f"say which with -d: {', '.join(known)}", rule="several-directories"
    )
