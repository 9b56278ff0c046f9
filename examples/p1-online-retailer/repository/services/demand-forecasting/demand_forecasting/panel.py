"""Demand as a matrix: one row per series, one column per day or week."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Days = NDArray[np.datetime64]

WEEKLY_BELOW = 0.1
"""Share of days with a sale, in the median series, below which daily demand is too sparse to forecast."""


@dataclass(frozen=True)
class Series:
    """What a row of the panel is."""

    product_key: str
    site_id: str
    level: str
    """`product_site`, `product` or `category` (see df_series_map)."""
    category: str

    @property
    def key(self) -> str:
        """One text that identifies the series."""
        return f"{self.product_key}|{self.site_id}"


@dataclass(frozen=True)
class Panel:
    """Demand of all series. `n` series, `t` past steps, promotions reach beyond the past."""

    series: tuple[Series, ...]
    starts: Days
    """First day of every past step, ascending, without gaps; (t,)."""
    step_days: int
    """1 for days, 7 for weeks."""
    quantity: Floats
    """Units sold; NaN before the first sale and after the end of a series that is no longer sold; (n, t)."""
    stock_out: Bools
    """Steps in which stock ran out, so that sales understate demand; (n, t)."""
    discount: Floats
    """Discount share of promotions, 0 for none; (n, t + future)."""
    active: Bools
    """Series that are still sold; (n,)."""

    @property
    def steps(self) -> int:
        """Number of past steps."""
        return int(self.quantity.shape[1])

    @property
    def season(self) -> int:
        """Length of the short season in steps: 7 days; 52 weeks if two years are known, else none (1)."""
        if self.step_days == 1:
            return 7
        return 52 if self.steps >= 112 else 1

    @property
    def year(self) -> int:
        """A year in steps that keeps the weekday: 364 days or 52 weeks."""
        return 364 // self.step_days

    def start(self, step: int) -> np.datetime64:
        """First day of a step, past or future."""
        start: np.datetime64 = self.starts[0] + np.timedelta64(step * self.step_days, "D")
        return start

    def last_day(self) -> np.datetime64:
        """Last day of the data."""
        return self.start(self.steps) - np.timedelta64(1, "D")

    def only(self, rows: Ints) -> "Panel":
        """Some of the series."""
        return replace(
            self,
            series=tuple(self.series[i] for i in rows),
            quantity=self.quantity[rows],
            stock_out=self.stock_out[rows],
            discount=self.discount[rows],
            active=self.active[rows],
        )


def fill_stock_outs(panel: Panel) -> Floats:
    """Demand as it would have been: without stock, the recent mean of the weekday if that is higher."""
    filled = panel.quantity.copy()
    lag = 7 if panel.step_days == 1 else 1
    for i, step in zip(*np.nonzero(panel.stock_out & ~np.isnan(panel.quantity)), strict=True):
        past = [
            filled[i, s]
            for s in range(step - lag, max(-1, step - 6 * lag - 1), -lag)
            if not np.isnan(filled[i, s])
        ]
        if past:
            filled[i, step] = max(filled[i, step], float(np.mean(past)))
    return filled


def to_weeks(panel: Panel) -> Panel:
    """The same demand in weeks that end on the last day of the data; a first part of a week is dropped."""
    weeks = panel.steps // 7
    skip = panel.steps - 7 * weeks
    n = len(panel.series)
    future = (panel.discount.shape[1] - panel.steps) // 7
    known = panel.quantity[:, skip:].reshape(n, weeks, 7)
    empty = np.isnan(known).all(axis=2)
    quantity = np.where(empty, np.nan, np.nansum(known, axis=2))
    stock_out = panel.stock_out[:, skip:].reshape(n, weeks, 7).mean(axis=2) >= 0.5
    discount = panel.discount[:, skip : skip + 7 * (weeks + future)].reshape(n, weeks + future, 7)
    return replace(
        panel,
        starts=panel.starts[skip::7],
        step_days=7,
        quantity=quantity,
        stock_out=stock_out,
        discount=discount.mean(axis=2),
    )


def choose_granularity(panel: Panel, wanted: str) -> Panel:
    """The panel in the wanted steps; `auto` takes weeks when the median series sells on too few days."""
    if wanted == "auto":
        with np.errstate(invalid="ignore"):
            known = ~np.isnan(panel.quantity)
            share = (np.nan_to_num(panel.quantity) > 0).sum(axis=1) / np.maximum(1, known.sum(axis=1))
        wanted = "week" if float(np.median(share)) < WEEKLY_BELOW else "day"
    return to_weeks(panel) if wanted == "week" else panel
