"""Which symptoms a service is profiled for: pairs of group and discriminator, whole groups, or all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dos_router.diagnostics import Malformed
from dos_router.model.codes import parse_discriminator, parse_symptom_group

ANY = "*"


@dataclass(frozen=True, slots=True)
class Symptoms:
    """A set of symptom pairs; `everything` is `*`, a whole group is `SG1107/*`."""

    everything: bool = False
    groups: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()
    touched: frozenset[str] = frozenset()

    def has_group(self, group: str) -> bool:
        """Say whether the group is profiled, for any discriminator."""
        return self.everything or group in self.touched

    def has(self, group: str, discriminator: str) -> bool:
        """Say whether the pair is profiled, alone, by its whole group or by `*`."""
        return self.everything or group in self.groups or (group, discriminator) in self.pairs


def parse_symptom(text: str) -> tuple[str, str]:
    """Read `SG1107/SD4052` as that pair, `SG1107/*` as ("SG1107", "*"), `*` as ("*", "*"). Raises Malformed."""
    if text.strip() == ANY:
        return ANY, ANY
    group, slash, discriminator = text.strip().partition("/")
    if not slash:
        raise Malformed(f"`{text}` is not a symptom", help="write `SG1107/SD4052`, `SG1107/*` or `*`", rule="bad-code")
    code = parse_symptom_group(group)
    return code, ANY if discriminator == ANY else parse_discriminator(discriminator)


def symptoms_of(parsed: Iterable[tuple[str, str]]) -> Symptoms:
    """Return the set that these parsed symptoms make together."""
    entries = frozenset(parsed)
    return Symptoms(
        everything=(ANY, ANY) in entries,
        groups=frozenset(group for group, discriminator in entries if discriminator == ANY),
        pairs=frozenset(entry for entry in entries if entry[1] != ANY),
        touched=frozenset(group for group, _ in entries),
    )
