"""Lists → provider files: every row a service or reported, whatever is wrong with it; and the real lists."""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

import pytest

from dos_router.diagnostics import Malformed
from dos_router.interchange.lists import write_files
from dos_router.interchange.lists.delimited import open_sheet
from dos_router.interchange.lists.recipe import Recipe
from dos_router.interchange.lists.recipes import recipe_for, recipe_named, recipe_of_columns, shipped_recipes
from dos_router.loading.directory import load

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from import_kit import DATA, LIKE, chemist, loaded, made_directory, needs_data, run, write_list

SHIPPED = Path(__file__).parents[2] / "directories"

HARBOUR = """\
# yaml-language-server: $schema=../../../schemas/services.schema.json
#
# Imported from chemists_2026-03.csv by the recipe chemists: a list of chemists, as of 2026-03-01.
# What the list does not say is assumed where it is marked. It makes no claim about provision today.
provider: {name: Harbour Ltd, kind: private}
services:
  - id: harbour-chemist-fa001
    name: Harbour Chemist
    type: pharmacy
    ods: FA001
    address: [1 the Quay, Marstead]
    location: {postcode: ZE1 1AA}
    phone: 01632 960001
    opening: Mo-Fr 09:00-17:30; PH off  # public holidays assumed: the list does not speak of them
    handles: [pharmacy-minor-illness]
    commissioned_by: [coast]
    referral: {how: walk-in}
    checked: {on: 2026-03-01, by: a list of chemists}

  - id: lane-chemist-fa002
    name: Lane Chemist
    type: pharmacy
    ods: FA002
    address: [1 the Quay, Marstead]
    location: {postcode: ZE1 1AA}
    opening: 24/7
    handles: [pharmacy-minor-illness]
    commissioned_by: [coast]
    referral: {how: walk-in}
    checked: {on: 2026-03-01, by: a list of chemists}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return made_directory(tmp_path)


def test_a_list_becomes_the_files_that_people_would_write(folder: Path, tmp_path: Path) -> None:
    rows = [chemist(code="FA002", name="LANE CHEMIST", phone="", hours="24/7; PH 00:00-24:00"), chemist()]
    rows[0] = chemist(code="FA002", name="LANE CHEMIST", phone="", hours="Mo-Su 00:00-24:00; PH 00:00-24:00")
    found = run(write_list(tmp_path / "chemists_2026-03.csv", rows), folder)
    text = (folder / "services/harbour-ltd.yaml").read_text(encoding="utf-8")
    assert text == HARBOUR.replace("opening: 24/7", "opening: Mo-Su 00:00-24:00; PH 00:00-24:00")
    assert (found.tally.services, found.files, str(found.dated)) == (2, ("harbour-ltd.yaml",), "2026-03-01")
    assert loaded(folder).directory.services["harbour-chemist-fa001"].ods == "FA001"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("row", "rule", "cell"),
    [
        (chemist(name=""), "no-name", 1),
        (chemist(postcode="ZE9 9ZZ"), "unknown-postcode", 4),
        (chemist(postcode="ZE1"), "bad-postcode", 4),
        (chemist(postcode="the quay"), "bad-postcode", 4),
        (chemist(hours="ring us"), "bad-hours", 6),
        (chemist(hours=""), "no-hours", 6),
        (chemist(postcode="", icb="QYY"), "no-place", 4),
        (chemist(code="FZZ99"), "already-there", 0),
    ],
)
def test_a_row_that_cannot_be_a_service_is_reported_at_its_cell(
    folder: Path, tmp_path: Path, row: tuple[str, ...], rule: str, cell: int
) -> None:
    found = run(write_list(tmp_path / "chemists.csv", [chemist(code="FA009"), row]), folder)
    assert dict(found.tally.reported) == {rule: 1}
    problem = found.tally.shown[rule][0]
    column = len(",".join(f'"{text}"' for text in row[:cell])) + 1 + bool(cell)
    assert problem.location is not None
    assert problem.location[:3] == ("chemists.csv", 3, column)
    assert problem.help
    loaded(folder)


def test_all_that_is_wrong_with_a_row_is_told_and_the_row_counts_once(folder: Path, tmp_path: Path) -> None:
    found = run(write_list(tmp_path / "chemists.csv", [chemist(name="", postcode="?", hours="?")]), folder)
    assert dict(found.tally.reported) == {"no-name": 1}
    assert {"no-name", "bad-postcode", "bad-hours"} <= set(found.tally.shown)


def test_a_row_that_stands_twice_is_told_apart_from_one_that_differs(folder: Path, tmp_path: Path) -> None:
    rows = [chemist(), chemist(), chemist(phone="01632 960009", hours="24/7")]
    found = run(write_list(tmp_path / "chemists.csv", rows), folder)
    assert dict(found.tally.reported) == {"duplicate-row": 1, "duplicate-key": 1}
    assert "first in line 2, and differs in phone, hours" in found.tally.shown["duplicate-key"][0].message


def test_cells_that_run_over_lines_are_read_as_one_line_and_addresses_as_several(folder: Path, tmp_path: Path) -> None:
    row = chemist(
        name="HARBOUR\n CHEMIST", code="FA\u00a0001", address="1 THE QUAY\nMARSTEAD", hours="Mo-Fr\t09:00-17:00"
    )
    assert run(write_list(tmp_path / "chemists.csv", [row]), folder).tally.services == 1
    service = loaded(folder).directory.services["harbour-chemist-fa-001"]  # type: ignore[union-attr]
    assert (service.name, service.ods, service.address) == ("Harbour Chemist", "FA 001", ("1 the Quay", "Marstead"))


def test_a_spoilt_number_is_left_out_and_told_and_the_row_is_a_service(folder: Path, tmp_path: Path) -> None:
    found = run(write_list(tmp_path / "chemists.csv", [chemist(phone="1.84323E+09", icb="QYY")]), folder)
    assert found.tally.services == 1
    assert set(found.tally.remarks) == {"bad-phone", "unknown-commissioner", "assumed-holidays"}
    assert "phone" not in (folder / "services/harbour-ltd.yaml").read_text(encoding="utf-8")


def test_the_same_list_is_written_alike_byte_for_byte_whatever_the_order_of_its_rows(tmp_path: Path) -> None:
    rows = [chemist(code=f"FA{number:03}", owner=f"OWNER {number % 3}") for number in range(20)]
    texts = []
    for number, order in enumerate((rows, rows[::-1])):
        folder = made_directory(tmp_path / str(number))
        run(write_list(tmp_path / "chemists.csv", order), folder)
        texts.append({path.name: path.read_bytes() for path in folder.rglob("*.yaml")})
    assert texts[0] == texts[1]


def test_without_a_directory_nothing_is_resolved_and_that_is_told(tmp_path: Path) -> None:
    found = run(write_list(tmp_path / "chemists.csv", [chemist()]), None)
    assert {note.rule for note in found.notes} == {"no-date", "no-directory"}
    text = (tmp_path / "out/harbour-ltd.yaml").read_text(encoding="utf-8")
    assert "location: {postcode: ZE1 1AA}" in text
    assert "handles" not in text


def test_coordinates_are_kept_where_the_postcode_is_known_by_its_sector_alone_and_must_agree(
    folder: Path, tmp_path: Path
) -> None:
    recipe = LIKE.model_copy(update={"easting": "phone", "northing": "icb", "phone": None, "commissioner": None})
    rows = [
        chemist(code="FA1", postcode="ZE1 2AA", phone="601500", icb="161500"),
        chemist(code="FA2", postcode="ZE1 1AA", phone="600010", icb="160010"),
        chemist(code="FA3", postcode="ZE1 2AB", phone="400000", icb="400000"),
        chemist(code="FA4", postcode="ZE1 2AC", phone="6.01E5", icb="1.61E5"),
        chemist(code="FA5", postcode="ZE1 2AD", phone="here", icb="there"),
        chemist(code="FA6", postcode="", phone="here", icb="there"),
        chemist(code="FA7", postcode="", phone="601000", icb="161000"),
    ]
    found = run(write_list(tmp_path / "chemists.csv", rows), folder, recipe=recipe)
    assert (dict(found.tally.reported), found.tally.remarks["place-disagrees"]) == ({"bad-number": 1}, 1)
    directory = loaded(folder).directory
    assert directory is not None
    points = {one.ods: one.point for one in directory.services.values() if one.ods != "FZZ99"}
    assert points == {
        "FA1": (601500, 161500), "FA2": (600000, 160000), "FA3": (601000, 161000), "FA4": (601000, 161000),
        "FA5": (601000, 161000), "FA7": (601000, 161000),
    }  # fmt: skip


def test_profiles_are_the_recipes_else_the_directorys_own_for_the_type(folder: Path, tmp_path: Path) -> None:
    rows = [("A", kind) for kind in ("dental-practice", "walk-in-centre", "pharmacy", "optician")]
    path = write_list(
        tmp_path / "own.csv",
        [(f"{name}{kind}", kind, "Mo-Fr 09:00-17:00", "ZE1 2AA") for name, kind in rows],
        ("name", "type", "opening", "postcode"),
    )
    run(path, folder, recipe=recipe_of_columns(open_sheet(path).columns, {}, None))
    directory = loaded(folder).directory
    assert directory is not None
    handles = {one.type: one.handles for one in directory.services.values() if one.ods != "FZZ99"}
    assert handles == {
        "dental-practice": ("dental-practice",),  # a profile of the type's own name
        "pharmacy": ("pharmacy-minor-illness",),  # as the directory's own pharmacies
        "walk-in-centre": (),  # urgent: never taken over from others
        "optician": (),
    }


def test_profiles_are_taken_over_only_where_most_services_of_the_type_share_them(folder: Path, tmp_path: Path) -> None:
    services = [
        f"  - {{id: eyes-{at}, name: Eyes, type: optician, opening: 24/7, handles: [{profile}]}}\n"
        for at, profile in enumerate(["minor-illness", "minor-injury"])
    ]
    text = "provider: {name: Eyes}\nservices:\n" + "".join(services)
    (folder / "services/eyes.yaml").write_text(text, encoding="utf-8")
    path = write_list(tmp_path / "chemists.csv", [chemist()])
    run(path, folder, kind="optician", name="first")
    extra = "  - {id: eyes-2, name: Eyes, type: optician, opening: 24/7, handles: [minor-injury]}\n"
    more = "".join(extra.replace("eyes-2", f"eyes-{at}") for at in range(2, 6))
    (folder / "services/eyes.yaml").write_text(text + more, encoding="utf-8")
    run(write_list(tmp_path / "chemists.csv", [chemist(code="FA002")]), folder, kind="optician", name="second")
    directory = loaded(folder).directory
    assert directory is not None
    handles = {one.ods: one.handles for one in directory.services.values() if one.ods}
    assert (handles["FA001"], handles["FA002"]) == ((), ("minor-injury",))


@pytest.mark.parametrize(("blank", "reported"), [("refused", {"no-hours": 1}), ("closed", {})])
def test_a_blank_day_among_others_is_what_the_recipe_says(
    folder: Path, tmp_path: Path, blank: str, reported: dict[str, int]
) -> None:
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    path = write_list(
        tmp_path / "own.csv", [("Quay", "ZE1 1AA", *["09:00-17:00"] * 6, "")], ("name", "postcode", *days)
    )
    recipe = recipe_of_columns(open_sheet(path).columns, {}, "dental-practice")
    hours = recipe.hours.model_copy(update={"blank": blank})
    found = run(path, folder, recipe=recipe.model_copy(update={"hours": hours}))
    assert dict(found.tally.reported) == reported


def test_a_list_with_our_own_column_names_needs_no_recipe(folder: Path, tmp_path: Path) -> None:
    path = write_list(
        tmp_path / "own.csv",
        [("Quay Dental", "ZE1 1AA", "9-5", *["09:00-17:00"] * 5, "CLOSED", "CLOSED", "closed")],
        ("Name", "Postcode", "remark", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Bank holiday"),
    )
    found = run(path, folder, recipe=recipe_of_columns(open_sheet(path).columns, {}, "dental-practice"))
    assert found.tally.services == 1
    assert "id: quay-dental-ze1-1aa" in (folder / "services/quay-dental.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("mapped", "said"),
    [
        ({"nome": "x"}, "there is no column `nome` to map"),
        ({"name": "naem"}, "the list has no column `naem`"),
        ({}, "it has no column `name`"),
    ],
)
def test_a_mapping_that_fits_nothing_is_refused(mapped: dict[str, str], said: str) -> None:
    with pytest.raises(Malformed, match=said):
        recipe_of_columns(["title", "x"], mapped, None)


def test_every_shipped_recipe_is_sound_and_known_types_are_named() -> None:
    recipes = shipped_recipes()
    assert set(recipes) == {
        "nhs-dentists",
        "nhsbsa-pharmacies",
        "ods-cost-centres",
        "ods-practices",
        "urgent-care-sites",
    }
    from dos_router.reference import load_reference  # noqa: PLC0415 - here alone

    types = load_reference()[0].service_types
    for recipe in recipes.values():
        assert set(recipe.types) | set(recipe.type.values.values()) <= set(types)
    with pytest.raises(Malformed, match="there is no recipe `ods-practise`"):
        recipe_named("ods-practise")


def test_a_recipe_that_speaks_of_a_column_that_is_not_there_is_refused(folder: Path, tmp_path: Path) -> None:
    path = write_list(tmp_path / "chemists.csv", [chemist()])
    with pytest.raises(Malformed, match="the list has no column `telephone`"):
        run(path, folder, recipe=LIKE.model_copy(update={"phone": "telephone"}))


def test_a_type_that_is_none_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="there is no service type `chemist`"):
        run(write_list(tmp_path / "chemists.csv", [chemist()]), folder, kind="chemist")


def test_ages_are_read_and_those_that_make_no_range_reported(folder: Path, tmp_path: Path) -> None:
    recipe = LIKE.model_copy(update={"age_from": "phone", "age_to": "icb", "phone": None, "commissioner": None})
    ages = [("", ""), ("18", ""), ("", "17"), ("2", "11"), ("x", "y"), ("12", "2")]
    rows = [chemist(code=f"FA{at}", phone=low, icb=high) for at, (low, high) in enumerate(ages)]
    found = run(write_list(tmp_path / "chemists.csv", rows), folder, recipe=recipe)
    assert found.tally.reported.total() == 2
    text = (folder / "services/harbour-ltd.yaml").read_text(encoding="utf-8")
    assert [line.strip() for line in text.splitlines() if "ages" in line] == [
        "ages: [18+]",
        "ages: [0-17]",
        "ages: [2-11]",
    ]


def test_public_holidays_are_what_the_list_says(folder: Path, tmp_path: Path) -> None:
    recipe = LIKE.model_copy(
        update={"hours": LIKE.hours.model_copy(update={"holidays": "phone"}), "phone": None, "types": {}}
    )
    said = ["open", "closed", "10:00-12:00", "open except 25 Dec and 1 Jan", "open except 31 Feb", "sometimes", ""]
    rows = [chemist(code=f"FA{at}", phone=text) for at, text in enumerate(said)]
    found = run(write_list(tmp_path / "chemists.csv", rows), folder, recipe=recipe)
    assert found.tally.reported["bad-hours"] == 2
    directory = loaded(folder).directory
    assert directory is not None
    by_code = {one.ods: one.opening for one in directory.services.values()}
    assert by_code["FA0"].holiday is None
    assert by_code["FA1"].holiday == () == by_code["FA6"].holiday
    assert by_code["FA2"].holiday == ((600, 720),)
    assert {str(day) for day in by_code["FA3"].dates} == {"2026-12-25", "2027-01-01"}


def test_an_exception_of_the_year_needs_a_directory_to_say_which_year(tmp_path: Path) -> None:
    hours = LIKE.hours.model_copy(update={"holidays": "phone"})
    recipe = LIKE.model_copy(update={"hours": hours, "phone": None})
    rows = [chemist(phone="open except 25 Dec"), chemist(code="FA002", phone="open")]
    found = run(write_list(tmp_path / "chemists.csv", rows), None, recipe=recipe)
    assert dict(found.tally.reported) == {"bad-hours": 1}
    assert found.tally.shown["bad-hours"][0].message == "`25 dec` is of no year"


def test_types_by_a_column_are_known_left_out_or_reported(folder: Path, tmp_path: Path) -> None:
    rule = {"column": "phone", "values": {"Chemist": "pharmacy"}, "leave_out": {"Shop": "it sells sweets"}}
    recipe = LIKE.model_copy(update={"type": LIKE.type.model_validate(rule), "phone": None})
    kinds = ["Chemist", "optician", "Shop", "Chemyst", ""]
    rows = [chemist(code=f"FA{at}", phone=kind) for at, kind in enumerate(kinds)]
    found = run(write_list(tmp_path / "chemists.csv", rows), folder, recipe=recipe)
    assert dict(found.tally.reported) == {"left-out": 1, "unknown-service-type": 2}
    assert [problem.help for problem in found.tally.shown["unknown-service-type"]] == [
        "did you mean `Chemist`?", "say it with --as",
    ]  # fmt: skip
    assert found.tally.shown["left-out"][0].message == "it sells sweets"


def test_a_sum_of_hours_that_is_wrong_is_told_and_one_that_is_no_number_is_nothing(
    folder: Path, tmp_path: Path
) -> None:
    recipe = LIKE.model_copy(update={"hours": LIKE.hours.model_copy(update={"total": "phone"}), "phone": None})
    rows = [chemist(code=f"FA{at}", phone=total) for at, total in enumerate(["42.5", "4.25E1", "40", "many", ""])]
    found = run(write_list(tmp_path / "chemists.csv", rows), folder, recipe=recipe)
    assert (found.tally.services, found.tally.remarks["doubtful-hours"]) == (5, 1)
    assert "`FA2` come to 42.50 a week, of which the list says 40.00" in found.tally.shown["doubtful-hours"][0].message


DENTISTS = ("OrganisationID", "OrganisationCode", "OrganisationType", "OrganisationName", "Address1", "Address2",
            "Address3", "City", "Postcode", "Latitude", "Longitude", "Phone")  # fmt: skip
OPENINGS = ("OrganisationId", "WeekDay", "Times", "IsOpen", "OpeningTimeType", "AdditonalOpeningDate")


def test_opening_rows_with_dated_exceptions_are_joined_and_every_one_is_used_or_reported(
    folder: Path, tmp_path: Path
) -> None:
    names = {"1": "Quay Dental", "2": "Lane Dental", "3": "Mill Dental", "4": "Pier Dental"}
    dentists = [
        (key, key, "Dentists", name, "1 Quay", "", "", "Marstead", "ZE1 1AA", "", "", "") for key, name in names.items()
    ]
    openings = [
        ("1", "Monday", "14:00-17:00", "True", "General", ""),
        ("1", "Monday", "09:00-13:00", "True", "General", ""),
        ("1", "Tuesday", "09:00-13:00", "True", "General", ""),
        ("1", "Tuesday", "09:00-13:00", "True", "General", ""),
        ("1", "Wednesday", "", "False", "General", ""),
        ("1", "", "10:00-12:00", "True", "Additional", "24 Dec 2026"),
        ("1", "", "", "False", "Additional", "2026-12-25"),
        ("1", "Monday", "09:00-10:00", "True", "Reception", ""),
        ("2", "Monday", "9-5", "True", "General", ""),
        ("3", "Monday", "09:00-13:00", "True", "General", ""),
        ("3", "Monday", "12:00-14:00", "True", "General", ""),
        ("3", "Someday", "12:00-14:00", "True", "General", ""),
        ("1", "", "10:00-12:00", "True", "Additional", "soon"),
    ]
    found = run(
        write_list(tmp_path / "dentists.csv", dentists, DENTISTS), folder,
        openings=write_list(tmp_path / "openings.csv", openings[:11], OPENINGS),
    )  # fmt: skip
    assert (found.openings.rows, found.openings.used, found.openings.other, len(found.openings.faults)) == (11, 9, 1, 1)
    assert dict(found.tally.reported) == {"bad-hours": 2, "no-hours": 1}
    text = (folder / "services/quay-dental.yaml").read_text(encoding="utf-8")
    assert "opening: Mo 09:00-13:00,14:00-17:00; Tu 09:00-13:00; PH off" in text
    assert "    dates:\n      2026-12-24: 10:00-12:00\n      2026-12-25: off\n" in text
    loaded(folder)
    again = run(
        write_list(tmp_path / "dentists.csv", dentists, DENTISTS), folder, allow_gone=True,
        openings=write_list(tmp_path / "openings.csv", openings, OPENINGS),
    )  # fmt: skip
    assert len(again.openings.faults) == 3
    assert "overlap" in again.tally.shown["bad-hours"][0].message or again.openings.faults


def test_a_second_list_is_refused_where_the_recipe_knows_none(folder: Path, tmp_path: Path) -> None:
    path = write_list(tmp_path / "chemists.csv", [chemist()])
    with pytest.raises(Malformed, match="knows no second list"):
        run(path, folder, openings=path)


REAL = {
    "pharmacies_kss_2023q3.csv": (801, 723, {"already-there": 68, "left-out": 9, "no-hours": 1}),
    "gp_practices_kss_2025.csv": (442, 420, {"already-there": 22}),
    "prescribing_cost_centres_kss_2025.csv": (272, 234, {"already-there": 38}),
    "dentists_kss_blmk.csv": (
        947,
        681,
        {"no-hours": 131, "unknown-postcode": 121, "already-there": 13, "bad-hours": 1},
    ),
    "uec_sites_kss_blmk.csv": (72, 0, {"already-there": 49, "unknown-postcode": 12, "no-hours": 9, "no-place": 2}),
}


def test_a_list_too_long_for_provider_files_is_refused_before_anything_is_written_and_may_be_a_table(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_files, "MOST", 1)
    path = write_list(tmp_path / "chemists.csv", [chemist(), chemist(code="FA002", name="QUAY CHEMIST")])
    before = sorted(folder.rglob("*"))
    with pytest.raises(Malformed, match="over 1 services") as refused:
        run(path, folder)
    assert (sorted(folder.rglob("*")), "chemists.csv" in str(refused.value.help)) == (before, True)
    assert run(path, folder, target=folder / "services/chemists.csv").tally.services == 2


@needs_data
@pytest.mark.slow
def test_the_real_lists_are_imported_and_every_row_is_accounted_for(tmp_path: Path) -> None:
    folder = tmp_path / "kent-surrey-sussex"
    shutil.copytree(SHIPPED / "kent-surrey-sussex", folder)
    before = load(folder).directory
    assert before is not None
    written = 0
    for name, (rows, services, reported) in REAL.items():
        path = DATA / "services" / name
        with path.open(encoding="utf-8", newline="") as file:
            assert sum(1 for _ in csv.reader(file)) == rows + 1
        recipe: Recipe | None = (
            recipe_named("ods-cost-centres") if "cost" in name else recipe_for(open_sheet(path).columns)
        )
        openings = DATA / "services/dentistopeningtimes_kss_blmk.csv" if "dentists" in name else None
        found = run(path, folder, recipe=recipe, openings=openings)
        assert (found.tally.rows, found.tally.services, dict(found.tally.reported)) == (rows, services, reported)
        assert found.openings.rows == found.openings.used + found.openings.other + len(found.openings.faults)
        written += services
    after = loaded(folder).directory
    assert after is not None
    assert len(after.services) == len(before.services) + written


@needs_data
def test_the_hours_of_real_pharmacies_come_to_what_the_list_itself_says(tmp_path: Path) -> None:
    path = DATA / "services/pharmacies_england_2023q3.csv.gz"
    found = run(path, None, target=tmp_path / "services.csv")
    assert (found.tally.rows, found.tally.services) == (10785, 10667)
    assert dict(found.tally.reported) == {"left-out": 111, "bad-hours": 4, "no-hours": 3}
    doubted = [problem.message.split("`")[1] for problem in found.tally.shown["doubtful-hours"]]
    assert doubted == ["FE348", "FGQ24", "FMV20", "FRP26"]  # whose own sums are wrong, by hand
