"""Prediction intervals from back-test errors (split conformal, scaled), and safety over a lead time."""

from dataclasses import dataclass

import numpy as np

from demand_forecasting.panel import Bools, Floats

OWN_ERRORS = 40
"""Fewest back-test errors with which a series is judged by its own; below, by those of its class."""


WIDENINGS = tuple(1 + 0.05 * n for n in range(21))
"""Factors tried to make up for what past errors do not say about the next period."""

SLACK = 1e-6
"""An outcome on a bound is inside."""


@dataclass(frozen=True)
class Spread:
    """How far outcomes lie from the forecast of one series, in scaled units."""

    low: float
    high: float
    level: float
    """Typical forecast of the series, the floor of the scale."""
    deviation: float
    """Standard deviation of one step's error, in units."""


def scale(forecast: Floats, level: Floats | float) -> Floats:
    """Size of error to expect: grows with the root of the forecast, as counts do, above a floor."""
    result: Floats = np.sqrt(np.maximum(forecast, 0.05 * np.asarray(level)) + 1e-9)
    return result


def calibrate(
    actual: Floats, forecast: Floats, scored: Bools, classes: tuple[str, ...], coverage: float
) -> tuple[Spread, ...]:
    """One spread per series from errors at several origins; arrays are (series, origin, step).

    Errors of one period tell little about the level of the next, so the spreads are widened until those made
    without one origin hold the wanted share of its outcomes, over all series together.
    """
    level = np.maximum(np.nanmean(forecast, axis=(1, 2)), 1e-6)
    errors = np.where(scored, (actual - forecast) / scale(forecast, level[:, None, None]), np.nan)
    low, high = _quantiles(errors, classes, coverage)
    factor = _widening(errors, forecast, actual, classes, coverage, level)
    gaps = np.where(scored, actual - forecast, 0.0)
    count = scored.sum(axis=(1, 2))
    deviation = np.where(
        count > 0, np.sqrt((gaps**2).sum(axis=(1, 2)) / np.maximum(count, 1)), np.sqrt(level)
    )
    return tuple(
        Spread(float(factor * low[i]), float(factor * high[i]), float(level[i]), float(deviation[i]))
        for i in range(len(classes))
    )


def _quantiles(errors: Floats, classes: tuple[str, ...], coverage: float) -> tuple[Floats, Floats]:
    """Lower and upper quantile of the scaled errors per series; too few of them give way to their class.

    With the finite-sample correction of split conformal prediction: few errors widen the interval.
    """
    tail = (1 - coverage) / 2
    known = [row[~np.isnan(row)] for row in errors]
    pools = {
        name: np.concatenate([known[i] for i in range(len(classes)) if classes[i] == name])
        for name in sorted(set(classes))
    }
    everything = np.concatenate(known)
    low, high = np.zeros(len(classes)), np.zeros(len(classes))
    for i, name in enumerate(classes):
        own = known[i]
        if own.size < OWN_ERRORS:
            own = pools[name] if pools[name].size >= OWN_ERRORS else everything
        if own.size == 0:
            low[i], high[i] = -2.0, 2.0
            continue
        rank = min(1.0, (1 - tail) * (own.size + 1) / own.size)
        low[i] = min(0.0, -float(np.quantile(-own, rank)))
        high[i] = max(0.0, float(np.quantile(own, rank)))
    return low, high


def _widening(
    errors: Floats, forecast: Floats, actual: Floats, classes: tuple[str, ...], coverage: float, level: Floats
) -> float:
    """Smallest factor with which intervals calibrated on the other origins hold an origin's outcomes."""
    origins = errors.shape[1]
    if origins < 2:
        return 1.0
    bounds = []
    for left_out in range(origins):
        others = [o for o in range(origins) if o != left_out]
        low, high = _quantiles(errors[:, others], classes, coverage)
        bounds.append((low[:, None], high[:, None], left_out))
    size = scale(forecast, level[:, None, None])
    total = int((~np.isnan(errors)).sum())
    for factor in WIDENINGS:
        inside = 0
        for low, high, o in bounds:
            value, width = forecast[:, o], size[:, o]
            lower = np.maximum(value + factor * low * width, 0.0) - SLACK
            upper = value + factor * high * width + SLACK
            inside += int(((actual[:, o] >= lower) & (actual[:, o] <= upper) & ~np.isnan(errors[:, o])).sum())
        if inside >= coverage * total:
            return factor
    return WIDENINGS[-1]


def interval(forecast: Floats, spread: Spread) -> tuple[Floats, Floats]:
    """Lower and upper bound of a forecast; demand is never below zero."""
    width = scale(forecast, spread.level)
    low: Floats = np.maximum(forecast + spread.low * width, 0.0)
    high: Floats = np.maximum(forecast + spread.high * width, low)
    return low, high


def safety_factors(
    actual: Floats,
    forecast: Floats,
    scored: Bools,
    classes: tuple[str, ...],
    spreads: tuple[Spread, ...],
    service_level: float,
) -> dict[str, float]:
    """By class: how many deviations·√steps of stock cover the demand of a lead time at a service level.

    Taken from back-test errors summed over several weeks, so errors that pile up (a wrong level) are in it.
    """
    ratios: dict[str, list[float]] = {}
    gap = np.where(scored, actual - forecast, 0.0)
    horizon = actual.shape[2]
    lengths = sorted({max(1, horizon // 4), max(1, horizon // 2), horizon})
    for i, name in enumerate(classes):
        deviation = max(spreads[i].deviation, 1e-9)
        for fold in range(actual.shape[1]):
            if scored[i, fold].mean() < 0.7:
                continue
            for length in lengths:
                ratios.setdefault(name, []).append(
                    float(gap[i, fold, :length].sum()) / (deviation * float(np.sqrt(length)))
                )
    pooled = [value for values in ratios.values() for value in values]
    factors = {}
    for name in sorted(set(classes)):
        values = ratios.get(name, [])
        values = values if len(values) >= OWN_ERRORS else pooled
        factors[name] = max(0.0, float(np.quantile(values, service_level))) if values else 1.65
    return factors
