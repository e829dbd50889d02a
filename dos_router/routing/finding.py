"""Services by what people remember of them: name, type, provider, place or code, misspelt or not.

Every word asked for must be like a word of the record; where no record has them all, one word in
three may be missing. A word that is known to the directory is taken as it is spelt: `dental` does not
find `mental`. A postcode, sector or district keeps what lies in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dos_router.diagnostics import Location, Malformed
from dos_router.model.call import CallText
from dos_router.model.directory import Directory, Quarantined
from dos_router.model.postcodes import parse_postcode, widening
from dos_router.model.service import Point, Service, squared_distance
from dos_router.routing.place import find_whereabouts
from dos_router.spelling import LIKE_ENOUGH, did_you_mean

QUARANTINED = "quarantined"

# how much a likeness counts, by where the word stands; a name is what people remember best
_WEIGHTS = {"id": 98, "name": 100, "type": 96, "place": 94, "provider": 90, "code": 92}
_WORD = re.compile(r"\w+")
_EMPTY_WORDS = frozenset({"a", "an", "and", "at", "for", "in", "near", "of", "on", "the"})
_SHORTEST_START = 3  # letters: fewer begin too many words
_SHORTEST_MISSPELT = 4
_MISSING = 3  # of so many words, one may be missing
_PREFIX = 95


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for: words, a type of service, and a postcode that results should be near."""

    words: tuple[str, ...] = ()
    type: str | None = None
    near: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A service, or a record that cannot be used (`service` None), by how alike it is.

    `score` runs to 100; `squared` is the squared distance in m² from where results should be near.
    """

    id: str
    type: str | None
    at: Location
    service: Service | None
    score: float
    squared: int | None = None

    @property
    def status(self) -> str:
        """Return the service's status, or `quarantined`."""
        return self.service.status if self.service else QUARANTINED


@dataclass(frozen=True, slots=True)
class _Record:
    """A record with its words, each with the weight of the best field that it stands in."""

    id: str
    type: str | None
    at: Location
    service: Service | None
    words: Mapping[str, int] = field(default_factory=dict)

    def lies_in(self, place: str) -> bool:
        postcode = self.service.postcode if self.service else None
        return postcode is not None and any(name == place for _, name in widening(postcode))


def find_services(directory: Directory, wanted: Wanted) -> tuple[Found, ...]:
    """Return every record alike, best first; with `near`, nearest first. Ties are ordered by id.

    Raises Malformed for a type or postcode that the directory does not know, or where nothing is asked.
    """
    point = find_whereabouts(CallText(postcode=wanted.near), directory).point if wanted.near else None
    records = _records(directory)
    known = sorted({word for record in records for word in record.words})
    words, places = _sort_out(wanted.words, records)
    if not (words or places or wanted.type or wanted.near):
        cure = "give a name, a type, a town or a postcode"
        raise Malformed("there is nothing to look for", help=cure, rule="nothing-asked")
    alike = _best_scored(_of_type(records, wanted.type, directory), [_alike(word, known) for word in words])
    for place in places:
        alike = _within(alike, place)
    found = [_found(record, score, point) for record, score in alike]
    return tuple(sorted(found, key=lambda one: (one.squared is None, one.squared or 0, -one.score, one.id)))


def _records(directory: Directory) -> list[_Record]:
    services = [_record(service, directory) for service in directory.services.values()]
    return services + [_unusable(record) for record in directory.quarantined]


def _record(service: Service, directory: Directory) -> _Record:
    title = directory.reference.service_types[service.type].title
    provider = service.provider
    texts = {
        "id": (service.id,), "name": (service.name, service.public_name or ""), "type": (service.type, title),
        "place": service.address, "provider": (provider.name,), "code": (service.ods or "", provider.ods or ""),
    }  # fmt: skip
    return _Record(service.id, service.type, service.at, service, _weighted(texts))


def _unusable(record: Quarantined) -> _Record:
    words = _weighted({"id": (record.id,), "type": (record.type or "",)})
    return _Record(record.id, record.type, record.at, None, words)


def _weighted(texts: Mapping[str, Iterable[str]]) -> dict[str, int]:
    words: dict[str, int] = {}
    for name, lines in texts.items():
        for word in (word for line in lines for word in _words(line)):
            words[word] = max(words.get(word, 0), _WEIGHTS[name])
    return words


def _words(text: str) -> list[str]:
    """Return a text's words in small letters; an apostrophe is no gap: `St Mary's` is `st marys`."""
    return _WORD.findall(text.casefold().replace("'", "").replace("’", ""))


def _of_type(records: list[_Record], kind: str | None, directory: Directory) -> list[_Record]:
    if kind is None:
        return records
    known = directory.reference.service_types
    if kind not in known:
        said = f"there is no service type `{kind}`"
        raise Malformed(said, help=did_you_mean(kind, known), rule="unknown-service-type")
    return [record for record in records if record.type == kind]


def _sort_out(asked: tuple[str, ...], records: list[_Record]) -> tuple[list[str], list[str]]:
    """Return the words asked for, and the postcodes among them; `CT9 4AN` may be written as two words."""
    parts = " ".join(asked).split()
    words: list[str] = []
    places: list[str] = []
    while parts:
        pair = _place(" ".join(parts[:2]), records) if len(parts) > 1 else None
        place = pair or _place(parts[0], records)
        if place is None:
            words += _words(parts[0])
        else:
            places.append(place)
        del parts[: 2 if pair else 1]
    telling = [word for word in words if word not in _EMPTY_WORDS]
    return list(dict.fromkeys(telling or words)), places


def _place(text: str, records: list[_Record]) -> str | None:
    """Return a text as a postcode, if it is of the form and some service lies in its district."""
    try:
        postcode = parse_postcode(text)
    except Malformed:
        return None
    district = postcode.partition(" ")[0]
    return postcode if any(record.lies_in(district) for record in records) else None


def _best_scored(records: list[_Record], likenesses: list[dict[str, float]]) -> list[tuple[_Record, float]]:
    """Return the records with the fewest words missing, and how alike each is."""
    by_missing: dict[int, list[tuple[_Record, float]]] = {}
    for record in records:
        scores = [_score(record, likeness) for likeness in likenesses]
        by_missing.setdefault(scores.count(0), []).append((record, sum(scores) / max(len(scores), 1)))
    fewest = min(by_missing, default=0)
    return by_missing.get(fewest, []) if fewest <= len(likenesses) // _MISSING else []


def _score(record: _Record, likeness: dict[str, float]) -> float:
    return max((likeness.get(word, 0) * weight / 100 for word, weight in record.words.items()), default=0)


def _alike(word: str, known: list[str]) -> dict[str, float]:
    """Return known words by their likeness to a word, to 100: itself, those that it begins, else those alike."""
    if len(word) >= _SHORTEST_START:
        same = {other: 100.0 if other == word else _PREFIX for other in known if other.startswith(word)}
    else:
        same = {word: 100.0} if word in known else {}
    if same or len(word) < _SHORTEST_MISSPELT:
        return same
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a misspelling needs it

    found = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH, limit=None)
    return {match[0]: match[1] for match in found}


def _within(alike: list[tuple[_Record, float]], place: str) -> list[tuple[_Record, float]]:
    """Return those that lie in a postcode; where none does, in its sector, else in its district."""
    for _, name in widening(place):
        inside = [(record, score) for record, score in alike if record.lies_in(name)]
        if inside:
            return inside
    return []


def _found(record: _Record, score: float, point: Point | None) -> Found:
    there = record.service.point if record.service else None
    squared = None if point is None else squared_distance(point, there)
    return Found(id=record.id, type=record.type, at=record.at, service=record.service, score=score, squared=squared)
