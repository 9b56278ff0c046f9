"""The space in which customers are compared: recency, frequency, value, basket; logarithmic and robust."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEATURES = ("recency_days", "orders_per_month", "amount_per_month", "basket_amount")

_LIMIT = 3.0
"""Scaled values are cut here: one customer who buys for millions is no segment."""


def raw(frame: pd.DataFrame) -> Floats:
    """The four features in their own units; (customers, 4).

    Counts and sums are per 30 days of the window, so that half a year of data compares with a full one.
    """
    months = np.maximum(frame["window_days"].to_numpy(dtype=np.float64), 1) / 30
    columns = (
        frame["recency_days"].to_numpy(dtype=np.float64),
        frame["order_count"].to_numpy(dtype=np.float64) / months,
        np.maximum(frame["net_amount"].to_numpy(dtype=np.float64), 0) / months,
        np.maximum(frame["basket_amount"].to_numpy(dtype=np.float64), 0),
    )
    result: Floats = np.nan_to_num(np.column_stack(columns))
    return result


@dataclass(frozen=True)
class Space:
    """Centre and spread of the logarithm of each feature: median, and deviation without the far tails."""

    units: tuple[float, ...]
    """What counts as small for each feature, before the logarithm."""
    centres: tuple[float, ...]
    spreads: tuple[float, ...]

    def place(self, values: Floats) -> Floats:
        """Scaled coordinates of raw features."""
        logs = np.log1p(values / np.array(self.units))
        scaled: Floats = np.clip((logs - np.array(self.centres)) / np.array(self.spreads), -_LIMIT, _LIMIT)
        return scaled


def fit_space(values: Floats) -> Space:
    """Learn the scale from customers."""
    units = [_unit(column) for column in values.T]
    logs = np.log1p(values / np.array(units))
    low, high = np.quantile(logs, [0.01, 0.99], axis=0)
    inner = np.clip(logs, low, high)
    spreads = inner.std(axis=0)
    return Space(
        units=tuple(units),
        centres=tuple(float(v) for v in np.median(logs, axis=0)),
        spreads=tuple(float(v) if v > 1e-9 else 1.0 for v in spreads),
    )


def _unit(column: Floats) -> float:
    """A tenth of the median of what is not zero: amounts in yen and in euro are treated alike."""
    positive = column[column > 0]
    return float(np.median(positive)) / 10 if positive.size else 1.0


def nearest(points: Floats, centroids: Sequence[Sequence[float]]) -> tuple[Ints, Floats]:
    """Nearest centroid of every point, and how clear that is: 0 on the border, 1 on the centroid."""
    c = np.asarray(centroids, dtype=np.float64)
    distance = np.sqrt(np.maximum(((points[:, None, :] - c[None, :, :]) ** 2).sum(axis=2), 0))
    order = np.sort(distance, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        clear = np.where(order[:, 1] > 0, 1 - order[:, 0] / order[:, 1], 0.0)
    return distance.argmin(axis=1).astype(np.int64), clear
