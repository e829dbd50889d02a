"""The shipped pathways: they load clean, their examples pass and cover them, and each says what it is not for."""

from __future__ import annotations

from pathlib import Path

import pytest

from dos_router.loading.pathways import load_pathways
from dos_router.model.pathway import Pathway, Question
from dos_router.reference import load_reference
from dos_router.routing.pathway_examples import run_examples
from dos_router.routing.pathway_words import find_pathways
from dos_router.routing.triage import walk_through

FOLDER = Path(__file__).parents[2] / "pathways"
FILES = sorted(FOLDER.glob("*.yaml"))
REFERENCE, _ = load_reference()
LOADED = load_pathways(FOLDER, REFERENCE)
PATHWAYS = sorted(LOADED.pathways.values(), key=lambda pathway: pathway.id)
CHOSEN = [pathway for pathway in PATHWAYS if not pathway.is_shared]

UNCHECKED = {"palliative-care"}  # where a death is expected, "are they breathing" must not send an ambulance

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
each_pathway = pytest.mark.parametrize("pathway", PATHWAYS, ids=lambda pathway: pathway.id)
each_chosen = pytest.mark.parametrize("pathway", CHOSEN, ids=lambda pathway: pathway.id)


def test_they_load_without_any_problem() -> None:
    assert LOADED.problems == []
    assert [pathway.id for pathway in PATHWAYS] == [path.stem for path in FILES], "each is named after its file"


def test_all_their_examples_pass() -> None:
    assert run_examples(LOADED.pathways, REFERENCE) == []


@each_file
def test_each_file_says_that_it_is_not_for_use(path: Path) -> None:
    head = path.read_text(encoding="utf-8").split("format:")[0]
    assert "invented" in head
    assert "not for use with patients" in head


@each_chosen
def test_each_begins_with_the_emergency_check(pathway: Pathway) -> None:
    expected = [] if pathway.id in UNCHECKED else ["emergency-check"]
    assert list(pathway.first[:1]) == expected


@each_pathway
def test_each_question_asks_and_says_why(pathway: Pathway) -> None:
    for question in pathway.questions:
        assert "?" in question.ask, question.id
        assert question.why, question.id


@each_pathway
def test_each_red_flag_question_lets_the_caller_be_unsure(pathway: Pathway) -> None:
    for question in pathway.questions:
        if question.has_red_flag:
            assert [choice.say for choice in question.choices if question.counted(choice) is not choice], question.id


@each_pathway
def test_the_examples_of_each_come_to_all_its_ends(pathway: Pathway) -> None:
    walks = [walk_through(pathway, example.patient, example.answers) for example in pathway.examples]
    ends = {(each.disposition, each.discriminators) for each in pathway.endings()}
    come_to = {(end.disposition, end.discriminators) for walk in walks if hasattr(end := walk.stop, "disposition")}
    assert ends - come_to == set()


@each_pathway
def test_the_examples_of_each_take_every_answer_and_every_rule(pathway: Pathway) -> None:
    walks = [walk_through(pathway, example.patient, example.answers) for example in pathway.examples]
    taken = {(step.step, step.counted_as) for walk in walks for step in walk.steps}
    offered = set()
    for step in pathway.steps.values():
        if isinstance(step, Question):
            offered |= {(step.id, step.counted(choice).say) for choice in step.choices}
        else:
            offered |= {(step.id, rule.case.written if rule.case else "otherwise") for rule in step.rules}
    assert offered - taken == set()


@each_pathway
def test_care_advice_is_only_for_ends_that_it_can_come_to(pathway: Pathway) -> None:
    ends = {each.disposition for each in pathway.endings()} | {rule.at_least.disposition for rule in pathway.always}
    assert set(pathway.care_advice) - ends == set()


@each_chosen
def test_each_is_found_by_its_own_words(pathway: Pathway) -> None:
    for word in (*pathway.words, pathway.title):
        found = find_pathways(word, LOADED.pathways)
        best = [match.pathway.id for match in found if match.score >= found[0].score - 5]
        assert pathway.id in best, word


def test_only_the_emergency_check_goes_on_to_others() -> None:
    assert [pathway.id for pathway in PATHWAYS if pathway.is_shared] == ["emergency-check"]
