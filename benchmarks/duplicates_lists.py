"""Lists whose duplicates are known: the development lists of ../shared/data/dup, and others that we plant ourselves."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.duplicates_large import elsewhere
from benchmarks.duplicates_planted import plant
from benchmarks.duplicates_years import years_later
from dos_router.analysis.duplicates.record import ListedRecord

Listed = tuple[list[ListedRecord], dict[str, str]]

Linked = tuple[list[ListedRecord], list[ListedRecord], dict[str, str]]
LARGE = "planted by us: 100,000 records, most of them made"
NORTH_WEST = frozenset({"M", "OL", "BL", "SK", "WA", "L", "PR", "BB"})
SOUTH_WEST = frozenset({"BS", "BA", "EX", "PL", "TA", "TR", "TQ"})

Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    """Return the rows of a CSV file, compressed or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), skipinitialspace=True))


def known_lists(data: Path) -> dict[str, Callable[[], Listed]]:
    """Return what makes each list, by name: the records, and by their ids which service each is."""
    dup, services = data / "dup", data / "services"
    return {
        "planted, West Yorkshire": lambda: _planted(dup / "dos_planted_dev_westyorks.csv"),
        "restaurants": lambda: _restaurants(dup / "restaurants_fodors_zagat.csv"),
        "pharmacies of 3 years, KSS and BLMK": lambda: _pharmacies(dup / "nhs_pharmacy_linkage_kss_blmk.csv"),
        "pharmacies of 3 years, England": lambda: _pharmacies(dup / "nhs_pharmacy_linkage_england.csv.gz"),
        "pharmacies of 3 years, North West": lambda: _pharmacies(
            dup / "nhs_pharmacy_linkage_england.csv.gz", NORTH_WEST
        ),
        "planted by us: practices and pharmacies, North West": lambda: plant(_mixed(data, NORTH_WEST), seed=13),
        "planted by us: practices and pharmacies, South West": lambda: plant(_mixed(data, SOUTH_WEST), seed=16),
        "planted by us: practices and pharmacies, England": lambda: plant(_mixed(data), seed=15),
        "planted by us: GP practices": lambda: plant(_practices(services), seed=1),
        LARGE: lambda: plant(elsewhere(_mixed(data), 90_000, seed=9), seed=10),
        "planted by us: pharmacies, no telephone": lambda: plant(_contractors(services), seed=5),
        "planted by us: pharmacies 2014": lambda: plant(_of_2014(dup), seed=6, share=0.12),
    }


def _planted(path: Path) -> Listed:
    rows = rows_of(path)
    records = [
        ListedRecord(
            id=row["rec_id"], type=row["type"].strip(), name=row["name"].strip(), address=row["address"].strip(),
            town=row["town"].strip(), postcode=row["postcode"].strip(), phone=row["phone"].strip(),
        )
        for row in rows
    ]  # fmt: skip
    return records, {row["rec_id"]: row["true_id"] for row in rows}


def _restaurants(path: Path) -> Listed:
    rows = list(enumerate(rows_of(path)))
    records = [ListedRecord(f"{n}", "restaurant", row["name"], row["address"], row["city"]) for n, row in rows]
    return records, {f"{n}": row["unique_id"] for n, row in rows}


def _two_years(dup: Path, one: str, other: str) -> Linked:
    return _of_year(dup, one), _of_year(dup, other), _truth(dup)


def links(data: Path) -> dict[str, Callable[[], Linked]]:
    """Return what makes each pair of lists to be linked, by name: both, and by their ids which service each is."""
    dup, services = data / "dup", data / "services"
    years = {"2014": "nhs_choices_2014", "2020": "nhs_uk_2020", "2023": "nhsbsa_2023q3"}
    return {
        "GP practices and what eight made years do to them": lambda: years_later(_practices(services), seed=3),
        **{
            f"pharmacies {one} and {other}, England": partial(_two_years, dup, years[one], years[other])
            for one, other in (("2014", "2020"), ("2020", "2023"), ("2014", "2023"))
        },
    }  # fmt: skip


def _of_year(dup: Path, source: str) -> list[ListedRecord]:
    rows = rows_of(dup / "nhs_pharmacy_linkage_england.csv.gz")
    return [_pharmacy(row) for row in rows if row["source"] == source]


def _truth(dup: Path) -> dict[str, str]:
    return {row["record_id"]: row["entity_id"] for row in rows_of(dup / "nhs_pharmacy_linkage_england.csv.gz")}


def _mixed(data: Path, areas: frozenset[str] = frozenset()) -> list[ListedRecord]:
    records = [*_practices(data / "services"), *_of_2014(data / "dup")]
    return [_with_town(record) for record in records if not areas or _area(record.postcode) in areas]


def _with_town(record: ListedRecord) -> ListedRecord:
    street, _, town = record.address.rpartition(", ")
    return record._replace(address=street, town=town) if ", " in street else record


def _area(postcode: str) -> str:
    return postcode.strip()[:2].rstrip("0123456789").upper()


def _pharmacies(path: Path, areas: frozenset[str] = frozenset()) -> Listed:
    rows = [row for row in rows_of(path) if not areas or _area(row["postcode"]) in areas]
    return [_pharmacy(row) for row in rows], {row["record_id"]: row["entity_id"] for row in rows}


def _pharmacy(row: Row) -> ListedRecord:
    return ListedRecord(
        row["record_id"], "pharmacy", row["name"], row["address"], "", row["postcode"], row["phone"].strip()
    )


def _of_2014(dup: Path) -> list[ListedRecord]:
    return _of_year(dup, "nhs_choices_2014")


def _practices(services: Path) -> list[ListedRecord]:
    rows = rows_of(services / "gp_practices_england_2025.csv.gz")
    return [
        ListedRecord(row["ods_code"], "GP", row["name"], row["address"], "", row["postcode"], row["phone"])
        for row in rows
    ]


def _contractors(services: Path) -> list[ListedRecord]:
    rows = rows_of(services / "pharmacies_england_2023q3.csv.gz")
    return [
        ListedRecord(row["ods_code"], "pharmacy", row["trading_name"], row["address"], "", row["postcode"])
        for row in rows
    ]
