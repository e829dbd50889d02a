"""Shipped services survive each format that can be read again, record for record; FHIR is FHIR, GeoJSON a map."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli.app import app
from dos_router.interchange.records import Record, records_of
from dos_router.loading.directory import load

ROOT = Path(__file__).parents[2]
NAMES = ("kent-surrey-sussex", "bedfordshire-luton", "milton-keynes")
SUFFIX = {"fhir": "json", "hsds": "json", "csv": "csv", "parquet": "parquet", "geojson": "json"}
NOT_PUBLIC = {"professional_phone", "accepted"}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def exported(kind: str, name: str, folder: Path) -> Path:
    """Export a shipped directory into a file."""
    path = folder / f"{name}-{kind}.{SUFFIX[kind]}"
    result = run("export", "-d", str(ROOT / "directories" / name), "--format", kind, "-o", str(path))
    assert result.exit_code == 0, result.output
    return path


def facts(record: Record, without: set[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    return dict(record.provider), {key: value for key, value in record.service.items() if key not in without}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["fhir", "hsds", "csv", "parquet"])
def test_every_record_comes_back_as_it_was_written(kind: str, name: str, tmp_path: Path) -> None:
    path = exported(kind, name, tmp_path)
    result = run("import", str(path), "-o", str(tmp_path / "home" / "services"), "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    before, _ = records_of(ROOT / "directories" / name)
    after, problems = records_of(tmp_path / "home")
    assert not problems
    assert found["offered"] == found["services"] == len(before) == len(after)
    without = {"accepted"} if kind in {"csv", "parquet"} else NOT_PUBLIC
    for old, new in zip(before, after, strict=True):
        assert facts(old, without) == facts(new, without)


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_is_fhir_r4(name: str, tmp_path: Path) -> None:
    bundle = pytest.importorskip("fhir.resources.R4B.bundle")
    text = exported("fhir", name, tmp_path).read_text(encoding="utf-8")
    read = bundle.Bundle.model_validate_json(text)
    kinds = [entry.resource.get_resource_type() for entry in read.entry]
    assert set(kinds) == {"Organization", "Location", "Endpoint", "HealthcareService"}
    assert kinds.count("HealthcareService") == len(records_of(ROOT / "directories" / name)[0])
    urls = [entry.fullUrl for entry in read.entry]
    assert len(set(urls)) == len(urls)
    listed = json.loads(text)["entry"]
    references = [one["reference"] for entry in listed for one in entry["resource"].get("location", [])]
    assert set(references) <= set(urls)


@pytest.mark.parametrize("kind", SUFFIX)
def test_the_same_directory_gives_the_same_bytes(kind: str, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    once, again = (exported(kind, "milton-keynes", home) for home in (tmp_path, tmp_path / "again"))
    assert once.read_bytes() == again.read_bytes()


def test_a_map_has_a_point_for_each_service_with_a_place(tmp_path: Path) -> None:
    content = json.loads(exported("geojson", "milton-keynes", tmp_path).read_text(encoding="utf-8"))
    directory = load(ROOT / "directories/milton-keynes").directory
    assert directory
    assert content["type"] == "FeatureCollection"
    assert [one["id"] for one in content["features"]] == sorted(directory.own)
    for feature in content["features"]:
        service = directory.services[feature["id"]]
        assert (feature["geometry"] is None) == (service.point is None)
        if service.point:
            longitude, latitude = feature["geometry"]["coordinates"]
            assert -1.2 < longitude < -0.2
            assert 51.7 < latitude < 52.4


def test_what_a_map_does_not_say_is_listed_field_by_field(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    arguments = ["export", "-d", str(ROOT / "directories/kent-surrey-sussex"), "--format", "geojson", "-o", str(path)]
    found = json.loads(run(*arguments, "--json").stdout)
    unsaid = {(one["service"], one["field"]) for one in found["unsaid"]}
    features = {one["id"]: one["properties"] for one in json.loads(path.read_text(encoding="utf-8"))["features"]}
    shown = {"id", "location", "address", "phone", "opening", "dates", "ages", "sexes", "type", "status", "ods"}
    for record in records_of(ROOT / "directories/kent-surrey-sussex")[0]:
        said = features[record.id]
        for name, value in record.service.items():
            on_it = name in {*shown, "commissioned_by"} or value == said["name"] or value == {"how": said["referral"]}
            assert on_it != ((record.id, name) in unsaid), (record.id, name)
        for name in record.provider:
            assert (name == "name") != ((record.id, f"provider.{name}") in unsaid)


def test_what_fhir_cannot_say_is_listed_service_by_service(tmp_path: Path) -> None:
    arguments = ["export", "-d", str(ROOT / "directories/milton-keynes"), "--format", "fhir", "-o"]
    found = json.loads(run(*arguments, str(tmp_path / "a.json"), "--json").stdout)
    said = {(one["service"], one["field"]): (one["written"], one["carried"]) for one in found["unsaid"]}
    assert said["mk-ooh", "opening"][1]
    assert said[None, "policy"][0].startswith("ranking")
    assert any(field == "professional_phone" and not carried for (_, field), (_, carried) in said.items())
    assert found["unsaid_by_field"]["commissioned_by"] == found["services"]
    assert run(*arguments, str(tmp_path / "b.json"), "--strict").exit_code == 1


def test_no_professional_number_is_in_a_public_output(tmp_path: Path) -> None:
    records, _ = records_of(ROOT / "directories/milton-keynes")
    numbers = {one.service["professional_phone"] for one in records if "professional_phone" in one.service}
    public = {one.service.get("phone") for one in records}
    assert numbers
    for kind in ("fhir", "hsds", "geojson"):
        text = exported(kind, "milton-keynes", tmp_path).read_text(encoding="utf-8")
        assert not [number for number in numbers - public if number in text]


def test_a_file_is_not_overwritten_unasked(tmp_path: Path) -> None:
    path = exported("csv", "milton-keynes", tmp_path)
    arguments = ["export", "-d", str(ROOT / "directories/milton-keynes"), "--format", "csv", "-o", str(path)]
    assert run(*arguments).exit_code == 2
    assert run(*arguments, "--force").exit_code == 0
    assert run(*arguments[:-1], str(tmp_path / "no" / "such.csv")).exit_code == 2
    assert run(*arguments[:-1], "-").stdout.startswith("provider.ods,provider.name")
    assert run("export", "--format", "parquet", "-o", "-", "-d", arguments[2]).exit_code == 2
    assert run("export", "--format", "csv", "-o", "-", "--json", "-d", arguments[2]).exit_code == 2


def test_what_was_imported_is_not_overwritten_where_people_changed_it(tmp_path: Path) -> None:
    path, home = exported("csv", "milton-keynes", tmp_path), tmp_path / "services"
    assert run("import", str(path), "-o", str(home)).exit_code == 0
    assert run("import", str(path), "-o", str(home)).exit_code == 0
    one = min(home.glob("*.yaml"))
    one.write_text(one.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
    refused = run("import", str(path), "-o", str(home))
    assert (refused.exit_code, "is there already, and differs" in refused.stderr) == (2, True)
