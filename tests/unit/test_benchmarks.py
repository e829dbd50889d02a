"""What is measured by is itself as it says: shapes add up, calls are the same every time, sections are replaced."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))  # benchmarks are not installed

from benchmarks import results
from benchmarks.activity import FAMILIES, NEEDS, shape_of
from benchmarks.made_calls import made_calls
from benchmarks.made_directory import made_directory
from benchmarks.measuring import Line, Timing

DATA = Path(os.environ.get("DOS_ROUTER_DATA", Path(__file__).parents[3] / "shared" / "data"))


@pytest.mark.parametrize("data", [None, DATA])
def test_shares_add_up_and_follow_the_published_families(data: Path | None) -> None:
    if data is not None and not data.is_dir():
        pytest.skip("there is no folder of open data")
    shape = shape_of(data)
    assert abs(shape.hours.sum() - 1) < 1e-9
    assert abs(shape.needs.sum() - 1) < 1e-9
    for family, percent in FAMILIES.items():
        codes = {code for code, _ in NEEDS[family]}
        share = sum(part for code, part in zip(shape.codes, shape.needs, strict=True) if code in codes)
        assert abs(100 * share - percent) < 1


def test_calls_are_the_same_for_the_same_seed_and_skewed() -> None:
    directory = made_directory(60)
    first, again = (pa.Table.from_batches(made_calls(directory, 3_000, seed=5)) for _ in range(2))
    assert first.equals(again)
    assert first.num_rows == 3_000
    _, counts = np.unique(first["symptom_group"].to_numpy(), return_counts=True)
    assert counts.max() > 10 * np.median(counts)


def test_a_section_is_replaced_and_the_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "RESULTS", tmp_path / "RESULTS.md")
    for title, text in (("One", "a"), ("Two", "b"), ("One", "c")):
        results.write_section(title, text)
    whole = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert whole == f"{results.HEAD}\n## One\n\nc\n\n## Two\n\nb\n"


def test_a_ratio_is_told_with_how_far_it_may_be_out() -> None:
    assert Timing(4.0, 3.0, 6.0).over(Timing(2.0, 1.0, 3.0)) == "2.0 × (1.0–6.0)"
    assert Line("what", "≤ 2 ×", "3 ×", met=False).cells()[-1] == "**missed**"
