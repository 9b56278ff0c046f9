"""Has demand moved away from what the model learned, and do its forecasts still hold?"""

import json
import logging
from dataclasses import asdict, dataclass

import numpy as np
from service_common.drift import bin_edges, population_stability_index, shares, verdict
from service_common.metrics import report_folder
from service_common.warehouse import Warehouse

from demand_forecasting import USE_CASE
from demand_forecasting.artefact import ForecastModel
from demand_forecasting.panel import Floats, Panel

log = logging.getLogger("demand_forecasting.drift")


@dataclass(frozen=True)
class Drift:
    """Result of a check."""

    psi: float
    """Population stability index of demand relative to its level; above 0.25 it has shifted."""
    verdict: str
    realised_wape: float | None
    """Error of earlier runs' forecasts on days that have come since; None before there are such days."""
    expected_wape: float
    scored: int


def relative_demand(demand: Floats, step_days: int, weeks: int) -> Floats:
    """Demand of the last weeks over the mean of the 26 weeks before them, in sums of a week per series."""
    week = 7 // step_days
    recent = demand[:, -weeks * week :]
    before = demand[:, -(weeks + 26) * week : -weeks * week]
    with np.errstate(invalid="ignore", divide="ignore"):
        known = ~np.isnan(before)
        level = np.where(known.any(axis=1), np.nansum(before, axis=1) / known.sum(axis=1), np.nan) * week
        sums = np.nan_to_num(recent).reshape(recent.shape[0], -1, week).sum(axis=2)
        result: Floats = (sums / level[:, None]).ravel()
    return result[np.isfinite(result)]


def reference(demand: Floats, step_days: int) -> tuple[list[float], list[float]]:
    """Bins of relative demand over the last half year of the training data, and the share in each."""
    weeks = max(1, min(26, demand.shape[1] * step_days // 7 - 4))
    values = relative_demand(demand, step_days, weeks)
    edges = bin_edges(values)
    return edges, shares(values, edges)


def check(panel: Panel, demand: Floats, model: ForecastModel, warehouse: Warehouse) -> Drift:
    """Compare the last four weeks with the training data, and earlier forecasts with what came."""
    current = shares(relative_demand(demand, panel.step_days, 4), model.drift_edges)
    psi = population_stability_index(model.drift_shares, current) if model.drift_edges else 0.0
    wape, scored = realised(panel, warehouse)
    figures = model.evaluation.get("model")
    expected = float(figures["wape"]) if isinstance(figures, dict) else 0.0
    return Drift(psi, verdict(psi), wape, expected, scored)


def realised(panel: Panel, warehouse: Warehouse) -> tuple[float | None, int]:
    """Error of earlier runs' forecasts on steps that are known now."""
    if not warehouse.exists("predictions", "demand_forecasts"):
        return None, 0
    table = warehouse.table("predictions", "demand_forecasts")
    earlier = warehouse.read_sql(
        f"select product_key, site_id, forecast_date, quantity from {table}"  # noqa: S608
        " where run_id < $run_id and step_days = $step_days",
        {"run_id": str(panel.last_day()), "step_days": panel.step_days},
    )
    row_of = {s.key: i for i, s in enumerate(panel.series)}
    rows = (earlier["product_key"].astype(str) + "|" + earlier["site_id"].astype(str)).map(row_of)
    days = (
        earlier["forecast_date"].astype("datetime64[s]").to_numpy().astype("datetime64[D]") - panel.start(0)
    ).astype(int)
    good = rows.notna().to_numpy() & (days % panel.step_days == 0) & (days // panel.step_days < panel.steps)
    if not good.any():
        return None, 0
    actual = panel.quantity[rows[good].to_numpy(dtype=np.int64), days[good] // panel.step_days]
    gap = np.abs(earlier["quantity"].to_numpy(dtype=np.float64)[good] - actual)
    known = ~np.isnan(actual)
    return float(gap[known].sum() / max(1e-9, actual[known].sum())), int(known.sum())


def report(drift: Drift) -> None:
    """Write drift.json and log a warning that an alert can watch for."""
    path = report_folder(USE_CASE) / "drift.json"
    path.write_text(json.dumps(asdict(drift), indent=2) + "\n", encoding="utf-8")
    worse = drift.realised_wape is not None and drift.realised_wape > 1.3 * drift.expected_wape
    if drift.verdict == "shifted" or worse:
        log.warning("model drift: train again or look at the data", extra={"drift": asdict(drift)})
