"""What services can take, profiles expanded: which symptoms and dispositions are gained, and which lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dos_router.analysis.difference_change import Told
from dos_router.model.service import Service
from dos_router.model.symptoms import ANY, Symptoms
from dos_router.reference import Reference

Entry = tuple[str, str]


def compare_capability(before: Service, after: Service, base: Reference, proposed: Reference) -> list[Told]:
    """Return symptoms and dispositions gained and lost, with their titles."""
    told = [
        ("symptoms", "symptoms gained", None, _symptoms(after.symptoms, before.symptoms, proposed)),
        ("symptoms", "symptoms lost", _symptoms(before.symptoms, after.symptoms, base), None),
        (
            "dispositions",
            "dispositions gained",
            None,
            _dispositions(after.dispositions - before.dispositions, proposed),
        ),
        ("dispositions", "dispositions lost", _dispositions(before.dispositions - after.dispositions, base), None),
    ]
    return [Told(*one, names=(one[0], "handles")) for one in told if one[2] or one[3]]


def capability_words(service: Service) -> list[str]:
    """Return what a service takes by code alone: symptoms, then dispositions."""
    pairs = sorted(capability_print(service)[0])
    symptoms = "every symptom" if (ANY, ANY) in pairs else ", ".join(f"{group}/{code}" for group, code in pairs)
    return [f"symptoms {symptoms or 'none'}", f"dispositions {', '.join(sorted(service.dispositions)) or 'none'}"]


def capability_print(service: Service) -> tuple[frozenset[Entry], frozenset[str]]:
    """Return what a service takes, nothing said twice: no pair of a whole group, no group beside `*`."""
    return _entries(service.symptoms), service.dispositions


def _entries(symptoms: Symptoms) -> frozenset[Entry]:
    if symptoms.everything:
        return frozenset({(ANY, ANY)})
    pairs = {(group, code) for group, code in symptoms.pairs if group not in symptoms.groups}
    return frozenset(pairs | {(group, ANY) for group in symptoms.groups})


def _symptoms(those: Symptoms, beside: Symptoms, reference: Reference) -> str:
    """Return in words what some symptoms hold beyond others; groups with the same discriminators together."""
    left = sorted(entry for entry in _entries(those) if not _covers(beside, entry))
    whole = [_whole_words(group, beside, reference) for group, code in left if code == ANY]
    codes: dict[str, list[str]] = defaultdict(list)
    for group, code in left:
        if code != ANY:
            codes[group].append(code)
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for group, several in codes.items():
        alike[tuple(several)].append(group)
    titles, discriminators = reference.symptom_groups, reference.symptom_discriminators
    return "; ".join(
        [*whole, *(f"{_titled(groups, titles)} with {_titled(some, discriminators)}" for some, groups in alike.items())]
    )


def _covers(symptoms: Symptoms, entry: Entry) -> bool:
    group, code = entry
    if group == ANY:
        return symptoms.everything
    return symptoms.everything or group in symptoms.groups if code == ANY else symptoms.has(group, code)


def _whole_words(group: str, beside: Symptoms, reference: Reference) -> str:
    """Return every symptom, or a whole group, but for what of it was, or stays, there."""
    if group == ANY:
        return "every symptom" + _but(f"{one}/{code}" for one, code in sorted(_entries(beside)))
    title = _titled([group], reference.symptom_groups)
    return f"{title} (all of it{_but(code for one, code in sorted(beside.pairs) if one == group)})"


def _but(codes: Iterable[str]) -> str:
    listed = ", ".join(codes)
    return f" but {listed}" if listed else ""


def _titled(codes: Iterable[str], titles: Mapping[str, str]) -> str:
    return ", ".join(f"{code} {titles.get(code, '(not in our tables)')}" for code in codes)


def _dispositions(codes: frozenset[str], reference: Reference) -> str:
    known = reference.dispositions
    return "; ".join(f"{code} {known[code].title}" if code in known else code for code in sorted(codes))
