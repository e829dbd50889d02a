"""What services add, for a reader: those that do nothing of their own, by whom, and what overlaps."""

from __future__ import annotations

from collections import Counter

from dos_router.analysis.provision.findings import Lack, Overlap, Provision, ProvisionFinding
from dos_router.model.call import CallText
from dos_router.reports.gaps_words import count_words, number_words
from dos_router.reports.page import Page, safe

SHOWN_BY = 3
SHOWN_TOGETHER = 4
SHOWN_OVERLAPS = 8
_TITLES = {
    Lack.DEAD: ("Dead", "no call can ever find these"),
    Lack.NEVER_OFFERED: ("Never offered", "they qualify, but others of their type always come before"),
    Lack.NEVER_FIRST: ("Never first", "they are offered, but another always comes before"),
    Lack.REDUNDANT: ("Redundant", "whenever one of these answers, another answers as well"),
}
_CAUTION = (
    "Overlap is not waste: it is choice, nearness, and what stands in when one closes. "
    "Two services that are each redundant may not be so together."
)


def render_provision(found: Provision, page: Page, limit: int) -> str:
    """Return what services add as text, so many of each kind; what is left is counted."""
    blocks = [_summary(found, page)]
    for lack, (title, meaning) in _TITLES.items():
        mine = [one for one in found.findings if one.lack is lack]
        if mine:
            blocks.append([page.paint(f"{title}: {len(mine):,}", "strong"), *page.wrap(meaning, indent=2, hang=2)])
            blocks += [_finding(number, one, page) for number, one in enumerate(mine[:limit], start=1)]
            blocks += [page.wrap(f"and {len(mine) - limit:,} more: --limit {len(mine)} shows them")] * (
                len(mine) > limit
            )
    blocks += [_overlaps(found.overlaps, page)] if found.overlaps else []
    blocks += [_policy(found, page)] if found.idle_entries else []
    return "\n\n".join("\n".join(block) for block in [*blocks, page.wrap(_CAUTION)])


def _summary(found: Provision, page: Page) -> list[str]:
    counts = Counter(one.lack for one in found.findings)
    kinds = ", ".join(f"{counts[lack]:,} {title.lower()}" for lack, (title, _) in _TITLES.items())
    own = len(found.duties) - len(found.findings)
    who = "people" if found.peopled else "places"
    over = f"{count_words(len(found.needs), 'need')} and {count_words(len(found.places), 'place')}"
    said = (
        f"{count_words(len(found.duties), 'service')} over {over}, every age, sex and minute: {kinds}; "
        f"{own:,} that somewhere are the only one. Of the hours of {who} that any answers, "
        f"{_percent(found.single, found.answered)} rest on one provider."
    )
    lines = [page.paint("Provision", "strong"), *page.wrap(said)]
    if found.own_patients_only:
        left = count_words(len(found.own_patients_only), "service")
        lines += page.wrap(f"{left} left out: for their own patients only (--practice puts one in)")
    return lines


def _finding(number: int, one: ProvisionFinding, page: Page) -> list[str]:
    duty = one.duty
    lines = page.wrap(safe(f"{number:>3}  {duty.service} · {duty.type} · {duty.provider}"), hang=5)
    if one.reason:
        return [*lines, *page.wrap(safe(f"{one.reason} ({_lines(one)})"), indent=5, hang=7)]
    hours = [f"a candidate for {number_words(duty.candidate)} person-hours"]
    hours += [f"first for {number_words(duty.first)}"] if duty.first else []
    lines += page.wrap(safe(f"{', '.join(hours)} ({_lines(one)})"), indent=5, hang=7)
    lines += page.wrap(safe(_taken(one)), indent=5, hang=7)
    shown = page.wrap(safe(f"see: {_route(one.witness)}"), indent=5, hang=7) if one.witness else []
    return [*lines, *(page.paint(line, "dim") for line in shown)]


def _taken(one: ProvisionFinding) -> str:
    shares = [f"{share.service} {share.share:.0%}" for share in one.by[:SHOWN_BY]]
    more = len(one.by) - len(shares)
    named = ", ".join([*shares, *([f"{more} others"] if more > 0 else [])])
    together = one.needed_together
    if len(together) == 1:
        return f"by {named}; {together[0]} alone takes all of it"
    few = ", ".join([*together[:SHOWN_TOGETHER], *(["…"] if len(together) > SHOWN_TOGETHER else [])])
    return f"by {named}; it takes {len(together)} together to take all of it: {few}"


def _route(call: CallText) -> str:
    codes = " ".join(f"--symptom-discriminator {code}" for code in call.symptom_discriminators)
    place = f"--easting {call.easting} --northing {call.northing}"
    given = {
        "area": call.area,
        "postcode": call.postcode,
        "distance-km": call.distance_km,
        "practice": call.practice,
    }
    more = "".join(f" --{name} {value}" for name, value in given.items() if value)
    return (
        f"route --at {call.at} {place}{more} --age {call.age} --sex {call.sex} --disposition {call.disposition} "
        f"--symptom-group {call.symptom_group} {codes}"
    )


def _overlaps(overlaps: tuple[Overlap, ...], page: Page) -> list[str]:
    rows = [_overlap(one) for one in overlaps[:SHOWN_OVERLAPS]]
    more = len(overlaps) - len(rows)
    rest = page.wrap(f"and {count_words(more, 'type')} more: --json gives all", indent=2) if more > 0 else []
    return [page.paint("Overlap by type", "strong"), *page.columns(rows), *rest]


def _overlap(one: Overlap) -> tuple[str, str, str, str]:
    closest = [f"closest: {pair.first} and {pair.second}, {pair.share:.0%}" for pair in one.pairs[:1]]
    shared = f"{_percent(one.shared, one.answered)} of their hours shared"
    return safe(one.type), f"{one.services:,} services", shared, safe("".join(closest))


def _policy(found: Provision, page: Page) -> list[str]:
    lines = [page.paint("Ranking entries without effect", "strong")]
    for one in found.idle_entries:
        effect = "never applies" if one.never_applies else "changes no order"
        lines += page.wrap(safe(f"entry {one.number + 1} {effect} ({one.at._replace(column=0)})"), indent=2, hang=4)
    return lines


def _percent(part: float, whole: float) -> str:
    return f"{part / whole:.0%}" if whole else "none"


def _lines(one: ProvisionFinding) -> str:
    return ", ".join(str(at._replace(column=0)) for at in one.lines)
