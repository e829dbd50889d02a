"""Files that are no list of any kind, whatever their names say: known by their first bytes."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from dos_router.diagnostics import Malformed

_SHEET = "save the sheet with the list as CSV (UTF-8), and import that"
_PAGE = "fetch the list itself: this may be the page around it, or why it was refused"
# how they begin, what they are, what to do
_KNOWN = (
    (rb"PK\x03\x04", "a spreadsheet or another zip file", _SHEET),
    (rb"\xd0\xcf\x11\xe0", "a spreadsheet of an older kind", _SHEET),
    (rb"%PDF-", "a PDF", "ask for the list as CSV"),
    (rb"PAR1", "Parquet", "name it `.parquet`, if it is a table of ours; else save it as CSV"),
    (rb"\x1f\x8b", "compressed", "name it `.csv.gz`"),
    (rb"<(?:!doctype|html)", "a web page", _PAGE),
    (rb"<\?xml", "XML", "ask for the list as CSV"),
    (rb"\{\s*[\"}]|\[\s*[\[{\"\]]", "JSON", "name it `.json`"),
    (rb"sep=.[\r\n]", "a list with a line for a spreadsheet above its header", "delete the first line"),
)


def must_be_a_list(path: Path, start: bytes) -> None:
    """Raise Malformed where the first bytes of a file, decompressed, say that it is something else."""
    begins = start.removeprefix(codecs.BOM_UTF8).lstrip()
    for form, kind, cure in _KNOWN:
        if re.match(form, begins, re.IGNORECASE):
            raise Malformed(f"`{path.name}` is {kind}, not delimited text", help=cure, rule="not-a-list")
