"""How good a forecast was."""

from dataclasses import dataclass

import numpy as np

from demand_forecasting.intervals import SLACK, Spread, interval
from demand_forecasting.panel import Bools, Floats


@dataclass(frozen=True)
class Accuracy:
    """Figures over all series of one origin."""

    wape: float
    """Sum of absolute errors / sum of demand."""
    mase: float
    """Mean over series of mean |error| / mean |error| of seasonal naive within the history."""
    bias: float
    """Sum of (forecast - demand) / sum of demand: above 0 is too high."""
    coverage: float
    """Share of outcomes inside the interval."""
    width: float
    """Mean width of the interval / mean demand."""


def naive_scale(history: Floats, season: int) -> Floats:
    """Mean absolute difference to one season before, per series: the unit of MASE (Hyndman and Koehler)."""
    gap = np.abs(history[:, season:] - history[:, :-season])
    known = ~np.isnan(gap)
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = np.where(known, gap, 0).sum(axis=1) / known.sum(axis=1)
    return result


def measure(
    actual: Floats, forecast: Floats, scored: Bools, scales: Floats, spreads: tuple[Spread, ...]
) -> Accuracy:
    """Accuracy at one origin; arrays are (series, step)."""
    gap = np.where(scored, forecast - actual, 0.0)
    total = max(1e-9, float(np.where(scored, actual, 0.0).sum()))
    count = scored.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.abs(gap).sum(axis=1) / count / scales
    ratio = ratio[np.isfinite(ratio)]
    bounds = [interval(forecast[i], spreads[i]) for i in range(len(spreads))]
    low, high = np.array([b[0] for b in bounds]), np.array([b[1] for b in bounds])
    inside = (actual >= low - SLACK) & (actual <= high + SLACK) & scored
    scored_count = max(1, int(scored.sum()))
    return Accuracy(
        wape=float(np.abs(gap).sum()) / total,
        mase=float(ratio.mean()) if ratio.size else 0.0,
        bias=float(gap.sum()) / total,
        coverage=float(inside.sum()) / scored_count,
        width=float(np.where(scored, high - low, 0).sum()) / total,
    )


def wape_by_step(actual: Floats, forecast: Floats, scored: Bools, steps: int) -> list[float]:
    """WAPE of each group of steps ahead (first week, second week, …)."""
    result = []
    for first in range(0, actual.shape[1], steps):
        part = slice(first, first + steps)
        error = np.where(scored[:, part], np.abs(forecast[:, part] - actual[:, part]), 0).sum()
        total = np.where(scored[:, part], actual[:, part], 0).sum()
        result.append(float(error / max(1e-9, total)))
    return result
