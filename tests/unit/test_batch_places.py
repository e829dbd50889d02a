"""Postcodes shortened to sectors mean what they meant."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pytest

import dos_router
from dos_router.model.directory import Directory
from dos_router.routing.batch_fields import fields_of
from dos_router.routing.batch_places import Sectors
from dos_router.routing.fast import prepare

TEXTS = (
    *("CT9 4AN", "CT9 4AB", "CT9 1XX", "CT9 9ZZ", "BN1 1AA", "RH2 7AA", "SW1A 1AA", "ZZ9 9ZZ", "CT9 4", "CT9", "CT94"),
    *(
        "ct9 4an",
        " CT9 4AN",
        "CT94AN",
        "CT9  4AN",
        "CT9 4A",
        "CT9 4A1",
        "",
        None,
        "é",
        "CT9 4AN1",
        "EC1A 1BB",
        "M1 1AE",
    ),
)


@pytest.fixture(scope="module")
def directory() -> Directory:
    found = dos_router.load(Path(__file__).parents[2] / "directories/kent-surrey-sussex").directory
    assert found is not None
    far = {**found.policy.distances, "CT9 4AB": 8_000, "CT9 1": 12_000}
    return replace(found, policy=replace(found.policy, distances=MappingProxyType(far)))


@pytest.mark.parametrize("area", [None, "kent-medway", "nowhere"])
def test_a_postcode_as_its_sector_is_found_alike(directory: Directory, area: str | None) -> None:
    engine = prepare(directory)
    read = fields_of(engine)["place"].read
    short = Sectors(directory).shorten(pa.array(TEXTS, pa.string())).to_pylist()
    for text, sector in zip(TEXTS, short, strict=True):
        assert read((text, None, None, area)) == read((sector, None, None, area)), text
        assert read((text, "600000", "150000", area)) == read((sector, "600000", "150000", area)), text


def test_only_postcodes_of_which_nothing_is_said_are_shortened(directory: Directory) -> None:
    placed = next(name for name in directory.places if len(name.partition(" ")[2]) == 3)
    texts = pa.array([placed, "CT9 4AB", "CT9 4ZZ", "CT9 4ZY", "ct9 4zz", None], pa.string())
    assert Sectors(directory).shorten(texts).to_pylist() == [placed, "CT9 4AB", "CT9 4", "CT9 4", "ct9 4zz", None]
