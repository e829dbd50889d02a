"""Imports go one way: diagnostics, reference ← model ← {loading, routing} ← … ← reports ← cli."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "dos_router"

# each part of the package, and the parts that it may import
LAYERS = {
    "diagnostics": set[str](),
    "spelling": set[str](),
    "reference": {"diagnostics", "spelling"},
    "model": {"diagnostics", "reference"},
    "loading": {"diagnostics", "spelling", "reference", "model"},
    "routing": {"diagnostics", "spelling", "reference", "model"},
    "analysis": {"diagnostics", "spelling", "reference", "model", "loading", "routing"},
    "signoff": {"diagnostics", "spelling", "reference", "model", "loading", "routing", "analysis"},
    "checks": {"diagnostics", "spelling", "reference", "model", "loading", "routing", "analysis"},
    "interchange": {"diagnostics", "spelling", "reference", "model", "loading", "routing", "analysis"},
    "reports": {"diagnostics", "reference", "model", "routing", "analysis", "signoff", "checks", "interchange"},
    "spark": {"diagnostics", "model", "loading", "routing"},
    "cli": {
        *("diagnostics", "spelling", "reference", "model", "loading", "routing", "analysis"),
        *("signoff", "checks", "interchange", "reports", "spark"),
    },
    "__main__": {"cli"},
    "__init__": {"loading", "model", "routing", "analysis", "checks"},  # the front door, which imports when asked
}


def parts_imported(path: Path) -> Iterator[str]:
    """Yield the parts of our own package that a module imports; `` for the package itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            if name.split(".")[0] == "dos_router" and "." in name:
                yield name.split(".")[1]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    allowed = LAYERS[part] | {part}
    assert set(parts_imported(path)) <= allowed


def test_a_module_without_a_layer_would_be_noticed() -> None:
    parts = (path for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists())
    found = {path.name.removesuffix(".py") for path in parts}
    assert found == set(LAYERS)


@pytest.mark.parametrize("heavy", ["pydantic", "yaml", "pyarrow", "numpy", "rapidfuzz", "rich"])
def test_help_imports_nothing_heavy(heavy: str) -> None:
    code = "import sys, typer; from dos_router.cli.app import app; typer.main.get_command(app); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert heavy not in loaded
