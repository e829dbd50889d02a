"""Numbers, lists and commands as reports of gaps say them."""

from __future__ import annotations

from dos_router.analysis.gaps_told.places import PlacesTold, Term
from dos_router.analysis.gaps_told.times_text import listed, weekdays_text
from dos_router.model.call import CallText
from dos_router.reports.gaps_text import witness_command
from dos_router.reports.gaps_words import count_words, needs_words, number_words, places_words, times_shortened


def term(name: str, *ids: str) -> Term:
    return Term(name, frozenset(ids or (name,)))


def test_numbers_are_said_by_their_size() -> None:
    assert [number_words(one) for one in (0, 2.34, 7, 212_000, 19_400_000, 1.71e9)] == [
        "0", "2.3", "7", "212,000", "19.4 million", "1.7 billion",
    ]  # fmt: skip
    assert (count_words(1, "box", "boxes"), count_words(2, "box", "boxes"), count_words(3, "place")) == (
        "1 box", "2 boxes", "3 places",
    )  # fmt: skip


def test_many_needs_are_counted() -> None:
    assert needs_words(["a", "b", "c"]) == "a; b; c"
    assert needs_words(["a", "b", "c", "d", "e"]) == "a; b; c; and 2 more dispositions"


def test_of_many_places_the_first_are_named_and_the_others_counted() -> None:
    few = PlacesTold((term("CT9", "1", "2"), term("CT10", "3")), (term("CT9 4", "1"),))
    assert places_words(few) == "CT9 and CT10 but not CT9 4"
    many = PlacesTold(tuple(term(f"P{number}") for number in range(12)))
    assert places_words(many) == "P0, P1, P2, P3, P4, P5, P6, P7 and 4 places more"
    exceptions = PlacesTold((term("Kent", *map(str, range(30))),), tuple(term(str(number)) for number in range(10)))
    assert places_words(exceptions) == "Kent, but not all of them (10 exceptions)"


def test_times_with_many_exceptions_say_that_there_are_more() -> None:
    short = "Sat 18:00–09:00, but not Fri 25 Dec 2026 all day"
    assert times_shortened(short) == short
    dates = ", ".join(f"Fri {day} Jan 2027 09:00–10:00" for day in range(1, 30))
    usual = "Sat 18:00–09:00, with exceptions (--json has them)"
    assert times_shortened(f"Sat 18:00–09:00, but not {dates}") == usual
    assert times_shortened(f"Sat 18:00–09:00; also {dates}") == usual


def test_days_of_a_week_are_said_as_runs() -> None:
    assert weekdays_text((0, 1, 2, 3, 4)) == "Mon–Fri"
    assert weekdays_text((0, 1, 2, 3, 6)) == "Sun–Thu"
    assert weekdays_text((0, 2, 4)) == "Mon, Wed and Fri"
    assert weekdays_text((5, 6)) == "Sat and Sun"
    assert weekdays_text(tuple(range(7))) == "every day"
    assert (listed([]), listed(["a"]), listed(["a", "b"])) == ("", "a", "a and b")


def test_a_witness_can_be_pasted_into_a_terminal() -> None:
    witness = CallText(
        at="2026-12-21T08:00+00:00", easting="590000", postcode="CT9 4AN", disposition="Dx18",
        symptom_group="SG1169", symptom_discriminators=("SD1", "SD2"),
    )  # fmt: skip
    assert witness_command(witness) == (
        "dos-router route --at 2026-12-21T08:00+00:00 --postcode 'CT9 4AN' --easting 590000 --disposition Dx18 "
        "--symptom-group SG1169 --symptom-discriminator SD1 --symptom-discriminator SD2"
    )
