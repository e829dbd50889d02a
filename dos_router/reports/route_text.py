"""The answer of `route` as a call handler's trainer reads it: offers first, then why."""

from __future__ import annotations

from dos_router.model.answer import Answer, NearMiss, Offer, Outcome
from dos_router.model.directory import Directory
from dos_router.reports.page import Page, safe
from dos_router.reports.route_json import kilometres
from dos_router.reports.words import caller_words, clock_words, distance_words, moment_words, open_words, what_words

SHOWN_NEAR_MISSES = 5

_HEADINGS = {
    Outcome.ROUTED: ("ROUTED", "good"),
    Outcome.CATCH_ALL: ("CATCH-ALL", "note"),
    Outcome.NO_SERVICE: ("NO SERVICE", "bad"),
    Outcome.NO_SEARCH: ("NO SEARCH", "note"),
    Outcome.DISPATCH: ("DISPATCH", "bad"),
}


def render_answer(answer: Answer, directory: Directory, page: Page) -> str:
    """Return the whole answer; its first and last line say how far the directory is signed off."""
    mark = painted_mark(directory, page, _outside(answer))
    parts = [[mark], _asked(answer, directory, page), _outcome(answer, page)]
    parts += [_offer(number, offer, answer, directory, page) for number, offer in enumerate(answer.offers, start=1)]
    parts += [_near_misses(answer, page), _why(answer, directory, page), [mark]]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def marked(text: str, directory: Directory, page: Page) -> str:
    """Return a text between the marks of its directory."""
    mark = painted_mark(directory, page)
    return f"{mark}\n\n{text}\n\n{mark}"


def painted_mark(directory: Directory, page: Page, more: str = "") -> str:
    """Return the mark as the first and last line of a page."""
    return page.paint("\n".join(page.wrap(safe(mark_line(directory) + more))), "dim")


def mark_line(directory: Directory) -> str:
    """Return which directory answers, and how far it is signed off."""
    if directory.sign_off is None:
        return f"{directory.id}, serial {directory.serial}: sign-off not judged"
    return directory.sign_off.line


def _outside(answer: Answer) -> str:
    """Return the mark of a call outside the directory's validity."""
    is_outside = any(one.rule == "outside-validity" for one in answer.warnings)
    return "; THE CALL IS OUTSIDE ITS VALIDITY" if is_outside else ""


def _asked(answer: Answer, directory: Directory, page: Page) -> list[str]:
    request = answer.request
    lines = [line for text in what_words(answer, directory) for line in page.wrap(safe(text), hang=8)]
    return [
        page.paint(lines[0], "strong"),
        *lines[1:],
        *page.wrap(safe(f"{moment_words(request.at, directory)}, {caller_words(request)}")),
    ]


def _outcome(answer: Answer, page: Page) -> list[str]:
    word, style = _HEADINGS[answer.outcome]
    count = len(answer.offers)
    heading = f"{word}: {count} offer{'' if count == 1 else 's'}" if count else word
    lines = [page.paint(heading, style)]
    for text in (answer.message, f"not understood: {answer.reason}" if answer.reason else None):
        lines += page.wrap(safe(text)) if text else []
    if answer.care_plan:
        plan = answer.care_plan
        lines += page.wrap(safe(f"care plan {plan.id} ({plan.kind}), agreed by {plan.agreed_by}, at {plan.at}"), hang=2)
        lines += page.wrap(safe(plan.note), indent=2) if plan.note else []
    return lines


def _offer(number: int, offer: Offer, answer: Answer, directory: Directory, page: Page) -> list[str]:
    service = offer.service
    first, *rest = page.wrap(safe(f"{number:>2}  {service.name}"), hang=4)
    facts = [service.type, distance_words(offer.squared), open_words(offer, answer.request.at, directory)]
    contact = [service.provider.name, service.referral, service.phone]
    lines = [page.paint(first, "strong"), *rest, *page.wrap(safe(" · ".join(facts)), indent=4)]
    lines += page.wrap(safe(" · ".join(part for part in contact if part)), indent=4)
    lines += page.wrap(safe(_reason(offer, answer)), indent=4)
    return lines + (
        page.wrap(page.paint(safe(service.referral_note), "dim"), indent=4) if service.referral_note else []
    )


def _reason(offer: Offer, answer: Answer) -> str:
    """Return why an offer stands where it stands."""
    parts = [offer.service.id, f"at {offer.service.at}"]
    if offer.rank is not None:
        said_by = str(answer.ranking._replace(column=0)) if answer.ranking else "the national table"
        parts.append(f"rank {offer.rank} by {said_by}")
    if offer.promoted:
        parts.append("promoted from another area")
    return ", ".join(parts) + (f": {offer.note}" if offer.note else "")


def _near_misses(answer: Answer, page: Page) -> list[str]:
    misses = sorted(answer.near_misses, key=lambda miss: (miss.failure.check, miss.service.id))
    if not misses:
        return []
    shown = _most_telling(misses)
    plural = "near miss: it fails" if len(misses) == 1 else "near misses: each fails"
    lines = page.wrap(f"{len(misses)} {plural} one check only")
    rows = [
        (safe(miss.service.id), safe(f"{miss.failure.check}: {miss.failure.detail} ({miss.failure.at})"))
        for miss in shown
    ]
    lines += page.columns(rows)
    left = len(misses) - len(shown)
    return lines + (page.wrap(f"and {left} more: `explain` shows every service", indent=2) if left else [])


def _most_telling(misses: list[NearMiss]) -> list[NearMiss]:
    """Return the few to show: capacity and hours first, which change soonest."""
    first = ("capacity", "hours", "only-if-open", "age", "role", "area", "discriminator", "disposition")
    return sorted(misses, key=lambda miss: (first.index(miss.failure.check), miss.service.id))[:SHOWN_NEAR_MISSES]


def _why(answer: Answer, directory: Directory, page: Page) -> list[str]:
    window, search = answer.window, answer.search
    if window is None or search is None:
        return []
    start, end = (clock_words(moment, answer.request.at, directory) for moment in window)
    said_by = {
        "forced": "the request, forced",
        "request": "the request",
        "default": "the directory's default",
        "national": "the national default",
    }
    who = said_by.get(search.said_by, f"the table for the {search.said_by}")
    how_far = f"{kilometres(search.metres):g} km each way (said by {who})"
    order = f"ranked by {answer.ranking._replace(column=0)}" if answer.ranking else "ranked by the national table"
    said = (
        f"Searched {how_far}, for a service open between {start} and {end}; {order}, then whose it is, then distance."
    )
    return page.wrap(safe(said))
