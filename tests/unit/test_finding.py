"""Finding services by what people remember, misspelt or not, in an order that never varies."""

from __future__ import annotations

from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from dos_router.diagnostics import Malformed
from dos_router.loading.directory import load
from dos_router.loading.new_directory import begin_directory
from dos_router.model.directory import Directory
from dos_router.routing.finding import Found, Wanted, find_services

PROVIDERS = """\
provider: {name: Seaside Health Trust, ods: RXX, kind: nhs-trust}
services:
  - {id: seaside-utc, name: Queen Anne Hospital treatment centre, public_name: Walk-in at Queen Anne's, opening: 24/7,
     type: urgent-treatment-centre, ods: RXX01, address: [St Mary's Road, Marstead], location: {postcode: ZZ1 1AA}}
  - {id: pier-pharmacy, name: Pier Pharmacy, type: pharmacy, opening: 24/7, ods: FA111, address: [The Pier, Marstead],
     location: {postcode: ZZ1 1AB}}
  - {id: chalk-chemists, name: Chalk and Sons, type: pharmacy, opening: 24/7, address: [Mill Lane, Chalkham],
     location: {postcode: ZZ2 3BB}}
  - {id: chalk-dental, name: Chalkham Dental Care, type: dental-practice, opening: 24/7, status: suspended,
     address: [Mill Lane, Chalkham], location: {postcode: ZZ2 3BC}}
  - {id: mental-line, name: Mental health line, type: mental-health-crisis, opening: 24/7}
  - {id: broken-pharmacy, name: Broken Pharmacy, type: pharmacy, opening: sometimes}
  - {name: Nameless, type: pharmacy, opening: 24/7}
"""
PLACES = """\
postcode,easting,northing,area
ZZ1,500000,200000,north
ZZ1 1AA,500000,200000,north
ZZ1 1AB,500000,201000,north
ZZ2,510000,200000,south
"""


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Directory:
    home = tmp_path_factory.mktemp("directories")
    begin_directory(home, "coast", title="Coast", first=date(2026, 11, 1), schemas=PurePosixPath("schemas"))
    (home / "coast/services/example-provider.yaml").write_text(PROVIDERS, encoding="utf-8")
    (home / "coast/places.csv").write_text(PLACES, encoding="utf-8")
    loaded = load(home / "coast").directory
    assert loaded is not None
    return loaded


def find(directory: Directory, *words: str, type: str | None = None, near: str | None = None) -> list[str]:  # noqa: A002
    return [one.id for one in found(directory, *words, type=type, near=near)]


def found(directory: Directory, *words: str, type: str | None = None, near: str | None = None) -> tuple[Found, ...]:  # noqa: A002
    return find_services(directory, Wanted(words=words, type=type, near=near))


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("pier pharmacy", ["pier-pharmacy"]),
        ("PIER", ["pier-pharmacy"]),
        ("peir farmacy", ["pier-pharmacy"]),
        ("queen annes", ["seaside-utc"]),
        ("Queen Anne’s", ["seaside-utc"]),
        ("st mary's road", ["seaside-utc"]),
        ("urgent treatment", ["seaside-utc"]),
        ("seaside-utc", ["seaside-utc"]),
        ("rxx01", ["seaside-utc"]),
        ("FA111", ["pier-pharmacy"]),
        ("chalkam", ["chalk-dental", "chalk-chemists"]),
        ("dental", ["chalk-dental"]),
        ("mental", ["mental-line"]),
        ("the pharmacy in marstead", ["pier-pharmacy"]),
        ("xylophone", []),
        ("zz", []),
        ("qua", []),
    ],
)
def test_words_find_services_by_any_of_their_fields(directory: Directory, words: str, ids: list[str]) -> None:
    assert find(directory, *words.split()) == ids
    assert find(directory, words) == ids


def test_a_provider_finds_all_of_its_services_in_the_order_of_their_ids(directory: Directory) -> None:
    assert find(directory, "RXX") == ["chalk-chemists", "chalk-dental", "mental-line", "pier-pharmacy", "seaside-utc"]


def test_records_with_errors_are_found_and_marked(directory: Directory) -> None:
    assert {one.id: one.status for one in found(directory, "pharmacy")} == {
        "pier-pharmacy": "active", "broken-pharmacy": "quarantined", "chalk-chemists": "active",
        "record 7": "quarantined",
    }  # fmt: skip
    assert [one.status for one in found(directory, "chalkham", "dental")] == ["suspended"]


def test_one_word_in_three_may_be_unlike_but_only_where_nothing_has_them_all(directory: Directory) -> None:
    assert find(directory, "pier", "pharmacy", "brighton") == ["pier-pharmacy"]
    assert find(directory, "pier", "brighton") == []
    assert find(directory, "pharmacy", "marstead", "pier") == ["pier-pharmacy"]


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("pharmacy ZZ1", ["pier-pharmacy"]),
        ("ZZ2", ["chalk-chemists", "chalk-dental"]),
        ("pharmacy zz2 3bb", ["chalk-chemists"]),
        ("zz1 1", ["pier-pharmacy", "seaside-utc"]),
        ("pharmacy ZZ1 1AA", ["pier-pharmacy"]),  # none there: the sector has one
        ("pharmacy ZZ2 4XX", ["chalk-chemists"]),  # nor in the sector: the district has one
        ("dental ZZ1", []),
        ("pharmacy ZZ7", []),  # no service is there: the text is a word like any other
    ],
)
def test_a_postcode_keeps_what_lies_in_it_or_about_it(directory: Directory, words: str, ids: list[str]) -> None:
    assert find(directory, *words.split()) == ids


def test_a_type_alone_lists_all_of_it(directory: Directory) -> None:
    assert find(directory, type="pharmacy") == ["broken-pharmacy", "chalk-chemists", "pier-pharmacy", "record 7"]
    assert find(directory, "chalk", type="pharmacy") == ["chalk-chemists"]


def test_near_puts_the_nearest_first_and_those_without_a_place_last(directory: Directory) -> None:
    assert find(directory, "pharmacy", near="ZZ2")[:2] == ["chalk-chemists", "pier-pharmacy"]
    assert find(directory, "pharmacy", near="zz1 1aa")[:2] == ["pier-pharmacy", "chalk-chemists"]
    near = found(directory, near="ZZ1")
    assert [one.squared for one in near] == [0, 1_000_000, 100_000_000, 100_000_000, None, None, None]


@pytest.mark.parametrize(
    ("wanted", "rule", "cure"),
    [
        (Wanted(), "nothing-asked", "give a name, a type, a town or a postcode"),
        (Wanted(words=("", " ' ")), "nothing-asked", None),
        (Wanted(type="farmacy"), "unknown-service-type", "did you mean `pharmacy`?"),
        (Wanted(near="ZZ9"), "unknown-postcode", None),
        (Wanted(near="margate"), "bad-postcode", None),
    ],
)
def test_what_cannot_be_looked_for_is_refused(
    directory: Directory, wanted: Wanted, rule: str, cure: str | None
) -> None:
    with pytest.raises(Malformed) as refused:
        find_services(directory, wanted)
    assert refused.value.rule == rule
    assert cure in {None, refused.value.help}


def test_the_order_of_words_does_not_matter(directory: Directory) -> None:
    assert find(directory, "marstead", "pharmacy") == find(directory, "pharmacy", "marstead", "pharmacy")


def test_an_empty_directory_has_nothing_alike(tmp_path: Path) -> None:
    begin_directory(tmp_path, "bare", title="Bare", first=date(2026, 11, 1), schemas=PurePosixPath("schemas"))
    (tmp_path / "bare/services/example-provider.yaml").unlink()
    bare = load(tmp_path / "bare").directory
    assert bare is not None
    assert find(bare, "pharmacy") == []
