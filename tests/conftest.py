"""What all tests share: no user's memory, trust store or settings reaches them, nor they it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _nobody_elses_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("state", "config", "cache"):
            patch.setenv(f"XDG_{name.upper()}_HOME", str(home / name))
        for name in ("DOS_ROUTER_TRUST", "DOS_ROUTER_DIRECTORY", "DOS_ROUTER_PATHWAYS"):
            patch.delenv(name, raising=False)
        yield
