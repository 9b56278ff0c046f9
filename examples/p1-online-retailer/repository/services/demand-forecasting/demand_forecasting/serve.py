"""HTTP: forecasts, anomalies and reorder proposals of the last prediction run.

`uvicorn demand_forecasting.serve:app`. Forecasts are computed by the `predict` job and read here,
so that an answer takes milliseconds and is the one that planning saw.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

import pandas as pd
from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from service_common.app import create_app
from service_common.cache import Refreshed
from service_common.frames import records
from service_common.warehouse import Warehouse, WarehouseError, open_warehouse, read_table
from starlette.exceptions import HTTPException

REFRESH_SECONDS = 300.0

router = APIRouter(tags=["demand forecasting"])


class ForecastRequest(BaseModel):
    """Which product, where, how far."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"product": "sample:KF-101", "site": "W1", "horizon": 14}]},
    )

    product: str = Field(
        min_length=1,
        max_length=200,
        description="Product key (`source:number`), or the number alone if it is unique.",
    )
    site: str = Field(min_length=1, max_length=200, description="Site, warehouse or shop.")
    horizon: int = Field(
        default=14, ge=1, le=182, description="Steps ahead: days, or weeks if the forecast is weekly."
    )


class Point(BaseModel):
    """One step of a forecast."""

    date: dt.date = Field(description="First day of the step.")
    quantity: float
    low: float
    high: float


class Forecast(BaseModel):
    """A forecast in units of sale."""

    product: str
    site: str
    level: Literal["product_site", "product", "category"] = Field(
        description="What the forecast is for: this product in this site, or what it was pooled with."
    )
    as_of: dt.date = Field(description="Last day of the data it was made from.")
    granularity: Literal["day", "week"]
    interval_level: float = Field(description="Share of outcomes that lie between low and high.")
    model: str
    model_version: str
    total: float = Field(description="Sum over the horizon.")
    points: list[Point]


class AnomalyOut(BaseModel):
    """A day whose demand trend and season do not explain."""

    product: str
    site: str
    date: dt.date
    kind: Literal["spike", "drop"]
    quantity: float
    expected: float
    score: float
    explained_by: str | None


class Anomalies(BaseModel):
    """What nothing explains first, then by strength."""

    as_of: dt.date
    anomalies: list[AnomalyOut]


class ProposalOut(BaseModel):
    """What to order for a product in a site."""

    product: str
    site: str
    proposed_quantity: int
    on_hand: float
    on_order: float
    days_of_cover: float | None = Field(description="Days the stock on hand lasts; none if over a year.")
    expected_demand: float = Field(description="Until an order placed at the next review would arrive.")
    safety_stock: float
    reorder_point: float
    order_up_to: float
    lead_time_days: int
    lead_time_known: bool = Field(description="False: the product has none on file, a default stands in.")
    counted_on: dt.date


class Proposals(BaseModel):
    """What runs out first comes first."""

    as_of: dt.date
    service_level: float | None
    proposals: list[ProposalOut]


@dataclass(frozen=True)
class State:
    """The last prediction run."""

    forecasts: Mapping[tuple[str, str], pd.DataFrame]
    products: Mapping[str, tuple[str, ...]]
    """Product keys by the part after the source."""
    anomalies: pd.DataFrame
    proposals: pd.DataFrame
    as_of: dt.date


_FORECAST = [
    "product_key",
    "site_id",
    "level",
    "as_of",
    "forecast_date",
    "step",
    "step_days",
    "quantity",
    "quantity_low",
    "quantity_high",
    "interval_level",
    "model",
    "model_version",
]
_ANOMALY = [
    "product_key",
    "site_id",
    "demand_date",
    "kind",
    "quantity",
    "expected_quantity",
    "score",
    "explained_by",
]
_PROPOSAL = [
    "product_key",
    "site_id",
    "measured_on",
    "on_hand",
    "on_order",
    "lead_time_days",
    "lead_time_known",
    "expected_demand",
    "safety_stock",
    "reorder_point",
    "order_up_to",
    "proposed_quantity",
    "days_of_cover",
    "service_level",
]


@lru_cache(maxsize=1)
def warehouse() -> Warehouse:
    """The warehouse of this process."""
    return open_warehouse()


def load_state() -> State:
    """Read the last run from `predictions`."""
    w = warehouse()
    if not w.exists("predictions", "demand_forecasts"):
        raise WarehouseError("There are no forecasts yet: run `python -m demand_forecasting predict`.")
    newest = w.read_sql(f"select max(run_id) as run_id from {w.table('predictions', 'demand_forecasts')}")  # noqa: S608
    run_id = str(newest["run_id"].iloc[0])
    where = {"run_id": run_id}
    forecasts = read_table(
        w, "predictions", "demand_forecasts", _FORECAST, where, ["product_key", "site_id", "step"]
    )
    if forecasts.empty:
        raise WarehouseError("There are no forecasts yet: run `python -m demand_forecasting predict`.")
    products: dict[str, tuple[str, ...]] = {}
    for key in forecasts["product_key"].astype(str).unique():
        number = key.partition(":")[2]
        products[number] = (*products.get(number, ()), key)
    return State(
        forecasts={
            (str(key[0]), str(key[1])): rows
            for key, rows in forecasts.groupby(["product_key", "site_id"], sort=False)
            if isinstance(key, tuple)
        },
        products=products,
        anomalies=read_table(w, "predictions", "demand_anomalies", _ANOMALY, where),
        proposals=read_table(w, "predictions", "reorder_proposals", _PROPOSAL, where),
        as_of=_date(forecasts["as_of"].iloc[0]),
    )


state: Refreshed[State] = Refreshed(load_state, REFRESH_SECONDS)


def ready() -> str | None:
    """Readiness: forecasts can be read."""
    try:
        state.get()
    except WarehouseError as error:
        return str(error)
    return None


def _date(value: object) -> dt.date:
    return pd.Timestamp(str(value)).date()


def _product_key(current: State, product: str) -> str:
    """The key of a product that is named by key or by number."""
    keys = current.products.get(product, ())
    if len(keys) > 1:
        raise HTTPException(
            422, f"{product!r} is a product of several sources: use one of {', '.join(keys)}."
        )
    return keys[0] if keys else product


def _find(current: State, product: str, site: str) -> pd.DataFrame:
    """Rows of the series that forecasts a product in a site."""
    key = _product_key(current, product)
    if (key, site) in current.forecasts:
        return current.forecasts[(key, site)]
    if ":" in key:
        pooled = read_table(
            warehouse(), "marts", "df_series_map", ["series_product_key", "series_site_id"],
            {"product_key": key, "site_id": site},
        )  # fmt: skip
        for row in records(pooled):
            found = current.forecasts.get((row["series_product_key"], row["series_site_id"]))
            if found is not None:
                return found
    sites = sorted(s for p, s in current.forecasts if p == key)
    if sites:
        raise HTTPException(
            404, f"{key} is not sold in {site!r}. It is forecast for {', '.join(sites[:20])}."
        )
    raise HTTPException(404, f"No forecast for product {product!r}: unknown, or not sold in the last months.")


# Synchronous routes: they may read the warehouse, so they run in the thread pool.
@router.post("/forecast")
def forecast(request: ForecastRequest) -> Forecast:
    """Forecast of one product in one site with prediction intervals."""
    rows = _find(state.get(), request.product, request.site)
    if request.horizon > len(rows):
        raise HTTPException(
            422, f"horizon: forecasts reach {len(rows)} steps ahead, {request.horizon} were asked for."
        )
    head = rows.iloc[0]
    part = rows.iloc[: request.horizon]
    return Forecast.model_validate(
        {
            "product": str(head["product_key"]),
            "site": str(head["site_id"]),
            "level": str(head["level"]),
            "as_of": _date(head["as_of"]),
            "granularity": "day" if int(head["step_days"]) == 1 else "week",
            "interval_level": float(head["interval_level"]),
            "model": str(head["model"]),
            "model_version": str(head["model_version"]),
            "total": round(float(part["quantity"].sum()), 2),
            "points": [
                {
                    "date": _date(row["forecast_date"]),
                    "quantity": row["quantity"],
                    "low": row["quantity_low"],
                    "high": row["quantity_high"],
                }
                for row in records(part)
            ],
        }
    )


Limit = Annotated[int, Query(ge=1, le=1000)]
Filter = Annotated[str | None, Query(max_length=200)]


def _filtered(frame: pd.DataFrame, product: str | None, site: str | None) -> pd.DataFrame:
    if product is not None:
        frame = frame[frame["product_key"] == _product_key(state.get(), product)]
    return frame if site is None else frame[frame["site_id"] == site]


def by_urgency(frame: pd.DataFrame) -> pd.DataFrame:
    """Anomalies that nothing explains first, then by strength."""
    keys = frame.assign(known=frame["explained_by"].notna(), strength=-frame["score"].abs())
    return frame.loc[keys.sort_values(["known", "strength"], kind="stable").index]


@router.get("/anomalies")
def anomalies(product: Filter = None, site: Filter = None, limit: Limit = 50) -> Anomalies:
    """Recent spikes and drops: what nothing explains first, then by strength."""
    current = state.get()
    frame = _filtered(current.anomalies, product, site)
    frame = by_urgency(frame).head(limit)
    return Anomalies(
        as_of=current.as_of,
        anomalies=[
            AnomalyOut.model_validate(
                {
                    "product": row["product_key"],
                    "site": row["site_id"],
                    "date": _date(row["demand_date"]),
                    "kind": row["kind"],
                    "quantity": row["quantity"],
                    "expected": row["expected_quantity"],
                    "score": row["score"],
                    "explained_by": row["explained_by"],
                }
            )
            for row in records(frame)
        ],
    )


@router.get("/reorder-proposals")
def reorder_proposals(
    product: Filter = None, site: Filter = None, limit: Limit = 100, everything: bool = False
) -> Proposals:
    """What to order, most urgent first; `everything` also lists products with enough stock."""
    current = state.get()
    frame = _filtered(current.proposals, product, site)
    if not everything:
        frame = frame[frame["proposed_quantity"] > 0]
    frame = frame.sort_values(["days_of_cover", "product_key", "site_id"], kind="stable").head(limit)
    return Proposals(
        as_of=current.as_of,
        service_level=None if frame.empty else float(frame["service_level"].iloc[0]),
        proposals=[
            ProposalOut.model_validate(
                {
                    "product": row["product_key"],
                    "site": row["site_id"],
                    "counted_on": _date(row["measured_on"]),
                    "days_of_cover": row["days_of_cover"],
                    **{
                        name: row[name]
                        for name in (
                            "proposed_quantity", "on_hand", "on_order", "expected_demand", "safety_stock",
                            "reorder_point", "order_up_to", "lead_time_days", "lead_time_known",
                        )
                    },
                }
            )
            for row in records(frame)
        ],
    )  # fmt: skip


app = create_app(
    title="Demand forecasting",
    description="Forecasts per product and site with intervals, demand anomalies and reorder proposals.",
    routers=[router],
    checks=[ready],
)
