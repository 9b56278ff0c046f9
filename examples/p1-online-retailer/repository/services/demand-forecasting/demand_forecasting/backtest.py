"""Rolling-origin back-test: every candidate forecasts from several past days as if no more were known."""

import logging
from dataclasses import dataclass, field

import numpy as np
from service_common.command import InputError

from demand_forecasting import models, pooled
from demand_forecasting.demand_class import INTERMITTENT, classify_all
from demand_forecasting.options import Options
from demand_forecasting.panel import Bools, Floats, Ints, Panel, fill_stock_outs

log = logging.getLogger("demand_forecasting")


@dataclass(frozen=True)
class Plan:
    """What is forecast, from where, and with which candidates."""

    panel: Panel
    demand: Floats
    """Demand with stock-outs filled in, which the models learn from."""
    usable: Bools
    """Steps whose sales show the demand; the others are not scored."""
    classes: tuple[str, ...]
    individual: Bools
    """The busiest series, which get their own Theta and ETS fits."""
    horizon: int
    origins: tuple[int, ...]
    """Steps at which the future begins, ascending. The last one measures, the others choose."""

    @property
    def season(self) -> int:
        """Season in steps."""
        return self.panel.season

    def candidates(self, i: int) -> tuple[str, ...]:
        """Models tried for a series."""
        return models.candidates(self.classes[i], bool(self.individual[i]))


def make_plan(panel: Panel, options: Options) -> Plan:
    """Lay out the back-test over the history there is; fewer origins if it is short."""
    panel = panel.only(np.flatnonzero(panel.active))
    if not panel.series:
        raise InputError("No product has sold in the last months, so there is nothing to forecast.")
    demand = fill_stock_outs(panel)
    horizon = -(-options.horizon_days // panel.step_days)
    learn = 28 // panel.step_days * 2
    folds = min(options.selection_origins + 1, (panel.steps - learn) // horizon)
    if folds < 2:
        raise InputError(
            f"{panel.steps * panel.step_days} days of sales are too few to test forecasts of "
            f"{options.horizon_days} days. Load a longer history or lower demand_forecasting.horizon_days."
        )
    classes = classify_all(demand)
    volume = np.nansum(demand[:, -364 // panel.step_days :], axis=1)
    busy = [i for i in np.argsort(-volume, kind="stable") if classes[i] not in INTERMITTENT]
    individual = np.zeros(len(classes), dtype=np.bool_)
    individual[busy[: options.individual_series]] = True
    return Plan(
        panel=panel,
        demand=demand,
        usable=~np.isnan(panel.quantity) & ~panel.stock_out,
        classes=classes,
        individual=individual,
        horizon=horizon,
        origins=tuple(panel.steps - horizon * k for k in range(folds, 0, -1)),
    )


@dataclass
class Backtest:
    """Forecasts and what came; arrays are (series, origin, step ahead)."""

    plan: Plan
    actual: Floats
    scored: Bools
    forecasts: dict[str, Floats] = field(default_factory=dict)
    """By model; NaN where it was not tried or could not be fitted."""
    final_booster: str | None = None
    """The pooled model trained on everything, as text; None when there is too little data for one."""
    importance: tuple[tuple[str, float], ...] = ()


def rows_of(plan: Plan, kind: str) -> Ints:
    """Series for which a model is a candidate."""
    return np.array([i for i in range(len(plan.classes)) if kind in plan.candidates(i)], dtype=np.int64)


def run(plan: Plan, options: Options) -> Backtest:
    """Forecast from every origin with every candidate."""
    n, h, folds = len(plan.classes), plan.horizon, len(plan.origins)
    index = np.array(plan.origins)[:, None] + np.arange(h)[None, :]
    known_before = np.array([[(~np.isnan(plan.demand[i, :o])).sum() >= plan.season for o in plan.origins]
                             for i in range(n)])  # fmt: skip
    result = Backtest(
        plan=plan,
        actual=plan.panel.quantity[:, index],
        scored=plan.usable[:, index] & known_before[:, :, None],
    )
    for kind in (models.NAIVE, models.WEEKDAY_MEAN, models.TSB, models.THETA, models.ETS):
        rows = rows_of(plan, kind)
        forecasts = np.full((n, folds, h), np.nan)
        if rows.size:
            for fold, origin in enumerate(plan.origins):
                forecasts[rows, fold] = models.classical(kind, plan.demand[:, :origin], h, plan.season, rows)
        result.forecasts[kind] = forecasts
    _run_pooled(result, options)
    return result


def _run_pooled(result: Backtest, options: Options) -> None:
    plan = result.plan
    missing = pooled.missing()
    if missing is not None:
        log.warning("the pooled model is left out: %s", missing)
        return
    source = pooled.FeatureSource(plan.panel, plan.demand, plan.horizon, options.holiday_country)
    forecasts = np.full_like(result.actual, np.nan)
    result.forecasts[models.POOLED] = forecasts
    rows = np.arange(len(plan.classes))
    choosing, measuring = plan.origins[:-1], plan.origins[-1]
    # Trained before the first origin that chooses, again before the one that measures, and on everything.
    for last, folds in (
        (choosing[0], range(len(choosing))),
        (measuring, range(len(choosing), len(plan.origins))),
    ):
        if int((~np.isnan(plan.demand[:, :last])).sum()) < 2000 or last < 3 * plan.horizon:
            continue
        booster = pooled.train(source, plan.usable, last, options.pooled_rows, options.seed)
        for fold in folds:
            forecasts[:, fold] = pooled.predict(booster, source, rows, plan.origins[fold])
    if np.isnan(forecasts).all():
        return
    final = pooled.train(source, plan.usable, plan.panel.steps, options.pooled_rows, options.seed)
    result.final_booster = final.model_to_string()
    result.importance = tuple(pooled.importance(final))
