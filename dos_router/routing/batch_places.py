"""Full postcodes as their sectors, where nothing is said of the postcode itself: hardly any place is then new.

A year of calls holds a million distinct postcodes, and a directory as a rule places sectors or districts.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from dos_router.model.directory import Directory
from dos_router.model.postcodes import is_full

_FULL = r"^[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}$"
_UNIT = 2  # letters that a sector lacks


class Sectors:
    """Shortens a column's postcodes that the directory neither places nor searches from by themselves."""

    def __init__(self, directory: Directory) -> None:
        """Note the postcodes of which something is said."""
        stated = {*filter(is_full, directory.places), *filter(is_full, directory.policy.distances)}
        self._stated = pa.array(sorted(stated), pa.string())

    def shorten(self, postcodes: pa.StringArray) -> pa.StringArray:
        """Return each postcode of the usual writing as its sector, unless it is stated; all else as it is."""
        encoded = pc.dictionary_encode(postcodes)
        texts = encoded.dictionary
        plain = pc.and_not(pc.match_substring_regex(texts, _FULL), pc.is_in(texts, value_set=self._stated))
        return pc.if_else(plain, pc.utf8_slice_codeunits(texts, 0, -_UNIT), texts).take(encoded.indices)
