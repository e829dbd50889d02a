"""The caller's words find the pathways that they may mean, misspelt or not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from dos_router.diagnostics import Location
from dos_router.model.ages import parse_age_range
from dos_router.model.pathway import CONTINUE, Choice, Ending, GoTo, Pathway, Question
from dos_router.routing.pathway_words import find_pathways

HERE = Location("x.yaml", 1, 1)


def pathway(name: str, *words: str, title: str = "", shared: bool = False, for_: str = "") -> Pathway:
    leads = GoTo(CONTINUE, HERE) if shared else Ending("Dx39", HERE)
    question = Question(id="a", ask="?", choices=(Choice(say="yes", leads=leads, at=HERE),), at=HERE)
    return Pathway(
        id=name,
        title=title or name,
        start="a",
        steps={"a": question},
        at=HERE,
        words=words,
        ages=(parse_age_range(for_),) if for_ else (),
        sexes=frozenset({"female"}) if name == "pregnancy" else frozenset({"female", "male"}),
    )


PATHWAYS: Mapping[str, Pathway] = {
    each.id: each
    for each in (
        pathway("wrist-injury", "wrist", "hand", "fell on my hand", title="Wrist or hand injury"),
        pathway("wound", "cut", "bleeding", "deep cut", title="Wound"),
        pathway("burn", "burn", "scald", "hot water on me"),
        pathway("fever", "fever", "hot", "high temperature", for_="0-11"),
        pathway("head-injury", "head", "bang on the head"),
        pathway("earache", "ear", "earache"),
        pathway("pregnancy", "pregnant"),
        pathway("emergency-check", "collapsed", "stroke", shared=True),
        pathway("constipation", "can't go"),
        pathway("gastric", "being sick", "vomiting", "can't keep anything down"),
    )
}


def names(words: str, **patient: object) -> list[str]:
    return [match.pathway.id for match in find_pathways(words, PATHWAYS, **patient)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("hurt my rist", "wrist-injury"),
        ("HURT MY WRIST!", "wrist-injury"),
        ("wirst", "wrist-injury"),
        ("he fell on his hand", "wrist-injury"),
        ("banged my hed", "head-injury"),
        ("scalded", "burn"),
        ("my ears", "earache"),
        ("ear", "earache"),
        ("my hed", "head-injury"),
        ("burning", "burn"),
        ("pregnan", "pregnancy"),
        ("he can't go", "constipation"),
        ("feaver", "fever"),
        ("vomitting", "gastric"),
        ("cant keep anything down", "gastric"),
        ("deep cut on the hand", "wound"),
    ],
)
def test_the_pathway_that_is_meant_comes_first(words: str, first: str) -> None:
    assert names(words)[0] == first


@pytest.mark.parametrize("words", ["xyzzy", "", "  ?! ", "my and the", "last year", "heat", "collapsed", "stroke"])
def test_where_nothing_is_alike_nothing_is_found(words: str) -> None:
    assert names(words) == []


def test_pathways_asked_before_others_can_be_looked_for_by_themselves() -> None:
    assert [match.pathway.id for match in find_pathways("a stroke", PATHWAYS, shared=True)] == ["emergency-check"]
    assert find_pathways("wrist", PATHWAYS, shared=True) == []


def test_words_of_two_pathways_find_both_in_a_fixed_order() -> None:
    backwards = dict(reversed(PATHWAYS.items()))
    found = find_pathways("cut hand", PATHWAYS)
    assert [(match.pathway.id, match.score, match.word) for match in found] == [
        ("wound", 75.0, "cut"),
        ("wrist-injury", 75.0, "hand"),
    ]
    assert find_pathways("cut hand", backwards) == found


def test_a_longer_phrase_that_fits_wins_over_a_shorter() -> None:
    match = find_pathways("fell on my hand", PATHWAYS)[0]
    assert (match.score, match.word) == (100.0, "fell on my hand")


def test_the_title_counts_among_the_words() -> None:
    only_title = {"x": pathway("x", title="Nosebleed")}
    assert [match.word for match in find_pathways("nose bleed nosebleed", only_title)] == ["Nosebleed"]


def test_words_without_any_letter_are_no_words() -> None:
    assert find_pathways("hand", {"x": pathway("x", "?!", title="!")}) == []


@pytest.mark.parametrize(
    ("age_days", "expected"), [(None, ["burn", "fever"]), (1000, ["burn", "fever"]), (9000, ["burn"])]
)
def test_a_pathway_for_other_ages_is_left_out(age_days: int | None, expected: list[str]) -> None:
    assert sorted(names("hot", age_days=age_days)) == expected


@pytest.mark.parametrize(("sex", "found"), [(None, True), ("female", True), ("indeterminate", True), ("male", False)])
def test_a_pathway_for_the_other_sex_is_left_out(sex: str | None, found: bool) -> None:
    assert ("pregnancy" in names("pregnant", sex=sex)) is found
