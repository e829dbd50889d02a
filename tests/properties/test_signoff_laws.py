"""I39 and I40: how text is laid out never changes a digest, and any written value does; digests as the page says."""

from __future__ import annotations

import copy
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dos_router.diagnostics import Location, Malformed
from dos_router.loading.text_tree import Value, parse_tree
from dos_router.signoff.content import read_content
from dos_router.signoff.digest import canonical_json, record_digests, record_sha256
from dos_router.signoff.sshsig import parse_signature
from dos_router.signoff.standing import Status
from dos_router.signoff.statement import parse_statement

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from signoff_kit import FILES, World

VECTOR = {
    "accepts": ["Dx01"], "commissioned_by": "icb-a", "id": "svc-999", "name": "Example Ambulance Service",
    "opening": "always", "phone": "999", "type": "ambulance",
}  # fmt: skip

ODD = ["no", "18:30", "0123", "~", "null", "1e3", "a: b", "- a", "#", "é", "\U0001d54f", "'", '"', "\\"]
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Cn"), exclude_characters="\u00ad"),
    min_size=1, max_size=12,
) | st.sampled_from(ODD)  # fmt: skip
TREES: st.SearchStrategy[Any] = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)
RECORDS = st.dictionaries(TEXTS.filter(lambda key: key != "<<"), TREES, min_size=1, max_size=5)


def test_the_vector_of_the_page() -> None:
    expected = "2a81bfa548f5956ad0d872dd62a9557ead48a33f6c31a739c2c0c068e471cc4e"
    assert record_sha256("service", "svc-999", VECTOR) == expected


def written(tree: Value, dice: Any, *, depth: int = 0) -> str:
    """The tree as YAML in one of many layouts: flow or block, any order of keys, any quotes, remarks between."""
    if isinstance(tree, str):
        return dice.draw(st.sampled_from([quoted_double, quoted_single]))(tree)
    remark = dice.draw(st.sampled_from(["", " # a remark"])) if depth == 0 else ""
    pad = "  " * depth
    if isinstance(tree, dict) and tree:
        keys = dice.draw(st.permutations(list(tree)))
        if dice.draw(st.booleans()) or depth > 0:
            inside = [f"{quoted_double(key)}: {written(tree[key], dice, depth=1)}" for key in keys]
            return "{" + ", ".join(inside) + "}"
        return "\n".join(f"{pad}{quoted_single(key)}: {written(tree[key], dice, depth=1)}{remark}" for key in keys)
    if isinstance(tree, list):
        return "[" + ", ".join(written(value, dice, depth=1) for value in tree) + "]"
    return "{}" if isinstance(tree, dict) else ""


def quoted_double(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def quoted_single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def parsed(text: str) -> Value:
    tree, problems = parse_tree(text, Location("made.yaml"))
    assert tree is not None, (text, problems)
    return tree.value


@given(RECORDS, st.data())
def test_layout_changes_nothing(record: dict[str, Any], dice: Any) -> None:
    text = written(record, dice)
    ending = dice.draw(st.sampled_from(["\n", "\r\n"]))
    found = parsed("# a remark\n".replace("\n", ending) + text.replace("\n", ending) + ending)
    assert found == record
    assert record_digests("service", "x", found) == record_digests("service", "x", record)


def places_in(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a tree at which a text stands."""
    if isinstance(tree, str):
        return [path]
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree)
    return [place for step, value in steps for place in places_in(value, (*path, step))]


@given(RECORDS.filter(places_in), st.data())
def test_any_written_value_changes_the_digest(record: dict[str, Any], dice: Any) -> None:
    place = dice.draw(st.sampled_from(places_in(record)))
    other = copy.deepcopy(record)
    around = other
    for step in place[:-1]:
        around = around[step]
    around[place[-1]] = dice.draw((TEXTS | st.none()).filter(lambda text: text != around[place[-1]]))
    assert record_sha256("service", "x", other) != record_sha256("service", "x", record)
    before, after = (record_digests("service", "x", one)[1] for one in (record, other))
    assert sum(before[part] != after[part] for part in before) == 1


@given(RECORDS)
def test_the_json_is_what_any_reader_would_write(record: dict[str, Any]) -> None:
    plain = json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert canonical_json(record) == plain
    assert json.loads(canonical_json(record)) == record


@given(TEXTS, TEXTS, RECORDS)
def test_kind_and_id_belong_to_the_digest(one: str, other: str, record: dict[str, Any]) -> None:
    same = record_sha256("service", one, record) == record_sha256("service", other, record)
    assert same == (one == other)
    assert record_sha256("service", one, record) != record_sha256("profile", one, record)


def test_an_empty_value_is_null_and_nothing_else_is() -> None:
    tree = parsed("a:\nb: ''\nc: null\nd: ~\n")
    assert canonical_json(tree) == '{"a":null,"b":"","c":"null","d":"~"}'


@settings(max_examples=40)
@given(st.data())
def test_moving_and_reordering_files_changes_no_record(dice: Any) -> None:
    """Services are dealt out over files anew, each with its provider block: the same records result."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        plain = written_to(folder / "plain", FILES)
        files = {name: text for name, text in FILES.items() if not name.startswith("services/")}
        for name in ("kent", "sussex"):
            tree: Any = parsed(FILES[f"services/{name}.yaml"])
            for number, service in enumerate(dice.draw(st.permutations(tree["services"]))):
                file = f"services/{dice.draw(st.sampled_from('abc'))}{name}{number}.yaml"
                files[file] = yaml.safe_dump({"services": [service], "provider": tree["provider"]}, default_style='"')
        moved = written_to(folder / "moved", files)
    assert moved.problems == plain.problems == ()
    assert digests(moved) == digests(plain)


@settings(max_examples=40)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_any_changed_byte_of_a_table_or_value_is_noticed(name: str, dice: Any) -> None:
    """One letter or digit of any file is exchanged: a digest changes, or the file is refused."""
    text = FILES[name]
    at = dice.draw(st.sampled_from([place for place, letter in enumerate(text) if letter.isalnum()]))
    letter = dice.draw(st.sampled_from([one for one in "az09" if one != text[at]]))
    with tempfile.TemporaryDirectory() as home:
        plain = written_to(Path(home) / "plain", FILES)
        other = written_to(Path(home) / "other", {**FILES, name: text[:at] + letter + text[at + 1 :]})
    said = (digests(other), other.serial, other.valid, other.directory)
    assert other.problems or said != (digests(plain), plain.serial, plain.valid, plain.directory)


def written_to(folder: Path, files: dict[str, str]) -> Any:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return read_content(folder)


def digests(content: Any) -> dict[str, Any]:
    return {key: record.sha256 for key, record in content.records.items()} | dict(content.files)


@settings(max_examples=80)
@given(st.data())
def test_no_changed_byte_of_a_sign_off_passes_or_breaks_us(dice: Any) -> None:
    """A byte of a statement, signature or trust store is exchanged, lost or doubled: never an exception, never a yes.

    What a changed trust store may still say is yes: a comment, or a scope that nobody needs.
    """
    with tempfile.TemporaryDirectory() as home:
        world = World(Path(home)).build().signed()
        files = [*(path for path in world.serial_folder(1).iterdir() if path.suffix != ".md"), *world.trust.iterdir()]
        path = dice.draw(st.sampled_from(sorted(files)))
        data = path.read_bytes()
        at = dice.draw(st.integers(0, len(data) - 1))
        middle = dice.draw(
            st.sampled_from([b"", data[at : at + 1] * 2, bytes([data[at] ^ 1]), b"\xff", b"\0", b"{", b'"'])
        )
        path.write_bytes(data[:at] + middle + data[at + 1 :])
        standing = world.standing()
    if path.parent.name == "0001" and not same_armour(data, data[:at] + middle + data[at + 1 :]):
        assert standing.status is not Status.CURRENT


def same_armour(before: bytes, after: bytes) -> bool:
    """A signature's last line break may be missing: OpenSSH does not mind either."""
    return before.rstrip(b"\n") == after.rstrip(b"\n") and len(after) >= len(before) - 1


@given(st.binary(max_size=300))
def test_any_bytes_are_judged_and_none_are_a_signature(data: bytes) -> None:
    for read in (parse_signature, parse_statement):
        try:
            read(data)
        except Malformed:
            continue
        raise AssertionError(data)
