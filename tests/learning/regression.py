"""Multinomial logistic regression over signs: small, and the same on every machine but for its last digits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from audiosession.importing.evidence import HUNDREDTHS, Evidence
from tests.learning.labels import Labelled

_LEAST_ARTICLES = 3
"""A sign counts that was seen in so many articles: what one author says tells nothing of others."""
_PENALTY = 5.0
"""How much large weights cost: half of it times the sum of their squares, beside the sum of all surprises."""
_MOST_STEPS = 150
_LEAST_WEIGHT = 9
"""Smaller weights, in hundredths, are nothing."""
_FOREIGN = 0.3
"""As much as so many sentences counts one in another language, by the signs that are no words."""
_OF_WORDS = re.compile(r"(?:before |after )?(?:word|stem|opens|heading|above) ")
_ONE = ""
"""The sign that every sentence has: how usual a field is."""

Numbers = NDArray[np.float64]


def learned(rows: Sequence[Labelled], foreign: Sequence[Labelled] = ()) -> Evidence:
    """Return the weights by which what is right for `rows` is likeliest, under a penalty for large ones.

    Of several fields that are right for a sentence any may be found: its surprise is that of their sum (Jin and
    Ghahramani, Learning with Multiple Labels, NIPS 2002). That has more than one hollow, so the way begins where each
    of them counts as a part of the sentence. `foreign` are sentences of other languages.
    """
    every = [*rows, *foreign]
    told = [dict(row.told) for row in rows]
    told += [{sign: times for sign, times in row.told if not _OF_WORDS.match(sign)} for row in foreign]
    seen: dict[str, set[str]] = defaultdict(set)
    for row, some in zip(every, told, strict=True):
        for sign in some:
            seen[sign].add(row.article)
    signs = [_ONE, *sorted(sign for sign, articles in seen.items() if len(articles) >= _LEAST_ARTICLES)]
    fields = sorted({field for row in every for field in row.fields})
    right = np.array([[row.fields.get(field, 0.0) for field in fields] for row in every])
    counts = np.array([[1.0]] * len(rows) + [[_FOREIGN]] * len(foreign))
    whole = np.rint(_fitted(_told(told, signs), right, counts) * HUNDREDTHS).astype(int)
    return Evidence(
        fields=tuple(fields),
        usual=tuple(map(int, whole[0])),
        signs={
            sign: tuple(map(int, row))
            for sign, row in zip(signs[1:], whole[1:], strict=True)
            if np.abs(row).max() >= _LEAST_WEIGHT
        },
    )


def _told(rows: Sequence[dict[str, float]], signs: Sequence[str]) -> csr_array:
    """Return how often each of `signs` is told in each row."""
    column = {sign: n for n, sign in enumerate(signs)}
    found = [
        (times, n, column[sign])
        for n, row in enumerate(rows)
        for sign, times in ({_ONE: 1.0} | row).items()
        if sign in column
    ]
    times, here, there = zip(*found, strict=True)
    return csr_array((times, (here, there)), shape=(len(rows), len(signs)))


def _fitted(told: csr_array, right: Numbers, counts: Numbers) -> Numbers:
    """Return weights, shape ``(signs, fields)``; each row of `told` counts as its number of `counts`."""
    split = right / right.sum(axis=1, keepdims=True)

    def of_each(shares: Numbers) -> tuple[Numbers, Numbers]:
        return -(split * np.log(shares)).sum(axis=1, keepdims=True), split

    def of_any(shares: Numbers) -> tuple[Numbers, Numbers]:
        together = (shares * right).sum(axis=1, keepdims=True)
        return -np.log(together), shares * right / together

    begun = np.zeros((told.shape[1], right.shape[1]))
    return _least(_least(begun, told, counts, of_each), told, counts, of_any)


def _least(
    begun: Numbers, told: csr_array, counts: Numbers, surprise: Callable[[Numbers], tuple[Numbers, Numbers]]
) -> Numbers:
    """Return the weights near `begun` whose cost is least; how usual a field is costs nothing.

    `surprise` returns of the shares of all fields how surprised each row is, and which shares it wants.
    """
    costs = np.full((told.shape[1], 1), _PENALTY)
    costs[0] = 0.0

    def cost(flat: Numbers) -> tuple[float, Numbers]:
        weights = flat.reshape(begun.shape)
        shares = _shares(told @ weights)
        surprised, wanted = surprise(shares)
        slope = told.T @ (counts * (shares - wanted)) + costs * weights
        return float((counts * surprised).sum() + (costs * weights**2).sum() / 2), slope.ravel()

    found = minimize(cost, begun.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS})
    return np.reshape(found.x, begun.shape)


def _shares(sums: Numbers) -> Numbers:
    grown = np.exp(sums - sums.max(axis=1, keepdims=True)) + np.finfo(float).tiny
    shares: Numbers = grown / grown.sum(axis=1, keepdims=True)
    return shares
