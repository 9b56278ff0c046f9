"""Train: back-test the candidates, choose per series, measure on the latest weeks, keep it as a version."""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
from service_common.registry import Entry, Registry, code_version, open_registry
from service_common.warehouse import Warehouse, open_warehouse

from demand_forecasting import USE_CASE, accuracy, backtest, choice, intervals, models, pooled
from demand_forecasting.artefact import ForecastModel, SeriesModel, to_artefact
from demand_forecasting.backtest import Backtest
from demand_forecasting.choice import Choice
from demand_forecasting.data import load_panel
from demand_forecasting.drift import reference
from demand_forecasting.options import Options, load_options
from demand_forecasting.panel import Floats, Panel

Chooser = Callable[[Backtest], tuple[Choice, ...]]

EXAMPLES = 6
"""Series shown in the report."""


def fit(panel: Panel, options: Options, chooser: Chooser = choice.choose) -> ForecastModel:
    """Back-test, choose, measure and calibrate."""
    plan = backtest.make_plan(panel, options)
    test = backtest.run(plan, options)
    choices = chooser(test)
    naive = tuple(Choice((models.NAIVE,), 1.0) for _ in choices)
    ours, theirs = _measure(test, choices, options), _measure(test, naive, options)
    kept = ours.wape < theirs.wape
    if not kept:
        # Nothing that is worse than repeating last week goes out.
        choices = naive
    forecast = choice.chosen_forecasts(test, choices)
    spreads = intervals.calibrate(test.actual, forecast, test.scored, plan.classes, options.interval)
    edges, shares = reference(plan.demand, plan.panel.step_days)
    return ForecastModel(
        step_days=plan.panel.step_days,
        horizon=plan.horizon,
        interval=options.interval,
        service_level=options.service_level,
        booster=test.final_booster,
        series={
            s.key: SeriesModel(plan.classes[i], choices[i], spreads[i])
            for i, s in enumerate(plan.panel.series)
        },
        safety=intervals.safety_factors(
            test.actual, forecast, test.scored, plan.classes, spreads, options.service_level
        ),
        drift_edges=tuple(edges),
        drift_shares=tuple(shares),
        evaluation={
            "beats_baseline": kept,
            "model": asdict(ours),
            "baseline": asdict(theirs),
            "measured_from": str(plan.panel.start(plan.origins[-1])),
            "measured_to": str(plan.panel.last_day()),
            "origins": [str(plan.panel.start(o)) for o in plan.origins],
            **_details(test, choices, forecast, options),
        },
    )


def _measure(test: Backtest, choices: tuple[Choice, ...], options: Options) -> accuracy.Accuracy:
    """Accuracy at the last origin, with intervals calibrated on the earlier ones."""
    plan = test.plan
    forecast = choice.chosen_forecasts(test, choices)
    spreads = intervals.calibrate(
        test.actual[:, :-1], forecast[:, :-1], test.scored[:, :-1], plan.classes, options.interval
    )
    scales = accuracy.naive_scale(plan.demand[:, : plan.origins[-1]], plan.season)
    return accuracy.measure(test.actual[:, -1], forecast[:, -1], test.scored[:, -1], scales, spreads)


def _candidate(test: Backtest, forecast: Floats) -> dict[str, float]:
    """WAPE of a candidate at the last origin where it was tried, and that of seasonal naive on the same."""
    scored = test.scored[:, -1] & ~np.isnan(forecast[:, -1])
    total = max(1e-9, float(np.where(scored, test.actual[:, -1], 0).sum()))

    def wape(values: Floats) -> float:
        return float(np.where(scored, np.abs(values[:, -1] - test.actual[:, -1]), 0).sum()) / total

    return {
        "series": float(scored.any(axis=1).sum()),
        "wape": wape(forecast),
        "baseline_wape": wape(test.forecasts[models.NAIVE]),
    }


def _details(
    test: Backtest, choices: tuple[Choice, ...], forecast: Floats, options: Options
) -> dict[str, object]:
    plan = test.plan
    group = 7 if plan.panel.step_days == 1 else 1
    last = (test.actual[:, -1], test.scored[:, -1])
    naive = test.forecasts[models.NAIVE]
    volume = np.nansum(plan.demand[:, -364 // plan.panel.step_days :], axis=1)
    by_class = []
    for name in sorted(set(plan.classes)):
        rows = np.array([i for i, c in enumerate(plan.classes) if c == name])
        total = max(1e-9, float(np.where(last[1][rows], last[0][rows], 0).sum()))
        errors = [
            float(np.where(last[1][rows], np.abs(f[rows, -1] - last[0][rows]), 0).sum()) / total
            for f in (forecast, naive)
        ]
        share = float(volume[rows].sum() / max(1e-9, volume.sum()))
        by_class.append({"class": name, "series": int(rows.size), "volume_share": share,
                         "wape": errors[0], "baseline_wape": errors[1]})  # fmt: skip
    return {
        "series": len(choices),
        "individual_series": int(plan.individual.sum()),
        "levels": dict(Counter(s.level for s in plan.panel.series)),
        "chosen": dict(Counter(c.name for c in choices).most_common()),
        "candidates": {
            kind: _candidate(test, f) for kind, f in test.forecasts.items() if not np.isnan(f[:, -1]).all()
        },
        "by_class": by_class,
        "wape_by_week": accuracy.wape_by_step(last[0], forecast[:, -1], last[1], group),
        "baseline_wape_by_week": accuracy.wape_by_step(last[0], naive[:, -1], last[1], group),
        "importance": [list(pair) for pair in test.importance[:10]],
        "examples": _examples(test, forecast, options, volume),
    }


def _examples(test: Backtest, forecast: Floats, options: Options, volume: Floats) -> list[dict[str, object]]:
    plan = test.plan
    spreads = intervals.calibrate(
        test.actual[:, :-1], forecast[:, :-1], test.scored[:, :-1], plan.classes, options.interval
    )
    origin = plan.origins[-1]
    first = max(0, origin - 8 * 7 // plan.panel.step_days)
    examples: list[dict[str, object]] = []
    for i in np.argsort(-volume, kind="stable")[:EXAMPLES]:
        low, high = intervals.interval(forecast[i, -1], spreads[i])
        examples.append(
            {
                "series": plan.panel.series[i].key,
                "from": str(plan.panel.start(first)),
                "history": _plain(plan.panel.quantity[i, first:origin]),
                "actual": _plain(test.actual[i, -1]),
                "forecast": _plain(forecast[i, -1]),
                "baseline": _plain(test.forecasts[models.NAIVE][i, -1]),
                "low": _plain(low),
                "high": _plain(high),
            }
        )
    return examples


def _plain(values: Floats) -> list[float | None]:
    return [None if np.isnan(v) else round(float(v), 3) for v in values]


def train(
    warehouse: Warehouse, registry: Registry, options: Options, chooser: Chooser = choice.choose
) -> tuple[Entry, ForecastModel]:
    """Train on what the warehouse holds and promote the result."""
    panel = load_panel(warehouse, options)
    model = fit(panel, options, chooser)
    evaluation = model.evaluation
    entry = registry.register(
        to_artefact(model),
        data_from=str(panel.start(0)),
        data_to=str(panel.last_day()),
        rows=int((~np.isnan(panel.quantity)).sum()),
        parameters=asdict(options),
        features=pooled.FEATURES,
        metrics={name: evaluation[name] for name in ("model", "baseline", "beats_baseline")},
        code_version=code_version(Path(__file__).parent),
    )
    registry.promote(entry.version)
    return entry, model


def main() -> int:
    """`python -m demand_forecasting train`."""
    entry, model = train(open_warehouse(), open_registry(USE_CASE), load_options())
    evaluation = model.evaluation
    step = "days" if model.step_days == 1 else "weeks"
    print(
        f"{len(model.series)} series in {step}, model {entry.version}, "
        f"data {entry.data_from} to {entry.data_to}"
    )
    chosen = evaluation["chosen"]
    if isinstance(chosen, dict):
        print("chosen: " + ", ".join(f"{name} {count}" for name, count in chosen.items()))
    if not evaluation["beats_baseline"]:
        print("no candidate beat seasonal naive, so seasonal naive is what predicts")
    return 0
