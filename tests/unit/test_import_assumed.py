"""Hours that a recipe assumes where the list has none: each form of them, and holidays beside them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

import import_kit

from dos_router.interchange.lists.recipe import Recipe
from dos_router.interchange.records import records_of

CASES = {
    ("24/7", "open"): "24/7",
    ("24/7", "off"): "Mo-Su 00:00-24:00; PH off",
    ("Mo-Fr 09:00-17:00", "open"): "Mo-Fr 09:00-17:00",
    ("Mo-Fr 09:00-17:00", "off"): "Mo-Fr 09:00-17:00; PH off",
    ("Mo-Fr 09:00-17:00; PH 10:00-12:00", "off"): "Mo-Fr 09:00-17:00; PH 10:00-12:00",
}
KEPT = {"format", "id", "title", "source", "key", "name", "postcode"}


@pytest.mark.parametrize(("opening", "holidays"), CASES)
def test_assumed_hours_are_those_of_the_recipe(opening: str, holidays: str, tmp_path: Path) -> None:
    own = {"pharmacy": {"opening": opening}}
    like = import_kit.LIKE.model_dump(
        mode="json", include={"format", "id", "title", "source", "key", "name", "postcode"}
    )
    more = {"type": {"always": "pharmacy"}, "provider": {"name": "owner"}, "types": own, "holidays": holidays}
    folder = import_kit.made_directory(tmp_path)
    rows = import_kit.write_list(
        tmp_path / "list.csv", [import_kit.chemist(hours="", postcode="ZE1 2BB", name="QUAY CHEMIST")]
    )
    import_kit.run(rows, folder, recipe=Recipe.model_validate({**like, **more}))
    found, _ = records_of(folder)
    assert CASES[opening, holidays] in {record.service["opening"] for record in found}
