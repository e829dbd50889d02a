"""`duplicates` under real faults: crowds of one name, hostile files, decisions that cannot be written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dos_router.analysis.duplicates.find import find_duplicates
from dos_router.analysis.duplicates.record import ListedRecord
from dos_router.cli import duplicates_review
from dos_router.cli.duplicates_review import write_decisions

HEADER = "id,type,name,address,town,postcode,phone,ods"
CROWD = 5_000


def crowd(many: int = CROWD, **same: str) -> list[ListedRecord]:
    return [ListedRecord(f"r{n:05}", "pharmacy", **same) for n in range(many)]


def numbered(records: list[ListedRecord]) -> list[ListedRecord]:
    return [one._replace(phone=f"0113 27{n:05}", address=f"{n} High Street") for n, one in enumerate(records)]


@pytest.mark.parametrize("records", [
    crowd(name="Boots", postcode="LS1 1AA"),
    crowd(1_000, name="Boots", postcode="LS1 1AA", phone="0113 2700000", address="1 High Street", ods="FA001"),
    numbered(crowd(name="Boots", postcode="LS1 1AA")),
    crowd(1_000, name=""),
    [one._replace(name=chr(97 + n % 26)) for n, one in enumerate(crowd(1_000, name="x"))],
], ids=["bare", "equal", "numbered", "nameless", "letters"])  # fmt: skip
def test_a_crowd_is_not_compared_each_with_each(records: list[ListedRecord]) -> None:
    found = find_duplicates(records)
    assert found.compared <= 100 * len(records)  # of 12.5 million where they are 5,000
    assert len(found.pairs) <= 100 * len(records)


def test_a_crowd_that_is_one_is_one_cluster_and_says_what_was_not_compared() -> None:
    (cluster,) = find_duplicates(
        crowd(1_000, name="Boots", postcode="LS1 1AA", phone="0113 2700000", address="1 High Street")
    ).clusters
    assert len(cluster.records) == 1_000
    assert cluster.conflicts == ("1000 records: not every pair of them was compared",)


def run(folder: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "dos_router", "duplicates", *arguments]
    return subprocess.run(command, cwd=folder, input=stdin, capture_output=True, check=False)


@pytest.mark.parametrize(("data", "code", "said"), [
    (b"", 1, b"empty-file"),
    (b"\x00\xff\xfe", 1, b"not-utf-8"),
    (b"id,name\n1,\xd8\xa7\xd9\x84\xd9\x86\xd9\x88\xd8\xb1\n2,\xd8\xa7\xd9\x84\xd9\x86\xd9\x88\xd8\xb1\n", 0, b""),
    (b"id,name\n" + b'"' * 3 + b"\n", 1, b"bad-quoting"),
    (b"id,name\n1,=cmd()\n2,\xe2\x80\xaeevil\n", 0, b"hidden-character"),
    (b"id,name\n1,\n2,\n3,x\n4,x\n", 0, b"empty-name"),
    (b"nom,identifiant\na,b\n", 1, b"missing-column"),
])  # fmt: skip
def test_hostile_files_end_in_plain_words(tmp_path: Path, data: bytes, code: int, said: bytes) -> None:
    (tmp_path / "list.csv").write_bytes(data)
    result = run(tmp_path, "--list", "list.csv", "--csv")
    assert (result.returncode, result.stdout.splitlines()[:1]) == (code, [b"id_1,id_2,kind,probability"])
    assert said in result.stderr
    assert b"Traceback" not in result.stderr
    assert b"\xe2\x80\xae" not in result.stdout + result.stderr


def test_output_is_the_same_for_two_hash_seeds_and_shuffled_rows(tmp_path: Path) -> None:
    rows = [
        f"r{n},pharmacy,{name} {'Pharmacy' if n % 2 else 'Pharmcy'},{n % 7} {name} Road,Leeds,LS{n % 5} 1AA,0113 27{n},"
        for n, name in enumerate(["Boots", "Castle", "Pier", "Manor", "Mill"] * 80)
    ]
    outputs = set()
    for seed, order in (("0", rows), ("1", rows[::-1]), ("2", sorted(rows, key=lambda row: row[::-1]))):
        (tmp_path / "list.csv").write_text("\n".join([HEADER, *order]) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "dos_router", "duplicates", "--list", "list.csv", "--csv"]
        result = subprocess.run(
            command, cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        )
        outputs.add(result.stdout)
    assert len(outputs) == 1


def test_decisions_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "d.csv"
    file.write_text("as it was", encoding="utf-8")

    def broken(_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(duplicates_review, "decisions_text", broken)
    with pytest.raises(KeyboardInterrupt):
        write_decisions(file, [])
    assert [path.name for path in tmp_path.iterdir()] == ["d.csv"]
    assert file.read_text(encoding="utf-8") == "as it was"


def test_a_folder_that_is_not_there_is_the_machines_trouble(tmp_path: Path) -> None:
    rows = [
        "a,pharmacy,Castle Chemist,7 Moat Street,Marstead,ZZ1 2BB,01632 960555,",
        "b,pharmacy,Castle Chemist,7 Moat Street,Marstead,ZZ1 2CD,01632 960999,",
    ]
    (tmp_path / "list.csv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    result = run(tmp_path, "--list", "list.csv", "--review", "--decisions", "none/d.csv", stdin=b"s\n")
    assert result.returncode == 74
    assert b"Traceback" not in result.stderr
