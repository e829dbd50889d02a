"""A pathway's shape → the model, with the faults of form that a shape alone cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from dos_router.diagnostics import Diagnostic, Location, Malformed, error
from dos_router.loading.shapes.pathways import (
    AnswerShape,
    EndingShape,
    ExampleShape,
    PathwayFile,
    RuleShape,
    SafetyRuleShape,
    StepShape,
)
from dos_router.loading.text_tree import Tree
from dos_router.loading.validation import value_at
from dos_router.model.ages import AgeRange, parse_age_range
from dos_router.model.pathway import (
    CONTINUE,
    RESERVED_VALUES,
    Case,
    Choice,
    Decision,
    Ending,
    Example,
    Exit,
    GoTo,
    Like,
    Pathway,
    Patient,
    Question,
    Rule,
    SafetyRule,
    Step,
)
from dos_router.model.service import SEXES
from dos_router.spelling import did_you_mean

T = TypeVar("T", str, AgeRange)
Path = tuple[str | int, ...]


def build_pathway(shape: PathwayFile, tree: Tree) -> tuple[Pathway, list[Diagnostic]]:
    """Return the pathway that a file describes; with an error among its problems it is not to be used."""
    build = _Builder(tree)
    steps = {name: build.step(name, step) for name, step in shape.questions.items()}
    pathway = Pathway(
        id=shape.id,
        title=shape.title,
        start=shape.start,
        steps=MappingProxyType(steps),
        at=tree.location("id"),
        symptom_group=shape.symptom_group,
        ages=shape.for_.ages,
        sexes=frozenset(shape.for_.sexes or SEXES),
        words=shape.words,
        first=shape.first,
        care_advice=MappingProxyType(dict(shape.care_advice)),
        always=tuple(build.safety_rule(rule, ("always", number)) for number, rule in enumerate(shape.always)),
        examples=tuple(build.example(each, ("examples", number)) for number, each in enumerate(shape.examples)),
        lines=_lines(tree),
    )
    return pathway, build.problems


def _lines(tree: Tree) -> Mapping[str, Location]:
    """Return where each key stands, and what is in those that name things outside the questions."""
    lines = {name: tree.location(name) for name in ("title", "symptom_group", "words", "first", "care_advice")}
    lines["start"] = tree.location("start", value=True)
    for name in ("first", "care_advice"):
        value = value_at(tree, (name,)) or ()
        keys: Iterable[str | int] = value if isinstance(value, dict) else range(len(value))
        lines.update({f"{name}/{key}": tree.location(name, key) for key in keys})
    return MappingProxyType(lines)


class _Builder:
    """Builds the parts of a pathway, and keeps the fault of each; a faulty part is a stand-in."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.problems: list[Diagnostic] = []

    def fault(self, rule: str, message: str, at: Location, cure: str | None) -> None:
        self.problems.append(error(rule, message, at, cure))

    def step(self, name: str, shape: StepShape) -> Step:
        path: Path = ("questions", name)
        at = self.tree.location(*path)
        if name in (CONTINUE, *RESERVED_VALUES):
            self.fault("reserved-name", f"`{name}` has a meaning of its own here", at, "give the question another name")
        if bool(shape.answers) is bool(shape.rules):
            cure = "give a question `ask` and `answers`, a decision `rules`"
            self.fault("question-or-decision", f"`{name}` must have either `answers` or `rules`", at, cure)
        if bool(shape.answers) is not bool(shape.ask):
            message = f"`{name}` must have both `ask` and `answers`, or neither"
            self.fault("question-or-decision", message, at, "a question has both; a decision asks nothing")
        return self.decision(name, shape, path) if shape.rules else self.question(name, shape, path)

    def question(self, name: str, shape: StepShape, path: Path) -> Question:
        choices = tuple(self.choice(answer, (*path, "answers", number)) for number, answer in enumerate(shape.answers))
        said: dict[str, Choice] = {}
        for choice in choices:
            first = said.setdefault(choice.say.casefold(), choice)
            if first is not choice:
                message = f"the answer `{choice.say}` is given twice, first on line {first.at.line}"
                self.fault("duplicate-answer", message, choice.at, "say how they differ, or keep one of them")
        return Question(id=name, ask=shape.ask or "", choices=choices, at=self.tree.location(*path), why=shape.why)

    def choice(self, shape: AnswerShape, path: Path) -> Choice:
        at = self.tree.location(*path)
        for name in shape.set_:
            if name in RESERVED_VALUES:
                self.fault("reserved-name", f"`{name}` is the patient's own", at, "set a value of another name")
        if shape.like is not None and (shape.red_flag or shape.set_):
            message = f"the answer `{shape.say}` is like another, and cannot have a `red_flag` or `set` of its own"
            self.fault("like-with-more", message, at, f"delete them: it takes those of `{shape.like}`")
        return Choice(
            say=shape.say,
            leads=self.leads(shape, path, f"the answer `{shape.say}`"),
            at=at,
            red_flag=shape.red_flag,
            sets=MappingProxyType(dict(shape.set_)),
            why=shape.why,
        )

    def leads(self, shape: AnswerShape, path: Path, what: str) -> Exit | Like:
        """Return the one of `go`, `then` and `like` that an answer has."""
        stated = [name for name in ("go", "then", "like") if getattr(shape, name) is not None]
        self.just_one(stated, ("go", "then", "like"), path, what)
        if shape.like is not None:
            return Like(shape.like, self.tree.location(*path, "like", value=True))
        return self.exit(shape, path)

    def exit(self, shape: AnswerShape | RuleShape, path: Path) -> Exit:
        if shape.then is not None:
            return self.ending(shape.then, self.tree.location(*path, "then"))
        return GoTo(shape.go or CONTINUE, self.tree.location(*path, "go", value=True))

    def just_one(self, stated: list[str], known: tuple[str, ...], path: Path, what: str) -> None:
        if len(stated) == 1:
            return
        wanted = ", ".join(f"`{name}`" for name in known[:-1]) + f" and `{known[-1]}`"
        message = f"{what} has {_listed(stated)}; it needs exactly one of {wanted}"
        cure = "keep one of them" if stated else "say where it leads, such as `go: …`"
        self.fault("no-way-on" if not stated else "several-ways-on", message, self.tree.location(*path), cure)

    def ending(self, shape: EndingShape, at: Location) -> Ending:
        return Ending(shape.disposition, at, tuple(dict.fromkeys(shape.discriminator)), shape.symptom_group)

    def decision(self, name: str, shape: StepShape, path: Path) -> Decision:
        rules = tuple(self.rule(rule, (*path, "rules", number)) for number, rule in enumerate(shape.rules))
        at = self.tree.location(*path)
        if not any(rule.case is None for rule in rules):
            cure = "add a last rule, `- {otherwise: true, go: …}`"
            self.fault("no-otherwise", f"the decision `{name}` has no `otherwise`", at, cure)
        for rule in rules[:-1]:
            if rule.case is None:
                message = "the rules after this `otherwise` are never reached"
                self.fault("otherwise-not-last", message, rule.at, "move it to the end")
        return Decision(name, rules, at)

    def rule(self, shape: RuleShape, path: Path) -> Rule:
        at = self.tree.location(*path)
        if (shape.if_ is None) is not shape.otherwise:
            cure = "write `if: {…}`, or `otherwise: true` for the last rule"
            self.fault("if-or-otherwise", "the rule must have either `if` or `otherwise`", at, cure)
        self.just_one(
            [name for name in ("go", "then") if getattr(shape, name) is not None], ("go", "then"), path, "the rule"
        )
        case = self.case(shape.if_, (*path, "if")) if shape.if_ is not None else None
        return Rule(case, self.exit(shape, path), at)

    def case(self, entries: Mapping[str, tuple[str, ...]], path: Path) -> Case:
        at = self.tree.location(*path)
        if not entries or not all(entries.values()):
            self.fault("empty-if", "the `if` names nothing", at, "write what must hold, such as `if: {swollen: yes}`")
        return Case(
            at=at,
            written=_written(entries),
            ages=self.each(entries.get("age", ()), parse_age_range, (*path, "age")),
            sexes=frozenset(self.each(entries.get("sex", ()), _parse_sex, (*path, "sex"))),
            values=MappingProxyType(
                {name: frozenset(texts) for name, texts in entries.items() if name not in RESERVED_VALUES}
            ),
        )

    def each(self, texts: tuple[str, ...], parse: Callable[[str], T], path: Path) -> tuple[T, ...]:
        """Return the texts that can be parsed, and note the others."""
        parsed: list[T] = []
        for number, text in enumerate(texts):
            try:
                parsed.append(parse(text))
            except Malformed as problem:
                self.fault(problem.rule, problem.message, self.tree.location(*path, number), problem.help)
        return tuple(parsed)

    def safety_rule(self, shape: SafetyRuleShape, path: Path) -> SafetyRule:
        at = self.tree.location(*path)
        case = self.case(shape.if_, (*path, "if"))
        return SafetyRule(case, Ending(shape.at_least, self.tree.location(*path, "at_least"), shape.discriminator), at)

    def example(self, shape: ExampleShape, path: Path) -> Example:
        at = self.tree.location(*path, "expect")
        return Example(
            patient=Patient(shape.patient.age, shape.patient.sex),
            answers=MappingProxyType(dict(shape.answers)),
            expect=self.ending(shape.expect, at) if shape.expect else None,
            at=self.tree.location(*path),
        )


def _listed(names: list[str]) -> str:
    return " and ".join(f"`{name}`" for name in names) or "no way on"


def _parse_sex(text: str) -> str:
    if text not in SEXES:
        cure = did_you_mean(text, SEXES, otherwise="write `female` or `male`")
        raise Malformed(f"`{text}` is not a sex that rules state", help=cure, rule="bad-sex")
    return text


def _written(entries: Mapping[str, tuple[str, ...]]) -> str:
    """Return an `if` in words: `swollen is true and age is 0-15`."""
    return " and ".join(f"{name} is {' or '.join(texts)}" for name, texts in entries.items())
