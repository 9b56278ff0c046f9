"""Seasons and anomalies from one robust decomposition per series (STL)."""

from dataclasses import dataclass

import numpy as np

from demand_forecasting.panel import Bools, Floats, Panel

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip

USUAL_ZEROS = 0.12
"""Share of open days without a sale above which such days are usual for a series."""

MINIMUM_SHARE = 0.4
"""Share of open steps with a sale below which a series is too sparse to decompose."""


@dataclass(frozen=True)
class Season:
    """How strong the seasons of a series are: 0 none, 1 nothing else (Wang, Smith and Hyndman)."""

    series: int
    weekly_strength: float | None
    yearly_strength: float | None
    """None with less than two years."""
    peak_weekday: str | None
    peak_month: str | None


@dataclass(frozen=True)
class Anomaly:
    """A step whose demand is far from what trend and season explain."""

    series: int
    step: int
    quantity: float
    expected: float
    score: float
    """Robust z-score; above 0 a spike, below 0 a drop."""
    explained_by: str | None
    """`promotion` for a spike, `stock_out` for a drop, where the data says so."""


def strength(seasonal: Floats, remainder: Floats) -> float:
    """1 - Var(remainder) / Var(seasonal + remainder), not below 0."""
    total = float(np.var(seasonal + remainder))
    return max(0.0, 1 - float(np.var(remainder)) / total) if total > 0 else 0.0


def decompose(
    panel: Panel, rows: list[int], threshold: float, days: int
) -> tuple[list[Season], list[Anomaly]]:
    """Seasons and recent anomalies of some series; sparse and short ones are passed over.

    What nothing explains comes first, then by strength. A day on which a whole site sold nothing is none.
    """
    closed = _closed(panel)
    seasons: list[Season] = []
    anomalies: list[Anomaly] = []
    for i in rows:
        weekly, peak_weekday, found = _weekly(panel, i, threshold, days, closed[panel.series[i].site_id])
        yearly, peak_month = _yearly(panel, i)
        seasons.append(Season(i, weekly, yearly, peak_weekday, peak_month))
        anomalies.extend(found)
    order = sorted(anomalies, key=lambda a: (a.explained_by is not None, -abs(a.score), a.series, a.step))
    return seasons, order


def _weekly(
    panel: Panel, i: int, threshold: float, days: int, closed: Bools
) -> tuple[float | None, str | None, list[Anomaly]]:
    if panel.step_days != 1:
        return None, None, []
    begin = int(np.argmax(~np.isnan(panel.quantity[i])))
    begin = max(begin, panel.steps - 2 * 364)
    known = panel.quantity[i, begin:]
    weekday = (panel.starts[begin:].astype("datetime64[D]").astype(int) + 3) % 7
    if known.size < 56 or np.isnan(known).any():
        return None, None, []
    share_sold = np.array([float(np.mean(known[weekday == d] > 0)) for d in range(7)])
    is_open = (share_sold > 0.1)[weekday]
    if not is_open.any() or float(np.mean(known[is_open] > 0)) < MINIMUM_SHARE:
        return None, None, []
    from statsmodels.tsa.seasonal import STL

    # The square root makes the scatter of counts about the same at every level.
    root = np.sqrt(np.maximum(known, 0))
    # Where days without a sale are usual, a zero is no drop: only the size of what was sold is judged.
    judged = is_open & (known > 0) if float(np.mean(known[is_open] == 0)) > USUAL_ZEROS else is_open
    for day in range(7):
        gap = (weekday == day) & is_open & ~judged
        root[gap] = float(np.median(root[(weekday == day) & judged])) if gap.any() else 0.0
    stl = STL(root, period=7, seasonal=13, robust=True, seasonal_jump=2, trend_jump=3, low_pass_jump=2)
    parts = stl.fit(inner_iter=2, outer_iter=6)
    seasonal, remainder = np.asarray(parts.seasonal), np.asarray(parts.resid)
    centre = float(np.median(remainder[judged]))
    spread = 1.4826 * float(np.median(np.abs(remainder[judged] - centre)))
    spread = max(spread, 0.1 * float(np.mean(root[judged])), 1e-6)
    score = (remainder - centre) / spread
    expected = np.maximum(root - remainder, 0) ** 2
    found = [
        Anomaly(
            i,
            begin + int(s),
            float(known[s]),
            float(expected[s]),
            float(score[s]),
            _reason(panel, i, begin + int(s), spike=bool(score[s] > 0)),
        )
        for s in np.flatnonzero((np.abs(score) > threshold) & judged & ~closed[begin:])
        if s >= known.size - days
    ]
    means = np.array([float(known[weekday == d].mean()) for d in range(7)])
    return strength(seasonal, remainder), WEEKDAYS[int(np.argmax(means))], found


def _closed(panel: Panel) -> dict[str, Bools]:
    """By site: the steps in which nothing at all was sold there."""
    sites = sorted({s.site_id for s in panel.series})
    sold = np.nan_to_num(panel.quantity) > 0
    return {site: ~sold[np.array([s.site_id == site for s in panel.series])].any(axis=0) for site in sites}


def _reason(panel: Panel, i: int, step: int, *, spike: bool) -> str | None:
    if spike:
        return "promotion" if panel.discount[i, step] > 0 else None
    return "stock_out" if panel.stock_out[i, step] else None


def _yearly(panel: Panel, i: int) -> tuple[float | None, str | None]:
    per_week = 7 // panel.step_days
    known = panel.quantity[i]
    begin = int(np.argmax(~np.isnan(known)))
    weeks = (known.size - begin) // per_week
    if weeks < 108 or np.isnan(known[begin:]).any():
        return None, None
    from statsmodels.tsa.seasonal import STL

    sums = known[known.size - weeks * per_week :].reshape(weeks, per_week).sum(axis=1)
    parts = STL(np.sqrt(sums), period=52, seasonal=25, trend=105).fit()
    months = panel.starts[begin:].astype("datetime64[M]").astype(int) % 12
    means = np.array([float(known[begin:][months == m].mean()) for m in range(12)])
    return strength(np.asarray(parts.seasonal), np.asarray(parts.resid)), MONTHS[int(np.argmax(means))]
