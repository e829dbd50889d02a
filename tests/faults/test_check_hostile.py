"""Hostile and odd files, one thing changed in each: refused, warned of or accepted, at their place and in plain words."""
# ruff: noqa: E501 - a case is a line

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from dos_router.checks.findings import Finding
from dos_router.checks.survey import Survey, check
from dos_router.diagnostics import Severity
from dos_router.reports.check_text import render_check
from dos_router.reports.page import Page

ON = date(2026, 11, 21)
DIRECTORY = """\
format: 1
id: shore
title: Shore
serial: 1
valid: {from: 2026-11-01, until: 2027-10-31}
time_zone: Europe/London
commissioners:
  - {id: shore-icb, name: Shore ICB, areas: [shore], lead: true}
areas: {shore: Shore}
"""
PLACES = (
    "postcode,easting,northing,area\nZZ1 1AA,500100,200100,shore\nZZ1 1AB,500200,200200,shore\nZZ2,510000,210000,\n"
)
SERVICES = """\
provider: {name: Shore Trust}
services:
  - id: shore-ambulance
    name: Shore ambulance service
    type: emergency-ambulance
    opening: 24/7
    phone: 999
  - id: shore-ed
    name: Shore emergency department
    type: emergency-department
    opening: 24/7
    location: {postcode: ZZ1 1AA}
    phone: 01632 960001
    symptoms: ['*']
    dispositions: [Dx02, Dx03, Dx05]
  - id: shore-centre
    name: Shore walk-in centre
    type: walk-in-centre
    opening: Mo-Fr 08:00-18:30; Sa 10:00-16:00
    location: {postcode: ZZ1 1AB}
    phone: 01632 960002
    ages: [5-15, 16+]
    symptoms: [SG1107/*]
    dispositions: [Dx05, Dx07]
"""
PATHWAY = """\
format: 1
id: wrist
title: Wrist injury
symptom_group: SG1107
words: [wrist]
start: bent
questions:
  bent:
    ask: Is it bent?
    answers:
      - {say: yes, red_flag: true, then: {disposition: Dx02, discriminator: SD4052}}
      - {say: no, go: swollen}
      - {say: not sure, like: yes}
  swollen:
    ask: Is it swollen?
    answers:
      - {say: yes, set: {big: true}, go: sort}
      - {say: no, go: sort}
  sort:
    rules:
      - {if: {big: true, age: 0-15}, then: {disposition: Dx03, discriminator: SD4052}}
      - {otherwise: true, then: {disposition: Dx03, discriminator: SD4052}}
"""
FILES = {
    "shore/directory.yaml": DIRECTORY,
    "shore/places.csv": PLACES,
    "shore/services/shore.yaml": SERVICES,
    "pathways/wrist.yaml": PATHWAY,
}
HEAD, MANY, WRIST = "shore/directory.yaml", "shore/services/shore.yaml", "pathways/wrist.yaml"
AGAIN = """\
  - id: shore-wic
    name: Shore walk in centre
    type: walk-in-centre
    opening: Mo-Fr 09:00-12:00
    location: {postcode: ZZ1 1AB}
    phone: 01632960002
"""
LAUGHS = "a: &a [x]\n" + "".join(f"{letter}: &{letter} [{', '.join(['*a'] * 9)}]\n" for letter in "bcdefghij")


class Case(NamedTuple):
    """A file in which one text is put for another (none: all of it), what is told of it, where, and how grave it is."""

    name: str
    file: str
    old: str | None
    new: str | bytes
    rule: str
    place: str
    says: str = ""
    severity: Severity = Severity.ERROR


WARNING, INFO = Severity.WARNING, Severity.INFO
TOLD = [
    Case("a key twice", MANY, "  - id: shore-ed\n", "services:\n  - id: shore-ed\n", "duplicate-key", "8:1", "line 2"),
    Case("a key twice, once quoted", MANY, "phone: 01632 960001", 'phone: 1\n    "phone": 2', "duplicate-key", "14:5", "phone"),
    Case("an anchor", MANY, "opening: Mo", "opening: &h Mo", "yaml-anchor", "19:14", "&h"),
    Case("a list in itself", MANY, "[SG1107/*]", "&x [*x]", "yaml-anchor", "23:15", "&x"),
    Case("a bomb of aliases", MANY, None, LAUGHS, "yaml-anchor", "1:4", "&a"),
    Case("deep nesting", MANY, None, "services: " + "[" * 100_000, "yaml-nesting", "1:60", "50"),
    Case("one value of 20 MB", MANY, "Shore walk-in centre", "x" * 20_000_000, "value-too-long", "17:11", "100,000"),
    Case("a postcode without end", MANY, "ZZ1 1AB", "ZZ1 " * 2_300 + "1", "bad-postcode", "20:16"),
    Case("a tag that would make an object", MANY, "name: Shore walk-in centre", "name: !!python/object/apply:os.system [ls]", "yaml-tag", "17:11", "python"),
    Case("a tag that would open a file", MANY, "name: Shore walk-in centre", "name: !include /etc/passwd", "yaml-tag", "17:11", "include"),
    Case("a second document", MANY, "  - id: shore-ed\n", "---\nservices:\n  - id: shore-ed\n", "yaml-documents", "8:1"),
    Case("only remarks", MANY, None, "# nothing\n", "empty-file", ""),
    Case("bare text", MANY, None, "services\n", "wrong-kind", "1:1", "map"),
    Case("a directive", MANY, "provider:", "%YAML 1.1\n---\nprovider:", "yaml-directive", "1:1"),
    Case("a tab", MANY, "    type: walk", "\ttype: walk", "yaml-syntax", "18:1", "tab"),
    Case("a space short", MANY, "    type: walk", "   type: walk", "yaml-syntax", "18:4"),
    Case("UTF-16", MANY, None, SERVICES.encode("utf-16"), "not-utf-8", "", "UTF-16"),
    Case("Latin 1", MANY, None, SERVICES.replace("in centre", "in caf\xe9").encode("latin-1"), "not-utf-8", "17:28", "0xE9"),
    Case("an image", MANY, None, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff", "not-utf-8", "1:1", "0x89"),
    Case("a hidden line break", MANY, "centre\n    type: walk", "centre # a\x85    type: walk", "hidden-character", "17:35", "U+0085"),
    Case("keys that are yes and 1", MANY, "    ages:", "    yes: 1\n    ages:", "unknown-key", "22:5", "`yes`"),
    Case("times as numbers", MANY, "08:00-18:30", "800-1830", "bad-hours", "19:5"),
    Case("times of twelve hours", MANY, "08:00-18:30", "8am-6pm", "bad-hours", "19:5"),
    Case("a time with an offset", MANY, "08:00-18:30", "08:00+01:00-18:30", "bad-hours", "19:5"),
    Case("a range of dates in the week", MANY, "Sa 10", "Dec 24-Jan 02 off; Sa 10", "bad-hours", "19:5"),
    Case("a date with strokes", HEAD, "2026-11-01", "01/11/2026", "bad-date", "5:9", "01/11/2026"),
    Case("an include that climbs out", HEAD, "time_zone:", "include: [../../../../etc]\ntime_zone:", "unknown-include", "6:11", "etc"),
    Case("an include of itself", HEAD, "time_zone:", "include: [../shore]\ntime_zone:", "include-loop", "6:11", "../shore"),
    Case("a table outside", HEAD, "time_zone:", "reference: {dispositions: ../../etc/own.csv}\ntime_zone:", "outside-table", "6:13", "etc"),
    Case("an id that is a path", MANY, "shore-centre", "../../etc", "bad-id", "16:5", "../../etc"),
    Case("an id but for capitals", MANY, "id: shore-centre", "id: Shore-ED", "bad-id", "16:5", "Shore-ED"),
    Case("an id with a look-alike letter", MANY, "shore-centre", "shor\u0435-ed", "bad-id", "16:5", "U+0435"),
    Case("an abbreviated zone", HEAD, "Europe/London", "BST", "unknown-time-zone", "6:1", "Europe/London"),
    Case("a mistyped zone", HEAD, "Europe/London", "Europe/Londno", "unknown-time-zone", "6:1", "Europe/London"),
    Case("no number", MANY, "{postcode: ZZ1 1AB}", "{easting: nan, northing: 200200}", "bad-number", "20:16"),
    Case("an infinite number", MANY, "{postcode: ZZ1 1AB}", "{easting: 500100, northing: inf}", "bad-number", "20:33"),
    Case("a decimal comma", MANY, "{postcode: ZZ1 1AB}", "{easting: '500,1', northing: 200200}", "bad-number", "20:16"),
    Case("an age of 5,000 digits", MANY, "5-15", "5-" + "9" * 5_000, "bad-age", "22:12"),
    Case("ages the wrong way round", MANY, "5-15", "15-5", "bad-age", "22:12", "15-5"),
    Case("an unknown type", MANY, "walk-in-centre", "walkin-centre", "unknown-service-type", "18:5", "did you mean `walk-in-centre`?"),
    Case("a misspelt key", MANY, "opening: Mo", "opening_huors: Mo", "unknown-key", "19:5", "did you mean `opening`?"),
    Case("no hours", MANY, "    opening: Mo-Fr 08:00-18:30; Sa 10:00-16:00\n", "", "missing-key", "16:5", "opening"),
    Case("a name of 5,000 letters", MANY, "Shore walk-in centre", "x" * 5_000, "name-too-long", "17:5", "", WARNING),
    Case("letters for noughts", MANY, "01632 960002", "O1632 96OOO2", "bad-phone", "21:5", "did you mean `01632960002`?"),
    Case("a space of no width", MANY, "walk-in centre", "walk\u200bin centre", "hidden-character", "17:21", "U+200B"),
    Case("a link that leads elsewhere", MANY, "Shore walk-in", '"\\e]8;;http://x\\e\\\\999"  #', "hidden-character", "17:11", "U+001B"),
    Case("a raw escape", MANY, "Shore walk-in", "Shore\x1b[31m", "hidden-character", "17:16", "U+001B"),
    Case("a control of one character", MANY, "Shore walk-in", "Shore\x9b31m", "hidden-character", "17:16", "U+009B"),
    Case("a line break in a name", MANY, "Shore walk-in centre", '"Shore\\nFORGED ROW"', "line-break", "17:5"),
    Case("a malformed postcode", MANY, "ZZ1 1AB", "ZZ1 11B", "bad-postcode", "20:16", "ZZ1 11B"),
    Case("letters not composed", MANY, "walk-in centre", "cafe\u0301", "letters-not-composed", "17:5", "caf\xe9", WARNING),
    Case("hours that start and end alike", MANY, "08:00-18:30", "08:00-08:00", "start-equals-end", "19:5", "twenty-four"),
    Case("hours that there are not", MANY, "Sa 10:00-16:00", "Su 01:10-01:50", "session-in-the-skipped-hour", "19:5", "2027-03-28", WARNING),
    Case("easting and northing swapped", MANY, "{postcode: ZZ1 1AB}", "{easting: 200200, northing: 500200}", "easting-and-northing-swapped", "20:5", "500200", WARNING),
    Case("nothing is taken", MANY, "    symptoms: [SG1107/*]\n    dispositions: [Dx05, Dx07]\n", "", "no-capability", "16:5", "never offered", WARNING),
    Case("no emergency department", MANY, "type: emergency-department", "type: walk-in-centre", "no-emergency-department", ""),
    Case("no ambulance service", MANY, "type: emergency-ambulance", "type: gp-practice", "no-ambulance-service", ""),
    Case("validity is over", HEAD, "until: 2027-10-31", "until: 2026-11-10", "outside-validity", "5:1", "2026-11-11", WARNING),
    Case("a loose postcode", MANY, "ZZ1 1AB", " zz11ab ", "untidy-postcode", "20:16", "ZZ1 1AB", INFO),
    Case("a service entered twice", MANY, "    ages: [5-15, 16+]\n", "    ages: [16+]\n" + AGAIN, "looks-entered-twice", "23:5", "`shore-centre`", WARNING),
    Case("a loop", WRIST, "{say: no, go: sort}", "{say: no, go: bent}", "question-loop", "", "bent"),
    Case("no way on", WRIST, "{say: no, go: sort}", "{say: no}", "no-way-on", "18:9", "no"),
    Case("a question nobody is asked", WRIST, "  sort:\n", "  lost:\n    ask: Lost?\n    answers: [{say: yes, go: sort}]\n  sort:\n", "question-never-reached", "19:3", "lost", WARNING),
    Case("a question twice", WRIST, "  sort:\n", "  bent:\n    ask: Again?\n    answers: []\n  sort:\n", "duplicate-key", "19:3", "line 8"),
    Case("a red flag without not sure", WRIST, "      - {say: not sure, like: yes}\n", "", "red-flag-without-not-sure", "8:3", "bent"),
    Case("a weak red flag", WRIST, "disposition: Dx02", "disposition: Dx07", "weak-red-flag", "11:9", "Dx07"),
    Case("an otherwise that is less urgent", WRIST, "{otherwise: true, then: {disposition: Dx03", "{otherwise: true, then: {disposition: Dx07", "otherwise-less-urgent", "22:9", "", WARNING),
    Case("an age that falls in no rule", WRIST, "      - {otherwise: true, then: {disposition: Dx03, discriminator: SD4052}}\n", "", "no-otherwise", "19:3", "sort"),
    Case("an answer twice", WRIST, "{say: no, go: sort}", "{say: yes, go: bent}", "duplicate-answer", "18:9", "yes"),
    Case("an unknown code", WRIST, "disposition: Dx02", "disposition: Dx0222", "unknown-disposition", "11:36", "Dx0222"),
    Case("a limit that is no number", WRIST, "age: 0-15", "age: nan-15", "bad-age", "21:26"),
    Case("an expression for a condition", WRIST, "if: {big: true, age: 0-15}", "if: {\"__import__('os').system('ls')\": yes}", "bad-name", "21:15", "__import__"),
]  # fmt: skip


def survey_of(home: Path, changes: dict[str, str | bytes]) -> Survey:
    for name, said in {**FILES, **changes}.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(said if isinstance(said, bytes) else said.encode())
    return check(home / "shore", home / "pathways", on=ON)


def changed(case: Case) -> str | bytes:
    if case.old is None or isinstance(case.new, bytes):
        return case.new
    assert FILES[case.file].count(case.old) == 1, case.old
    return FILES[case.file].replace(case.old, case.new)


def placed(one: Finding) -> str:
    where = one.diagnostic.location
    return f"{where.file} {where.line}:{where.column}" if where else ""


def test_the_files_are_sound_as_they_stand(tmp_path: Path) -> None:
    assert [one.diagnostic for one in survey_of(tmp_path, {}).findings if one.diagnostic.is_error] == []


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case.name)
def test_what_is_wrong_is_told_at_its_place(case: Case, tmp_path: Path) -> None:
    survey = survey_of(tmp_path, {case.file: changed(case)})
    told = [one for one in survey.findings if one.diagnostic.rule == case.rule]
    assert told, [one.diagnostic for one in survey.findings]
    one = told[0]
    assert one.diagnostic.severity is case.severity
    assert placed(one).endswith(f" {case.place}" if case.place else ""), placed(one)
    assert case.says in f"{one.diagnostic.message} {one.diagnostic.help}"
    assert one.diagnostic.help
    assert len(one.diagnostic.message) < 400
    page = render_check(survey, Page(80), 0)
    assert not any((ord(letter) < 32 and letter != "\n") or 0x7F <= ord(letter) < 0xA0 for letter in page)
    plain = survey_of(tmp_path, {})
    assert case.severity is not Severity.ERROR or case.rule not in plain.by_rule()


ACCEPTED = {
    "Windows line ends": (MANY, None, SERVICES.replace("\n", "\r\n")),
    "hours that YAML would take for numbers": (MANY, "Mo-Fr 08:00-18:30; Sa 10:00-16:00", "10:00-22:00"),
    "a name that YAML would take for true": (MANY, "Shore walk-in centre", "yes"),
    "a title that YAML would take for a number": (HEAD, "title: Shore", "title: 1.10"),
    "an end at midnight": (MANY, "08:00-18:30", "08:00-24:00"),
    "a leap day": (MANY, "    ages:", "    dates: {2028-02-29: off}\n    ages:"),
    "a night with a clock change": (MANY, "Sa 10:00-16:00", "Sa 20:00-08:00"),
    "markup in a name": (MANY, "Shore walk-in centre", "'[bold red]Shore[/] <script>alert(1)</script>'"),
    "brackets in a name": (MANY, "Shore walk-in centre", "Shore centre [east wing]"),
    "a formula for a name": (MANY, "Shore walk-in centre", "'=HYPERLINK(\"x\")'"),
    "an international number": (MANY, "01632 960002", "+44 1632 960002"),
    "a word that is a pattern": (WRIST, "words: [wrist]", "words: ['(a+)+$', wrist]"),
    "markup in a question": (WRIST, "Is it bent?", "'[link]Is it bent?[/link]'"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_only_looks_odd_is_accepted(name: str, tmp_path: Path) -> None:
    file, old, new = ACCEPTED[name]
    assert old is None or FILES[file].count(old) == 1
    survey = survey_of(tmp_path, {file: FILES[file].replace(old, new) if old else new})
    assert [one.diagnostic for one in survey.findings if one.diagnostic.is_error] == []
    assert (survey.services, survey.pathways) == (3, 1)
