"""Made-up pathways: any shape that loading accepts, with red flags, doubt, decisions and safety rules."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from dos_router.diagnostics import Location
from dos_router.loading.pathways import read_pathway
from dos_router.loading.text_tree import parse_tree
from dos_router.model.pathway import Pathway
from dos_router.reference import Reference

EMERGENCIES = ("Dx0102", "Dx011", "Dx012", "Dx02", "Dx03", "Dx92")
OTHERS = ("Dx05", "Dx08", "Dx11", "Dx28", "Dx39", "Dx49")
RANGES = ("0-4", "5-15", "16+", "3m-70", "65+")
SETS = [(name, value) for name in ("v", "w") for value in ("one", "two")]

Made = dict[str, Any]


@st.composite
def made_pathways(draw: st.DrawFn, reference: Reference, *, name: str = "made", shared: bool = False) -> Pathway:
    """Return a pathway of up to seven steps, each leading only to later ones; `shared`: some way continues."""
    count = draw(st.integers(1, 7))
    kinds = [draw(st.sampled_from(("question", "question", "decision"))) for _ in range(count)]
    steps = {f"s{number}": _question(draw, number, count) for number in range(count) if kinds[number] == "question"}
    known = _known_values(steps)
    for number in (number for number in range(count) if kinds[number] == "decision"):
        steps[f"s{number}"] = _decision(draw, number, count, known)
    made: Made = {
        "format": "1", "id": name, "title": "Made up", "symptom_group": "SG1107", "start": "s0",
        "questions": dict(sorted(steps.items())),
        "always": [_safety_rule(draw, known) for _ in range(draw(st.integers(0, 2)))],
    }  # fmt: skip
    if shared:
        _let_one_continue(draw, made["questions"])
    return _read(made, reference)


def _question(draw: st.DrawFn, number: int, count: int) -> Made:
    answers: list[Made] = []
    for say in ("a", "b", "c")[: draw(st.integers(1, 3))]:
        alarming = draw(st.booleans())
        leads = _ending(draw, EMERGENCIES) if alarming else _exit(draw, number, count)
        answer: Made = {"say": say, **({"red_flag": "true"} if alarming else {}), **leads}
        if draw(st.booleans()):
            answer["set"] = dict([draw(st.sampled_from(SETS))])
        answers.append(answer)
    if draw(st.booleans()):
        alarming_ones = [answer["say"] for answer in answers if "red_flag" in answer]
        answers.append({"say": "not sure", "like": draw(st.sampled_from(alarming_ones or [a["say"] for a in answers]))})
    return {"ask": "Well?", "answers": draw(st.permutations(answers))}


def _decision(draw: st.DrawFn, number: int, count: int, known: dict[str, list[str]]) -> Made:
    rules = [{"if": _case(draw, known), **_exit(draw, number, count)} for _ in range(draw(st.integers(0, 3)))]
    return {"rules": [*rules, {"otherwise": "true", **_exit(draw, number, count)}]}


def _case(draw: st.DrawFn, known: dict[str, list[str]]) -> Made:
    names = draw(st.sets(st.sampled_from(["age", "sex", *sorted(known)]), min_size=1, max_size=3))
    choices = {"age": list(RANGES), "sex": ["female", "male"], **known}
    return {name: draw(st.lists(st.sampled_from(choices[name]), min_size=1, max_size=2)) for name in sorted(names)}


def _safety_rule(draw: st.DrawFn, known: dict[str, list[str]]) -> Made:
    at_least = draw(st.sampled_from(EMERGENCIES + OTHERS))
    return {"if": _case(draw, known), "at_least": at_least, "discriminator": "SD4052"}


def _exit(draw: st.DrawFn, number: int, count: int) -> Made:
    later = [f"s{later}" for later in range(number + 1, count)]
    if later and draw(st.integers(0, 3)):
        return {"go": draw(st.sampled_from(later))}
    return _ending(draw, EMERGENCIES + OTHERS)


def _ending(draw: st.DrawFn, codes: tuple[str, ...]) -> Made:
    return {"then": {"disposition": draw(st.sampled_from(codes)), "discriminator": "SD4052"}}


def _known_values(steps: dict[str, Made]) -> dict[str, list[str]]:
    """Return what each question can be answered, and what each value can be set to."""
    known: dict[str, set[str]] = {}
    for name, step in steps.items():
        for answer in step["answers"]:
            if "like" not in answer:
                known.setdefault(name, set()).add(answer["say"])
            for value, text in answer.get("set", {}).items():
                known.setdefault(value, set()).add(text)
    return {name: sorted(texts) for name, texts in known.items()}


def _let_one_continue(draw: st.DrawFn, steps: dict[str, Made]) -> None:
    """Turn one way on that is no red flag's into `continue`; with none there is, the first question gets one."""
    ways = [
        each for step in steps.values() for each in (*step.get("answers", ()), *step.get("rules", ()))
        if "like" not in each and "red_flag" not in each
    ]  # fmt: skip
    if not ways:
        ways = [{"say": "nothing of that"}]
        steps["s0"]["answers"].append(ways[0])
    way = draw(st.sampled_from(ways))
    way.pop("then", None)
    way["go"] = "continue"


def _read(made: Made, reference: Reference) -> Pathway:
    tree, problems = parse_tree(json.dumps(made), Location("made.yaml"))
    assert tree is not None, problems
    pathway, problems = read_pathway(tree, reference)
    assert pathway is not None, problems
    assert not [problem for problem in problems if problem.is_error], problems
    return pathway
