"""Lists as bad as they come: each is read right, or refused row by row with its place and cure; nothing is lost."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from dos_router.diagnostics import Diagnostic, Malformed
from dos_router.interchange.lists import delimited
from dos_router.interchange.lists.delimited import ListRow, Sheet, open_sheet
from dos_router.interchange.lists.recipes import recipe_of_columns
from dos_router.interchange.lists.text_encoding import BLOCK, find_encoding
from dos_router.loading.source_text import HIDDEN

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from import_kit import COLUMNS, DATA, chemist, loaded, made_directory, needs_data, run, write_list

TEXT = "code,name\n1,Café\n2,Béal\n"


def sheet_of(tmp_path: Path, content: bytes | str, name: str = "list.csv", encoding: str | None = None) -> Sheet:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_sheet(path, encoding)


def cells(sheet: Sheet) -> list[tuple[str, ...] | str]:
    return [row.rule if isinstance(row, Diagnostic) else row.cells for row in sheet.rows()]


def problems(sheet: Sheet) -> list[Diagnostic]:
    return [row for row in sheet.rows() if isinstance(row, Diagnostic)]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("cp1252"), "cp1252"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.replace("\n", "\r\n").encode("cp1252"), "cp1252"),
        (TEXT.replace("\n", "\r").encode(), "utf-8-sig"),
    ],
)
def test_every_encoding_is_found_and_told(tmp_path: Path, content: bytes, name: str) -> None:
    sheet = sheet_of(tmp_path, content)
    assert (sheet.encoding.name, cells(sheet)) == (name, [("1", "Café"), ("2", "Béal")])
    assert (sheet.encoding.because is None) == (name == "utf-8-sig")


def test_an_encoding_may_be_named(tmp_path: Path) -> None:
    assert cells(sheet_of(tmp_path, "code,name\n1,Ł\n".encode("cp1250"), encoding="cp1250")) == [("1", "Ł")]


def test_a_file_of_two_encodings_is_utf_8_and_its_other_rows_are_refused(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "code,name\n1,Café\n".encode() + "2,Béal\n".encode("cp1252") + b"3,plain\n")
    assert cells(sheet) == [("1", "Café"), "not-text", ("3", "plain")]
    assert str(problems(sheet)[0].location) == "list.csv:3:4"


def test_bytes_that_cp1252_does_not_have_are_refused_by_row(tmp_path: Path) -> None:
    assert cells(sheet_of(tmp_path, b"code,name\n1,Caf\xe9\n2,\x81\n")) == [("1", "Café"), "not-text"]


def test_letters_that_were_lost_before_are_refused(tmp_path: Path) -> None:
    assert cells(sheet_of(tmp_path, "code,name\n1,Caf\ufffd\n")) == ["not-text"]


def test_half_a_character_of_utf_16_is_refused(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "code,name\n1,a\n2,b\n".encode("utf-16") + b"x")
    assert cells(sheet) == [("1", "a"), ("2", "b"), "not-text"]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "¬"])
def test_the_mark_between_cells_is_found(tmp_path: Path, mark: str) -> None:
    text = f"code{mark}name{mark}note\n1{mark}A, B{mark}x\n" if mark != "," else "code,name,note\n1,A B,x\n"
    sheet = sheet_of(tmp_path, text.encode("cp1252"))
    assert (sheet.delimiter, len(cells(sheet)[0])) == (mark, 3)
    row = next(sheet.rows())
    assert isinstance(row, ListRow)
    assert row.at("note").column == 7 + (mark != ",")


def test_with_the_mark_of_the_nhs_lists_a_quotation_mark_is_a_letter(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, 'code¬name\n1¬"The Old" Surgery\n2¬12" wide\n3¬"open\n')
    assert cells(sheet) == [("1", '"The Old" Surgery'), ("2", '12" wide'), ("3", '"open')]


def test_cells_in_quotation_marks_may_hold_commas_lines_and_marks(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, 'code,name,note\n1,"A, ""B""","two\nlines"\n2,x,y\n')
    rows = list(sheet.rows())
    assert [row.cells for row in rows if isinstance(row, ListRow)] == [("1", 'A, "B"', "two\nlines"), ("2", "x", "y")]
    assert isinstance(rows[0], ListRow)
    assert isinstance(rows[1], ListRow)
    assert [str(rows[0].at("note")), str(rows[1].at("note"))] == ["list.csv:2:14", "list.csv:4:5"]
    assert str(rows[1].at()) == "list.csv:4:1"


def test_a_cell_after_one_of_several_lines_stands_on_the_later_line(tmp_path: Path) -> None:
    row = next(sheet_of(tmp_path, 'code,name,note\n1,"two\nlines",x\n').rows())
    assert isinstance(row, ListRow)
    assert str(row.at("note")) == "list.csv:3:8"


def test_a_quotation_mark_left_open_costs_its_own_row_alone(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, 'code,name\n1,"open\n2,x\n3,y\n')
    assert cells(sheet) == ["bad-quoting", ("2", "x"), ("3", "y")]
    assert str(problems(sheet)[0].location) == "list.csv:2:1"


def test_two_marks_left_open_far_apart_swallow_nothing(tmp_path: Path) -> None:
    lines = ['1,"open', *(f"{number},x" for number in range(2, 100)), '100,"open', "101,x"]
    found = cells(sheet_of(tmp_path, "code,name\n" + "\n".join(lines)))
    assert len(found) == 101
    assert [at for at, one in enumerate(found) if one == "bad-quoting"] == [0, 99]


@pytest.mark.parametrize("row", ['1,"a"b', '1,"a" b'])
def test_letters_after_a_closing_mark_are_refused(tmp_path: Path, row: str) -> None:
    assert cells(sheet_of(tmp_path, f"code,name\n{row}\n2,x\n")) == ["bad-quoting", ("2", "x")]


def test_ragged_rows_are_refused_with_both_counts(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "code,name\n1\n2,x,y\n3,z\n")
    assert cells(sheet) == ["ragged-row", "ragged-row", ("3", "z")]
    assert [problem.message for problem in problems(sheet)] == [
        "the row has 1 cells, the header 2", "the row has 3 cells, the header 2",
    ]  # fmt: skip


def test_zeros_and_marks_that_cannot_be_seen_are_refused_by_row(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "code,name\n1,a\0b\n2,a\u202eb\n3,ab\u200b\n4,ok\n5,\ue000\n6,a\u00a0b\n")
    assert cells(sheet) == [*["hidden-character"] * 3, ("4", "ok"), "hidden-character", ("6", "a\u00a0b")]
    assert [str(problem.location) for problem in problems(sheet)] == [
        "list.csv:2:4", "list.csv:3:4", "list.csv:4:5", "list.csv:6:3",
    ]  # fmt: skip


def test_whatever_our_own_files_may_not_hold_is_refused_by_row(tmp_path: Path) -> None:
    odd = [chr(code) for code in range(0x80, 0x10000) if HIDDEN.search(chr(code)) and not 0xD800 <= code < 0xE000]
    assert {"\u034f", "\u3164", "\ufe0f"} <= set(odd)
    for one in odd:
        assert cells(sheet_of(tmp_path, f"code,name\n1,a{one}b\n")) == ["hidden-character"], hex(ord(one))


def test_blank_lines_are_no_rows_and_rows_of_blank_cells_are(tmp_path: Path) -> None:
    assert cells(sheet_of(tmp_path, "\n\ncode,name\n\n,\n  \n1,x\n\n")) == [("", ""), ("1", "x")]


OTHERS: list[tuple[bytes, str]] = [
    (b"PK\x03\x04\x14\0", "a spreadsheet or another zip file"),
    (b"\xd0\xcf\x11\xe0\xa1", "a spreadsheet of an older kind"),
    (b"%PDF-1.4\n%", "a PDF"),
    (b"PAR1\x15", "Parquet"),
    (gzip.compress(b"code,name\n", mtime=0), "compressed"),
    (b"\xef\xbb\xbf<!DOCTYPE html>\n<html>", "a web page"),
    (b"\n<HTML><head>", "a web page"),
    (b"<?xml version='1.0'?>", "XML"),
    (b'{"resourceType": "Bundle"}', "JSON"),
    (b'[\n {"name": "x"}]', "JSON"),
    (b"sep=;\r\ncode;name\r\n", "a line for a spreadsheet"),
]


@pytest.mark.parametrize(("content", "said"), OTHERS)
def test_what_is_no_list_at_all_is_named_for_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(Malformed, match=said) as refused:
        sheet_of(tmp_path, content)
    assert (refused.value.rule, bool(refused.value.help)) == ("not-a-list", True)


def test_a_header_in_brackets_is_a_header(tmp_path: Path) -> None:
    assert cells(sheet_of(tmp_path, "[code],[name]\n1,x\n")) == [("1", "x")]


def test_a_list_whose_hours_are_in_no_column_that_is_known_says_how_to_name_it(tmp_path: Path) -> None:
    sheet = sheet_of(tmp_path, "name,type,hours\nQuay,pharmacy,24/7\n")
    found = run(sheet.path, None, recipe=recipe_of_columns(sheet.columns, {}, None))
    assert "--map opening=hours" in str(found.tally.shown["no-hours"][0].help)
    found = run(sheet.path, None, recipe=recipe_of_columns(sheet.columns, {"opening": "hours"}, None))
    assert found.tally.services == 1


def test_a_line_without_end_is_refused_and_the_next_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "LONGEST_LINE", 1000)
    sheet = sheet_of(tmp_path, "code,name\n1," + "x" * 5000 + "\n2,y\n")
    assert cells(sheet) == ["bad-quoting", ("2", "y")]
    quoted = sheet_of(tmp_path, 'code,name\n1,"open\n2,' + "x" * 5000 + "\n3,y\n")
    assert cells(quoted) == ["bad-quoting", "bad-quoting", ("3", "y")]


@pytest.mark.parametrize("content", [b"", b"\n\n", "﻿".encode()])
def test_a_file_without_a_header_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Malformed, match="has no header"):
        sheet_of(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "said"), [("a,b,a\n", "the column `a` stands twice"), (b"a,caf\xe9\xc3\xa9\n", "no text")]
)
def test_a_header_that_cannot_be_used_is_refused(tmp_path: Path, content: bytes | str, said: str) -> None:
    with pytest.raises(Malformed, match=said):
        sheet_of(tmp_path, content, encoding="utf-8")


def test_columns_without_a_name_get_one(tmp_path: Path) -> None:
    assert list(sheet_of(tmp_path, "code,,\n1,2,3\n").columns) == ["code", "column 2", "column 3"]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="there is no file"):
        open_sheet(tmp_path / "none.csv")


def test_a_compressed_list_is_read_and_a_damaged_one_refused(tmp_path: Path) -> None:
    whole = gzip.compress(TEXT.encode() * 1000)
    assert cells(sheet_of(tmp_path, gzip.compress(TEXT.encode()), "list.csv.gz")) == [("1", "Café"), ("2", "Béal")]
    for content in (whole[: len(whole) // 2], b"no gzip", whole[:-8] + b"\0" * 8):
        with pytest.raises(Malformed, match="damaged"):
            cells(sheet_of(tmp_path, content, "list.csv.gz"))


def test_bad_bytes_far_into_a_file_are_found(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"code,name\n" + b"1,plain\n" * (BLOCK // 4) + "2,Béal\n".encode("cp1252"))
    assert find_encoding(path).name == "cp1252"


def test_a_list_with_every_fault_at_once_loses_no_row(tmp_path: Path) -> None:
    folder = made_directory(tmp_path)
    good = [chemist(code=f"FA{number:03}", name=f"Café {number}") for number in range(5)]
    path = write_list(tmp_path / "chemists.csv", good)
    bad = ['"short"', '"a",' * 20, 'FA900,"open', ",".join(["\0"] * len(COLUMNS)), ",".join([""] * len(COLUMNS))]
    path.write_bytes(
        path.read_bytes() + "\n".join(bad).encode() + b"\n" + b"FA901,\xff\n" + path.read_bytes().splitlines()[1]
    )
    found = run(path, folder)
    assert (found.tally.rows, found.tally.services) == (12, 5)
    assert sum(found.tally.reported.values()) == 7
    assert set(found.tally.reported) == {
        "ragged-row",
        "bad-quoting",
        "hidden-character",
        "no-name",
        "not-text",
        "duplicate-row",
    }
    loaded(folder)


MEASURED = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from import_kit import LIKE
from dos_router.interchange.lists.import_list import import_list
from dos_router.interchange.lists.job import ListImport
found = import_list(ListImport(path=Path(sys.argv[2]), recipe=LIKE, target=Path(sys.argv[3])))
print(found.tally.rows, found.tally.services, found.tally.adds_up, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def imported_apart(path: Path, target: Path) -> tuple[int, int, bool, int]:
    """Import a list as a table in a process of its own; return rows, services, whether they add up, peak kilobytes."""
    kit = str(Path(__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, kit, str(path), str(target)], capture_output=True, text=True, check=True
    )
    rows, services, adds_up, peak = done.stdout.split()
    return int(rows), int(services), adds_up == "True", int(peak)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_list(tmp_path: Path) -> None:
    lines = write_list(tmp_path / "list.csv", [chemist()]).read_text(encoding="utf-8").splitlines()
    peaks = []
    for count in (100, 40_000):
        path = tmp_path / f"{count}.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write(lines[0] + "\n")
            for number in range(count):
                file.write(lines[1].replace("FA001", f"F{number:06}") + (",ragged" if number % 10 == 0 else "") + "\n")
        rows, services, adds_up, peak = imported_apart(path, tmp_path / f"out-{count}.csv")
        assert (rows, services, adds_up) == (count, count - count // 10, True)
        peaks.append(peak)
    assert peaks[1] - peaks[0] < 24_000  # kilobytes, of a list of 5 MB; text alone of all rows in memory would be more


@needs_data
def test_real_dentists_of_2014_with_numbers_as_spreadsheets_write_them(tmp_path: Path) -> None:
    path = DATA / "services/dentists_kss_blmk.csv"
    found = run(
        path, None, target=tmp_path / "dentists.csv", openings=DATA / "services/dentistopeningtimes_kss_blmk.csv"
    )
    assert (found.tally.rows, found.openings.rows, found.openings.used) == (947, 6874, 6874)
    assert found.tally.remarks["bad-number"] == 0
