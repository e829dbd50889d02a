"""The four-class model, of six cases: fitted to the levels of a list by expectation and maximisation, unlabelled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dos_router.analysis.duplicates.levels import FIELDS, Levels, Phone
from dos_router.analysis.duplicates.tables import (
    CASES,
    FIXED,
    PRIOR,
    Case,
    Class,
    Doubles,
    normalised,
    what_is_known,
)

SMALL = 300  # records: a shorter list is judged by the fixed tables
_ROUNDS = 200
_STILL = 1e-7
_OWN = 0.25  # how far a table may move towards what the list shows
_TIMES = 4.0  # as often as the tables have a place, at most: else shared premises drift to what is merely near
_FEW = 50.0  # pairs of a class at which it has moved half as far
_PRIOR_WEIGHT = 20.0
# the tables are drawn from unlike lists, and blunt: on planted lists (benchmarks/duplicates.py) what they hold to be
# 0.9 sure is nearly always so. By so much each bit counts more.
_SHARPNESS = 3.5
# new names for each copy, at most, where each record has a copy, and so many fewer where fewer have: one without
# a copy of its own name tells something only where most have one
_RENAMED = 0.2
_UNCALLED = 0.05  # of what is thought of a new name, where no telephone number speaks for it
_LEARNT = {"name": (Case.CHAIN, Case.PREMISES, Case.COPY), "place": ()}
_LEARNT |= {"phone": (Case.CHAIN, Case.PREMISES, Case.COPY), "ods": ()}
_ONE_PREMISES = [Case.PREMISES, Case.COPY, Case.RENAMED]


class Evidence(NamedTuple):
    """The bits by which each field of each pair speaks for one service, and those before anything is compared."""

    fields: Mapping[str, Doubles]
    before: Doubles


@dataclass(frozen=True, slots=True)
class Model:
    """The chance of each case before anything is compared, and of each level in each case."""

    prior: Doubles
    tables: Mapping[str, Doubles]
    fitted: bool

    def chances(self, levels: Mapping[str, Levels]) -> Doubles:
        """Return for each pair the chance of each class."""
        logs = self._logs(levels)
        logs[:, Case.RENAMED] += np.log(np.where(levels["phone"] == Phone.UNKNOWN, _UNCALLED, 1.0))
        classes = [np.logaddexp.reduce(logs[:, CASES[one]], axis=1) for one in Class]
        return _shares(_SHARPNESS * np.stack(classes, axis=1))

    def evidence(self, levels: Mapping[str, Levels], against: npt.NDArray[np.int64]) -> Evidence:
        """Return what speaks for one service, against another class for each pair: for the likeliest case of each."""
        logs = self._logs(levels)
        likeliest = np.stack([np.array(CASES[one])[logs[:, CASES[one]].argmax(axis=1)] for one in Class])
        ours, theirs = likeliest[Class.BOTH], likeliest[against, np.arange(len(against))]
        fields = {
            field: _SHARPNESS * np.log2(table[ours, levels[field]] / table[theirs, levels[field]])
            for field, table in self.tables.items()
        }
        return Evidence(fields, _SHARPNESS * np.log2(self.prior[ours] / self.prior[theirs]))

    def _logs(self, levels: Mapping[str, Levels]) -> Doubles:
        found = np.log(self.prior)[None, :].repeat(len(levels["name"]), axis=0)
        for field, table in self.tables.items():
            found += np.log(table).T[levels[field]]
        return found

    def expected(self, levels: Mapping[str, Levels]) -> Doubles:
        """Return the chances of the cases, by which the model is fitted: bits count once."""
        return _shares(self._logs(levels))


FIXED_MODEL = Model(np.array(PRIOR) / sum(PRIOR), FIXED, fitted=False)


def fit(levels: Mapping[str, Levels], records: int) -> Model:
    """Return the model of a list, which the same pairs in any order make the same to the last bit."""
    if records < SMALL:
        return FIXED_MODEL
    patterns, counts = np.unique(np.stack([levels[field] for field in FIELDS], axis=1), axis=0, return_counts=True)
    kinds = {field: patterns[:, place] for place, field in enumerate(FIELDS)}
    model = FIXED_MODEL
    for _ in range(_ROUNDS):
        after = _better(kinds, model.expected(kinds) * counts[:, None], records)
        moved = max(float(np.abs(after.tables[field] - model.tables[field]).max()) for field in FIELDS)
        moved = max(moved, float(np.abs(after.prior - model.prior).max()))
        model = after
        if moved < _STILL:
            break
    return model


def _better(kinds: Mapping[str, Levels], weights: Doubles, records: int) -> Model:
    """Return the model that the chances of the cases speak for, held close to the fixed one."""
    prior = weights.sum(axis=0) + _PRIOR_WEIGHT * FIXED_MODEL.prior
    copies = prior[Case.COPY]
    prior[Case.RENAMED] = min(prior[Case.RENAMED], _RENAMED * copies * min(1.0, copies / records))
    tables = {
        field: np.array([
            _moved(field, table[one], _counted(kinds[field], weights[:, one], len(table[one])))
            if one in _LEARNT[field]
            else table[one]
            for one in Case
        ])
        for field, table in FIXED.items()
    }  # fmt: skip
    return Model(prior / prior.sum(), _premises_alike(tables, weights, kinds), fitted=True)


def _premises_alike(tables: dict[str, Doubles], weights: Doubles, kinds: Mapping[str, Levels]) -> dict[str, Doubles]:
    """Return the tables with one for the places of all cases of the same premises."""
    both = weights[:, _ONE_PREMISES].sum(axis=1)
    fixed = FIXED["place"][Case.COPY]
    tables["place"][_ONE_PREMISES] = _moved("place", fixed, _counted(kinds["place"], both, len(fixed)))
    return tables


def _counted(levels: Levels, weights: Doubles, many: int) -> Doubles:
    return np.bincount(levels, weights=weights, minlength=many).astype(np.float64)


def _moved(field: str, fixed: Doubles, counted: Doubles) -> Doubles:
    """Return a fixed row moved towards what was counted, for each set of known cells by how much was."""
    known = what_is_known(field)
    many = np.bincount(known, weights=counted)[known]
    share = np.where(known > 0, _OWN * many / (many + _FEW), 0.0)
    shown = counted / np.maximum(many, 1e-12)
    if field == "place":
        shown = np.clip(shown, fixed / _TIMES, fixed * _TIMES)
    return normalised(share * shown + (1 - share) * fixed, field)


def _shares(logs: Doubles) -> Doubles:
    chances = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(chances / chances.sum(axis=1, keepdims=True))
