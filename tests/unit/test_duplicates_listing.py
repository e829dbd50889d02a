"""Lists with faults: each told with its place and its cure, the sound rows read all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from dos_router.analysis.duplicates.listing import read_list

HEADER = "id,type,name,address,town,postcode,phone,ods\n"


def read(tmp_path: Path, text: str | bytes) -> tuple[list[str], list[str]]:
    """Return the ids read of a list, and its problems as one would read them."""
    path = tmp_path / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    records, problems = read_list(path, "list.csv")
    told = [f"{one.location} {one.severity} {one.rule}: {one.message} ({one.help})" for one in problems]
    return [record.id for record in records], told


def test_columns_may_stand_in_any_order_and_some_be_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeffname,colour,id\nBoots,red,a\n\nLloyds,blue,b\n") == (["a", "b"], [])


@pytest.mark.parametrize(("text", "told", "cure"), [
    ("", "list.csv error empty-file: the list has no header",
     "begin it with: id,type,name,address,town,postcode,phone,ods"),
    ("id,nmae\na,b\n", "list.csv:1:4 error missing-column: the column `name` is missing", "did you mean `nmae`?"),
    ("name\nb\n", "list.csv:1:1 error missing-column: the column `id` is missing", "the header has: name"),
    ("id,name,id\n", "list.csv:1:9 error duplicate-column: the column `id` is given twice", "keep one of them"),
    ('id,name\na,"b\n', "list.csv:2:1 error bad-quoting: the row cannot be read: unexpected end of data",
     "close each quote, and write a quote inside a quoted cell twice"),
    (b"id,name\na,b\nb,Caf\xe9\n", "list.csv:3:6 error not-utf-8: the byte 0xE9 is not UTF-8 text",
     "save the file as UTF-8"),
    ("id,name\na,b\n".encode("utf-16"), "list.csv:1:1 error not-utf-8: the byte 0xFF is not UTF-8 text",
     "save the file as UTF-8"),
])  # fmt: skip
def test_a_list_that_cannot_be_read_says_why(tmp_path: Path, text: str | bytes, told: str, cure: str) -> None:
    assert read(tmp_path, text) == ([], [f"{told} ({cure})"])


def test_a_cell_too_long_to_read_says_so_and_keeps_what_came_before(tmp_path: Path) -> None:
    said = (
        "list.csv:3:1 error cell-too-long: a cell has over 131,072 characters: this row and those after it are left out"
    )
    text = f"id,name\nfirst,Boots\nlong,{'x' * 131_073}\nlast,Boots\n"
    assert read(tmp_path, text) == (["first"], [f"{said} (shorten it; perhaps a quote before it is not closed)"])


@pytest.mark.parametrize(("row", "told", "cure"), [
    ("a,Boots,1\n", "list.csv:3:1 error ragged-row: the row has 3 cells, the header 2",
     "give each column a cell; quote a cell with a comma"),
    (",Boots\n", "list.csv:3:1 error missing-id: the row has no `id`", "give each record an id of its own"),
    ("first,Boots\n", "list.csv:3:1 error duplicate-id: the id `first` stands here again: this row is left out",
     "give each record an id of its own; the first is in line 2"),
])  # fmt: skip
def test_a_faulty_row_is_left_out(tmp_path: Path, row: str, told: str, cure: str) -> None:
    assert read(tmp_path, f"id,name\nfirst,Boots\n{row}") == (["first"], [f"{told} ({cure})"])


@pytest.mark.parametrize(("name", "told"), [
    ("", "warning empty-name: the record has no name"),
    ("X", "warning short-name: the name `X` is a single character"),
    ("B\u043eots",
     "warning look-alike-letters: the name `B\u043eots` mixes letters of Latin and Cyrillic, which look alike"),
    ("Boots\u202ezz", "warning hidden-character: the cell holds the character U+202E, which cannot be seen"),
    ("Boots\u00a0UK", "warning hidden-character: the cell holds the character U+00A0, which cannot be seen"),
])  # fmt: skip
def test_a_doubtful_name_is_told_and_read(tmp_path: Path, name: str, told: str) -> None:
    ids, problems = read(tmp_path, f"id,name\nb,{name}\n")
    assert ids == ["b"]
    assert [problem.split(" (")[0].split(" ", 1)[1] for problem in problems] == [told]
    assert problems[0].startswith("list.csv:2:")


@pytest.mark.parametrize("name", ["Café Noël", "صيدلية النور", "Аптека", "Ω Pharmacy"])
def test_names_of_one_alphabet_are_no_problem(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, f"id,name\nb,{name}\n") == (["b"], [])


def test_a_column_that_is_like_ours_is_told(tmp_path: Path) -> None:
    ids, told = read(tmp_path, "id,name,adress\na,Boots,1 High Street\n")
    assert (ids, told) == (
        ["a"], ["list.csv:1:9 warning unknown-column: the column `adress` is not used (did you mean `address`?)"],
    )  # fmt: skip


def test_a_folder_or_nothing_is_no_list(tmp_path: Path) -> None:
    _, problems = read_list(tmp_path, "here")
    assert [(one.rule, one.message) for one in problems if one.rule != "empty-file"] == [
        ("unreadable-file", "there is no file `here`")
    ]


def test_cells_over_several_lines_keep_their_place(tmp_path: Path) -> None:
    ids, told = read(tmp_path, 'id,name,address\na,Boots,"1 High\nStreet"\n,x,y\n')
    assert ids == ["a"]
    assert told[0].startswith("list.csv:4:1 error missing-id")
