"""Report: what the last predictions say, for those who plan: orders, anomalies and seasons on one page."""

import pandas as pd
from service_common import report as page
from service_common.frames import records
from service_common.metrics import report_folder
from service_common.warehouse import Warehouse, WarehouseError, open_warehouse

from demand_forecasting import USE_CASE

ROWS = 25


def _last(warehouse: Warehouse, name: str) -> pd.DataFrame:
    table = warehouse.table("predictions", name)
    newest = f"(select max(run_id) from {warehouse.table('predictions', 'demand_forecasts')})"  # noqa: S608
    return warehouse.read_sql(f"select * from {table} where run_id = {newest}")  # noqa: S608


def build(warehouse: Warehouse) -> page.Report:
    """The page of the last run."""
    if not warehouse.exists("predictions", "demand_forecasts"):
        raise WarehouseError("There are no forecasts yet: run `python -m demand_forecasting predict`.")
    forecasts, anomalies = _last(warehouse, "demand_forecasts"), _last(warehouse, "demand_anomalies")
    seasons, proposals = _last(warehouse, "demand_seasonality"), _last(warehouse, "reorder_proposals")
    orders = proposals[proposals["proposed_quantity"] > 0].sort_values(
        ["days_of_cover", "product_key", "site_id"]
    )
    as_of = str(forecasts["run_id"].iloc[0])
    report = page.Report(
        title="Demand: what the next weeks look like",
        lead=f"Made from sales up to {as_of}. A planner decides; nothing here is an order.",
        cards=[
            page.Card("Expected units", f"{forecasts['quantity'].sum():,.0f}", _span(forecasts)),
            page.Card("Series forecast", f"{forecasts.groupby(['product_key', 'site_id']).ngroups}"),
            page.Card("To reorder", f"{len(orders)}", f"of {len(proposals)} with a recent stock count"),
            page.Card("Unexplained anomalies", f"{int(anomalies['explained_by'].isna().sum())}"),
        ],
        footer=f"Model {forecasts['model_version'].iloc[0]}",
    )
    _total(report, forecasts)
    _orders(report, orders, empty=proposals.empty)
    _anomalies(report, anomalies)
    _seasons(report, seasons)
    return report


def _span(forecasts: pd.DataFrame) -> str:
    dates = pd.to_datetime(forecasts["forecast_date"])
    return f"from {dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}"


def _total(report: page.Report, forecasts: pd.DataFrame) -> None:
    totals = forecasts.groupby("forecast_date")["quantity"].sum().sort_index()
    days = pd.to_datetime(totals.index).to_numpy().astype("datetime64[s]").astype(object)
    figure, (axis,) = page.plot(10.5, 2.6)
    width = 0.75 * int(forecasts["step_days"].iloc[0])
    axis.bar(days, totals.to_numpy(), color=page.ACCENT, width=width)
    axis.set_ylim(bottom=0)
    report.block("All products together").figure(figure, "Expected units per step, all series.")


def _orders(report: page.Report, orders: pd.DataFrame, *, empty: bool) -> None:
    if empty:
        report.block("Reorder proposals", "No recent stock counts were loaded, so nothing can be proposed.")
        return
    block = report.block("Reorder proposals", f"What runs out first comes first; the first {ROWS} are shown.")
    block.table(
        ["Product", "Site", "Order", "On hand", "On order", "Lasts (days)", "Lead time", "Safety stock"],
        [
            [
                r["product_key"],
                r["site_id"],
                f"{r['proposed_quantity']}",
                f"{r['on_hand']:.0f}",
                f"{r['on_order']:.0f}",
                "over a year" if r["days_of_cover"] is None else f"{r['days_of_cover']:.0f}",
                f"{r['lead_time_days']}{'' if r['lead_time_known'] else ' (assumed)'}",
                f"{r['safety_stock']:.0f}",
            ]
            for r in records(orders.head(ROWS))
        ],
        numeric=(2, 3, 4, 5, 6, 7),
    )


def _anomalies(report: page.Report, anomalies: pd.DataFrame) -> None:
    if anomalies.empty:
        report.block("Anomalies", "No day of the last months stands out.")
        return
    keys = anomalies.assign(known=anomalies["explained_by"].notna(), strength=-anomalies["score"].abs())
    order = keys.sort_values(["known", "strength"], kind="stable").index
    report.block(
        "Anomalies", f"Days that trend and season do not explain, unexplained ones first; {ROWS} at most."
    ).table(
        ["Product", "Site", "Day", "Kind", "Sold", "Expected", "Score", "Explained by"],
        [
            [
                r["product_key"],
                r["site_id"],
                f"{r['demand_date']:%Y-%m-%d}",
                r["kind"],
                f"{r['quantity']:.0f}",
                f"{r['expected_quantity']:.0f}",
                f"{r['score']:+.1f}",
                (r["explained_by"] or "").replace("_", "-"),
            ]
            for r in records(anomalies.reindex(order).head(ROWS))
        ],
        numeric=(4, 5, 6),
    )


def _seasons(report: page.Report, seasons: pd.DataFrame) -> None:
    known = seasons[seasons["weekly_strength"].notna() | seasons["yearly_strength"].notna()]
    if known.empty:
        report.block("Seasons", "No series is long and regular enough to tell its seasons.")
        return
    ordered = known.sort_values(["yearly_strength", "weekly_strength"], ascending=False, kind="stable")
    report.block(
        "Seasons",
        "Strength from 0 (no season) to 1 (nothing but season), and when it peaks; the strongest first.",
    ).table(
        ["Product", "Site", "Yearly", "Peak month", "Weekly", "Peak weekday"],
        [
            [
                r["product_key"],
                r["site_id"],
                _share(r["yearly_strength"]),
                r["peak_month"] or "",
                _share(r["weekly_strength"]),
                r["peak_weekday"] or "",
            ]
            for r in records(ordered.head(ROWS))
        ],
        numeric=(2, 4),
    )


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def main() -> int:
    """`python -m demand_forecasting report`."""
    path = build(open_warehouse()).write(report_folder(USE_CASE) / "planning.html")
    print(f"report: {path}")
    return 0
