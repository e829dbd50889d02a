"""Files of calls: every kind and compression, and rows that are never lost, whatever is wrong with them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from dos_router.diagnostics import Malformed
from dos_router.loading import call_files, call_files_csv
from dos_router.loading.call_files import Form, Kind, find_columns, form_of, open_calls
from dos_router.routing.batch_columns import COLUMNS

HEADER = "call_id,at,note\n"
Rows = list[tuple[str | None, ...]]


def read(path: Path) -> tuple[Rows, dict[int, str]]:
    """Return a file's rows, and the reasons by the place of the row."""
    file = open_calls(str(path), form_of(str(path)))
    rows: Rows = []
    unread: dict[int, str] = {}
    for chunk in file.chunks:
        unread |= {len(rows) + place: reason for place, reason in chunk.unread.items()}
        rows += [tuple(row.values()) for row in chunk.rows.to_pylist()]
    return rows, unread


def read_csv(tmp_path: Path, text: str | bytes) -> tuple[Rows, dict[int, str]]:
    path = tmp_path / "calls.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


SOUND = HEADER + "1,now,a\n2,then,b\n"
PAIR = [("1", "now", "a"), ("2", "then", "b")]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (SOUND, PAIR),
        (SOUND.removesuffix("\n"), PAIR),
        ("\ufeff" + SOUND, PAIR),
        (SOUND.replace("\n", "\r\n"), PAIR),
        (SOUND.replace("\n", "\r"), PAIR),
        (SOUND.replace("\n2", "\n\n\n2"), PAIR),
        (HEADER, []),
        (HEADER + '1,"a, b","say ""x"""\n', [("1", "a, b", 'say "x"')]),
        (HEADER + '1,now,"two\nlines"\n2,then,b\n', [("1", "now", "two\nlines"), ("2", "then", "b")]),
        (HEADER + "1,now,\u2028\x0b\n", [("1", "now", "\u2028\x0b")]),
        (HEADER + "001,=1+1,NA\n", [("001", "=1+1", "NA")]),
    ],
)
def test_csv_is_read_cell_by_cell_as_it_was_written(tmp_path: Path, text: str, rows: Rows) -> None:
    assert read_csv(tmp_path, text) == (rows, {})


@pytest.mark.parametrize(
    ("line", "kept", "reason"),
    [
        ("x,short\n", ("x", "short", ""), "row: ragged-row"),
        ("x,y,z,too,long\n", ("x", "y", "z,too,long"), "row: ragged-row"),
        ('x,"y,z\n', ("x", "y,z", ""), "row: unclosed-quote"),
    ],
)
def test_a_faulty_line_is_kept_in_its_place_and_costs_no_other_row(
    tmp_path: Path, line: str, kept: tuple[str, ...], reason: str
) -> None:
    rows, unread = read_csv(tmp_path, f"{HEADER}1,now,a\n{line}2,then,b\n")
    assert [row[0] for row in rows] == ["1", "x", "2"]
    assert unread == {1: reason}
    assert (rows[1][0], len(rows[1])) == (kept[0], 3)


def test_a_cell_longer_than_most_costs_no_other_row(tmp_path: Path) -> None:
    long = "x" * (33 * 1024 * 1024)
    rows, unread = read_csv(tmp_path, f"{HEADER}1,now,{long}\n2,short\n3,then,c\n")
    assert ([row[0] for row in rows], len(rows[0][2] or ""), unread) == (
        ["1", "2", "3"],
        len(long),
        {1: "row: ragged-row"},
    )


def test_bytes_that_are_no_text_are_shown_by_their_codes(tmp_path: Path) -> None:
    rows, unread = read_csv(tmp_path, HEADER.encode() + b"1,now,a\n2,then,caf\xe9\n")
    assert (rows[1], unread) == (("2", "then", "caf\\xe9"), {1: "row: not-utf-8"})


def test_a_zero_byte_in_a_row_is_kept_and_costs_no_other_row(tmp_path: Path) -> None:
    rows, unread = read_csv(tmp_path, f"{HEADER}1,now,a\0b\n2,then,c\n")
    assert (rows, unread) == ([("1", "now", "a\0b"), ("2", "then", "c")], {})


@pytest.mark.parametrize("block", [1, 7, 16, 64, 1000])
def test_how_a_file_is_cut_into_blocks_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    text = HEADER + "".join(f'{n},now,"cell {n},\n{"x" * (n % 9)}"\n{n},short\n{n},then,plain\n' for n in range(40))
    whole = read_csv(tmp_path, text)
    monkeypatch.setattr(call_files, "BLOCK", block)
    monkeypatch.setattr(call_files_csv, "_MOST_WAITING", 10_000)
    if block > len(HEADER):
        assert read_csv(tmp_path, text) == whole
    assert len(whole[0]) == 120


def test_one_stray_quote_does_not_swallow_the_rest_of_a_long_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_files, "BLOCK", 500)
    monkeypatch.setattr(call_files_csv, "_MOST_WAITING", 2_000)
    rows, unread = read_csv(tmp_path, HEADER + '0,now,"stray\n' + "".join(f"{n},now,plain\n" for n in range(1, 2000)))
    assert [row[0] for row in rows] == [str(n) for n in range(2000)]
    assert unread == {0: "row: unclosed-quote"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "empty-file"),
        ("\n\n", "empty-file"),
        ("a;b;c\n1;2;3\n", "wrong-separator"),
        ("a,b,a\n1,2,3\n", "duplicate-column"),
        ("a,b\n".encode("utf-16"), "not-utf-8"),
        ("a,b\n".encode("utf-16-le"), "not-utf-8"),
        (b"caf\xe9,b\n1,2\n", "not-utf-8"),
    ],
)
def test_a_file_that_is_no_csv_is_refused(tmp_path: Path, text: str | bytes, rule: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_csv(tmp_path, text)
    assert refused.value.rule == rule


def test_json_lines_hold_texts_numbers_lists_and_nothing(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_text('{"a": "x", "b": 34, "c": ["SD1", "SD2"]}\n\n{"a": null, "b": 34.0, "c": true}\n', encoding="utf-8")
    assert read(path) == ([("x", "34", "SD1+SD2"), (None, "34", "true")], {})


def test_json_lines_hold_numbers_of_any_size(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_text(f'{{"a": {"9" * 400}, "b": 1e22, "c": -0.5}}\n', encoding="utf-8")
    assert read(path) == ([("9" * 400, "10000000000000000000000", "-0.5")], {})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"a": "x"', "not-json"), ('{"a": NaN}', "not-json"), ('{"a": 1, "a": 2}', "duplicate-key"),
        ('["a"]', "no-object"),
        ('{"a": {"b": 1}}', "bad-value"), ('{"z": 1}', "unexpected-key"), ('{"a": "\\ud800"}', "not-json"),
        ("[" * 5000, "not-json"), ('{"a": 1e999}', "bad-value"), (f'{{"a": {"9" * 5000}}}', "not-json"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_row_is_kept_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, reason: str
) -> None:
    monkeypatch.setattr(call_files, "BLOCK", 11)
    path = tmp_path / "calls.jsonl"
    path.write_text(f'{{"a": "1"}}\n{line}\n{{"a": "2"}}\n', encoding="utf-8")
    rows, unread = read(path)
    assert [row[0] for row in rows] == ["1", None, "2"]
    assert unread == {1: f"row: {reason}"}


@pytest.mark.parametrize(
    ("text", "encoding", "rule"),
    [
        ('[{"a": 1}]', "utf-8", "no-lines"),
        ("", "utf-8", "empty-file"),
        ("nonsense\n", "utf-8", "empty-file"),
        *(('{"a": 1}\n{"a": 2}\n', encoding, "not-utf-8") for encoding in ("utf-16", "utf-16-le", "utf-16-be")),
    ],
)
def test_a_file_that_is_no_json_lines_is_refused(tmp_path: Path, text: str, encoding: str, rule: str) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_text(text, encoding=encoding)
    with pytest.raises(Malformed) as refused:
        read(path)
    assert refused.value.rule == rule


def test_a_line_of_another_encoding_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_bytes(b'{"a": "1"}\n' + '{"a": "2"}'.encode("utf-16-le") + b'\n{"a": "caf\xe9"}\n{"a": "4"}\n')
    rows, unread = read(path)
    assert [row[0] for row in rows] == ["1", None, None, "4"]
    assert unread == {1: "row: not-json", 2: "row: not-json"}


def test_compressed_files_are_read_as_their_names_say(tmp_path: Path) -> None:
    (tmp_path / "calls.csv.gz").write_bytes(gzip.compress(SOUND[:20].encode()) + gzip.compress(SOUND[20:].encode()))
    (tmp_path / "calls.csv.zst").write_bytes(pa.compress(SOUND.encode(), codec="zstd", asbytes=True))
    assert read(tmp_path / "calls.csv.gz") == read(tmp_path / "calls.csv.zst") == (PAIR, {})


@pytest.mark.parametrize("name", ["calls.csv.gz", "calls.csv.zst", "calls.jsonl.gz"])
def test_a_compressed_file_that_is_damaged_is_refused(tmp_path: Path, name: str) -> None:
    whole = gzip.compress(SOUND.encode() * 100)
    (tmp_path / name).write_bytes(whole[:-8] + b"\0" * 8)
    with pytest.raises(Malformed, match="damaged"):
        read(tmp_path / name)


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    path = tmp_path / "calls.parquet"
    parquet.write_table(pa.table({"age": [34, 5], "sd": [["SD1"], []]}), path)
    assert read(path) == ([(34, ["SD1"]), (5, [])], {})


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_a_text_of_parquet_that_is_not_utf_8_costs_no_other_row(tmp_path: Path, kind: pa.DataType) -> None:
    cells = pa.array([b"a", b"caf\xe9", None, b""]).view(pa.string()).cast(kind, safe=False)
    parquet.write_table(pa.table({"a": cells, "b": [1, 2, 3, 4]}), tmp_path / "calls.parquet")
    rows, unread = read(tmp_path / "calls.parquet")
    assert rows == [("a", 1), ("caf\\xe9", 2), (None, 3), ("", 4)]
    assert unread == {1: "row: not-utf-8"}


def test_parquet_that_is_damaged_anywhere_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "calls.parquet"
    parquet.write_table(pa.table({"a": ["x", "y"] * 50, "b": range(100)}), path)
    sound = path.read_bytes()
    found: set[str] = set()
    for place in range(0, len(sound), 7):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 255]) + sound[place + 1 :])
        try:
            found.add(str(len(read(path)[0])))
        except Malformed as problem:
            found.add(problem.rule)
    assert {"damaged-file", "100"} <= found


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "calls.parquet").write_text(json.dumps({"at": "x"}), encoding="utf-8")
    with pytest.raises(Malformed, match="cannot be read as Parquet"):
        read(tmp_path / "calls.parquet")


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.csv", Form(Kind.CSV, None)), ("a.CSV.GZ", Form(Kind.CSV, "gzip")),
        ("a.jsonl.zst", Form(Kind.JSONL, "zstd")),
        ("a.ndjson", Form(Kind.JSONL, None)), ("a.parquet", Form(Kind.PARQUET, None)), ("-", Form(Kind.CSV, None)),
    ],
)  # fmt: skip
def test_the_name_says_what_a_file_is(name: str, form: Form) -> None:
    assert form_of(name) == form


@pytest.mark.parametrize("name", ["calls", "calls.xlsx", "calls.gz", "calls.parquet.gz"])
def test_a_name_that_does_not_say_is_refused(name: str) -> None:
    with pytest.raises(Malformed):
        form_of(name)


NAMES = ["call_id", "at", "postcode", "age", "disposition", "symptom_group", "symptom_discriminator"]


def test_columns_are_found_whatever_their_case_and_spaces() -> None:
    tidy = [" At ", "POSTCODE", *NAMES[3:5], "Symptom Group", NAMES[6]]
    assert find_columns(tidy, {}, COLUMNS) == dict(zip(sorted(NAMES[1:], key=NAMES.index), tidy, strict=True))


def test_a_mapped_column_wins_over_one_of_our_name() -> None:
    assert find_columns([*NAMES, "CallStart"], {"at": "CallStart"}, COLUMNS)["at"] == "CallStart"


@pytest.mark.parametrize(
    ("names", "mapped", "said"),
    [
        (NAMES[:1] + NAMES[2:], {}, "the column `at` is missing"),
        ([name for name in NAMES if name != "postcode"], {}, "the column `postcode` is missing"),
        ([*(name for name in NAMES if name != "postcode"), "easting"], {}, "the column `northing` is missing"),
        (NAMES, {"at": "CallStart"}, "the file has no column `CallStart`"),
        (NAMES, {"when": "at"}, "there is no column `when` to map"),
    ],
)
def test_a_column_that_is_not_there_is_named(names: list[str], mapped: dict[str, str], said: str) -> None:
    with pytest.raises(Malformed, match=said):
        find_columns(names, mapped, COLUMNS)


def test_a_misspelt_column_is_suggested() -> None:
    with pytest.raises(Malformed) as refused:
        find_columns(["dispositon", *(name for name in NAMES if name != "disposition")], {}, COLUMNS)
    assert refused.value.help == "did you mean `dispositon`?"


@pytest.mark.parametrize("mapped", [{}, {"at": "CallStart"}])
def test_of_a_file_without_a_header_no_call_is_told(mapped: dict[str, str]) -> None:
    with pytest.raises(Malformed) as refused:
        find_columns(["c1", "2026-11-03T10:00", "MK9 3XX", "34", "Dx05", "SG1156", "SD4003"], mapped, COLUMNS)
    assert refused.value.help is not None
    assert refused.value.help.startswith("begin the file with the names of its columns")
    assert not any(value in f"{refused.value} {refused.value.help}" for value in ("2026", "MK9", "34", "SG1156"))
