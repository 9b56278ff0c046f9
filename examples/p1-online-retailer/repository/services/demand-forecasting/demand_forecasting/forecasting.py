"""Predict: forecasts of all series from the last day of the data, written back to `predictions`."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from service_common.command import InputError
from service_common.frames import records
from service_common.registry import Entry, Registry, RegistryError, open_registry
from service_common.warehouse import Warehouse, open_warehouse

from demand_forecasting import USE_CASE, drift, models, pooled, reorder
from demand_forecasting.artefact import ForecastModel, SeriesModel, from_artefact
from demand_forecasting.data import load_panel
from demand_forecasting.decomposition import Anomaly, Season, decompose
from demand_forecasting.demand_class import classify_all
from demand_forecasting.intervals import interval
from demand_forecasting.options import Options, load_options
from demand_forecasting.panel import Floats, Ints, Panel, fill_stock_outs


@dataclass(frozen=True)
class Prediction:
    """Forecasts of the series that are still sold; arrays are (series, step ahead)."""

    panel: Panel
    demand: Floats
    models: tuple[SeriesModel, ...]
    quantity: Floats
    low: Floats
    high: Floats


def predict(panel: Panel, model: ForecastModel, options: Options) -> Prediction:
    """Forecast every active series with the model chosen for it."""
    panel = panel.only(np.flatnonzero(panel.active))
    if not panel.series:
        raise InputError("No product has sold in the last months, so there is nothing to forecast.")
    if panel.step_days != model.step_days:
        raise RegistryError(
            "The model was trained on another granularity than the data now has. "
            "Run `python -m demand_forecasting train`."
        )
    demand = fill_stock_outs(panel)
    classes = classify_all(demand)
    chosen = tuple(model.of(s.key, classes[i]) for i, s in enumerate(panel.series))
    quantity = _forecast(panel, demand, model, chosen, options)
    bounds = [interval(quantity[i], m.spread) for i, m in enumerate(chosen)]
    return Prediction(
        panel, demand, chosen, quantity, np.array([b[0] for b in bounds]), np.array([b[1] for b in bounds])
    )


def _forecast(
    panel: Panel, demand: Floats, model: ForecastModel, chosen: tuple[SeriesModel, ...], options: Options
) -> Floats:
    n, h = len(chosen), model.horizon
    fallback = models.seasonal_naive(demand, h, panel.season)
    total = np.zeros((n, h))
    count = np.zeros((n, 1))
    for kind in models.TITLES:
        rows: Ints = np.array([i for i, m in enumerate(chosen) if kind in m.choice.members], dtype=np.int64)
        if rows.size == 0:
            continue
        if kind == models.POOLED:
            values = _pooled(panel, demand, model, rows, options)
        else:
            values = models.classical(kind, demand, h, panel.season, rows)
        good = ~np.isnan(values).any(axis=1)
        total[rows[good]] += values[good]
        count[rows[good]] += 1
    result: Floats = np.where(count > 0, total / np.maximum(count, 1), fallback)
    return result


def _pooled(panel: Panel, demand: Floats, model: ForecastModel, rows: Ints, options: Options) -> Floats:
    if model.booster is None:
        return np.full((rows.size, model.horizon), np.nan)
    source = pooled.FeatureSource(panel, demand, model.horizon, options.holiday_country)
    return pooled.predict(pooled.load(model.booster), source, rows, panel.steps)


def forecast_rows(prediction: Prediction, entry: Entry, model: ForecastModel) -> pd.DataFrame:
    """One row per series and step, for `predictions.demand_forecasts`."""
    panel, h = prediction.panel, model.horizon
    n = len(panel.series)
    dates = [panel.start(panel.steps + step) for step in range(h)]
    return pd.DataFrame(
        {
            **_run(panel, entry, n * h),
            "product_key": np.repeat([s.product_key for s in panel.series], h),
            "site_id": np.repeat([s.site_id for s in panel.series], h),
            "level": np.repeat([s.level for s in panel.series], h),
            "forecast_date": np.tile(np.array(dates, dtype="datetime64[s]"), n),
            "step": np.tile(np.arange(1, h + 1), n),
            "step_days": panel.step_days,
            "quantity": np.round(prediction.quantity.ravel(), 4),
            "quantity_low": np.round(prediction.low.ravel(), 4),
            "quantity_high": np.round(prediction.high.ravel(), 4),
            "interval_level": model.interval,
            "model": np.repeat([m.choice.name for m in prediction.models], h),
        }
    )


def _run(panel: Panel, entry: Entry, rows: int) -> dict[str, object]:
    as_of = panel.last_day()
    return {
        "run_id": [str(as_of)] * rows,
        "as_of": np.full(rows, as_of.astype("datetime64[s]")),
        "model_version": [entry.version] * rows,
    }


def anomaly_rows(panel: Panel, entry: Entry, anomalies: list[Anomaly]) -> pd.DataFrame:
    """One row per anomaly, for `predictions.demand_anomalies`."""
    return pd.DataFrame(
        {
            **_run(panel, entry, len(anomalies)),
            "product_key": pd.Series([panel.series[a.series].product_key for a in anomalies], dtype=str),
            "site_id": pd.Series([panel.series[a.series].site_id for a in anomalies], dtype=str),
            "demand_date": np.array([panel.start(a.step) for a in anomalies], dtype="datetime64[s]"),
            "kind": pd.Series(["spike" if a.score > 0 else "drop" for a in anomalies], dtype=str),
            "quantity": np.array([a.quantity for a in anomalies], dtype=np.float64),
            "expected_quantity": np.array([round(a.expected, 2) for a in anomalies], dtype=np.float64),
            "score": np.array([round(a.score, 2) for a in anomalies], dtype=np.float64),
            "explained_by": pd.Series([a.explained_by for a in anomalies], dtype=object),
        }
    )


def season_rows(panel: Panel, entry: Entry, seasons: list[Season]) -> pd.DataFrame:
    """One row per series, for `predictions.demand_seasonality`."""
    return pd.DataFrame(
        {
            **_run(panel, entry, len(seasons)),
            "product_key": pd.Series([panel.series[s.series].product_key for s in seasons], dtype=str),
            "site_id": pd.Series([panel.series[s.series].site_id for s in seasons], dtype=str),
            "weekly_strength": np.array([_or_nan(s.weekly_strength) for s in seasons], dtype=np.float64),
            "yearly_strength": np.array([_or_nan(s.yearly_strength) for s in seasons], dtype=np.float64),
            "peak_weekday": pd.Series([s.peak_weekday for s in seasons], dtype=object),
            "peak_month": pd.Series([s.peak_month for s in seasons], dtype=object),
        }
    )


def _or_nan(value: float | None) -> float:
    return np.nan if value is None else round(value, 4)


def proposal_rows(
    prediction: Prediction, entry: Entry, model: ForecastModel, stock: pd.DataFrame, options: Options
) -> pd.DataFrame:
    """One row per product and site with a recent stock count, for `predictions.reorder_proposals`."""
    panel = prediction.panel
    row_of = {s.key: i for i, s in enumerate(panel.series) if s.level == "product_site"}
    oldest = panel.last_day() - np.timedelta64(options.stock_age_days, "D")
    found: list[dict[str, object]] = []
    for row in records(stock):
        i = row_of.get(f"{row['product_key']}|{row['site_id']}")
        measured = np.datetime64(pd.Timestamp(row["measured_on"]), "D")
        if i is None or measured < oldest:
            continue
        lead_time = row["lead_time_days"]
        state = reorder.Stock(
            on_hand=max(0.0, float(row["on_hand"] or 0)),
            on_order=float(row["on_order"] or 0),
            lead_time_days=options.default_lead_time_days if lead_time is None else int(lead_time),
            lead_time_known=lead_time is not None,
        )
        m = prediction.models[i]
        factor = model.safety.get(m.demand_class, 1.65)
        p = reorder.propose(
            prediction.quantity[i], panel.step_days, state, m.spread.deviation, factor, options.review_days
        )
        found.append(
            {
                "product_key": panel.series[i].product_key,
                "site_id": panel.series[i].site_id,
                "measured_on": measured.astype("datetime64[s]"),
                "on_hand": state.on_hand,
                "on_order": state.on_order,
                "lead_time_days": state.lead_time_days,
                "lead_time_known": state.lead_time_known,
                "expected_demand": round(p.demand_until_next_delivery, 2),
                "safety_stock": round(p.safety_stock, 2),
                "reorder_point": round(p.reorder_point, 2),
                "order_up_to": round(p.order_up_to, 2),
                "proposed_quantity": p.proposed_quantity,
                "days_of_cover": np.nan if p.days_of_cover is None else round(p.days_of_cover, 1),
                "service_level": model.service_level,
            }
        )
    frame = pd.DataFrame(found, columns=list(_PROPOSAL_TYPES)).astype(_PROPOSAL_TYPES)
    return pd.concat([pd.DataFrame(_run(panel, entry, len(frame))), frame], axis=1)


_PROPOSAL_TYPES: dict[str, str] = {
    "product_key": "object",
    "site_id": "object",
    "measured_on": "datetime64[s]",
    "on_hand": "float64",
    "on_order": "float64",
    "lead_time_days": "int64",
    "lead_time_known": "bool",
    "expected_demand": "float64",
    "safety_stock": "float64",
    "reorder_point": "float64",
    "order_up_to": "float64",
    "proposed_quantity": "int64",
    "days_of_cover": "float64",
    "service_level": "float64",
}


def latest_stock(warehouse: Warehouse) -> pd.DataFrame:
    """The last count of every product and site, with the product's lead time."""
    levels = warehouse.table("marts", "fct_stock_levels")
    products = warehouse.table("marts", "dim_products")
    return warehouse.read_sql(
        "select levels.product_key as product_key, levels.site_id as site_id,"  # noqa: S608
        " levels.measured_on as measured_on, levels.on_hand as on_hand, levels.on_order as on_order,"
        " products.lead_time_days as lead_time_days"
        f" from {levels} as levels"
        " inner join (select product_key, site_id, max(measured_on) as measured_on"
        f" from {levels} group by product_key, site_id) as newest"
        " on levels.product_key = newest.product_key and levels.site_id = newest.site_id"
        " and levels.measured_on = newest.measured_on"
        f" left join {products} as products on levels.product_key = products.product_key"
        " order by levels.product_key, levels.site_id"
    )


def run(warehouse: Warehouse, registry: Registry, options: Options) -> dict[str, int]:
    """Predict with the promoted model and write everything back; the number of rows by table."""
    entry = registry.promoted()
    if entry is None:
        raise RegistryError("No model was promoted yet: run `python -m demand_forecasting train` first.")
    model = from_artefact(registry.artefact(entry))
    panel = load_panel(warehouse, options)
    prediction = predict(panel, model, options)
    panel = prediction.panel
    drift.report(drift.check(panel, prediction.demand, model, warehouse))
    volume = np.nansum(prediction.demand[:, -364 // panel.step_days :], axis=1)
    busiest = [int(i) for i in np.argsort(-volume, kind="stable")[: max(options.individual_series, 1)]]
    seasons, anomalies = decompose(panel, busiest, options.anomaly_threshold, options.anomaly_days)
    tables = {
        "demand_forecasts": forecast_rows(prediction, entry, model),
        "demand_anomalies": anomaly_rows(panel, entry, anomalies),
        "demand_seasonality": season_rows(panel, entry, seasons),
        "reorder_proposals": proposal_rows(prediction, entry, model, latest_stock(warehouse), options),
    }
    for name, frame in tables.items():
        warehouse.replace_rows("predictions", name, frame, {"run_id": str(panel.last_day())})
    return {name: len(frame) for name, frame in tables.items()}


def main() -> int:
    """`python -m demand_forecasting predict`."""
    written = run(open_warehouse(), open_registry(USE_CASE), load_options())
    print("written to predictions: " + ", ".join(f"{name} {rows}" for name, rows in written.items()))
    if written["reorder_proposals"] == 0:
        print("no reorder proposals: no recent stock counts were loaded")
    return 0
