"""A newer list over files that people have edited: what each changed is kept, and nothing is lost."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from dos_router.diagnostics import Malformed
from dos_router.interchange.lists.job import Imported
from dos_router.interchange.lists.merge import Kind

sys.path.insert(0, str(Path(__file__).parents[1]))  # tests are no package: the kit is found by name

from import_kit import chemist, loaded, made_directory, run, write_list

FILE = "services/harbour-ltd.yaml"
RECORD = "services/.import/chemists.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = made_directory(tmp_path)
    bring(folder, [chemist(), chemist(code="FA002", name="LANE CHEMIST")], "2026-01-01")
    return folder


def bring(folder: Path, rows: list[tuple[str, ...]], date: str, **asked: object) -> Imported:
    return run(write_list(folder.parent / f"chemists_{date}.csv", rows), folder, **asked)


def edit(folder: Path, old: str, new: str, file: str = FILE) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def text_of(folder: Path, file: str = FILE) -> str:
    return (folder / file).read_text(encoding="utf-8")


def told(found: Imported) -> list[tuple[str, str, str]]:
    return [(change.kind.value, change.service, change.field) for change in found.changes]


def test_the_same_list_again_changes_nothing(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found = bring(folder, [chemist(), chemist(code="FA002", name="LANE CHEMIST")], "2026-01-01")
    assert (found.changes, found.files, found.edited, found.first) == ((), (), 0, False)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_the_list_changed_is_changed_and_told_with_both_values(folder: Path) -> None:
    rows = [
        chemist(phone="01632 960007"),
        chemist(code="FA002", name="LANE CHEMIST"),
        chemist(code="FA003", name="NEW"),
    ]
    found = bring(folder, rows, "2026-04-01")
    assert told(found) == [("added", "new-fa003", ""), ("changed", "harbour-chemist-fa001", "phone")]
    changed = found.changes[1]
    assert (changed.before, changed.after, str(changed.at)) == ("01632 960001", "01632 960007", "harbour-ltd.yaml:14:5")
    assert text_of(folder).count("on: 2026-04-01") == 3
    assert "chemists_2026-04-01.csv" in text_of(folder)
    loaded(folder)


def test_what_people_changed_is_kept_with_their_remarks_and_their_order(folder: Path) -> None:
    edit(folder, "    phone: 01632 960001\n", "    # ask for Ann\n    phone: 01632 960999  # her own line\n")
    edit(
        folder,
        "    referral: {how: walk-in}\n",
        "    referral: {how: phone, note: ring first}\n    roles: [111-telephone]\n",
    )
    edit(folder, "# What the list", "# Looked over by Ann.\n# What the list")
    found = bring(
        folder, [chemist(hours="Mo-Fr 09:00-18:00"), chemist(code="FA002", name="LANE CHEMIST")], "2026-04-01"
    )
    assert told(found) == [("changed", "harbour-chemist-fa001", "opening")]
    assert found.edited == 1
    text = text_of(folder)
    assert "    # ask for Ann\n    phone: 01632 960999  # her own line\n" in text
    assert "    referral: {how: phone, note: ring first}\n    roles: [111-telephone]\n" in text
    assert "    opening: Mo-Fr 09:00-18:00; PH off  # public holidays" in text
    assert "Looked over by Ann" in text
    assert "chemists_2026-01-01.csv" in text  # a head that people edited is theirs
    again = bring(
        folder, [chemist(hours="Mo-Fr 09:00-18:00"), chemist(code="FA002", name="LANE CHEMIST")], "2026-04-01"
    )
    assert (told(again), again.files) == ([], ())
    loaded(folder)


def test_what_both_changed_stays_as_people_wrote_it_and_is_told(folder: Path) -> None:
    edit(folder, "phone: 01632 960001", "phone: 01632 960999")
    rows = [chemist(phone="01632 960007"), chemist(code="FA002", name="LANE CHEMIST")]
    found = bring(folder, rows, "2026-04-01")
    assert told(found) == [("conflict", "harbour-chemist-fa001", "phone")]
    conflict = found.changes[0]
    assert (conflict.before, conflict.after) == ("01632 960999", "01632 960007")
    assert "01632 960999" in text_of(folder)
    # told once: the list has not changed since, and the number is people's
    assert told(bring(folder, rows, "2026-04-01")) == []


def test_people_and_list_who_say_the_same_do_not_disagree(folder: Path) -> None:
    edit(folder, "phone: 01632 960001", 'phone: "01632 960007"  # rang them')
    found = bring(folder, [chemist(phone="01632 960007"), chemist(code="FA002", name="LANE CHEMIST")], "2026-04-01")
    assert told(found) == []
    assert 'phone: "01632 960007"  # rang them' in text_of(folder)


def test_fields_come_and_go_with_the_list(folder: Path) -> None:
    bring(folder, [chemist(phone=""), chemist(code="FA002", name="LANE CHEMIST")], "2026-04-01")
    assert text_of(folder).count("phone:") == 1
    found = bring(folder, [chemist(phone="01632 960003"), chemist(code="FA002", name="LANE CHEMIST")], "2026-07-01")
    assert (found.changes[0].before, found.changes[0].after) == (None, "01632 960003")
    assert "    location: {postcode: ZE1 1AA}\n    phone: 01632 960003\n    opening:" in text_of(folder)


def test_a_service_that_the_list_dropped_is_closed_and_comes_back_with_it(folder: Path) -> None:
    edit(folder, "    phone: 01632 960001\n", "    phone: 01632 960001  # rings long\n")
    found = bring(folder, [chemist(code="FA002", name="LANE CHEMIST")], "2026-04-01")
    assert (Kind.GONE.value, "harbour-chemist-fa001", "") in told(found)
    assert "    status: closed  # no longer in the list of 2026-04-01\n" in text_of(folder)
    assert "# rings long" in text_of(folder)
    services = loaded(folder).directory.services  # type: ignore[union-attr]
    assert services["harbour-chemist-fa001"].status == "closed"
    assert told(bring(folder, [chemist(code="FA002", name="LANE CHEMIST")], "2026-05-01")) == []
    back = bring(folder, [chemist(), chemist(code="FA002", name="LANE CHEMIST")], "2026-07-01")
    assert (Kind.ADDED.value, "harbour-chemist-fa001", "") in told(back)
    assert "status:" not in text_of(folder)
    assert "# rings long" in text_of(folder)


def test_a_record_that_people_deleted_is_not_brought_back_and_its_row_is_reported(folder: Path) -> None:
    text = text_of(folder)
    (folder / FILE).write_text(text[: text.index("\n  - id: lane")] + "\n", encoding="utf-8")
    found = bring(folder, [chemist(), chemist(code="FA002", name="LANE CHEMIST")], "2026-04-01")
    assert dict(found.tally.reported) == {"deleted-by-hand": 1}
    assert "lane-chemist" not in text_of(folder)
    (folder / FILE).unlink()
    found = bring(folder, [chemist(), chemist(code="FA002", name="LANE CHEMIST")], "2026-05-01")
    assert dict(found.tally.reported) == {"deleted-by-hand": 2}


def test_a_record_of_one_line_is_never_cut_up(folder: Path) -> None:
    text = text_of(folder)
    flow = "  - {id: lane-chemist-fa002, name: Lane Chemist, type: pharmacy, opening: 24/7}\n"
    (folder / FILE).write_text(text[: text.index("\n  - id: lane")] + "\n" + flow, encoding="utf-8")
    found = bring(folder, [chemist(), chemist(code="FA002", name="LANE CHEMIST", phone="01632 960005")], "2026-04-01")
    assert [one[:2] for one in told(found)] == [("conflict", "lane-chemist-fa002")]
    assert flow in text_of(folder)
    loaded(folder)


def test_a_provider_with_a_new_name_keeps_its_file(folder: Path) -> None:
    rows = [chemist(owner="QUAY PLC"), chemist(code="FA002", name="LANE CHEMIST", owner="QUAY PLC")]
    found = bring(folder, rows, "2026-04-01")
    assert "provider: {name: Quay PLC, kind: private}\n" in text_of(folder)
    assert [(change.kind, change.field, change.after) for change in found.changes] == [
        (Kind.CHANGED, "provider", "{name: Quay PLC, kind: private}")
    ]
    assert sorted(path.name for path in (folder / "services").glob("*.yaml")) == ["hand.yaml", "harbour-ltd.yaml"]


def test_a_new_name_of_a_provider_whose_lines_people_edited_is_told_and_theirs_stays(folder: Path) -> None:
    edit(folder, "name: Harbour Ltd", "name: Harbour Limited")
    rows = [chemist(owner="QUAY PLC"), chemist(code="FA002", name="LANE CHEMIST", owner="QUAY PLC")]
    assert [(change.kind, change.field) for change in bring(folder, rows, "2026-04-01").changes] == [
        (Kind.CONFLICT, "provider")
    ]
    assert "name: Harbour Limited" in text_of(folder)


def test_a_service_with_a_new_owner_moves_to_their_file(folder: Path) -> None:
    rows = [chemist(), chemist(code="FA002", name="LANE CHEMIST", owner="QUAY PLC")]
    found = bring(folder, rows, "2026-04-01")
    assert told(found) == [("moved", "lane-chemist-fa002", "provider")]
    assert "lane-chemist" not in text_of(folder)
    assert "id: lane-chemist-fa002" in text_of(folder, "services/quay-plc.yaml")
    loaded(folder)
    back = bring(folder, [chemist(), chemist(code="FA002", name="LANE CHEMIST")], "2026-05-01")
    assert told(back)[0][:2] == ("moved", "lane-chemist-fa002")
    assert not (folder / "services/quay-plc.yaml").exists()  # nothing was left in it
    loaded(folder)


def test_a_file_left_empty_stays_where_people_wrote_in_its_head(folder: Path) -> None:
    bring(folder, [chemist(), chemist(code="FA002", name="LANE CHEMIST", owner="QUAY PLC")], "2026-04-01")
    edit(folder, "provider:", "# ask Bob\nprovider:", "services/quay-plc.yaml")
    bring(folder, [chemist(), chemist(code="FA002", name="LANE CHEMIST")], "2026-05-01")
    assert text_of(folder, "services/quay-plc.yaml").endswith("services: []\n")
    loaded(folder)


def test_a_service_with_a_remark_between_its_lines_does_not_move(folder: Path) -> None:
    edit(folder, "    opening: Mo-Fr", "    # rings long\n    opening: Mo-Fr")
    found = bring(folder, [chemist(owner="QUAY PLC"), chemist(code="FA002", name="LANE CHEMIST")], "2026-04-01")
    assert told(found) == [("conflict", "harbour-chemist-fa001", "provider")]
    assert "# rings long" in text_of(folder)


def test_a_record_that_somebody_wrote_beside_ours_does_not_stop_ours(folder: Path) -> None:
    edit(folder, "ods: FZZ99", "ods: FA001", "services/hand.yaml")
    rows = [chemist(phone="01632 960007"), chemist(code="FA002", name="LANE CHEMIST")]
    found = bring(folder, rows, "2026-04-01")
    assert (told(found), found.tally.services) == ([("changed", "harbour-chemist-fa001", "phone")], 2)


def test_an_edited_service_with_a_new_owner_stays_and_is_told(folder: Path) -> None:
    edit(folder, "    phone: 01632 960001\n", "    phone: 01632 960001  # rings long\n")
    found = bring(folder, [chemist(owner="QUAY PLC"), chemist(code="FA002", name="LANE CHEMIST")], "2026-04-01")
    assert told(found) == [("conflict", "harbour-chemist-fa001", "provider")]
    assert "# rings long" in text_of(folder)
    loaded(folder)


def test_an_id_stays_when_the_name_changes(folder: Path) -> None:
    found = bring(folder, [chemist(name="HARBOUR PHARMACY"), chemist(code="FA002", name="LANE CHEMIST")], "2026-04-01")
    assert told(found) == [("changed", "harbour-chemist-fa001", "name")]
    assert (
        told(
            bring(folder, [chemist(name="HARBOUR PHARMACY"), chemist(code="FA002", name="LANE CHEMIST")], "2026-05-01")
        )
        == []
    )


def test_line_ends_of_windows_stay(folder: Path) -> None:
    (folder / FILE).write_bytes(text_of(folder).replace("\n", "\r\n").encode())
    bring(folder, [chemist(phone="01632 960007"), chemist(code="FA002", name="LANE CHEMIST")], "2026-04-01")
    written = (folder / FILE).read_bytes()
    assert b"01632 960007\r\n" in written
    assert written.count(b"\n") == written.count(b"\r\n")


def test_a_file_without_a_last_line_end_is_gone_on_with(folder: Path) -> None:
    (folder / FILE).write_text(text_of(folder).rstrip("\n"), encoding="utf-8")
    bring(
        folder, [chemist(), chemist(code="FA002", name="LANE CHEMIST"), chemist(code="FA003", name="NEW")], "2026-04-01"
    )
    assert "id: new-fa003" in text_of(folder)
    loaded(folder)


def test_another_list_is_not_taken_for_a_newer_one(folder: Path) -> None:
    rows = [chemist(code=f"FB{number:03}") for number in range(30)]
    bring(folder, rows, "2026-04-01", name="others")
    strangers = [chemist(code=f"FC{number:03}") for number in range(30)]
    with pytest.raises(Malformed, match="30 of 30 services of the last import"):
        bring(folder, strangers, "2026-05-01", name="others")
    found = bring(folder, strangers, "2026-05-01", name="others", allow_gone=True)
    assert sum(change.kind is Kind.GONE for change in found.changes) == 30
    loaded(folder)


def test_a_file_of_the_same_name_that_is_not_ours_is_never_touched(folder: Path) -> None:
    found = bring(folder, [chemist(code="FA007", owner="HAND")], "2026-04-01", name="more")
    assert found.files == ("hand-more.yaml",)
    found = bring(folder, [chemist(code="FA008", owner="HAND")], "2026-04-01", name="more-2")
    assert found.files == ("hand-more-2.yaml",)
    loaded(folder)


def test_an_id_that_another_service_has_is_reported(folder: Path) -> None:
    edit(folder, "id: pier-pharmacy", "id: pier-fa009", "services/hand.yaml")
    found = bring(folder, [chemist(code="FA009", name="PIER")], "2026-04-01", name="more")
    assert dict(found.tally.reported) == {"duplicate-id": 1}


@pytest.mark.parametrize(
    "text", ["{", '{"format": 2}', '{"format": 1}', "[]", '{"format": 1, "services": {"a": {"x": 1}}}']
)
def test_a_damaged_record_is_refused(folder: Path, text: str) -> None:
    (folder / RECORD).write_text(text, encoding="utf-8")
    with pytest.raises(Malformed, match="is damaged"):
        bring(folder, [chemist()], "2026-04-01")


def test_a_provider_file_that_is_none_is_refused(folder: Path) -> None:
    path = write_list(folder.parent / "chemists.csv", [chemist()])
    (folder / FILE).write_text("services: none\n", encoding="utf-8")
    with pytest.raises(Malformed, match="cannot be read"):
        run(path, None, target=folder / "services")


def test_the_record_says_what_was_imported(folder: Path) -> None:
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    assert (record["list"], record["dated"], len(record["sha256"])) == ("chemists_2026-01-01.csv", "2026-01-01", 64)
    assert set(record["services"]) == {"FA001", "FA002"}
