"""The candidates: each takes the demand known at an origin and gives the horizon, seeing nothing later."""

import warnings
from collections.abc import Callable

import numpy as np

from demand_forecasting.demand_class import INTERMITTENT
from demand_forecasting.panel import Floats, Ints

NAIVE = "seasonal_naive"
WEEKDAY_MEAN = "weekday_mean"
THETA = "theta"
ETS = "ets"
TSB = "tsb"
POOLED = "pooled_boosting"

TITLES = {
    NAIVE: "Seasonal naive",
    WEEKDAY_MEAN: "Mean of recent same weekdays",
    THETA: "Theta",
    ETS: "Exponential smoothing (ETS)",
    TSB: "TSB for intermittent demand",
    POOLED: "Gradient boosting, pooled",
}

_WINDOW = 400
"""Steps of history that the statistical models are fitted on."""


def seasonal_naive(history: Floats, horizon: int, season: int) -> Floats:
    """The last season again; (n, horizon)."""
    steps = history.shape[1]
    index = steps - season + np.arange(horizon) % season
    values = history[:, np.maximum(index, 0)]
    recent = _nan_mean(history[:, -4 * season :])
    result: Floats = np.where(np.isnan(values), np.nan_to_num(recent)[:, None], values)
    return result


def weekday_mean(history: Floats, horizon: int, season: int, seasons: int = 6) -> Floats:
    """Mean of the last few values at the same place in the season; for weekly demand, of the last weeks."""
    short = season if season <= 7 else 1
    seasons = min(seasons if short > 1 else 8, history.shape[1] // short)
    block = history[:, history.shape[1] - seasons * short :].reshape(history.shape[0], seasons, short)
    profile = _nan_mean(block, axis=1)
    result: Floats = np.nan_to_num(profile[:, np.arange(horizon) % short])
    return result


def tsb(history: Floats, horizon: int, season: int, alpha: float = 0.1, beta: float = 0.05) -> Floats:
    """Teunter, Syntetos and Babai: smoothed size times smoothed chance of a sale, spread over the weekdays.

    The weekday profile is shared by all series handed in, so that a closed Sunday stays closed.
    """
    n, steps = history.shape
    size = np.zeros(n)
    chance = np.zeros(n)
    begun = np.zeros(n, dtype=np.bool_)
    for step in range(max(0, steps - 728), steps):
        value = history[:, step]
        known = ~np.isnan(value)
        sale = known & (np.nan_to_num(value) > 0)
        fresh = sale & ~begun
        size = np.where(fresh, value, np.where(sale, size + alpha * (np.nan_to_num(value) - size), size))
        chance = np.where(fresh, 0.2, np.where(known & begun, chance + beta * (sale - chance), chance))
        begun |= sale
    short = season if season <= 7 else 1
    profile = _profile(history, short)
    result: Floats = (size * chance)[:, None] * profile[np.arange(horizon) % short][None, :]
    return result


def _profile(history: Floats, short: int) -> Floats:
    """Relative demand by place in the short season over the last half year, mean 1, all series together."""
    steps = history.shape[1]
    seasons = min(26, steps // short)
    block = np.nan_to_num(history[:, steps - seasons * short :]) > 0
    share = block.reshape(history.shape[0], seasons, short).mean(axis=(0, 1))
    mean = float(share.mean())
    return share / mean if mean > 0 else np.ones(short)


def _nan_mean(values: Floats, axis: int = 1) -> Floats:
    known = ~np.isnan(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = np.where(
            known.any(axis=axis), np.where(known, values, 0).sum(axis=axis) / known.sum(axis=axis), np.nan
        )
    return result


def _statistical(kind: str, season: int) -> Callable[[Floats, int], Floats]:
    from statsforecast.models import AutoETS, Theta

    seasonal = season if 1 < season <= 60 else 1
    ets = AutoETS(season_length=seasonal, model="ANA" if seasonal > 1 else "AAN", damped=seasonal == 1)
    theta = Theta(season_length=seasonal, decomposition_type="additive")
    model = theta if kind == THETA else ets

    def forecast(history: Floats, horizon: int) -> Floats:
        result: Floats = np.asarray(model.forecast(history, horizon)["mean"], dtype=np.float64)
        return result

    return forecast


def fits(history: Floats, season: int) -> bool:
    """Whether a series is long enough for Theta and ETS: four seasons, or half a year of weeks."""
    return int((~np.isnan(history)).sum()) >= max(4 * season if season <= 7 else 2 * season, 26)


def statistical(kind: str, history: Floats, horizon: int, season: int) -> Floats:
    """Theta or ETS, series by series; rows that cannot be fitted are NaN."""
    forecast = _statistical(kind, season)
    result = np.full((history.shape[0], horizon), np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for i, row in enumerate(history):
            known = row[~np.isnan(row)][-_WINDOW:]
            if not fits(known, season) or float(known.max()) == 0.0:
                continue
            try:
                values = forecast(known, horizon)
            except (ValueError, ZeroDivisionError, FloatingPointError, RuntimeError):
                # A series that one model cannot take is left to the others.
                continue
            # A fit that runs away is no forecast.
            if np.isfinite(values).all() and float(values.max()) <= 10 * float(known.max()):
                result[i] = np.maximum(values, 0)
    return result


def candidates(demand_class: str, individual: bool) -> tuple[str, ...]:
    """Which models are tried for a series."""
    if demand_class in INTERMITTENT:
        return (NAIVE, WEEKDAY_MEAN, TSB, POOLED)
    if individual:
        return (NAIVE, WEEKDAY_MEAN, THETA, ETS, POOLED)
    return (NAIVE, WEEKDAY_MEAN, POOLED)


def classical(kind: str, history: Floats, horizon: int, season: int, rows: Ints) -> Floats:
    """Forecasts of one model other than the pooled one for some rows; (rows, horizon)."""
    if kind == NAIVE:
        return seasonal_naive(history[rows], horizon, season)
    if kind == WEEKDAY_MEAN:
        return weekday_mean(history[rows], horizon, season)
    if kind == TSB:
        # The weekday profile needs all series; the rest is per series.
        return tsb(history, horizon, season)[rows]
    return statistical(kind, history[rows], horizon, season)
