"""Needs in words: dispositions by their titles, with their symptoms where not all of those asked are meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dos_router.analysis.sweep.cells import Need
from dos_router.reference import Reference


class NeedTeller:
    """Tells sets of the needs that were asked."""

    def __init__(self, asked: Iterable[Need], reference: Reference) -> None:
        """Take all the needs that there are."""
        self._reference = reference
        self._asked = _by_disposition(asked)

    def tell(self, needs: Iterable[Need], most: int | None = None) -> list[str]:
        """Return some of the needs, one text for each disposition; with at most so many symptoms in words."""
        return [self._disposition(code, those, most) for code, those in sorted(_by_disposition(needs).items())]

    def _disposition(self, code: str, symptoms: set[str], most: int | None) -> str:
        title = f"{self._reference.dispositions[code].title} ({code})"
        asked = self._asked.get(code, set())
        if symptoms == asked:
            return title
        told = [self._symptom(one) for one in sorted(symptoms)]
        if most is not None and len(told) > most:
            told = [*told[:most], f"and {len(told) - most} more of its {len(asked)} symptoms"]
        return f"{title} for {', '.join(told)}"

    def _symptom(self, symptom: str) -> str:
        group, _, codes = symptom.partition("/")
        names = [self._reference.symptom_groups.get(group, "")]
        names += [self._reference.symptom_discriminators.get(code, "") for code in codes.split("+")]
        said = ": ".join(name for name in names if name)
        return f"{said} ({symptom})" if said else symptom


def _by_disposition(needs: Iterable[Need]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for need in needs:
        found[need.disposition].add(f"{need.symptom_group}/{need.symptom_discriminator}")
    return found
