"""Runs the tables of `routing/`: routing.md, section by section, each row one call and what must come of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dos_router import CallText, explain, route
from dos_router.diagnostics import Diagnostic, Location
from dos_router.loading.text_tree import read_tree
from dos_router.model.answer import Answer, Explanation, Offer
from dos_router.model.directory import Directory
from dos_router.model.moments import iso
from dos_router.routing.distances import in_miles

TABLES = Path(__file__).with_name("routing")

CALL = {
    "at": "2026-11-18T12:00",  # a Wednesday in winter
    "postcode": "TE1 1AA", "age": "34", "sex": "female", "disposition": "Dx05",
    "symptom_group": "SG1107", "symptom_discriminators": "SD4052",
}  # fmt: skip
GIVEN = {
    "call", "without", "services", "policy", "profiles", "places", "capacity", "holidays", "directory", "files",
    "care plans", "neighbour",
}  # fmt: skip
REMARKS = {"case", "silent"}
SEVERAL = {"symptom_discriminators": "+", "previous_calls": ","}


class Told(NamedTuple):
    """All that came of a call: what the tables ask about is read from here."""

    explanation: Explanation | None
    problems: list[Diagnostic]
    directory: Directory

    @property
    def answer(self) -> Answer:
        assert self.explanation is not None, f"the call was refused: {self.problems}"
        return self.explanation.answer


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make a test of each row; order can matter only where a case has services to order."""
    if metafunc.function in (test_routing, test_order_in_files_changes_nothing):
        alone = metafunc.function is test_routing
        metafunc.parametrize("case", [row for row in _rows() if alone or len(row.values[0].get("services") or {}) > 1])


def test_routing(case: dict[str, Any], build: Callable[..., Any]) -> None:
    world = build(case)
    told = Told(*explain(_call(case), world.directory, world.plans), world.directory)
    expected = _expected(case)
    assert {key: TELL[key](told, wanted) for key, wanted in expected.items()} == expected
    answer = told.explanation.answer if told.explanation else None
    assert route(_call(case), world.directory, world.plans) == (answer, told.problems)


def test_order_in_files_changes_nothing(case: dict[str, Any], build: Callable[..., Any]) -> None:
    expected = _expected(case)
    world = build(case, shuffled=True)
    told = Told(*explain(_call(case), world.directory, world.plans), world.directory)
    assert {key: TELL[key](told, wanted) for key, wanted in expected.items()} == expected


def test_each_case_has_words_of_its_own() -> None:
    words = [row.id for row in _rows()]
    assert [word for word, times in Counter(words).items() if times > 1] == []


@cache
def _rows() -> list[Any]:
    """Return every case of every table, its words as its id."""
    return [
        pytest.param(_merged(rule.get("given") or {}, case), id=f"{path.stem}: {case['case']}")
        for path in sorted(TABLES.glob("*.yaml"))
        for rule in _rules(path)
        for case in _cases(rule)
    ]


def _rules(path: Path) -> list[dict[str, Any]]:
    tree, problems = read_tree(path, Location(path.name))
    assert tree is not None, problems
    assert isinstance(tree.value, dict), path
    rules: list[dict[str, Any]] = tree.value["rules"]
    return rules


def _cases(rule: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a rule's cases: those written out, then the rows of its table."""
    yield from rule.get("cases") or ()
    for words, cells in (rule.get("rows") or {}).items():
        assert len(cells) == len(rule["columns"]), f"{words}: a cell for each column"
        case: dict[str, Any] = {"case": words}
        for column, cell in zip(rule["columns"], cells, strict=True):
            *path, last = column.split(".")
            inner = case
            for step in path:
                inner = inner.setdefault(step, {})
            inner[last] = cell
        yield case


def _merged(given: Any, stated: Any) -> Any:
    """Return what a rule gives with what a case states laid over it, map by map."""
    if not isinstance(given, dict) or not isinstance(stated, dict):
        return stated
    return given | {key: _merged(given.get(key), value) for key, value in stated.items()}


def _call(case: dict[str, Any]) -> CallText:
    said = CALL | (case.get("call") or {})
    stated = {name: text for name, text in said.items() if name not in case.get("without", ())}
    fields: dict[str, Any] = {
        name: tuple(part.strip() for part in text.split(SEVERAL[name]) if part.strip()) if name in SEVERAL else text
        for name, text in stated.items()
    }
    fields["force_distance"] = stated.get("force_distance") == "yes"
    return CallText(**fields)


def _expected(case: dict[str, Any]) -> dict[str, Any]:
    """Return what a case expects; one that speaks of offers says all of them, all near misses, and how it ends."""
    expected = {key: value for key, value in case.items() if key not in GIVEN | REMARKS}
    assert expected, "a case must expect something"
    assert expected.keys() <= TELL.keys(), f"not known: {expected.keys() - TELL.keys()}"
    if {"outcome", "offers", "near misses"} & expected.keys():
        found = {"offers": "none", "near misses": "none"} | expected
        return {"outcome": "no-service" if found["offers"] == "none" else "routed"} | found
    return expected


# What is told of an answer, in the words of the tables. Each gets what the case wants, to tell alike.


def _near_misses(told: Told, _: Any) -> str:
    return _listed(f"{miss.service.id} {miss.failure.check}" for miss in told.answer.near_misses)


def _fails(told: Told, wanted: dict[str, str]) -> dict[str, str]:
    assert told.explanation is not None
    verdicts = {one.service.id: one for one in told.explanation.verdicts}
    return {name: " ".join(failure.check for failure in verdicts[name].failures) or "none" for name in wanted}


def _results(told: Told, wanted: dict[str, str]) -> dict[str, str]:
    assert told.explanation is not None
    return {one.service.id: str(one.result) for one in told.explanation.verdicts if one.service.id in wanted}


def _window(told: Told, wanted: str) -> str:
    window = told.answer.window
    if window is None:
        return "none"
    return " to ".join(_time(told, moment, like) for moment, like in zip(window, wanted.split(" to "), strict=True))


def _search(told: Told, _: Any) -> str:
    search = told.answer.search
    return "none" if search is None else f"{search.metres / 1000:g} km, {search.said_by}"


def _ranking(told: Told, _: Any) -> str:
    entries = [entry.at for entry in told.directory.policy.ranking]
    return "national" if told.answer.ranking is None else f"entry {entries.index(told.answer.ranking) + 1}"


def _understood(told: Told, wanted: dict[str, str]) -> dict[str, str]:
    return {name: _field(told, name, text) for name, text in wanted.items()}


def _field(told: Told, name: str, like: str) -> str:
    value = getattr(told.answer.request, name)
    if name == "at":
        return _time(told, value, like)
    if isinstance(value, tuple):
        return " ".join(str(part) for part in value)
    return "unknown" if value is None else str(value)


def _refused(told: Told, wanted: dict[str, str]) -> dict[str, str]:
    """Return rule → message; a message that holds the words wanted is told as those."""
    assert told.explanation is None, f"the call was not refused: {told.answer.outcome}"
    return {one.rule: _holding(f"{one.message} {one.help or ''}", wanted.get(one.rule)) for one in told.problems}


def _warns(told: Told, _: Any) -> str:
    return _listed(one.rule for one in told.answer.warnings)


def _of_offers(tell: Callable[[Told, Offer, str], str]) -> Callable[[Told, dict[str, str]], dict[str, str]]:
    def each(told: Told, wanted: dict[str, str]) -> dict[str, str]:
        offers = {offer.service.id: offer for offer in told.answer.offers}
        return {name: tell(told, offers[name], wanted[name]) if name in offers else "not offered" for name in wanted}

    return each


def _text(read: Callable[[Answer], object]) -> Callable[[Told, str], str]:
    return lambda told, wanted: _holding(str(read(told.answer) or "none"), wanted)


def _holding(text: str, wanted: str | None) -> str:
    return wanted if wanted is not None and wanted in text else text


def _time(told: Told, moment: int | None, like: str) -> str:
    """Return a moment as the case writes it: `13:00` on the day of the call, a local time, or one with its offset."""
    if moment is None:
        return "none"
    text, day = (iso(each, told.directory.zone) for each in (moment, told.answer.request.at))
    if re.fullmatch(r"\d\d:\d\d", like) and text[:10] == day[:10]:
        return text[11:16]
    return text[:16] if len(like) <= len("2026-11-18T12:00") else text


def _listed(words: Any) -> str:
    return ", ".join(words) or "none"


TELL: dict[str, Callable[[Told, Any], Any]] = {
    "outcome": lambda told, _: str(told.answer.outcome),
    "offers": lambda told, _: _listed(offer.service.id for offer in told.answer.offers),
    "near misses": _near_misses,
    "fails": _fails,
    "results": _results,
    "window": _window,
    "search": _search,
    "ranking": _ranking,
    "understood": _understood,
    "refused": _refused,
    "warns": _warns,
    "ranks": _of_offers(lambda _, offer, __: str(offer.rank or "none")),
    "miles": _of_offers(lambda _, offer, __: str(in_miles(offer.squared)).replace("None", "none")),
    "open now": lambda told, _: _listed(offer.service.id for offer in told.answer.offers if offer.is_open),
    "opens": _of_offers(lambda told, offer, like: _time(told, offer.opens_at, like)),
    "closes": _of_offers(lambda told, offer, like: _time(told, offer.closes_at, like)),
    "promoted": lambda told, _: _listed(offer.service.id for offer in told.answer.offers if offer.promoted),
    "notes": _of_offers(lambda _, offer, like: _holding(offer.note or "none", like)),
    "validated by": lambda told, _: told.answer.validated_by or "none",
    "care plan": lambda told, _: told.answer.care_plan.id if told.answer.care_plan else "none",
    "message": _text(lambda answer: answer.message),
    "reason": _text(lambda answer: answer.reason),
}
