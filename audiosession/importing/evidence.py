"""What was learned of a language from articles whose facts are known: how much each sign tells for each field."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp

from pydantic import Field

from audiosession.definitions import Model
from audiosession.importing.book_wording import Rows

HUNDREDTHS = 100
"""A weight is kept as a whole number of so many parts."""


class Evidence(Model):
    """Weights by which signs of a sentence tell its field; made by ``python -m tests.learning`` and never by hand.

    It is a multinomial logistic regression (Bishop, Pattern Recognition and Machine Learning, eq. 4.104): the
    probability of a field is the exponential of the sum of its weights, over the sum of those of all fields.
    """

    fields: Rows = ()
    """Fields of a definition, and ``none``: that it has no place for a sentence. Empty where nothing was learned."""
    usual: tuple[int, ...] = ()
    """How much speaks for each field, whatever a sentence says, in hundredths."""
    signs: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    """How much each sign speaks for each field, in hundredths; what is not here tells nothing."""

    def probabilities(self, told: Iterable[tuple[str, float]]) -> dict[str, float]:
        """Return how likely each field is, between 0 and 1, by the signs that are `told`, each as often as its number.

        They sum to 1; nothing where nothing was learned.
        """
        sums = [float(one) for one in self.usual]
        for sign, times in told:
            for place, weight in enumerate(self.signs.get(sign, ())):
                sums[place] += weight * times
        most = max(sums, default=0.0)
        shares = [exp((one - most) / HUNDREDTHS) for one in sums]
        total = sum(shares)
        return {field: one / total for field, one in zip(self.fields, shares, strict=True)}
