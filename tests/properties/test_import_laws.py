"""Imports hold for whatever a list holds: hours in many spellings, any cells, any edits; nothing is lost or guessed."""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from yaml import CBaseLoader, load

from dos_router.diagnostics import Diagnostic, Location, Malformed
from dos_router.interchange.lists import delimited
from dos_router.interchange.lists.day_hours import read_day
from dos_router.interchange.lists.delimited import ListRow, open_sheet
from dos_router.interchange.lists.draft import Draft, ProviderDraft
from dos_router.interchange.lists.edited_file import normal, open_edited
from dos_router.interchange.lists.names import slug, tidy_name
from dos_router.interchange.lists.provider_files import FileEdits, texts_of
from dos_router.interchange.lists.seen_keys import SeenKeys
from dos_router.interchange.lists.week_hours import opening_text, read_week
from dos_router.interchange.lists.yaml_text import head_text, record_texts
from dos_router.model.opening import Span, Spans, parse_opening

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from import_kit import COLUMNS, chemist, loaded, made_directory, run, write_list

# what a list may hold that our files may too: no control characters, nothing invisible
TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_categories=("Cc", "Cf")), max_size=12)


@st.composite
def days(draw: st.DrawFn) -> Spans:
    """Draw the sessions of a day in order, the last of which may run past midnight if it begins in the evening."""
    ends = sorted(draw(st.sets(st.integers(0, 287), max_size=6)))
    spans = [Span(start * 5, end * 5) for start, end in zip(ends[::2], ends[1::2], strict=False)]
    late = draw(st.none() | st.tuples(st.integers(17 * 60, 1439), st.integers(1, 17 * 60 - 1)))
    if late and (not spans or spans[-1].end <= late[0]):
        spans.append(Span(late[0], late[1] + 1440))
    return tuple(spans)


def spelt(minute: int, form: str, *, ends: bool) -> str:
    """Write a time in one of the ways that people do."""
    hour, past = divmod(minute % 1440 if minute != 1440 or not ends else 1440, 60)
    if form == "am" and hour < 24:
        shown = f"{(hour - 1) % 12 + 1}"
        return f"{shown}.{past:02}{'pm' if hour >= 12 else 'am'}" if past else f"{shown}{'pm' if hour >= 12 else 'am'}"
    return {"dot": f"{hour:02}.{past:02}", "none": f"{hour:02}{past:02}"}.get(form, f"{hour:02}:{past:02}")


FORMS = st.sampled_from(["colon", "dot", "none", "am"])
seen_forms: set[tuple[str, str, str]] = set()


@given(days(), st.data())
def test_hours_are_read_as_they_were_meant_however_they_are_spelt(spans: Spans, data: st.DataObject) -> None:
    form, dash = data.draw(FORMS), data.draw(st.sampled_from(["-", " - ", "–", " to ", " until "]))
    between = data.draw(st.sampled_from([",", ", ", "; ", " ", " & ", " and ", "/"]))
    seen_forms.add((form, dash, between))
    text = between.join(f"{spelt(a, form, ends=False)}{dash}{spelt(b, form, ends=True)}" for a, b in spans) or "Closed"
    assert read_day(text) == spans


def test_the_spellings_drawn_reach_every_form_dash_and_mark() -> None:
    assert [len({one[part] for one in seen_forms}) for part in range(3)] == [4, 5, 7]


@given(st.text("0123456789:.-, ;apmto", max_size=24))
def test_any_text_is_hours_in_order_or_refused(text: str) -> None:
    try:
        spans = read_day(text)
    except Malformed as problem:
        refused = problem
    else:
        refused = None
    if refused is not None:
        assert (refused.help, refused.rule in {"bad-hours", "no-hours"}) != (None, False)
    else:
        assert all(0 <= span.start < 1440 and 0 < span.end - span.start <= 1440 for span in spans)
        assert all(before.end <= after.start for before, after in pairwise(spans))
        assert read_day(",".join(map(str, spans)) or "closed") == spans


@given(st.lists(days(), min_size=7, max_size=7).map(tuple), st.none() | days())
def test_a_week_is_written_so_that_it_is_read_back_the_same(week: tuple[Spans, ...], holiday: Spans | None) -> None:
    opening = parse_opening(opening_text(week, holiday))
    if opening.always:
        assert (set(week), holiday) == ({(Span(0, 1440),)}, None)
    else:
        assert (opening.weekdays, opening.holiday) == (week, holiday)
    assert read_week(opening_text(week, holiday)) == (week, holiday)


CELLS = st.lists(st.text(st.sampled_from("ab \",;'¬\n\té"), max_size=6), min_size=2, max_size=4)


@given(
    st.lists(CELLS, max_size=6), st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"])
)
def test_what_csv_writes_is_read_back_cell_for_cell(rows: list[list[str]], mark: str, encoding: str) -> None:
    width = 3
    table = [["one", "two", "three"], *([*row, *[""] * width][:width] for row in rows)]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark, lineterminator="\n").writerows(table)
    with tempfile.TemporaryDirectory() as home:
        path = Path(home, "list.csv")
        path.write_bytes(text.getvalue().encode(encoding))
        sheet = open_sheet(path)
        assume(sheet.encoding.name == encoding or encoding in {"utf-8", "cp1252"})
        found = list(sheet.rows())
    assert [row.cells if isinstance(row, ListRow) else row for row in found] == [
        tuple(cell.strip() for cell in row) for row in table[1:]
    ]
    starts = [row.at("three") for row in found if isinstance(row, ListRow)]
    lines = text.getvalue().splitlines(keepends=True)
    for at in starts:
        assert at.column == 1 or lines[at.line - 1][at.column - 2] == mark


@given(st.binary(max_size=200), st.integers(1, 40))
@settings(max_examples=400)
def test_any_bytes_are_rows_or_faults_and_never_stop_it(content: bytes, longest: int) -> None:
    with tempfile.TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "LONGEST_LINE", 50 + longest)
        path = Path(home, "list.csv")
        path.write_bytes(b"code,name\n" + content)
        try:
            rows = list(open_sheet(path).rows())
        except Malformed:
            return
    assert all(isinstance(row, ListRow | Diagnostic) for row in rows)


@given(st.lists(TEXT, max_size=300))
def test_keys_are_new_once(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dos_router.interchange.lists.seen_keys.FRESH", 7)
        keys, plain = SeenKeys(), set[str]()
        for text in texts:
            assert keys.add(text) == (text not in plain)
            plain.add(text)


def draft_of(name: str, lines: tuple[str, ...], note: str) -> Draft:
    fields = {
        "id": "one", "name": name, "address": lines, "opening": "24/7", "dates": {"2026-12-25": "off"},
        "checked": {"by": note},
    }  # fmt: skip
    return Draft(key="1", provider=ProviderDraft(name), fields={k: v for k, v in fields.items() if v}, row=Location(""))


VALUES = TEXT.map(str.strip).filter(bool)


@given(VALUES, st.lists(VALUES, min_size=1, max_size=3).map(tuple), VALUES)
def test_yaml_is_read_back_value_for_value(name: str, lines: tuple[str, ...], note: str) -> None:
    draft = draft_of(name, lines, note)
    whole = head_text(draft.provider, ["said", note]) + "".join(record_texts([draft, draft]))
    found = load(whole, CBaseLoader)  # noqa: S506 - every value stays text
    assert found["provider"] == {"name": name}
    assert len(found["services"]) == 2
    for record in found["services"]:
        assert (record["name"], record["address"], record["checked"]) == (name, list(lines), {"by": note})
        assert (record["opening"], record["dates"]) == ("24/7", {"2026-12-25": "off"})


@given(VALUES, VALUES)
def test_a_file_that_is_taken_apart_and_changed_holds_the_rest_byte_for_byte(name: str, other: str) -> None:
    draft = draft_of(name, ("1 Quay",), "a list")
    text = head_text(draft.provider, ["said"]) + "".join(record_texts([draft]))
    with tempfile.TemporaryDirectory() as home:
        path = Path(home, "one.yaml")
        path.write_text(text, encoding="utf-8")
        file = open_edited(path)
    record = file.records["one"]
    assert dict(record.texts) == texts_of(draft)
    edits = FileEdits(file)
    edits.set_fields(record, {"name": texts_of(draft_of(other, ("1 Quay",), "a list"))["name"], "dates": None})
    changed = load(edits.text(), CBaseLoader)["services"][0]  # noqa: S506 - the same
    assert (changed["name"], "dates" in changed, changed["address"]) == (other, False, ["1 Quay"])
    untouched = [
        line for line in text.splitlines() if "name:" not in line and "2026" not in line and "dates" not in line
    ]
    assert [line for line in edits.text().splitlines() if "name:" not in line] == untouched


@given(st.sampled_from(["  - a: 1\n", "    a: 1\n", "- a: 1\n", "      a:\n        b: c\n"]))
def test_the_text_of_a_field_is_one_whatever_its_indentation(text: str) -> None:
    assert normal(normal(text)) == normal(text)
    assert normal(text).startswith("    a:")


@given(TEXT)
def test_slugs_are_ids_and_names_keep_their_letters(text: str) -> None:
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug(slug(text)) == slug(text)
    assert tidy_name(text).casefold() == " ".join(text.split()).casefold()


OPTIONS = {
    "name": ["HARBOUR CHEMIST", "QUAY CHEMIST"],
    "owner": ["HARBOUR LTD", "QUAY PLC"], "postcode": ["ZE1 1AA", "ZE1 2AA"],
    "phone": ["01632 960001", "", "1 bad"], "hours": ["Mo-Fr 09:00-17:30", "24/7", "9-5"], "icb": ["QZZ", "", "QYY"],
}  # fmt: skip
ROWS = st.lists(
    st.tuples(
        st.integers(1, 5), st.fixed_dictionaries({name: st.sampled_from(some) for name, some in OPTIONS.items()})
    ),
    max_size=6,
).map(lambda rows: [chemist(code=f"FA{number:03}", **cells) for number, cells in rows])
told_kinds: set[str] = set()
told_rules: set[str] = set()


@given(st.lists(ROWS, min_size=1, max_size=3), st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=4))
@settings(max_examples=40, phases=[Phase.explicit, Phase.generate])  # a failing one is small enough as it is
def test_list_after_list_over_any_edits_loses_nothing(
    lists: list[list[tuple[str, ...]]], edits: list[tuple[int, bool]]
) -> None:
    with tempfile.TemporaryDirectory() as home:
        folder = made_directory(Path(home))
        notes: list[str] = []
        for turn, rows in enumerate(lists):
            path = write_list(Path(home, f"chemists_2026-0{turn + 1}.csv"), rows)
            found = run(path, folder, allow_gone=True)
            told_kinds.update(change.kind.value for change in found.changes)
            told_rules.update(found.tally.reported)
            notes += annotated(folder, edits, turn)
            loaded(folder)
            whole = "".join(one.read_text(encoding="utf-8") for one in sorted((folder / "services").glob("*.yaml")))
            assert all(note in whole for note in notes)
        again = run(path, folder, allow_gone=True)
        assert again.files == ()
        # what people have written in stays with the old owner, and is told until somebody moves it
        assert {(change.kind.value, change.field) for change in again.changes} <= {("conflict", "provider")}


def annotated(folder: Path, edits: list[tuple[int, bool]], turn: int) -> list[str]:
    """Write remarks at the end of lines, or on lines of their own, as people do; return them."""
    notes = []
    for number, (place, beside) in enumerate(edits):
        files = sorted(path for path in (folder / "services").glob("*.yaml") if path.name != "hand.yaml")
        if not files:
            return notes
        path = files[place % len(files)]
        lines = path.read_text(encoding="utf-8").splitlines()
        at = place % len(lines)
        note = f"# note {turn}-{number}"
        if beside:
            lines[at] += f"  {note}"
        else:
            lines.insert(at, f"    {note}")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        notes.append(note)
    return notes


def test_the_lists_drawn_reach_every_kind_of_change_and_reason() -> None:
    assert {"added", "changed", "gone", "moved"} <= told_kinds
    assert {"bad-hours", "duplicate-key", "no-hours"} & told_rules
    assert len(COLUMNS) == len(chemist())
