"""The script that makes directories of real size, on a few invented rows; and on the real data where it is."""

from __future__ import annotations

import csv
import importlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from dos_router.loading.directory import load

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from import_kit import DATA, needs_data

ROOT = Path(__file__).parents[2]
PLACE = "51.3890,1.3860"
UEC = (
    "id,name,type,provider,ods_code,postcode,phone,mon,tue,wed,thu,fri,sat,sun,bank_holiday,age_min,"
    "age_max,access,source,source_date,lat,lon,icb_ods"
)
PHARMACY = (
    "ods_code,trading_name,organisation,address,postcode,contract_type,mon,tue,wed,thu,fri,sat,sun,"
    "weekly_hours,lat,lon,icb_ods"
)
PRACTICE = "ods_code,name,setting,setting_name,status,address,postcode,phone,lat,lon,icb_by_postcode"
DENTIST = (
    "OrganisationID,OrganisationCode,OrganisationType,OrganisationName,Address1,Address2,Address3,City,"
    "Postcode,Latitude,Longitude,Phone"
)
LSOA = (
    "lsoa11,icb_ods,icb_name,lat,lon,pop_2020,pop_0_4,pop_5_17,pop_18_64,pop_65_74,pop_75_84,pop_85p,"
    "imd2019_decile,ambulance_service"
)
WEEK = ",".join(["09:00-17:00"] * 7)


def write(path: Path, header: str, rows: Iterable[str]) -> None:
    import gzip  # noqa: PLC0415 - here alone

    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join([header, *rows]) + "\n"
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder like that of the open data, with a row or two in each file."""
    home = tmp_path / "data"
    pharmacy = [f"FX001,QUAY CHEMIST,QUAY LTD,1 QUAY,CT9 4AN,Community,{WEEK},56,{PLACE},QKS"]
    practice = [f"GX001,QUAY SURGERY,4,GP practice,A,1 QUAY,CT9 4AN,01632 960001,{PLACE},QKS"]
    centre = [f"YX001,QUAY OOH,2,OOH practice,A,1 QUAY,CT9 4AN,01632 960002,{PLACE},QKS"]
    for region, end in (("kss", ".csv"), ("england", ".csv.gz")):
        write(home / f"services/pharmacies_{region}_2023q3{end}", PHARMACY, pharmacy)
        write(home / f"services/gp_practices_{region}_2025{end}", PRACTICE, practice)
        write(home / f"services/prescribing_cost_centres_{region}_2025{end}", PRACTICE, centre)
    write(
        home / "services/uec_sites_kss_blmk.csv",
        UEC,
        [
            f"U1,QUAY MIU,MIU,,,CT9 5AA,,{WEEK},open,,,walk-in,us,2025,{PLACE},QKS",
            f"U2,HILL ED,ED (type 1),,,CT9 4AA,,{WEEK},open,,,walk-in,us,2025,{PLACE},QKS",
            f"U3,DALE ED,ED (type 1),,,CT9 4AB,,{WEEK},open,,,walk-in,us,2025,{PLACE},QKS",
        ],
    )
    write(
        home / "services/dentists_kss_blmk.csv",
        DENTIST,
        [f"1,1,Dentists,QUAY DENTAL,1 QUAY,,,MARGATE,CT9 4AN,{PLACE},"],
    )
    openings = "OrganisationId,WeekDay,Times,IsOpen,OpeningTimeType,AdditonalOpeningDate"
    write(home / "services/dentistopeningtimes_kss_blmk.csv", openings, ["1,Monday,09:00-17:00,True,General,"])
    write(
        home / "geo/postcodes_kss.csv.gz",
        "postcode,easting,northing,icb_ods",
        ["CT9 4AN,635500,170500,QKS", "CT9 9ZZ,1,1,QKS"],
    )
    areas = [f"E1,QKS,Kent and Medway,{PLACE},100,1,2,3,4,5,6,7,SECAmb"]
    write(home / "geo/lsoa11_kss.csv", LSOA, areas)
    write(home / "geo/lsoa11_england.csv.gz", LSOA, areas)
    write(
        home / "geo/postcode_sectors_gb.csv.gz",
        "sector,easting,northing,n_postcodes,main_icb",
        ["CT9 4,635500,170500,9,QKS"],
    )
    write(home / "geo/outcodes_gb_pypi_only.csv", "outcode,easting,northing", ["CT9,635400,170400", "ZE1,1,1"])
    write(
        home / "travel/acute_units_england_wales.csv",
        "postcode,stroke_team,region,icb_code,BNG_E,BNG_N",
        [
            "CT94AN,Quay Hospital,Far ICB,E1,635500,170500", "CT95AA,Pier Hospital,Welsh Board,,635500,170500",
            "CT94AA,Hill Hospital,Near ICB,E2,635500,170500", "CT94AB,Dale Hospital,Near ICB,E2,635500,170500",
            "CT94AD,Moor Hospital,Near ICB,E2,635500,170500",
        ],
    )  # fmt: skip
    return home


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    yield importlib.import_module("make_real_size")
    sys.modules.pop("make_real_size", None)


def test_kent_surrey_and_sussex_stand_on_the_shipped_directory(
    script: ModuleType, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = load(ROOT / "directories/kent-surrey-sussex").directory
    assert script.main([str(data), "-o", str(tmp_path / "kss"), "--dentists"]) == 0
    made = load(tmp_path / "kss")
    assert (made.directory is not None, before is not None, made.problems) == (True, True, [])
    added = set(made.directory.services) - set(before.services)  # type: ignore[union-attr]
    assert added == {
        "quay-chemist-fx001", "quay-surgery-gx001", "quay-ooh-yx001", "quay-miu-u1", "quay-dental-1", "hill-ed-u2",
        "dale-ed-u3",
    }  # fmt: skip
    assert made.directory.services["quay-ooh-yx001"].status == "active"  # type: ignore[union-attr]
    assert {"CT9 4AN"} == {name for name in made.directory.places if name in {"CT9 4AN", "CT9 9ZZ"}}  # type: ignore[union-attr]
    assert len(made.directory.population) == 1  # type: ignore[union-attr]
    assert "for measuring only" in (tmp_path / "kss/directory.yaml").read_text(encoding="utf-8")
    assert "pharmacies_kss_2023q3.csv: 1 rows = 1 services + reported (none)" in capsys.readouterr().out


def test_england_has_its_boards_ambulances_and_hospitals(script: ModuleType, data: Path, tmp_path: Path) -> None:
    assert script.main([str(data), "-o", str(tmp_path / "england"), "--region", "england"]) == 0
    made = load(tmp_path / "england")
    assert (made.directory is not None, made.problems) == (True, [])
    directory = made.directory
    assert directory is not None
    assert directory.services["ambulance-secamb"].limited_to == {"kent-and-medway"}
    assert directory.services["quay-hospital-ct94an"].handles == ("emergency-department",)
    departments = {one.id for one in directory.services.values() if one.type == "emergency-department"}
    assert departments == {"hill-ed-u2", "dale-ed-u3", "quay-hospital-ct94an"}  # none of Wales, no other of the area
    assert directory.places["CT9"].area == "kent-and-medway"
    assert "ZE1" not in directory.places  # Shetland
    assert directory.commissioners["kent-and-medway"].ods == "QKS"


def test_tables_may_be_written_instead(script: ModuleType, data: Path, tmp_path: Path) -> None:
    script.main([str(data), "-o", str(tmp_path / "england"), "--region", "england", "--tables"])
    with (tmp_path / "england/services/nhsbsa-pharmacies.csv").open(encoding="utf-8", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["quay-chemist-fx001"]
    script.main([str(data), "-o", str(tmp_path / "yaml"), "--region", "england"])
    made, twin = load(tmp_path / "england"), load(tmp_path / "yaml")
    assert (made.problems, made.directory is not None, twin.directory is not None) == ([], True, True)
    assert dict(made.directory.services) == dict(twin.directory.services)  # type: ignore[union-attr]


def test_a_folder_that_is_there_is_not_written_into(
    script: ModuleType, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main([str(data), "-o", str(tmp_path)]) == 2
    assert "is there already" in capsys.readouterr().err


@needs_data
@pytest.mark.slow
def test_the_real_one_loads_without_a_problem(script: ModuleType, tmp_path: Path) -> None:
    assert script.main([str(DATA), "-o", str(tmp_path / "kss")]) == 0
    made = load(tmp_path / "kss")
    assert made.problems == []
    assert made.directory is not None
    kinds = [service.type for service in made.directory.services.values()]
    assert (len(kinds), kinds.count("pharmacy"), kinds.count("gp-practice")) == (1759, 791, 442)
    assert len(made.directory.population) == 2773
