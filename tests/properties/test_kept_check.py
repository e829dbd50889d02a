"""What `check` keeps between runs changes nothing that it says; and each check of single files looks at them alone."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from made_edits import START, Edit, edits, files, write

from dos_router.checks.catalogue import RULES
from dos_router.checks.kept.keeping import Keeping
from dos_router.checks.kept.plain_pathways import pathways_from, plain_pathways
from dos_router.checks.kept.plain_services import file_from, plain_file
from dos_router.checks.rule import Rule
from dos_router.checks.subject import Subject, file_of
from dos_router.checks.survey import Survey, check
from dos_router.cli.check_signed import vouched
from dos_router.cli.kept_records import plain_records, records_from
from dos_router.diagnostics import Diagnostic, Location
from dos_router.loading.directory import load
from dos_router.loading.pathways import load_pathways
from dos_router.loading.services import LoadedFile, Surroundings, load_service_file
from dos_router.reference import load_reference
from dos_router.reports.check_json import check_json
from dos_router.reports.check_sarif import check_sarif
from dos_router.reports.check_text import render_check
from dos_router.reports.page import Page
from dos_router.signoff.records import read_service_records

DAYS = (date(2026, 11, 21), date(2026, 12, 20), date(2027, 10, 1))


def look(home: Path, day: date, keeping: Keeping) -> Survey:
    folders, pathways = [home / "coast", home / "north"], home / "pathways"
    signed = vouched(folders, pathways, day, keeping)
    return check(folders, pathways, on=day, more=signed.findings, keeping=keeping)


def printed(survey: Survey) -> str:
    """Return all that is printed of a survey, in three forms."""
    told = [json.dumps(check_json(survey)), json.dumps(check_sarif(survey))]
    return "\n".join([*told, render_check(survey, Page(80), 0)])


@settings(max_examples=40)
@given(st.lists(st.tuples(st.lists(edits, max_size=2), st.sampled_from(DAYS)), min_size=2, max_size=5))
def test_what_is_kept_changes_nothing_that_is_said(runs: list[tuple[list[Edit], date]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write(home, START)
        for changes, day in runs:
            write(home, dict(changes))
            cold, kept = look(home, day, Keeping()), look(home, day, Keeping(home / "cache"))
            assert kept == cold
            assert printed(kept) == printed(cold)


def through_text(plain: object) -> object:
    return json.loads(json.dumps(plain))


def written(loaded: LoadedFile) -> list[object]:
    """Return what no comparison of services sees."""
    return [
        (one.at, dict(one.lines), one.opening.written, [each.written for each in one.ages]) for one in loaded.services
    ]


@settings(max_examples=100)
@given(files(), st.lists(edits, max_size=2))
def test_services_records_and_pathways_are_read_back_as_they_were(text: str, changes: list[Edit]) -> None:
    seen: list[tuple[Path, Location, Surroundings]] = []

    def load_file(path: Path, where: Location, around: Surroundings) -> LoadedFile:
        seen.append((path, where, around))
        return load_service_file(path, where, around)

    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write(home, {**START, **dict(changes), "coast/services/one.yaml": text})
        load(home / "coast", load_file=load_file)
        for path, where, around in seen:
            if path.suffix == ".yaml":
                plain = load_service_file(path, where, around)
                back = file_from(through_text(plain_file(plain, where)), where, around)
                assert (back, written(back)) == (plain, written(plain))
                records = read_service_records(path, where)
                assert records_from(through_text(plain_records(records, where)), where) == records
        pathways = load_pathways(home / "pathways", load_reference()[0])
        again = pathways_from(through_text(plain_pathways(pathways)))
        assert again == pathways
        assert [one.lines for one in again.pathways.values()] == [one.lines for one in pathways.pathways.values()]


BY_FILE = [rule for rule in RULES if rule.by_file]


def found_by(rule: Rule, subject: Subject) -> Counter[Diagnostic]:
    return Counter(rule.look_at(subject))


@settings(max_examples=60)
@given(st.lists(files(), min_size=2, max_size=4), st.lists(edits, max_size=3), st.sampled_from(DAYS))
def test_what_is_found_in_a_file_hangs_on_no_other(texts: list[str], changes: list[Edit], day: date) -> None:
    """Looking at each file without the others finds what looking at all finds, at places of that file."""
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        write(home, START)
        write(home, dict(changes))
        write(home, {f"coast/services/{number}.yaml": text for number, text in enumerate(texts)})
        directory = load(home / "coast").directory
        if directory is None:
            return
        pathways = load_pathways(home / "pathways", directory.reference).pathways
        subject = Subject(directory=directory, pathways=pathways, pathways_folder=home / "pathways", on=day)
        every = {*subject.text_files, *(file_of(service.at) for service in subject.services)}
        for rule in BY_FILE:
            apart: Counter[Diagnostic] = Counter()
            for file in every:
                found = found_by(rule, subject.leaving_out(every - {file}))
                assert all(one.location and file_of(one.location) == file for one in found), rule.name
                apart += found
            assert apart == found_by(rule, subject), rule.name
            assert not found_by(rule, subject.leaving_out(every)), rule.name


def test_the_edits_reach_most_checks_of_single_files() -> None:
    """The laws above would hold if nothing were ever found."""
    seen: Counter[str] = Counter()

    @settings(max_examples=80)
    @given(files(), st.lists(edits, min_size=2, max_size=5))
    def draw(text: str, changes: list[Edit]) -> None:
        with tempfile.TemporaryDirectory() as name:
            home = Path(name)
            write(home, START)
            write(home, {"coast/services/one.yaml": text, **dict(changes)})
            survey = look(home, DAYS[0], Keeping())
            seen.update({one.diagnostic.rule for one in (*survey.findings, *survey.accepted)})

    draw()
    reached = [rule.name for rule in BY_FILE if seen[rule.name]]
    assert len(reached) > len(BY_FILE) // 2, sorted({rule.name for rule in BY_FILE} - set(reached))
    for rule in ("duplicate-id", "accepted-expired", "words-shared", "yaml-syntax", "ranking-changes-nothing"):
        assert seen[rule], rule
