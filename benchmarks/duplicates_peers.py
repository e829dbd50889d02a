"""The peers on the same lists, each as its manual says: splink, recordlinkage, and a fixed rapidfuzz threshold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

from dos_router.analysis.duplicates.find import find_duplicates
from dos_router.analysis.duplicates.linking import link_records
from dos_router.analysis.duplicates.record import FIELDS, ListedRecord

Pairs = set[tuple[str, str]]

COMPARED = ("name", "address", "town", "postcode", "phone")
_FIXED = 85  # a common choice for fuzz.token_sort_ratio


def ours(records: Sequence[ListedRecord], threshold: float = 0.5) -> Pairs:
    """Return the duplicates that `duplicates --list --csv` lists, from a probability on."""
    found = find_duplicates(records).pairs
    return {_pair(*one.ids) for one in found if one.kind == "duplicate" and one.probability >= threshold}


def ours_suggested(records: Sequence[ListedRecord]) -> Pairs:
    """Return the duplicates that are suggested."""
    return ours(records, 0.99)


def linked(records: Sequence[ListedRecord], register: Sequence[ListedRecord], least: float) -> Pairs:
    """Return the links of two lists of a probability of at least so much."""
    found = link_records(records, register).pairs
    return {one.ids for one in found if one.kind == "duplicate" and one.probability >= least}


def with_splink(records: Sequence[ListedRecord]) -> Pairs:
    """Return the pairs that splink holds to match at 0.5: its comparisons, its training, DuckDB."""
    import splink.comparison_library as cl  # noqa: PLC0415 - each peer in a process of its own
    from splink import Linker, SettingsCreator, block_on  # noqa: PLC0415
    from splink.internals.duckdb.database_api import DuckDBAPI  # noqa: PLC0415

    frame = _frame(records)
    used = [field for field in COMPARED if frame[field].notna().any()]
    shapes = {
        "name": lambda: cl.JaroWinklerAtThresholds("name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
        "address": lambda: cl.JaroWinklerAtThresholds("address", [0.92, 0.8]),
        "town": lambda: cl.ExactMatch("town").configure(term_frequency_adjustments=True),
        "postcode": lambda: cl.PostcodeComparison("postcode"),
        "phone": lambda: cl.LevenshteinAtThresholds("phone", [1, 2]),
    }
    blocks = [block_on(field) for field in ("postcode", "phone", "name") if field in used]
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="id", comparisons=[shapes[field]() for field in used],
        blocking_rules_to_generate_predictions=[*blocks, block_on("substr(address, 1, 10)")],
    )  # fmt: skip
    api = DuckDBAPI()
    linker = Linker(api.register(frame), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("name", "address")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for block in blocks:
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    found = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    return {_pair(one, other) for one, other in zip(found["id_l"], found["id_r"], strict=True)}


def with_recordlinkage(records: Sequence[ListedRecord]) -> Pairs:
    """Return the pairs that recordlinkage's ECM classifier holds to match."""
    import recordlinkage  # noqa: PLC0415

    frame = _frame(records).set_index("id")
    used = [field for field in COMPARED if frame[field].notna().any()]
    index = recordlinkage.Index()
    for key in [one for one in ("postcode", "phone", "name") if one in used]:
        index.block(key)
    compare = recordlinkage.Compare()
    for field in used:
        compare.string(field, field, method="jarowinkler", threshold=0.85, label=field)
    features = compare.compute(index.index(frame), frame)
    found = recordlinkage.ECMClassifier().fit_predict(features)
    return {_pair(one, other) for one, other in found}


def with_fixed_threshold(records: Sequence[ListedRecord]) -> Pairs:
    """Return the pairs of a postcode, or of the beginning of a name, whose whole text is so much alike."""
    from rapidfuzz import fuzz, utils  # noqa: PLC0415

    texts = {record.id: utils.default_process(" ".join(record[2:7])) for record in records}
    blocks: dict[str, list[str]] = {}
    for record in records:
        for key in {record.postcode.replace(" ", "").upper(), record.name[:6].lower()} - {""}:
            blocks.setdefault(key, []).append(record.id)
    return {
        _pair(one, other)
        for block in blocks.values()
        for one, other in combinations(block, 2)
        if fuzz.token_sort_ratio(texts[one], texts[other], score_cutoff=_FIXED)
    }


LEAST = {"ours, from 0.5": 0.5, "ours, from 0.99": 0.99}
PEERS: dict[str, Callable[[Sequence[ListedRecord]], Pairs]] = {
    "ours, from 0.5": ours,
    "ours, from 0.99": ours_suggested,
    "splink": with_splink,
    "recordlinkage": with_recordlinkage,
    "rapidfuzz ≥ 85": with_fixed_threshold,
}


def _frame(records: Sequence[ListedRecord]) -> Any:  # noqa: ANN401 - pandas
    """Return records as a table of small letters, empty cells as missing."""
    import pandas as pd  # noqa: PLC0415

    frame = pd.DataFrame([record[:-1] for record in records], columns=list(FIELDS))
    for field in COMPARED:
        frame[field] = frame[field].str.lower().str.strip().replace("", None)
    frame["postcode"] = frame["postcode"].str.upper()
    frame["phone"] = frame["phone"].str.replace(r"[^0-9]", "", regex=True)
    return frame


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
