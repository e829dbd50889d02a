"""The four-class model: fitted to the levels of a list by expectation and maximisation, without labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dos_router.analysis.duplicates.levels import FIELDS, Levels
from dos_router.analysis.duplicates.tables import FIXED, PRIOR, Class, Doubles, normalised, what_is_known

SMALL = 300  # records: a shorter list is judged by the fixed tables
_ROUNDS = 200
_STILL = 1e-7
_OWN = 0.25  # how far a table may move towards what the list shows
_FEW = 50.0  # pairs of a class at which it has moved half as far
_PRIOR_WEIGHT = 20.0
# the tables are drawn from unlike lists, and blunt: on planted lists (benchmarks/duplicates.py) what they hold to be
# 0.9 sure is nearly always so. By so much each bit counts more.
_SHARPNESS = 3.5
_LEARNT = {"name": (Class.ORGANISATION, Class.PREMISES, Class.BOTH), "place": (Class.PREMISES, Class.BOTH)}
_LEARNT |= {"phone": (Class.ORGANISATION, Class.PREMISES, Class.BOTH), "ods": ()}


@dataclass(frozen=True, slots=True)
class Model:
    """The chance of each class before anything is compared, and of each level in each class."""

    prior: Doubles
    tables: Mapping[str, Doubles]
    fitted: bool

    def chances(self, levels: Mapping[str, Levels]) -> Doubles:
        """Return for each pair the chance of each class."""
        return _shares(_SHARPNESS * self._logs(levels))

    def bits(self, levels: Mapping[str, Levels], against: Class) -> dict[str, Doubles]:
        """Return for each pair and field the bits by which it speaks for one service, against another class."""
        return {
            field: _SHARPNESS * np.log2(table[Class.BOTH] / table[against])[levels[field]]
            for field, table in self.tables.items()
        }

    def prior_bits(self, against: Class) -> float:
        """Return the bits that speak for one service, against another class, before anything is compared."""
        return float(_SHARPNESS * np.log2(self.prior[Class.BOTH] / self.prior[against]))

    def _logs(self, levels: Mapping[str, Levels]) -> Doubles:
        found = np.log(self.prior)[None, :].repeat(len(levels["name"]), axis=0)
        for field, table in self.tables.items():
            found += np.log(table).T[levels[field]]
        return found

    def expected(self, levels: Mapping[str, Levels]) -> Doubles:
        """Return the chances by which the model is fitted: bits count once."""
        return _shares(self._logs(levels))


FIXED_MODEL = Model(np.array(PRIOR), FIXED, fitted=False)


def fit(levels: Mapping[str, Levels], records: int) -> Model:
    """Return the model of a list, which the same pairs in any order make the same to the last bit."""
    if records < SMALL:
        return FIXED_MODEL
    patterns, counts = np.unique(np.stack([levels[field] for field in FIELDS], axis=1), axis=0, return_counts=True)
    kinds = {field: patterns[:, place] for place, field in enumerate(FIELDS)}
    model = FIXED_MODEL
    for _ in range(_ROUNDS):
        after = _better(kinds, model.expected(kinds) * counts[:, None])
        moved = max(float(np.abs(after.tables[field] - model.tables[field]).max()) for field in FIELDS)
        model = after
        if moved < _STILL:
            break
    return model


def _better(kinds: Mapping[str, Levels], weights: Doubles) -> Model:
    """Return the model that the chances of the classes speak for, held close to the fixed one."""
    prior = weights.sum(axis=0) + _PRIOR_WEIGHT * np.array(PRIOR)
    tables = {
        field: np.array([
            _moved(field, table[one], _counted(kinds[field], weights[:, one], len(table[one])))
            if one in _LEARNT[field]
            else table[one]
            for one in Class
        ])
        for field, table in FIXED.items()
    }  # fmt: skip
    return Model(prior / prior.sum(), _premises_alike(tables, weights, kinds), fitted=True)


def _premises_alike(tables: dict[str, Doubles], weights: Doubles, kinds: Mapping[str, Levels]) -> dict[str, Doubles]:
    """Return the tables with one for the places of both classes of the same premises."""
    both = weights[:, Class.PREMISES] + weights[:, Class.BOTH]
    fixed = FIXED["place"][Class.BOTH]
    tables["place"][[Class.PREMISES, Class.BOTH]] = _moved("place", fixed, _counted(kinds["place"], both, len(fixed)))
    return tables


def _counted(levels: Levels, weights: Doubles, many: int) -> Doubles:
    return np.bincount(levels, weights=weights, minlength=many).astype(np.float64)


def _moved(field: str, fixed: Doubles, counted: Doubles) -> Doubles:
    """Return a fixed row moved towards what was counted, for each set of known cells by how much was."""
    known = what_is_known(field)
    many = np.bincount(known, weights=counted)[known]
    share = np.where(known > 0, _OWN * many / (many + _FEW), 0.0)
    shown = counted / np.maximum(many, 1e-12)
    return normalised(share * shown + (1 - share) * fixed, field)


def _shares(logs: Doubles) -> Doubles:
    chances = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(chances / chances.sum(axis=1, keepdims=True))
