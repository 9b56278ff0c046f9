"""Prediction intervals from back-test errors (split conformal, scaled), and safety over a lead time."""

from dataclasses import dataclass

import numpy as np

from demand_forecasting.panel import Bools, Floats

OWN_ERRORS = 40
"""Fewest back-test errors with which a series is judged by its own; below, by those of its class."""


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

    The quantiles carry the finite-sample correction of split conformal prediction: few errors widen them.
    """
    level = np.maximum(np.nanmean(forecast, axis=(1, 2)), 1e-6)
    errors = (actual - forecast) / scale(forecast, level[:, None, None])
    tail = (1 - coverage) / 2
    pools = {
        name: np.concatenate([errors[i][scored[i]] for i in range(len(classes)) if classes[i] == name])
        for name in set(classes)
    }
    everything = np.concatenate(list(pools.values()))
    spreads = []
    for i, name in enumerate(classes):
        own = errors[i][scored[i]]
        if own.size < OWN_ERRORS:
            own = pools[name] if pools[name].size >= OWN_ERRORS else everything
        gaps = (actual[i] - forecast[i])[scored[i]]
        deviation = float(np.sqrt(np.mean(gaps**2))) if gaps.size else float(np.sqrt(level[i]))
        if own.size == 0:
            spreads.append(Spread(-2.0, 2.0, float(level[i]), deviation))
            continue
        rank = min(1.0, (1 - tail) * (own.size + 1) / own.size)
        low, high = -float(np.quantile(-own, rank)), float(np.quantile(own, rank))
        spreads.append(Spread(min(low, 0.0), max(high, 0.0), float(level[i]), deviation))
    return tuple(spreads)


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
