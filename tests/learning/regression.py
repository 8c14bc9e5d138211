"""Multinomial logistic regression over signs: small, and the same on every machine but for its last digits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from audiosession.importing.evidence import HUNDREDTHS, Evidence
from tests.learning.labels import Labelled

_LEAST_ARTICLES = 3
"""A sign counts that was seen in so many articles: what one author says tells nothing of others."""
_PENALTY = 10.0
"""How much large weights cost: half of it times the sum of their squares, beside the sum of all surprises."""
_STEPS = 400
_LEAST_WEIGHT = 7
"""Smaller weights, in hundredths, are nothing."""


def learned(rows: Sequence[Labelled]) -> Evidence:
    """Return the weights that are likeliest by `rows`, under a penalty for large ones.

    A sentence with several right fields counts as a part of one for each.
    """
    fields = sorted({field for row in rows for field in row.fields})
    seen: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for sign, _ in row.told:
            seen[sign].add(row.article)
    signs = sorted(sign for sign, articles in seen.items() if len(articles) >= _LEAST_ARTICLES)
    told, right = _matrices(rows, signs, fields)
    weights = _fitted(told, right)
    whole = np.rint(weights * HUNDREDTHS).astype(int)
    return Evidence(
        fields=tuple(fields),
        usual=tuple(map(int, whole[-1])),
        signs={
            sign: tuple(map(int, row))
            for sign, row in zip(signs, whole[:-1], strict=True)
            if np.abs(row).max() >= _LEAST_WEIGHT
        },
    )


def _matrices(
    rows: Sequence[Labelled], signs: Sequence[str], fields: Sequence[str]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return signs, shape ``(rows, signs + 1)`` with a last column of ones, and the shares of fields."""
    column = {sign: n for n, sign in enumerate(signs)}
    told = np.zeros((len(rows), len(signs) + 1), np.float32)
    right = np.zeros((len(rows), len(fields)), np.float32)
    told[:, -1] = 1.0
    for n, row in enumerate(rows):
        for sign, times in row.told:
            if sign in column:
                told[n, column[sign]] += times
        for field in row.fields:
            right[n, fields.index(field)] = 1 / len(row.fields)
    return told, right


def _fitted(told: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return weights, shape ``(signs + 1, fields)``, by Nesterov's method; the last row, what is usual, is free."""
    costs = np.full((told.shape[1], 1), _PENALTY, np.float32)
    costs[-1] = 0.0
    steepest = np.linalg.norm(told @ _direction(told)) ** 2 / 2 + _PENALTY
    weights = looked = np.zeros((told.shape[1], right.shape[1]), np.float32)
    for step in range(_STEPS):
        slope = told.T @ (_shares(told @ looked) - right) + costs * looked
        moved = looked - slope / steepest
        looked = moved + step / (step + 3) * (moved - weights)
        weights = moved
    return weights


def _direction(told: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the direction in which `told` is longest, by power iteration."""
    along = np.ones(told.shape[1], np.float32)
    for _ in range(50):
        along = told.T @ (told @ along)
        along /= np.linalg.norm(along)
    return along


def _shares(sums: NDArray[np.float32]) -> NDArray[np.float32]:
    grown = np.exp(sums - sums.max(axis=1, keepdims=True))
    shares: NDArray[np.float32] = grown / grown.sum(axis=1, keepdims=True)
    return shares
