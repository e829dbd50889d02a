"""Every rule name that loading, the reference tables and the pathways' examples can tell has its check."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import dos_router
from dos_router.checks.catalogue import BY_NAME, RULES

PACKAGE = Path(dos_router.__file__).parent

# what loads a directory, loads pathways and runs their examples; what those import is found from here
BEGINNINGS = ("loading.directory", "loading.pathways", "routing.pathway_examples")
GATHERED = PACKAGE / "checks" / "accepted.py"  # tells of what is accepted, once all checks have looked
NEVER_MET = {"no-directory", "no-pathways"}  # the command refuses them before it loads anything
# made from the kind of thing that is unknown
UNKNOWN = {"service type", "profile", "area", "commissioner", "referral role", "disposition"}
TOLD = {"error", "warning", "fault", "refuse", "_fault"}


def sources() -> list[Path]:
    """Return the modules that find what is wrong with the files of a directory, or with pathways."""
    found: dict[str, Path] = {}
    waiting = list(BEGINNINGS)
    while waiting:
        name = waiting.pop()
        folder = PACKAGE.joinpath(*name.split("."))
        path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
        if name in found or not path.is_file() or (name.startswith("routing") and name not in BEGINNINGS):
            continue
        found[name] = path
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dos_router."):
                module = str(node.module).removeprefix("dos_router.")
                waiting += [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return [found[name] for name in sorted(found)]


def names_in(path: Path) -> Iterator[str]:
    """Yield the rule names that a module's calls of `error`, `warning` and so on, or `rule=`, write out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        said = [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
        said += node.args[:1] if called in TOLD else []
        yield from (part.value for one in said for part in ast.walk(one) if _is_name(part))  # type: ignore[attr-defined]


def _is_name(node: ast.AST) -> bool:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return "-" in node.value.strip("-") and node.value == node.value.lower() and " " not in node.value


def test_every_rule_name_that_loading_tells_has_a_check() -> None:
    told = {name for path in sources() for name in names_in(path)}
    told |= {f"unknown-{what.replace(' ', '-')}" for what in UNKNOWN}
    assert len(told) >= 95
    assert told - NEVER_MET - BY_NAME.keys() == set()


def test_every_check_left_to_loading_is_told_by_it() -> None:
    told = {name for path in sources() for name in names_in(path)}
    told |= {f"unknown-{what.replace(' ', '-')}" for what in UNKNOWN} | set(names_in(GATHERED))
    assert {rule.name for rule in RULES if rule.find is None and rule.category != "sign_off"} - told == set()


def test_names_made_from_words_are_made_from_those_known_here() -> None:
    made = [path.stem for path in sources() if 'f"unknown-{' in path.read_text(encoding="utf-8")]
    assert sorted(made) == ["policy", "services"]
