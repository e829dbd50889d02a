"""The fields of a service that are told as a whole: what each means, and how it is said."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import NamedTuple

from dos_router.analysis.difference_change import Told
from dos_router.analysis.difference_words import ages_taken, ages_words, kilometres_words, listed
from dos_router.model.service import Point, Service, squared_distance

CLOSED = ("suspended", "closed", "retired")
NONE = "none"


class Field(NamedTuple):
    """A key of a service's record: two records agree in it if its meaning is the same in both."""

    key: str
    what: str
    meaning: Callable[[Service], Hashable]
    words: Callable[[Service], str]

    def is_stated(self, service: Service) -> bool:
        """Say whether it is anything but the default, so that a summary should tell it."""
        return self.key == "type" or self.words(service) not in _DEFAULTS


_DEFAULTS = (NONE, "active", "all", "all ages", "any", "anywhere", "female, male", "no fixed place")


def compare_fields(before: Service, after: Service) -> list[Told]:
    """Return the fields whose meaning is another, in order."""
    return [_told(field, before, after) for field in FIELDS if field.meaning(before) != field.meaning(after)]


def _told(field: Field, before: Service, after: Service) -> Told:
    words = (field.words(before), field.words(after))
    if field.key == "professional_phone":  # never shown: what is compared may be published
        words = tuple("none" if one.professional_phone is None else "a number" for one in (before, after))  # type: ignore[assignment] # two of two
        return Told(field.key, field.what, words[0], "another number" if words[0] == words[1] else words[1])
    told = Told(field.key, field.what, *words)
    if field.key == "status":
        return told._replace(what=_event(before.status, after.status))
    return told._replace(note=_moved(before.point, after.point)) if field.key == "location" else told


def _event(before: str, after: str) -> str:
    """Return what a change of status amounts to: `suspended`, `reopened`, …, else `status`."""
    if after in CLOSED:
        return after
    if after == "active":
        return "reopened" if before in CLOSED else "opened"
    return "status"


def _moved(before: Point | None, after: Point | None) -> str | None:
    squared = squared_distance(before, after) if before else None
    return f"moved by {kilometres_words(round(squared**0.5))}" if squared else None


def _location(service: Service) -> str:
    if service.point is None:
        return service.postcode or "no fixed place"
    at = f"{service.point.easting} {service.point.northing}"
    return f"{service.postcode} ({at})" if service.postcode else at


def _only_if_open(service: Service) -> str:
    minutes = service.only_if_open
    return NONE if minutes is None else f"open within {minutes} min" if minutes else "open now"


def _provider(service: Service) -> str:
    provider = service.provider
    return ", ".join(part for part in (provider.name, provider.ods, provider.kind) if part)


def _referral(service: Service) -> str:
    return ": ".join(part for part in (service.referral, service.referral_note) if part) or NONE


def _checked(service: Service) -> str:
    if service.checked is None:
        return NONE
    told = {"on": service.checked.on, "by": service.checked.by, "due": service.checked.due}
    return ", ".join(f"{word} {value}" for word, value in told.items() if value) or NONE


def _digits(phone: str | None) -> str | None:
    """Return a number without its spaces, which do not change whom it reaches."""
    return phone and "".join(phone.split())


FIELDS: tuple[Field, ...] = (
    Field("status", "status", lambda one: one.status, lambda one: one.status),
    Field("name", "name", lambda one: one.name, lambda one: one.name),
    Field("public_name", "name for callers", lambda one: one.public_name, lambda one: one.public_name or NONE),
    Field("type", "type", lambda one: one.type, lambda one: one.type),
    Field("provider", "provider", lambda one: one.provider, _provider),
    Field(
        "commissioned_by", "commissioned by",
        lambda one: one.commissioned_by, lambda one: listed(one.commissioned_by, NONE),
    ),
    Field("ods", "ODS code", lambda one: one.ods, lambda one: one.ods or NONE),
    Field("address", "address", lambda one: one.address, lambda one: ", ".join(one.address) or NONE),
    Field("location", "location", lambda one: (one.postcode, one.point), _location),
    Field("phone", "phone", lambda one: _digits(one.phone), lambda one: one.phone or NONE),
    Field(
        "professional_phone", "phone for professionals",
        lambda one: _digits(one.professional_phone), lambda one: "a number" if one.professional_phone else NONE,
    ),
    Field("referral", "referral", lambda one: (one.referral, one.referral_note), _referral),
    Field("only_if_open", "offered only if", lambda one: one.only_if_open, _only_if_open),
    Field("ages", "ages", lambda one: ages_taken(one.ages), lambda one: ages_words(ages_taken(one.ages))),
    Field("sexes", "sexes", lambda one: one.sexes, lambda one: listed(one.sexes, NONE)),
    Field("roles", "roles", lambda one: one.roles, lambda one: listed(one.roles, "all")),
    Field("practices", "practices", lambda one: one.practices, lambda one: listed(one.practices, "any")),
    Field("limited_to", "areas", lambda one: one.limited_to, lambda one: listed(one.limited_to, "anywhere")),
    Field("checked", "checked", lambda one: one.checked, _checked),
)  # fmt: skip
