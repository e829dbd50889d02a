"""Cases of other systems → calls that `batch` routes: every row a call, every word ours or left to be rejected."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dos_router.cli.app import app
from dos_router.interchange.lists.call_cases import call_recipes

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from import_kit import write_list

KENT = str(Path(__file__).parents[2] / "directories" / "kent-surrey-sussex")
ITK = ("ExternalReference", "EffectiveTime", "Surname", "DateOfBirth", "Gender", "PostalCode", "GPPracticeODSCode",
       "DispositionCode", "SymptomGroup", "SymptomDiscriminatorList")  # fmt: skip
DOS = ("caseRef", "SearchDateTime", "postcode", "surgery", "age", "ageFormat", "gender", "disposition", "symptomGroup",
       "symptomDiscriminatorList", "searchDistance", "forceSearchDistance")  # fmt: skip


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_itk_cases_become_calls_that_are_routed(tmp_path: Path) -> None:
    cases = [
        ("a1", "2026-11-21T20:00:00+00:00", "Doe", "1992-03-01", "Female", "CT9 4AN", "G82066", "Dx03", "1107", "4052"),
        ("a2", "2026-11-21T20:00:00+00:00", "Roe", "2026-11-01T00:00:00", "male", "ct94an", "", "dx05", "SG1084",
         "4003, 4020"),
        ("a3", "2026-11-21T20:00:00+00:00", "Poe", "", "Other", "CT9 4AN", "", "Dx03", "1107", "[4052]"),
    ]  # fmt: skip
    path, out = write_list(tmp_path / "cases.csv", cases, ITK), tmp_path / "calls.csv"
    done = call("import", path, "--recipe", "itk-111-case", "-o", out)
    assert (done.exit_code, "3 rows in = 3 calls out + 0 reported" in done.stdout) == (0, True), done.output
    assert "1 of column `sex` could not be put into our words" in done.stdout
    text = out.read_text(encoding="utf-8")
    assert not {"Doe", "Roe", "1992"} & set(text.replace(",", " ").split())
    calls = rows_of(out)
    assert [row["age"] for row in calls] == ["12683d", "20d", ""]
    assert [row["sex"] for row in calls] == ["female", "male", "Other"]
    assert [row["symptom_discriminator"] for row in calls] == ["4052", "4003+4020", "4052"]
    results = tmp_path / "results.csv"
    routed = call("batch", out, "-o", results, "-d", KENT, "--workers", 1, "--allow-unsigned")
    assert routed.exit_code == 5
    found = rows_of(results)
    assert [row["outcome"] for row in found][::2] == ["routed", "rejected"]
    assert found[1]["outcome"] != "rejected"
    assert found[0]["offers"].split(";")[0]
    assert "age" in found[2]["reason"]


def test_cases_of_the_national_search_become_calls(tmp_path: Path) -> None:
    def case(**changed: str) -> tuple[str, ...]:
        cells = [
            "b1",
            "2026-11-21T20:00:00+00:00",
            "CT9 4AN",
            "G82066",
            "34",
            "Years",
            "F",
            "Dx03",
            "1107",
            "4052",
            "60",
            "false",
        ]
        plain = dict(zip(DOS, cells, strict=True))
        return tuple(dict(plain, **changed).values())

    cases = [case(), case(age="7", ageFormat="Months", gender="i"), case(age="12", ageFormat="days"),
             case(age="3", ageFormat="AgeGroup"), case(age="3", ageFormat=""), case(disposition="1003")]  # fmt: skip
    out = tmp_path / "calls.csv"
    path = write_list(tmp_path / "cases.csv", cases, DOS)
    path.write_text(path.read_text(encoding="utf-8") + "ragged\n", encoding="utf-8")
    done = call("import", path, "--recipe", "dos-case", "-o", out, "--json")
    assert done.exit_code == 5
    assert json.loads(done.stdout) == {
        "recipe": "dos-case", "written_to": str(out), "rows": 7, "calls": 6, "reported": 1, "left": {"age": 2},
    }  # fmt: skip
    assert [row["age"] for row in rows_of(out)] == ["34", "7m", "12d", "3 AgeGroup", "3 of no unit", "34"]
    results = tmp_path / "results.csv"
    call("batch", out, "-o", results, "-d", KENT, "--workers", 1, "--allow-unsigned")
    assert [row["outcome"] == "rejected" for row in rows_of(results)] == [False, False, False, True, True, True]


def test_a_birthday_after_the_call_or_without_sense_is_no_age(tmp_path: Path) -> None:
    cases = [("a", "2026-11-21", "x", born, "Male", "CT9 4AN", "", "Dx03", "1107", "4052") for born in
             ("2027-01-01", "2026-02-30", "1/2/1990", "2026-11-21")]  # fmt: skip
    out = tmp_path / "calls.csv"
    assert (
        call("import", write_list(tmp_path / "c.csv", cases, ITK), "--recipe", "itk-111-case", "-o", out).exit_code == 0
    )
    assert [row["age"] for row in rows_of(out)] == ["unknown", "unknown", "unknown", "0d"]


@pytest.mark.parametrize(
    ("columns", "output", "said"),
    [
        (ITK, "calls.parquet", "calls cannot be written into"),
        (ITK, "no/calls.csv", "calls cannot be written into"),
        (ITK[:7], "calls.csv", "the list has no column `DispositionCode`"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, columns: tuple[str, ...], output: str, said: str) -> None:
    path = write_list(tmp_path / "cases.csv", [["x"] * len(columns)], columns)
    done = call("import", path, "--recipe", "itk-111-case", "-o", tmp_path / output)
    assert (done.exit_code, said in done.stderr) == (2, True), done.output
    assert [one.name for one in tmp_path.iterdir()] == ["cases.csv"]


def test_every_recipe_of_calls_is_sound() -> None:
    from dos_router.routing.batch_columns import COLUMNS  # noqa: PLC0415 - here alone

    assert set(call_recipes()) == {"itk-111-case", "dos-case"}
    for recipe in call_recipes().values():
        assert set(recipe.columns) <= {"call_id", *COLUMNS}
