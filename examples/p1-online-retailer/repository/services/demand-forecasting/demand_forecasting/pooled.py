"""The pooled model: one gradient-boosted model that learns from all series at once, for every step ahead.

Direct multi-horizon: a row is (series, origin, step ahead), so nothing that lies after the origin is used
except what is known in advance: calendar, holidays and planned promotions. Demand is divided by the series'
recent level, so that a large and a small product teach each other.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from demand_forecasting.panel import Bools, Floats, Ints, Panel

if TYPE_CHECKING:
    import lightgbm

FEATURES = (
    "step_ahead",
    "weekday",
    "year_sine",
    "year_cosine",
    "day_of_month",
    "holiday",
    "near_holiday",
    "discount",
    "promotion_effect",
    "level_log",
    "mean_1_season",
    "mean_2_seasons",
    "mean_4_seasons",
    "mean_13_seasons",
    "trend",
    "zero_share",
    "steps_since_sale",
    "same_weekday_4",
    "same_weekday_8",
    "last_same_weekday",
    "year_ago_index",
    "year_ago_same_step",
)

_PARAMETERS: dict[str, object] = {
    "objective": "tweedie",
    "tweedie_variance_power": 1.3,
    "learning_rate": 0.07,
    "num_leaves": 31,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.8,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 127,
    "num_threads": 2,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}
_ROUNDS = 160


def holidays_of(country: str | None, panel: Panel, future: int) -> tuple[Bools, Bools]:
    """For every step, past and future: whether it holds a public holiday, and whether its neighbour does."""
    length = panel.steps + future
    flags = np.zeros(length, dtype=np.bool_)
    if country:
        import holidays

        first = int(str(panel.start(0))[:4])
        last = int(str(panel.start(length))[:4])
        supported = country in holidays.list_supported_countries()
        days = holidays.country_holidays(country, years=range(first, last + 1)) if supported else []
        for day in days:
            step = int((np.datetime64(day) - panel.start(0)).astype(int)) // panel.step_days
            if 0 <= step < length:
                flags[step] = True
    near = np.zeros_like(flags)
    near[1:] |= flags[:-1]
    near[:-1] |= flags[1:]
    return flags, near & ~flags


class FeatureSource:
    """Computes features from running sums, so that any (series, origin) costs the same."""

    def __init__(self, panel: Panel, demand: Floats, horizon: int, country: str | None) -> None:
        self.panel = panel
        self.horizon = horizon
        self.demand = demand
        known = ~np.isnan(demand)
        zero = np.zeros((demand.shape[0], 1))
        self.sums = np.hstack([zero, np.cumsum(np.where(known, demand, 0.0), axis=1)])
        self.counts = np.hstack([zero, np.cumsum(known, axis=1)])
        self.sold = np.hstack([zero, np.cumsum(known & (demand > 0), axis=1)])
        promoted = known & (panel.discount[:, : panel.steps] > 0)
        self.promotion_sums = np.hstack([zero, np.cumsum(np.where(promoted, demand, 0.0), axis=1)])
        self.promotion_counts = np.hstack([zero, np.cumsum(promoted, axis=1)])
        steps = np.where(known & (demand > 0), np.arange(demand.shape[1]), -1)
        self.last_sale = np.hstack([zero - 1, np.maximum.accumulate(steps, axis=1)])
        self.holiday, self.near_holiday = holidays_of(country, panel, horizon)
        starts = np.array([panel.start(s) for s in range(panel.steps + horizon)])
        self.weekday = (starts.astype("datetime64[D]").astype(int) + 3) % 7
        day_of_year = (starts - starts.astype("datetime64[Y]")).astype(int)
        self.sine = np.sin(2 * np.pi * day_of_year / 365.25)
        self.cosine = np.cos(2 * np.pi * day_of_year / 365.25)
        self.day_of_month = (starts - starts.astype("datetime64[M]")).astype(int) + 1
        self.unit = 7 if panel.step_days == 1 else 4

    def mean(self, rows: Ints, first: Ints, last: Ints) -> Floats:
        """Mean demand in steps [first, last); NaN where nothing is known."""
        first = np.clip(first, 0, self.panel.steps)
        last = np.clip(last, 0, self.panel.steps)
        count = self.counts[rows, last] - self.counts[rows, first]
        total = self.sums[rows, last] - self.sums[rows, first]
        with np.errstate(invalid="ignore", divide="ignore"):
            result: Floats = np.where(count > 0, total / count, np.nan)
        return result

    def level(self, rows: Ints, origins: Ints) -> Floats:
        """The series' level at an origin: mean of the last eight weeks (or seasons), never zero."""
        recent = self.mean(rows, origins - 8 * self.unit, origins)
        longer = self.mean(rows, origins - 26 * self.unit, origins)
        blend = np.where(np.nan_to_num(recent) > 0, recent, 0.5 * np.nan_to_num(longer))
        result: Floats = np.maximum(blend, 0.02)
        return result

    def _value(self, rows: Ints, steps: Ints) -> Floats:
        inside = (steps >= 0) & (steps < self.panel.steps)
        result: Floats = np.where(inside, self.demand[rows, np.clip(steps, 0, self.panel.steps - 1)], np.nan)
        return result

    def _same_weekday(self, rows: Ints, origins: Ints, targets: Ints, count: int) -> Floats:
        lag = 7 if self.panel.step_days == 1 else 1
        ahead = (targets - origins) // lag + 1
        values = [self._value(rows, targets - lag * (ahead + k)) for k in range(count)]
        stacked = np.vstack(values)
        known = ~np.isnan(stacked)
        with np.errstate(invalid="ignore", divide="ignore"):
            result: Floats = np.where(
                known.any(axis=0), np.where(known, stacked, 0).sum(axis=0) / known.sum(axis=0), np.nan
            )
        return result

    def features(self, rows: Ints, origins: Ints) -> tuple[Floats, Floats]:
        """Features of every pair of row and origin at every step ahead, and the level of each."""
        h = self.horizon
        ahead = np.tile(np.arange(h), rows.size)
        i = np.repeat(rows, h)
        origin = np.repeat(origins, h)
        target = origin + ahead
        level = np.repeat(self.level(rows, origins), h)
        u = self.unit
        year = self.panel.year

        def relative(values: Floats) -> Floats:
            result: Floats = values / level
            return result

        def at_origin(values: Floats) -> Floats:
            return relative(np.repeat(values, h))

        year_base = np.repeat(self.mean(rows, origins - year - 8 * u, origins - year), h)
        with np.errstate(invalid="ignore", divide="ignore"):
            around = self.mean(i, target - year - 3, target - year + 4)
            year_index = np.where(year_base > 0, around / year_base, np.nan)
            year_same = np.where(year_base > 0, self._value(i, target - year) / year_base, np.nan)
            promoted = self.promotion_counts[rows, origins]
            plain = self.counts[rows, origins] - promoted
            effect = (self.promotion_sums[rows, origins] / promoted) / (
                (self.sums[rows, origins] - self.promotion_sums[rows, origins]) / plain
            )
            effect = np.where(promoted >= 5, np.clip(effect, 0.2, 8), np.nan)
            trend = self.mean(rows, origins - 4 * u, origins) / self.mean(
                rows, origins - 12 * u, origins - 4 * u
            )
        window = np.maximum(1, self.counts[rows, origins] - self.counts[rows, np.maximum(0, origins - 8 * u)])
        sold = self.sold[rows, origins] - self.sold[rows, np.maximum(0, origins - 8 * u)]
        columns = (
            ahead + 1.0,
            self.weekday[target].astype(np.float64),
            self.sine[target],
            self.cosine[target],
            self.day_of_month[target].astype(np.float64),
            self.holiday[target].astype(np.float64),
            self.near_holiday[target].astype(np.float64),
            self.panel.discount[i, np.minimum(target, self.panel.discount.shape[1] - 1)],
            np.repeat(effect, h),
            np.log(level),
            at_origin(self.mean(rows, origins - u, origins)),
            at_origin(self.mean(rows, origins - 2 * u, origins)),
            at_origin(self.mean(rows, origins - 4 * u, origins)),
            at_origin(self.mean(rows, origins - 13 * u, origins)),
            np.repeat(np.clip(trend, 0.1, 10), h),
            np.repeat(1 - sold / window, h),
            np.repeat(np.minimum(origins - 1 - self.last_sale[rows, origins], 120), h).astype(np.float64),
            relative(self._same_weekday(i, origin, target, 4)),
            relative(self._same_weekday(i, origin, target, 8)),
            relative(self._same_weekday(i, origin, target, 1)),
            np.clip(year_index, 0, 10),
            np.clip(year_same, 0, 20),
        )
        return np.column_stack(columns), level


def train(
    source: FeatureSource, usable: Bools, last_origin: int, rows_wanted: int, seed: int
) -> "lightgbm.Booster":
    """Fit on pairs of series and origin whose horizon ends by `last_origin`; `usable` marks what counts."""
    import lightgbm

    horizon = source.horizon
    n = source.demand.shape[0]
    first = np.argmax(~np.isnan(source.demand), axis=1) + 4 * source.unit
    candidates = np.arange(n * max(0, last_origin - horizon + 1))
    series, origins = candidates % n, candidates // n
    ends = np.minimum(origins + horizon, source.panel.steps)
    keep = (origins >= first[series]) & (source.counts[series, ends] > source.counts[series, origins])
    series, origins = series[keep], origins[keep]
    wanted = max(1, rows_wanted // horizon)
    if series.size > wanted:
        picked = np.sort(np.random.default_rng(seed).choice(series.size, wanted, replace=False))
        series, origins = series[picked], origins[picked]
    x, level = source.features(series, origins)
    i = np.repeat(series, horizon)
    target = np.repeat(origins, horizon) + np.tile(np.arange(horizon), series.size)
    y = source.demand[i, target]
    good = ~np.isnan(y) & usable[i, target]
    data = lightgbm.Dataset(
        x[good].astype(np.float32),
        label=np.minimum(y[good] / level[good], 20),
        weight=_weight(level[good]),
        feature_name=list(FEATURES),
        categorical_feature=["weekday"],
        free_raw_data=True,
    )
    return lightgbm.train({**_PARAMETERS, "seed": seed}, data, num_boost_round=_ROUNDS)


def _weight(level: Floats) -> Floats:
    """Between "every series counts the same" and "every unit counts the same", within bounds.

    Without them a product that is counted in millilitres would outvote all the others.
    """
    result: Floats = np.clip(np.sqrt(level / np.median(level)), 0.3, 4.0)
    return result


def predict(booster: "lightgbm.Booster", source: FeatureSource, rows: Ints, origin: int) -> Floats:
    """Forecasts of some series from one origin; (rows, horizon)."""
    if rows.size == 0:
        return np.zeros((0, source.horizon))
    x, level = source.features(rows, np.full(rows.size, origin, dtype=np.int64))
    raw = np.asarray(booster.predict(x.astype(np.float32), num_threads=2), dtype=np.float64)
    result: Floats = np.maximum(raw * level, 0).reshape(rows.size, source.horizon)
    return result


def missing() -> str | None:
    """What keeps the library from being loaded on this machine; None if nothing does."""
    try:
        import lightgbm
    except OSError as error:
        return f"{error}. Install OpenMP (Debian: libgomp1, macOS: libomp)."
    del lightgbm
    return None


def load(text: str) -> "lightgbm.Booster":
    """A booster from its text form."""
    import lightgbm

    return lightgbm.Booster(model_str=text)


def importance(booster: "lightgbm.Booster") -> Sequence[tuple[str, float]]:
    """Share of the gain of every feature, largest first."""
    gains = np.asarray(booster.feature_importance("gain"), dtype=np.float64)
    shares = gains / max(1e-12, float(gains.sum()))
    return sorted(zip(FEATURES, map(float, shares), strict=True), key=lambda pair: -pair[1])
