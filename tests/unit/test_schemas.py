"""The JSON Schemas and the loader agree, as `check-jsonschema` reads them: on all that is shipped, and on bad files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from dos_router.diagnostics import Location, Malformed, has_errors
from dos_router.loading.pathways import read_pathway
from dos_router.loading.periods import read_period
from dos_router.loading.schemas import FILE_KINDS
from dos_router.loading.shapes import patterns
from dos_router.loading.shapes.directory import DirectoryShape, PeriodShape
from dos_router.loading.shapes.pathways import PathwayFile
from dos_router.loading.shapes.scalars import read_metres
from dos_router.loading.shapes.services import ServiceShape
from dos_router.loading.text_tree import parse_tree
from dos_router.loading.validation import validate
from dos_router.model.ages import parse_age, parse_age_range
from dos_router.model.codes import parse_discriminator, parse_disposition, parse_symptom_group
from dos_router.model.moments import parse_day
from dos_router.model.opening import parse_opening, parse_spans
from dos_router.model.postcodes import parse_postcode
from dos_router.model.symptoms import parse_symptom
from dos_router.reference import load_reference

ROOT = Path(__file__).parents[2]
SHIPPED = {
    "directory": "directories/*/directory.yaml", "policy": "directories/*/policy.yaml",
    "profiles": "directories/*/profiles.yaml", "services": "directories/*/services/*.yaml",
    "care-plans": "examples/care-plans.yaml", "pathway": "pathways/*.yaml", "transcript": "examples/transcript.yaml",
    "remedies": "examples/remedies.yaml",
}  # fmt: skip

GOOD = {
    "directory": """\
format: 1
id: coast
title: Coast
serial: 1
valid: {from: 2026-11-01, until: 2027-10-31}
commissioners: [{id: icb, name: The ICB, areas: [north], lead: true}]
areas: {north: North}
""",
    "policy": """\
search_distance_km: {default: 40, CT9: 7.5}
ranking:
  - {areas: [north], dispositions: [Dx05], hours: Sa 00:00-24:00, ranks: {1: [pharmacy]}}
keep_per_type: {default: 2}
validate: true
never: [{dispositions: [Dx02], types: [pharmacy]}]
always: [{dispositions: [Dx05], at_least: 1}]
""",
    "profiles": "minor: {symptoms: [SG1107/SD4052, SG1119/*, '*'], dispositions: [Dx05]}\n",
    "services": """\
provider: {name: Shore, kind: private}
services:
  - id: shore
    name: Shore
    type: pharmacy
    location: {postcode: CT9 4AN}
    opening: Mo-Fr 08:00-18:30; Sa,Su off; PH 10:00-12:00,13:00-15:00
    dates: {2026-12-25: off, 2026-12-26: 10:00-12:00}
    only_if_open: 15 min
    ages: [0-15, 3m-4y, 16+]
    sexes: [female]
    referral: {how: walk-in}
    checked: {on: 2026-10-01, by: me, due: 2027-04-01}
    accepted: [{rule: no-phone, reason: none, by: me, until: 2027-01-01}]
""",
    "care-plans": """\
format: 1
plans:
  - {id: one, patient: ab12, kind: palliative, valid: {from: 2026-11-01, until: 2027-01-01}, agreed_by: me}
""",
    "pathway": """\
format: 1
id: wrist
title: Wrist
symptom_group: SG1107
start: bent
questions:
  bent:
    ask: Is it bent?
    answers:
      - {say: yes, red_flag: true, then: {disposition: Dx02, discriminator: SD4052}}
      - {say: no, go: sort}
      - {say: not sure, like: yes}
  sort:
    rules:
      - {if: {age: 0-15}, then: {disposition: Dx03, discriminator: SD4052}}
      - {otherwise: true, then: {disposition: Dx05, discriminator: SD4052}}
examples:
  - {patient: {age: 7}, answers: {bent: yes}, expect: {disposition: Dx02}}
""",
    "transcript": """\
format: 1
directory: coast
pathway: wrist
words: hurt
call: {at: "2026-11-21T20:00", age: "34", sex: female}
answers: [{pathway: wrist, question: bent, asked: Is it bent?, said: yes}]
came_to: {disposition: Dx02}
""",
}  # fmt: skip

# of which kind of file, what is put for what; both refuse it
BAD = [
    ("directory", "format: 1", "format: 2"),
    ("directory", "id: coast", "id: Coast"),
    ("directory", "title: Coast\n", ""),
    ("directory", "serial: 1", "serial: one"),
    ("directory", "serial: 1", "serial: -1"),
    ("directory", "from: 2026-11-01", "from_: 2026-11-01"),
    ("directory", "from: 2026-11-01", "from: spring"),
    ("directory", "lead: true", "lead: yes"),
    ("directory", "areas: {north: North}", "areas: [north]"),
    ("directory", "areas: {north: North}", "areas: {North Sea: North}"),
    ("directory", "areas: {north: North}", "areas: {north: North}\nreference: {postcodes: places.csv}"),
    ("policy", "default: 40", "default: far"),
    ("policy", "default: 40", "default: 4000"),
    ("policy", "ranks: {1:", "ranks: {11:"),
    ("policy", "ranks: {1:", "ranks: {first:"),
    ("policy", "ranks:", "rank:"),
    ("policy", "hours: Sa 00:00-24:00", "hours: Saturdays"),
    ("policy", "{default: 2}", "{default: 0}"),
    ("policy", "validate: true", "validate_: true"),
    ("policy", "types: [pharmacy]", "typ: [pharmacy]"),
    ("policy", "at_least: 1", "at_least: none"),
    ("profiles", "SG1119/*", "SG1119"),
    ("profiles", "Dx05", "5"),
    ("profiles", "dispositions: [Dx05]", "dispositions: Dx05"),
    ("services", "    type: pharmacy\n", ""),
    ("services", "type: pharmacy", "tipe: pharmacy"),
    ("services", "name: Shore, kind", "kind"),
    ("services", "kind: private", "kind: charity"),
    ("services", "id: shore", "id: shore_pharmacy"),
    ("services", "CT9 4AN", "CT9 4ANN"),
    ("services", "Mo-Fr 08:00-18:30", "Mo-Fr 8:00-18:30"),
    ("services", "Mo-Fr 08:00-18:30", "Mon-Fri 08:00-18:30"),
    ("services", "Mo-Fr 08:00-18:30", "Mo-Fr 08:00-24:30"),
    ("services", "Sa,Su off", "Sa,Su"),
    ("services", "2026-12-25: off", "2026-12-25: closed"),
    ("services", "2026-12-25: off", "2026-13-25: off"),
    ("services", "only_if_open: 15 min", "only_if_open: 20 min"),
    ("services", "16+", "over 16"),
    ("services", "[female]", "[women]"),
    ("services", "how: walk-in", "how: walking"),
    ("services", "on: 2026-10-01", "on: 1.10.2026"),
    ("services", "rule: no-phone, ", ""),
    ("services", "rule: no-phone", "rule: No Phone"),
    ("services", "    accepted:", "    excepted:"),
    ("services", "services:", "service:"),
    ("care-plans", "patient: ab12, ", ""),
    ("care-plans", "kind: palliative", "sort: palliative"),
    ("pathway", "red_flag: true", "red_flag: maybe"),
    ("pathway", "go: sort", "go: sort, like: yes"),
    ("pathway", ", go: sort", ""),
    ("pathway", "ask: Is it bent?", "ask: Is it bent?\n    rules: [{otherwise: true, go: sort}]"),
    ("pathway", "symptom_group: SG1107", "symptom_group: wrist"),
    ("pathway", "age: 7", "age: seven"),
    ("pathway", "expect:", "expects:"),
    ("pathway", "{if: {age: 0-15}, ", "{if_: {age: 0-15}, "),
    ("pathway", "start: bent\n", ""),
    ("transcript", "sex: female", "six: female"),
    ("transcript", "disposition: Dx02", "disposition: two"),
]  # fmt: skip

# the same, which both accept
FINE = [
    ("directory", "serial: 1", 'serial: "1"'),
    ("directory", "2026-11-01", "2026-11-01T00:00Z"),
    ("policy", "default: 40", "default: 40.5"),
    ("policy", "Sa 00:00-24:00", "'Sa,Su 00:00-24:00; PH 00:00-24:00'"),
    ("profiles", "symptoms: [SG1107/SD4052, SG1119/*, '*'], ", ""),
    ("services", "CT9 4AN", "ct94an"),
    ("services", "CT9 4AN", "CT9"),
    ("services", "Mo-Fr 08:00-18:30; Sa,Su off; PH 10:00-12:00,13:00-15:00", "24/7"),
    ("services", "Mo-Fr 08:00-18:30", "Fr-Mo,We 22:00-06:00"),
    ("services", "name: Shore\n", "name: 111\n"),
    ("services", "16+", "16Y+"),
    ("pathway", "discriminator: SD4052}}\n      - {say: no", "discriminator: [SD4052, 4003]}}\n      - {say: no"),
    ("pathway", "age: 0-15", "age: [0-15, 18+]"),
    ("pathway", "symptom_group: SG1107", "symptom_group: 1107"),
]


def check_jsonschema(kind: str, files: list[Path]) -> set[Path]:
    """Return those of the files that check-jsonschema refuses."""
    schema = ROOT / f"schemas/{kind}.schema.json"
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), "-o", "json", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = json.loads(done.stdout)
    assert said.get("parse_errors", []) == []
    return {Path(one["filename"]) for one in said.get("errors", [])}


def loader_refuses(kind: str, text: str) -> bool:
    tree, problems = parse_tree(text, Location("file"))
    assert tree, problems
    if kind == "pathway":
        return has_errors(read_pathway(tree, load_reference()[0])[1])
    if kind == "profiles":
        shape = FILE_KINDS[kind].__args__[1]
        return any(has_errors(validate(shape, tree, (name,))[1]) for name in tree.value or ())
    shape, found = validate(FILE_KINDS[kind], tree)
    return has_errors(found) or (isinstance(shape, DirectoryShape) and is_no_period(shape.valid))


def is_no_period(period: PeriodShape) -> bool:
    try:
        read_period(period, ZoneInfo("Europe/London"))
    except Malformed:
        return True
    return False


def written(folder: Path, cases: list[tuple[str, str, str]]) -> dict[str, dict[Path, str]]:
    """Write each case into a file of its own; return their texts by kind and path."""
    found: dict[str, dict[Path, str]] = defaultdict(dict)
    for number, (kind, old, new) in enumerate(cases):
        assert old in GOOD[kind], old
        text = GOOD[kind].replace(old, new)
        path = folder / f"{number}.yaml"
        path.write_text(text, encoding="utf-8")
        found[kind][path] = text
    return found


def test_what_a_schema_can_say_both_refuse(tmp_path: Path) -> None:
    assert len(BAD) >= 30
    for kind, files in written(tmp_path, BAD).items():
        assert [text for text in files.values() if not loader_refuses(kind, text)] == []
        assert [files[path] for path in files.keys() - check_jsonschema(kind, list(files))] == []


def test_what_is_good_both_accept(tmp_path: Path) -> None:
    cases = [*FINE, *((kind, text, text) for kind, text in GOOD.items())]
    for kind, files in written(tmp_path, cases).items():
        assert [text for text in files.values() if loader_refuses(kind, text)] == []
        assert [files[path] for path in check_jsonschema(kind, list(files))] == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", SHIPPED)
def test_every_shipped_file_is_accepted(kind: str) -> None:
    assert check_jsonschema(kind, sorted(ROOT.glob(SHIPPED[kind]))) == set()
    assert SHIPPED.keys() == FILE_KINDS.keys()


PARSED: dict[str, tuple[Callable[[str], object], str]] = {
    "KILOMETRES": (read_metres, "0-9."), "DAY": (parse_day, "0-9-"), "POSTCODE": (parse_postcode, "A-Za-z0-9 "),
    "DISPOSITION": (parse_disposition, "Ddx0-9"), "GROUP": (parse_symptom_group, "SGsg0-9"),
    "DISCRIMINATOR": (parse_discriminator, "SDsd0-9"), "SYMPTOM": (parse_symptom, "SGD0-9/*"),
    "AGES": (parse_age_range, "0-9ym+-"), "AGE": (parse_age, "0-9ymd "), "HOURS": (parse_opening, "0-9:;,MoFrPH -"),
    "DAY_HOURS": (parse_spans, "0-9:,-of"),
}  # fmt: skip


@pytest.mark.parametrize("name", PARSED)
@given(data=st.data())
def test_what_is_read_is_of_its_form(name: str, data: st.DataObject) -> None:
    """A pattern refuses nothing that the loader reads; most of what it allows, the loader reads."""
    read, letters = PARSED[name]
    pattern: str = getattr(patterns, name)
    text = data.draw(st.from_regex(pattern) | st.from_regex(rf"\A[{letters}]{{1,12}}\Z"))
    try:
        read(text)
    except Malformed:
        event("refused by the loader")
    else:
        event("read")
        assert re.search(pattern, text)


@pytest.mark.parametrize(
    ("kind", "old", "new", "at"),
    [
        ("services", "{postcode: CT9 4AN}", "{postcode: }", (6, 16)),
        ("services", "due: 2027-04-01", "due: ", (13, 39)),
        ("services", "    sexes: [female]", "    sexes:", (11, 5)),
        ("directory", "lead: true", "lead: ", (6, 58)),
        ("policy", "hours: Sa 00:00-24:00", "hours: ", (3, 44)),
        ("care-plans", "agreed_by: me", "agreed_by: me, note: ", (3, 109)),
    ],
)
def test_an_empty_value_is_told_however_far_in(kind: str, old: str, new: str, at: tuple[int, int]) -> None:
    assert old in GOOD[kind]
    tree, _ = parse_tree(GOOD[kind].replace(old, new), Location("file"))
    assert tree
    path = ("services", 0) if kind == "services" else ()
    shape = ServiceShape if kind == "services" else FILE_KINDS[kind]
    (told,) = validate(shape, tree, path)[1]
    assert told.rule == "empty-value"
    assert told.severity == "warning"
    assert told.location
    assert (told.location.line, told.location.column) == at


def test_an_empty_value_in_a_map_of_shapes_is_told_by_its_name() -> None:
    tree, _ = parse_tree(GOOD["pathway"].replace("ask: Is it bent?", "ask: Is it bent?\n    why:"), Location("file"))
    assert tree
    told = validate(PathwayFile, tree)[1]
    assert [(one.rule, one.location.line) for one in told if one.location] == [("empty-value", 9)]
    refused = [one for one in read_pathway(tree, load_reference()[0])[1] if one.rule == "empty-value"]
    assert [one.severity for one in refused] == ["error"]
