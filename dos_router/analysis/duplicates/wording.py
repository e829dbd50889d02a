"""Text as it is compared: one alphabet, one case, no marks, abbreviations written out."""

from __future__ import annotations

import re
import unicodedata

# letters of other alphabets that look like ours
_LIKE = str.maketrans(
    "абвгдеѕіјкмнорстухһԁԛѡαβεηικνορτυχω",
    "a6brdesijkmhopctyxhdqwabenikvoptuxw",
)
_APOSTROPHES = re.compile("['’‘ʼ`´]")
_WORD = re.compile(r"[^\W_]+")
_DIGITS_OF_WORDS = {
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th",
    "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th",
}  # fmt: skip
_WRITTEN_OUT = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "blvd": "boulevard",
    "blv": "boulevard", "ln": "lane", "dr": "drive", "cres": "crescent", "cl": "close", "ct": "court", "crt": "court",
    "pl": "place", "sq": "square", "tce": "terrace", "terr": "terrace", "pde": "parade", "gdns": "gardens",
    "gdn": "garden", "gro": "grove", "hwy": "highway", "pkwy": "parkway", "pk": "park", "est": "estate",
    "ind": "industrial", "bldg": "building", "bldgs": "buildings", "hse": "house", "flr": "floor", "fl": "floor",
    "ctr": "centre", "center": "centre", "cntr": "centre", "shop": "shopping", "hosp": "hospital",
    "n": "north", "s": "south", "e": "east", "w": "west", "nth": "north", "sth": "south", "gt": "great",
    "lt": "little", "upr": "upper", "lwr": "lower", "mt": "mount", "nr": "near", "opp": "opposite", "adj": "adjacent",
}  # fmt: skip
_WRITTEN_OUT_IN_NAMES = {
    "ctr": "centre", "center": "centre", "cntr": "centre", "hc": "health centre", "med": "medical",
    "mc": "medical centre", "hosp": "hospital", "surg": "surgery", "surgeries": "surgery", "prac": "practice",
    "pract": "practice", "pharm": "pharmacy", "pharmacies": "pharmacy", "chem": "chemist", "chemists": "chemist",
    "opt": "optician", "opticians": "optician", "dent": "dental", "hlth": "health", "serv": "service",
    "services": "service", "svc": "service", "svcs": "service", "ltd": "limited", "co": "company", "ptnrs": "partners",
    "partner": "partners", "doctor": "dr", "doctors": "dr", "drs": "dr", "grp": "group", "comm": "community",
    "st": "saint", "rd": "road", "dept": "department",
    "univ": "university", "ooh": "out of hours", "mgmt": "management",
}  # fmt: skip


def words_of(text: str) -> list[str]:
    """Return a text's words in small letters of one alphabet, joined at apostrophes, without marks."""
    plain = text if text.isascii() else _in_one_alphabet(text)
    return _WORD.findall(_APOSTROPHES.sub("", plain.lower()).replace("&", " and "))


def name_words(text: str) -> tuple[str, ...]:
    """Return the words of a service's name, each once, abbreviations written out."""
    found = (part for word in words_of(text) for part in _WRITTEN_OUT_IN_NAMES.get(word, word).split())
    return tuple(dict.fromkeys(found))


def street_words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return an address's words and its numbers apart, each once, abbreviations written out."""
    words: dict[str, None] = {}
    numbers: dict[str, None] = {}
    for word in words_of(text):
        word = _DIGITS_OF_WORDS.get(word, word)  # noqa: PLW2901 - the same word
        if word[0].isdigit() and not word.endswith(("st", "nd", "rd", "th")):
            numbers[word] = None
        else:
            words[_WRITTEN_OUT.get(word, word)] = None
    return tuple(words), tuple(numbers)


def _in_one_alphabet(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(letter for letter in apart if unicodedata.category(letter) not in {"Mn", "Cf", "Cc"})
    return kept.translate(_LIKE)
