"""A call that shows a promise broken, in words and as a command that repeats it."""

from __future__ import annotations

from dos_router.model.ages import describe_age
from dos_router.model.call import CallText
from dos_router.model.directory import Directory


def in_words(call: CallText) -> str:
    """Return a call in words: what for, for whom, where and when."""
    need = "/".join([call.symptom_group or "", "+".join(call.symptom_discriminators)])
    days = int((call.age or "0d").removesuffix("d"))
    where = call.postcode or f"{call.easting}, {call.northing}"
    return f"`{call.disposition}` {need}, a {call.sex} patient of {describe_age(days)}, at {where} on {call.at}"


def command(call: CallText, directory: Directory) -> str:
    """Return the command that routes the call."""
    words = ["dos-router route", f"-d {directory.folder}"]
    words += [f"--{name.replace('_', '-')} {value}" for name, value in call.stated().items()]
    words += [f"--symptom-discriminator {code}" for code in call.symptom_discriminators]
    return " ".join(words)
