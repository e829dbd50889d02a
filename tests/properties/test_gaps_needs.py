"""The needs of pathways are exactly those that asking every question in every way comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from made_pathways import RANGES, made_pathways

from dos_router.analysis.gaps.needs import Need, needs_of
from dos_router.analysis.gaps.pathway_ends import ends_of
from dos_router.model.ages import parse_age_range
from dos_router.model.pathway import Pathway, Patient
from dos_router.reference import load_reference
from dos_router.routing.triage import Asking, Ended, Result, advance

REFERENCE, _ = load_reference()
EDGES = sorted(
    {0, 47_481}
    | {ages.low for ages in map(parse_age_range, RANGES)}
    | {ages.high + 1 for ages in map(parse_age_range, RANGES) if ages.high is not None}
)

Said = dict[tuple[str, str], str]
End = tuple[str, str | None, tuple[str, ...]]


@st.composite
def sets_of_pathways(draw: st.DrawFn) -> dict[str, Pathway]:
    """Draw a pathway, often one that others ask first, which may be for some ages or one sex only."""
    ages = draw(st.sampled_from([(), (parse_age_range("5-15"),), (parse_age_range("16+"),)]))
    sexes = draw(st.sampled_from([frozenset({"female", "male"}), frozenset({"female"})]))
    chosen = draw(made_pathways(REFERENCE))
    if draw(st.booleans()):
        return {"made": replace(chosen, ages=ages, sexes=sexes)}
    first = draw(made_pathways(REFERENCE, name="first", shared=True))
    return {"made": replace(chosen, first=("first",)), "first": replace(first, ages=ages, sexes=sexes)}


@given(pathways=sets_of_pathways())
def test_ends_are_what_asking_everything_comes_to(pathways: dict[str, Pathway]) -> None:
    assert {end_of(result) for result in ends_of(pathways, REFERENCE)} == set(plain_ends(pathways))


@given(pathways=sets_of_pathways())
def test_needs_are_the_ends_that_are_searched_for(pathways: dict[str, Pathway]) -> None:
    searched = {end for end in plain_ends(pathways) if REFERENCE.dispositions[end[0]].search}
    assert set(needs_of(pathways, REFERENCE)) == {
        Need(code, group or "", "+".join(sorted(codes))) for code, group, codes in searched
    }


def plain_ends(pathways: Mapping[str, Pathway]) -> Iterator[End]:
    """Yield the end of every route, for a patient on each side of every age that a rule can name."""
    for age in EDGES:
        for sex in ("female", "male", "indeterminate"):
            patient = Patient(age, sex)
            if pathways["made"].takes(patient):
                yield from (end_of(result) for result in routes(pathways, patient))


def routes(pathways: Mapping[str, Pathway], patient: Patient) -> Iterator[Result]:
    waiting: list[Said] = [{}]
    while waiting:
        said = waiting.pop()
        came = advance(pathways, "made", patient, answers=said, reference=REFERENCE)
        if isinstance(came, Ended):
            yield came.result
        else:
            assert isinstance(came, Asking)
            key = (came.pathway.id, came.question.id)
            waiting += [{**said, key: choice.say} for choice in came.question.choices]


def end_of(result: Result) -> End:
    return result.disposition, result.symptom_group, result.discriminators
