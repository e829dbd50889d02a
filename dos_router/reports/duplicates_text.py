"""`duplicates` for a reader: each kind with its pairs side by side, surest first, and what speaks for them."""

from __future__ import annotations

from collections.abc import Sequence

from dos_router.analysis.duplicates.findings import Accepted, Cluster, Findings, FoundPair, Kind
from dos_router.analysis.duplicates.levels import PLACE
from dos_router.analysis.duplicates.record import ListedRecord
from dos_router.reports.page import Page, safe

SHOWN = 20  # of each kind, where no limit is given
_TITLES = {
    Kind.DUPLICATE: ("Duplicates", "records of one service"),
    Kind.TYPE: ("Type conflicts", "one name and place under two types"),
    Kind.ORGANISATION: ("Same organisation", "sister sites: one organisation, two places"),
    Kind.SITE: ("Same site", "two organisations at one place"),
}


def render_duplicates(findings: Findings, page: Page, limit: int = SHOWN, *, linked: bool = False) -> str:
    """Return findings as text, so many of each kind; what is left is counted. `linked`: pairs of two lists."""
    blocks = [_summary(findings, page, linked=linked)]
    for kind, (title, meaning) in _TITLES.items():
        pairs = findings.of_kind(kind)
        if pairs:
            heading = "Links" if linked and kind is Kind.DUPLICATE else title
            blocks.append(_heading(f"{heading}: {len(pairs):,}", meaning, page))
            blocks += [_pair(number, pair, page) for number, pair in enumerate(pairs[:limit], start=1)]
            blocks += _rest(len(pairs), limit, page)
    blocks += _clusters([one for one in findings.clusters if one.conflicts], limit, page)
    blocks += _accepted(findings.accepted, limit, page)
    return "\n\n".join("\n".join(block) for block in blocks)


def _summary(findings: Findings, page: Page, *, linked: bool) -> list[str]:
    found = findings.of_kind(Kind.DUPLICATE)
    suggested = sum(pair.is_suggested for pair in found)
    one, many = ("link", "links") if linked else ("pair that seems one service", "pairs that seem one service")
    how = "the model fitted to them" if findings.fitted else "the fixed tables, for they are few"
    said = (
        f"{findings.records:,} records, {findings.compared:,} {'pair' if findings.compared == 1 else 'pairs'} compared "
        f"by {how}: {len(found):,} {one if len(found) == 1 else many}, "
        f"{suggested:,} of them sure enough to suggest (0.99), {len(found) - suggested:,} to review (from 0.5)"
    )
    return [
        *page.wrap(said),
        *page.wrap("Nothing is merged: these are suggestions, and --review records what you decide."),
    ]


def _heading(title: str, meaning: str, page: Page) -> list[str]:
    return [page.paint(title, "strong"), *page.wrap(meaning, indent=2, hang=2)]


def _pair(number: int, pair: FoundPair, page: Page) -> list[str]:
    decided = f", decided: {pair.decided.value}" if pair.decided else ""
    others = ", through another record" if pair.by_others else ""
    style = "strong" if pair.is_suggested else "note"
    lines = [page.paint(f"{number:>3}  {pair.probability:.4f}{decided}{others}", style)]
    for record in (pair.first, pair.second):
        lines += page.wrap(safe(_described(record)), indent=5, hang=7)
    bits = [f"{field}: {level} ({pair.bits[field]:+.1f})" for field, level in pair.levels.items() if _is_known(level)]
    evidence = f"bits against {pair.against}: {'; '.join([*bits, f'before ({pair.prior_bits:+.1f})'])}"
    return [*lines, *(page.paint(line, "dim") for line in page.wrap(evidence, indent=5, hang=7))]


def _is_known(level: str) -> bool:
    return level not in {"not known", PLACE[0]}


def _described(record: ListedRecord) -> str:
    place = ", ".join(part for part in (record.address, record.town, record.postcode) if part)
    at = f"({record.at._replace(column=0)})" if record.at else ""
    facts = [record.id, record.name or "no name", place or "no address", record.phone, record.ods, at]
    return " · ".join(fact for fact in facts if fact)


def _rest(many: int, limit: int, page: Page) -> list[list[str]]:
    left = many - limit
    return [page.wrap(f"and {left:,} more: --limit {many} shows them, --csv and --json give all")] if left > 0 else []


def _clusters(clusters: Sequence[Cluster], limit: int, page: Page) -> list[list[str]]:
    if not clusters:
        return []
    blocks = [
        _heading(f"Clusters with conflicts: {len(clusters):,}", "linked records of which something differs", page)
    ]
    for cluster in clusters[:limit]:
        ids = safe(", ".join(record.id for record in cluster.records))
        lines = page.wrap(ids, indent=5, hang=7)
        for conflict in cluster.conflicts:
            lines += [page.paint(line, "note") for line in page.wrap(safe(conflict), indent=7, hang=9)]
        blocks.append(lines)
    return blocks + _rest(len(clusters), limit, page)


def _accepted(groups: Sequence[Accepted], limit: int, page: Page) -> list[list[str]]:
    if not groups:
        return []
    blocks = [_heading(f"Accepted repeats: {len(groups):,}", "alike, and may well be so", page)]
    blocks += [_group(one, page) for one in groups[:limit]]
    return blocks + _rest(len(groups), limit, page)


def _group(group: Accepted, page: Page) -> list[str]:
    ids = safe(", ".join(record.id for record in group.records))
    return [*page.wrap(ids, indent=5, hang=7), *page.wrap(safe(group.reason), indent=7, hang=7)]
