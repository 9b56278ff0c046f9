"""From the marts to a panel."""

from typing import Any

import numpy as np
import pandas as pd
from service_common.command import InputError
from service_common.warehouse import Warehouse, read_table

from demand_forecasting.options import Options
from demand_forecasting.panel import Days, Panel, Series, choose_granularity

MINIMUM_DAYS = 84
"""Shortest history that can be back-tested: four weeks to learn from and two times four weeks to test on."""

FUTURE_DAYS = 400
"""How far ahead planned promotions are read."""


def _days(column: "pd.Series[Any]") -> Days:
    return pd.to_datetime(column).to_numpy().astype("datetime64[D]")


def load_panel(warehouse: Warehouse, options: Options) -> Panel:
    """All series of `marts.df_daily_demand`, in days or weeks as the options say."""
    columns = [
        "product_key",
        "site_id",
        "level",
        "category",
        "is_active",
        "demand_date",
        "quantity",
        "stock_out",
    ]
    demand = read_table(warehouse, "marts", "df_daily_demand", columns)
    promotions = read_table(
        warehouse,
        "marts",
        "df_promotion_days",
        ["product_key", "site_id", "promotion_date", "discount_share"],
    )
    return choose_granularity(build_panel(demand, promotions), options.granularity)


def build_panel(demand: pd.DataFrame, promotions: pd.DataFrame) -> Panel:
    """A daily panel from the rows of the two marts. Series are ordered by their keys."""
    if demand.empty:
        raise InputError(
            "marts.df_daily_demand is empty: no sales line with a product and a date was loaded. "
            "Check the mapping of the source that holds sales (`python -m ingestion check-mapping`)."
        )
    names = demand[["product_key", "site_id"]].astype(str)
    codes, keys = pd.factorize(names["product_key"] + "|" + names["site_id"], sort=True)
    dates = _days(demand["demand_date"])
    first, last = dates.min(), dates.max()
    length = int((last - first).astype(int)) + 1
    if length < MINIMUM_DAYS:
        raise InputError(
            f"Sales cover {length} days ({first} to {last}); at least {MINIMUM_DAYS} are needed to test a "
            "forecast. Load a longer history."
        )
    position = (dates - first).astype(np.int64)
    n = len(keys)
    quantity = np.full((n, length), np.nan)
    quantity[codes, position] = demand["quantity"].to_numpy(dtype=np.float64)
    stock_out = np.zeros((n, length), dtype=np.bool_)
    stock_out[codes, position] = demand["stock_out"].to_numpy(dtype=np.bool_)
    head = demand.groupby(codes).first()
    series = tuple(
        Series(str(row.product_key), str(row.site_id), str(row.level), str(row.category))
        for row in head.itertuples(index=False)
    )
    discount = np.zeros((n, length + FUTURE_DAYS))
    if not promotions.empty:
        row_of = {s.key: i for i, s in enumerate(series)}
        rows = (promotions["product_key"].astype(str) + "|" + promotions["site_id"].astype(str)).map(row_of)
        offset = (_days(promotions["promotion_date"]) - first).astype(np.int64)
        inside = rows.notna().to_numpy() & (offset >= 0) & (offset < length + FUTURE_DAYS)
        # A promotion whose discount nobody noted still is one.
        share = np.maximum(promotions["discount_share"].to_numpy(dtype=np.float64), 0.01)
        discount[rows[inside].to_numpy(dtype=np.int64), offset[inside]] = share[inside]
    return Panel(
        series=series,
        starts=first + np.arange(length).astype("timedelta64[D]"),
        step_days=1,
        quantity=np.maximum(quantity, 0),
        stock_out=stock_out,
        discount=discount,
        active=head["is_active"].to_numpy(dtype=np.bool_),
    )
