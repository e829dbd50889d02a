"""The codes of dispositions, symptom groups and discriminators, and which pairs of symptoms a profile holds."""

from __future__ import annotations

import pytest

from dos_router.diagnostics import Malformed
from dos_router.model.codes import parse_discriminator, parse_disposition, parse_symptom_group
from dos_router.model.symptoms import Symptoms, parse_symptom, symptoms_of


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Dx05", "Dx05"),
        ("dx05", "Dx05"),
        ("DX011", "Dx011"),
        (" Dx02 ", "Dx02"),
        ("Dx2", "Dx2"),
        ("Dx01120", "Dx01120"),
    ],
)
def test_a_disposition_is_read_in_any_case_and_keeps_its_zeros(written: str, code: str) -> None:
    assert parse_disposition(written) == code


@pytest.mark.parametrize(
    "written", ["", "05", "Dx", "Dx 05", "Dx-5", "Dx5a", "D05", "DxX", "Dx٥", "Dx1234567", "Dx05 Dx06"]
)
def test_what_is_no_disposition_is_refused(written: str) -> None:
    with pytest.raises(Malformed, match="is not a disposition code"):
        parse_disposition(written)


@pytest.mark.parametrize("written", ["SG1107", "sg1107", "Sg1107", "1107", " 1107 "])
def test_a_symptom_group_is_read_with_or_without_its_letters(written: str) -> None:
    assert parse_symptom_group(written) == "SG1107"


@pytest.mark.parametrize("written", ["SD4052", "sd4052", "4052", " Sd4052"])
def test_a_discriminator_is_read_with_or_without_its_letters(written: str) -> None:
    assert parse_discriminator(written) == "SD4052"


@pytest.mark.parametrize(
    "written", ["", "SG", "SG0", "0", "SG01107", "SD1107", "SG 1107", "SG-1", "*", "12345678", "SG١"]
)
def test_what_is_no_symptom_group_is_refused(written: str) -> None:
    with pytest.raises(Malformed, match="is not a symptom group"):
        parse_symptom_group(written)


@pytest.mark.parametrize("written", ["", "SD", "SD0", "SG4052", "4052+4003", "*"])
def test_what_is_no_discriminator_is_refused(written: str) -> None:
    with pytest.raises(Malformed, match="is not a symptom discriminator"):
        parse_discriminator(written)


@pytest.mark.parametrize(
    ("written", "pair"),
    [
        ("SG1107/SD4052", ("SG1107", "SD4052")),
        ("1107/4052", ("SG1107", "SD4052")),
        ("sg1119/*", ("SG1119", "*")),
        ("*", ("*", "*")),
        (" * ", ("*", "*")),
    ],
)
def test_a_symptom_is_a_pair_a_whole_group_or_everything(written: str, pair: tuple[str, str]) -> None:
    assert parse_symptom(written) == pair


@pytest.mark.parametrize("written", ["", "SG1107", "1107", "SG1107 SD4052"])
def test_a_group_alone_is_no_symptom(written: str) -> None:
    with pytest.raises(Malformed, match=r"is not a symptom$"):
        parse_symptom(written)


@pytest.mark.parametrize("written", ["*/SD4052", "SG1107/", "/SD4052", "SG1107/SD4052/SD4003", "SG1107/SG1107", "**"])
def test_a_symptom_of_which_half_is_wrong_is_refused(written: str) -> None:
    with pytest.raises(Malformed):
        parse_symptom(written)


@pytest.mark.parametrize(
    ("profiled", "group", "discriminator", "has_group", "has_pair"),
    [
        (["SG1107/SD4052"], "SG1107", "SD4052", True, True),
        (["SG1107/SD4052"], "SG1107", "SD4003", True, False),
        (["SG1107/SD4052"], "SG1119", "SD4052", False, False),
        (["SG1107/SD4003", "SG1119/SD4052"], "SG1107", "SD4052", True, False),  # each half, but not together
        (["SG1119/*"], "SG1119", "SD4052", True, True),
        (["SG1119/*"], "SG1107", "SD4052", False, False),
        (["*"], "SG1107", "SD4052", True, True),
        ([], "SG1107", "SD4052", False, False),
    ],
)
def test_what_a_profile_holds(
    profiled: list[str], group: str, discriminator: str, has_group: bool, has_pair: bool
) -> None:
    symptoms = symptoms_of(map(parse_symptom, profiled))
    assert symptoms.has_group(group) is has_group
    assert symptoms.has(group, discriminator) is has_pair


def test_the_order_and_the_repetition_of_symptoms_mean_nothing() -> None:
    one, other = parse_symptom("SG1107/SD4052"), parse_symptom("SG1119/*")
    assert symptoms_of([one, other]) == symptoms_of([other, one, one])
    assert symptoms_of([]) == Symptoms()
