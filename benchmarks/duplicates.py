"""The table of duplicates: `python -m benchmarks.duplicates DATA`: ours beside the peers, on lists with known truth.

Each runs in a process of its own on the same list: precision, recall and F1 of pairs at the default threshold,
seconds of the processor, and memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from benchmarks.duplicates_lists import LARGE, known_lists, links
from benchmarks.duplicates_peers import LEAST, PEERS, linked
from benchmarks.results import machine, table_of, write_section
from dos_router.analysis.duplicates.record import ListedRecord

HEAD = ("list", "records", "who", "precision", "recall", "F1", "seconds", "MB")


def main() -> None:
    """Measure one on one list, or print the table of all and write it into RESULTS.md."""
    asked = _arguments()
    if asked.one:
        print(json.dumps(_measured(asked.data, *asked.one)))
        return
    rows = [
        _row(asked, name, who)
        for name in [*known_lists(asked.data), *links(asked.data)]
        for who in PEERS
        if asked.only in name
        and asked.who in who
        and (who.startswith("ours") or (name in known_lists(asked.data) and name != LARGE))
    ]
    if not (asked.only or asked.who):
        told = "Pairs of one service, at the default threshold; seconds of the processor. Linked lists: one to one."
        write_section("Duplicates", f"{told}\n\n{table_of(HEAD, rows)}\n\n{machine()}")


def _row(asked: argparse.Namespace, name: str, who: str) -> tuple[str, ...]:
    command = [sys.executable, "-m", "benchmarks.duplicates", str(asked.data), "--one", name, who]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=asked.patience)
        found = json.loads(run.stdout.splitlines()[-1])
        score = [f"{found[each]:.3f}" for each in ("precision", "recall", "f1")]
        row = (name, f"{found['records']:,}", who, *score, f"{found['seconds']:.1f}", f"{found['mb']:,.0f}")
    except subprocess.TimeoutExpired:
        row = (name, "", who, f"not done in {asked.patience} s", "", "", "", "")
    except subprocess.CalledProcessError as fault:
        row = (name, "", who, f"failed: {fault.stderr.splitlines()[-1][:80]}", "", "", "", "")
    print(" | ".join(row), flush=True)
    return row


def _measured(data: Path, name: str, who: str) -> dict[str, float]:
    register = list[ListedRecord]()
    if name in known_lists(data):
        records, truth = known_lists(data)[name]()
    else:
        records, register, truth = links(data)[name]()
    before = time.process_time()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stdout, shown = nowhere, sys.stdout
        found = linked(records, register, LEAST[who]) if register else PEERS[who](records)
        sys.stdout = shown
    seconds = time.process_time() - before
    right = sum(truth[one] == truth[other] for one, other in found)
    counts = Counter(truth[record.id] for record in records)
    wanted = sum(many * (many - 1) // 2 for many in counts.values())
    if register:
        wanted = sum(counts[truth[record.id]] for record in register)
    precision, recall = right / max(len(found), 1), right / max(wanted, 1)
    return {
        "records": len(records) + len(register),
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(precision + recall, 1e-9),
        "seconds": seconds,
        "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of ../shared/data")
    parser.add_argument("--only", default="", help="lists with this in their name")
    parser.add_argument("--who", default="", help="those with this in their name")
    parser.add_argument("--patience", type=int, default=600, help="seconds for one on one list")
    parser.add_argument("--one", nargs=2, metavar=("LIST", "WHO"), help="measure just this")
    return parser.parse_args()


if __name__ == "__main__":
    main()
