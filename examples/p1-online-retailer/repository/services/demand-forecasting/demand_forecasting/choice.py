"""Which model forecasts which series. No model is given: it has to beat seasonal naive where it is used."""

import itertools
from dataclasses import dataclass

import numpy as np

from demand_forecasting import models
from demand_forecasting.backtest import Backtest
from demand_forecasting.demand_class import INTERMITTENT
from demand_forecasting.panel import Floats, Ints

ENSEMBLE_GAIN = 0.99
"""A mean of two models has to be this much better than the better of them to be worth its cost."""


@dataclass(frozen=True)
class Choice:
    """The model of a series: one, or the plain mean of two."""

    members: tuple[str, ...]
    error_ratio: float
    """Its back-test error over that of seasonal naive, as the choice saw it; below 1 is better."""

    @property
    def name(self) -> str:
        """For tables and the warehouse."""
        return "+".join(self.members)


def combine(forecasts: dict[str, Floats], members: tuple[str, ...]) -> Floats:
    """Forecast of a choice: the mean of its members."""
    result: Floats = np.mean([forecasts[m] for m in members], axis=0)
    return result


def _error(test: Backtest, forecast: Floats, folds: int) -> Floats:
    """Error per series over the first origins; NaN where there is nothing to score or no forecast.

    Absolute error; for intermittent demand squared (its root), because the smallest absolute error there
    is a forecast of zero, which helps nobody who has to keep stock.
    """
    scored = test.scored[:, :folds]
    gap = np.where(scored, forecast[:, :folds] - test.actual[:, :folds], 0.0)
    count = scored.sum(axis=(1, 2))
    sparse = np.array([c in INTERMITTENT for c in test.plan.classes])
    with np.errstate(invalid="ignore", divide="ignore"):
        absolute = np.abs(gap).sum(axis=(1, 2)) / count
        squared = np.sqrt((gap**2).sum(axis=(1, 2)) / count)
    result: Floats = np.where(count > 0, np.where(sparse, squared, absolute), np.nan)
    return result


def choose(test: Backtest) -> tuple[Choice, ...]:
    """Choose per series on all origins but the last.

    A few weeks of one series say little, so its own error ratio counts half and that of its class half.
    """
    folds = len(test.plan.origins) - 1
    options: dict[tuple[str, ...], Floats] = {}
    naive = _error(test, test.forecasts[models.NAIVE], folds)
    singles = [m for m in models.TITLES if m != models.NAIVE]
    pairs = itertools.combinations(singles, 2)
    for members in [*((m,) for m in singles), *pairs]:
        error = _error(test, combine(test.forecasts, members), folds)
        with np.errstate(invalid="ignore", divide="ignore"):
            options[members] = np.where(naive > 0, error / naive, np.nan)
    classes = np.array(test.plan.classes)
    shared = {members: _class_ratio(ratios, classes) for members, ratios in options.items()}
    return tuple(
        _best({m: (float(options[m][i]) + float(shared[m][i])) / 2 for m in options})
        for i in range(len(classes))
    )


def _class_ratio(ratios: Floats, classes: "np.ndarray[tuple[int, ...], np.dtype[np.str_]]") -> Floats:
    result = np.full(ratios.shape, np.nan)
    for name in np.unique(classes):
        rows: Ints = np.flatnonzero(classes == name)
        known = ratios[rows][~np.isnan(ratios[rows])]
        if known.size:
            result[rows] = np.median(known)
    return result


def _best(scores: dict[tuple[str, ...], float]) -> Choice:
    known = {members: score for members, score in scores.items() if not np.isnan(score)}
    singles = {m: s for m, s in known.items() if len(m) == 1}
    if not singles or min(singles.values()) >= 1:
        return Choice((models.NAIVE,), 1.0)
    best = min(singles, key=lambda m: singles[m])
    pairs = {m: s for m, s in known.items() if len(m) == 2}
    if pairs:
        pair = min(pairs, key=lambda m: pairs[m])
        if pairs[pair] < ENSEMBLE_GAIN * singles[best]:
            return Choice(pair, pairs[pair])
    return Choice(best, singles[best])


def chosen_forecasts(test: Backtest, choices: tuple[Choice, ...]) -> Floats:
    """Back-test forecasts of the chosen models; where one failed at an origin, seasonal naive stands in."""
    result = test.forecasts[models.NAIVE].copy()
    for i, choice in enumerate(choices):
        values = np.mean([test.forecasts[m][i] for m in choice.members], axis=0)
        result[i] = np.where(np.isnan(values), result[i], values)
    return result
