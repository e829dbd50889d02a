"""Promises seen to hold at a glance are those that the look at every case finds kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from dos_router.analysis.gaps.promises import judge_promises
from dos_router.analysis.pathway_needs import needs_of_all
from dos_router.analysis.promise_shortcuts import broken_promises, is_plainly_kept
from dos_router.loading.directory import load
from dos_router.loading.new_directory import begin_directory
from dos_router.loading.pathways import load_pathways
from dos_router.model.directory import Directory
from dos_router.model.pathway import Pathway
from dos_router.model.policy import Always, Never

SHIPPED = Path(__file__).parents[2]
PATHWAY = """
format: 1
id: wrist
title: Wrist injury
symptom_group: SG1107
start: bent
questions:
  bent:
    ask: Is it bent?
    answers:
      - {say: yes, then: {disposition: Dx02, discriminator: SD4052}}
      - {say: no, then: {disposition: Dx07, discriminator: SD4020}}
"""
TAKES = "symptoms: [SG1107/*], dispositions: [Dx07]"
KEPT = (
    "opening: 24/7",
    "opening: 24/7, roles: [111-telephone, 999]",
    "opening: 24/7, limited_to: [north, south]",
    "opening: 24/7, dates: {2026-12-25: 00:00-24:00}",
    "opening: Mo-Su 00:00-24:00",
    "opening: 24/7, location: {postcode: ZZ1 1AA}",
)
BROKEN = (
    "opening: 24/7, ages: [16+]",
    "opening: 24/7, sexes: [female]",
    "opening: 24/7, roles: [999]",
    "opening: 24/7, practices: [G82001]",
    "opening: 24/7, limited_to: [north]",
    "opening: 24/7, status: suspended",
    "opening: 24/7, dates: {2026-12-25: off}",
    "opening: Mo-Su 08:00-20:00",
    "opening: Mo-Su 00:00-24:00; PH off",
    "opening: 24/7, location: {easting: 600000, northing: 200000}",
)


def made(home: Path, service: str, policy: str) -> tuple[Directory, dict[str, Pathway]]:
    """Return a directory of one service that takes the need of one pathway, under a policy."""
    begin_directory(home, "coast", title="Coast", first=date(2026, 11, 1), schemas=PurePosixPath("schemas"))
    (home / "coast" / "policy.yaml").write_text(policy)
    (home / "coast" / "services" / "shore.yaml").write_text(
        f"provider: {{name: Shore}}\nservices:\n  - {{id: shore, name: Shore, type: gp-practice, {TAKES}, {service}}}\n"
    )
    (home / "pathways").mkdir()
    (home / "pathways" / "wrist.yaml").write_text(PATHWAY)
    found = load(home / "coast")
    assert found.directory, found.problems
    return found.directory, dict(load_pathways(home / "pathways", found.directory.reference).pathways)


@pytest.mark.parametrize("service", KEPT)
def test_an_always_that_one_service_keeps_is_seen_at_a_glance(tmp_path: Path, service: str) -> None:
    directory, pathways = made(tmp_path, service, "always: [{dispositions: [Dx07]}]\n")
    needs = needs_of_all(pathways, directory.reference)
    assert is_plainly_kept(directory.policy.always[0], directory, needs)
    assert judge_promises(directory, pathways) == []
    assert broken_promises(directory, pathways, needs) == []


@pytest.mark.parametrize("service", BROKEN)
def test_an_always_that_is_broken_is_looked_at_whole(tmp_path: Path, service: str) -> None:
    directory, pathways = made(tmp_path, service, "always: [{dispositions: [Dx07]}]\n")
    needs = needs_of_all(pathways, directory.reference)
    assert not is_plainly_kept(directory.policy.always[0], directory, needs)
    assert broken_promises(directory, pathways, needs) == judge_promises(directory, pathways) != []


def test_a_never_is_broken_by_a_service_of_the_type_alone(tmp_path: Path) -> None:
    policy = "never:\n  - {dispositions: [Dx07], types: [gp-practice]}\n  - {dispositions: [Dx07], types: [pharmacy]}\n"
    directory, pathways = made(tmp_path, "opening: Mo 09:00-10:00", policy)
    needs = needs_of_all(pathways, directory.reference)
    assert [is_plainly_kept(one, directory, needs) for one in directory.policy.never] == [False, True]
    broken = broken_promises(directory, pathways, needs)
    assert [one.promise for one in broken] == [directory.policy.never[0]]
    assert broken == judge_promises(directory, pathways)


def test_two_services_are_needed_where_two_are_promised(tmp_path: Path) -> None:
    directory, pathways = made(tmp_path, "opening: 24/7", "always: [{dispositions: [Dx07], at_least: 2}]\n")
    needs = needs_of_all(pathways, directory.reference)
    assert not is_plainly_kept(directory.policy.always[0], directory, needs)
    assert len(broken_promises(directory, pathways, needs)) == 1


@pytest.mark.parametrize("name", ["milton-keynes", "bedfordshire-luton"])
def test_promises_of_shipped_directories_made_harder_are_judged_alike(name: str) -> None:
    directory = load(SHIPPED / "directories" / name).directory
    assert directory
    pathways = load_pathways(SHIPPED / "pathways", directory.reference).pathways
    at = directory.policy.always[0].at
    harder = replace(
        directory.policy,
        always=tuple(
            Always(dispositions=frozenset({code}), at_least=count, at=at)
            for code in ("Dx02", "Dx12")
            for count in (1, 9)
        ),
        never=(Never(dispositions=frozenset({"Dx07"}), types=frozenset({"gp-practice"}), at=at),),
    )
    asked = replace(directory, policy=harder)
    found = broken_promises(asked, pathways, needs_of_all(pathways, directory.reference))
    assert found == judge_promises(asked, pathways)
    assert len(found) >= 3
