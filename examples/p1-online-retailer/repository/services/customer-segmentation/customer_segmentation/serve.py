"""HTTP: the segment of a customer, the segments, and how customers move between them.

`uvicorn customer_segmentation.serve:app`. Segments are assigned by the `predict` job and read here.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

import pandas as pd
from fastapi import APIRouter
from fastapi import Path as PathParameter
from pydantic import BaseModel, Field
from service_common.app import create_app
from service_common.cache import Refreshed
from service_common.frames import records
from service_common.warehouse import Warehouse, WarehouseError, open_warehouse, read_table
from starlette.exceptions import HTTPException

REFRESH_SECONDS = 300.0

router = APIRouter(tags=["customer segmentation"])


class CustomerSegment(BaseModel):
    """Where a customer belongs, and the figures behind it."""

    customer: str = Field(examples=["sample:C1001"])
    segment: str = Field(examples=["Loyal high-value"])
    segment_id: int
    confidence: float = Field(description="0: on the border to another segment, 1: typical of this one.")
    as_of: dt.date
    model_version: str
    recency_days: float
    orders: float = Field(description="Orders in the window.")
    amount: float = Field(description="Spent in the window.")
    basket_amount: float
    days_between_orders: float | None


class Segment(BaseModel):
    """What the customers of a segment have in common; figures are medians."""

    segment_id: int
    segment: str
    description: str
    suggestion: str
    customers: int
    customer_share: float
    amount_share: float = Field(description="Share of what all customers spent in the window.")
    recency_days: float
    orders: float
    amount: float
    basket_amount: float
    basket_lines: float
    days_between_orders: float | None
    promotion_share: float


class Segments(BaseModel):
    """All segments, most valuable first."""

    as_of: dt.date
    model_version: str
    segments: list[Segment]


class Movement(BaseModel):
    """How many customers went from one segment to another."""

    from_as_of: dt.date
    to_as_of: dt.date
    from_segment: str
    to_segment: str
    customers: int


class Movements(BaseModel):
    """By quarter, oldest first."""

    as_of: dt.date
    movements: list[Movement]


@dataclass(frozen=True)
class State:
    """The last prediction run."""

    customers: pd.DataFrame
    """Indexed by customer key."""
    keys: Mapping[str, tuple[str, ...]]
    """Customer keys by the part after the source."""
    profiles: pd.DataFrame
    movements: pd.DataFrame
    as_of: dt.date
    model_version: str


_CUSTOMER = [
    "customer_key",
    "segment_id",
    "segment",
    "confidence",
    "recency_days",
    "order_count",
    "net_amount",
    "basket_amount",
    "days_between_orders",
    "as_of",
    "model_version",
]
_PROFILE = [
    "segment_id",
    "segment",
    "description",
    "suggestion",
    "customers",
    "customer_share",
    "amount_share",
    "recency_days",
    "orders",
    "amount",
    "basket_amount",
    "basket_lines",
    "days_between_orders",
    "promotion_share",
]
_MOVEMENT = ["from_as_of", "to_as_of", "from_segment", "to_segment", "customers"]


@lru_cache(maxsize=1)
def warehouse() -> Warehouse:
    """The warehouse of this process."""
    return open_warehouse()


def load_state() -> State:
    """Read the last run from `predictions`."""
    w = warehouse()
    missing = "There are no segments yet: run `python -m customer_segmentation predict`."
    if not w.exists("predictions", "customer_segments"):
        raise WarehouseError(missing)
    newest = w.read_sql(f"select max(run_id) as run_id from {w.table('predictions', 'customer_segments')}")  # noqa: S608
    where = {"run_id": str(newest["run_id"].iloc[0])}
    customers = read_table(w, "predictions", "customer_segments", _CUSTOMER, where)
    if customers.empty:
        raise WarehouseError(missing)
    keys: dict[str, tuple[str, ...]] = {}
    for key in customers["customer_key"].astype(str):
        number = key.partition(":")[2]
        keys[number] = (*keys.get(number, ()), key)
    return State(
        customers=customers.set_index("customer_key", drop=False),
        keys=keys,
        profiles=read_table(w, "predictions", "segment_profiles", _PROFILE, where, ["segment_id"]),
        movements=read_table(
            w,
            "predictions",
            "segment_movements",
            _MOVEMENT,
            where,
            ["from_as_of", "from_segment", "to_segment"],
        ),
        as_of=_date(customers["as_of"].iloc[0]),
        model_version=str(customers["model_version"].iloc[0]),
    )


state: Refreshed[State] = Refreshed(load_state, REFRESH_SECONDS)


def ready() -> str | None:
    """Readiness: segments can be read."""
    try:
        state.get()
    except WarehouseError as error:
        return str(error)
    return None


def _date(value: object) -> dt.date:
    return pd.Timestamp(str(value)).date()


CustomerId = Annotated[
    str,
    PathParameter(
        min_length=1,
        max_length=200,
        description="Customer key (`source:number`), or the number alone if it is unique.",
        examples=["sample:C1001"],
    ),
]


@router.get("/customers/{customer_id}/segment")
def customer_segment(customer_id: CustomerId) -> CustomerSegment:
    """The segment of one customer."""
    current = state.get()
    keys = current.keys.get(customer_id, ())
    if len(keys) > 1:
        raise HTTPException(
            422, f"{customer_id!r} is a customer of several sources: use one of {', '.join(keys)}."
        )
    key = keys[0] if keys else customer_id
    if key not in current.customers.index:
        raise HTTPException(404, "No segment for this customer: unknown, or never bought under this number.")
    row = records(current.customers.loc[[key]])[0]
    return CustomerSegment.model_validate(
        {
            "customer": key,
            "segment": row["segment"],
            "segment_id": row["segment_id"],
            "confidence": row["confidence"],
            "as_of": current.as_of,
            "model_version": current.model_version,
            "recency_days": row["recency_days"],
            "orders": row["order_count"],
            "amount": row["net_amount"],
            "basket_amount": row["basket_amount"],
            "days_between_orders": row["days_between_orders"],
        }
    )


@router.get("/segments")
def segments() -> Segments:
    """All segments with their profiles."""
    current = state.get()
    return Segments(
        as_of=current.as_of,
        model_version=current.model_version,
        segments=[Segment.model_validate(row) for row in records(current.profiles)],
    )


@router.get("/movements")
def movements() -> Movements:
    """Movement between segments from quarter to quarter."""
    current = state.get()
    return Movements(
        as_of=current.as_of,
        movements=[
            Movement.model_validate(
                {**row, "from_as_of": _date(row["from_as_of"]), "to_as_of": _date(row["to_as_of"])}
            )
            for row in records(current.movements)
        ],
    )


app = create_app(
    title="Customer segmentation",
    description="Segments of customers by how they buy, the segment of each, and movement between segments.",
    routers=[router],
    checks=[ready],
)
