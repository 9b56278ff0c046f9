"""Customers from the marts."""

import pandas as pd
from service_common.command import InputError
from service_common.warehouse import Warehouse, read_table

MINIMUM_CUSTOMERS = 60
"""Below this, segments say more about chance than about customers."""

COLUMNS = (
    "as_of",
    "customer_key",
    "recency_days",
    "tenure_days",
    "window_days",
    "order_count",
    "net_amount",
    "basket_amount",
    "basket_lines",
    "basket_units",
    "days_between_orders",
    "promotion_share",
    "return_share",
    "product_count",
    "category_count",
)


def load_customers(warehouse: Warehouse, *, history: bool = False) -> pd.DataFrame:
    """Features as of the last day, with `history` also of the quarters before, by day and customer."""
    name = "cs_customer_feature_history" if history else "cs_customer_features"
    frame = read_table(warehouse, "marts", name, COLUMNS, order_by=["as_of", "customer_key"])
    frame["as_of"] = pd.to_datetime(frame["as_of"]).dt.strftime("%Y-%m-%d")
    numeric = [c for c in COLUMNS if c not in ("as_of", "customer_key")]
    frame[numeric] = frame[numeric].astype("float64")
    return frame


def check_customers(frame: pd.DataFrame) -> None:
    """Refuse what cannot be segmented."""
    if len(frame) < MINIMUM_CUSTOMERS:
        raise InputError(
            f"{len(frame)} customers with sales were found, at least {MINIMUM_CUSTOMERS} are needed. "
            "Map a customer id (household, account, loyalty card) to sales_lines.customer_id in ingestion."
        )


def anonymous_share(warehouse: Warehouse) -> float:
    """Share of the sales amount that names no customer."""
    found = warehouse.read_sql(
        "select sum(case when customer_key is null then net_amount else 0 end) as anonymous,"  # noqa: S608
        f" sum(net_amount) as total from {warehouse.table('marts', 'fct_sales_lines')} where not is_return"
    )
    total = float(found["total"].iloc[0] or 0)
    return float(found["anonymous"].iloc[0] or 0) / total if total > 0 else 0.0


def load_categories(warehouse: Warehouse) -> pd.DataFrame:
    """What customers spend on each category: customer_key, category, net_amount."""
    frame = read_table(
        warehouse, "marts", "cs_customer_categories", ["customer_key", "category", "net_amount"],
        order_by=["customer_key", "category"],
    )  # fmt: skip
    frame["net_amount"] = frame["net_amount"].astype("float64")
    return frame
