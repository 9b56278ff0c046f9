"""Invented customers that tests can reason about."""

import os

import numpy as np
import pandas as pd
import pytest
from customer_segmentation.clustering import Fitter, k_means, rfm_rule

KINDS = {
    # name: (customers, recency, orders, basket, tenure, days between orders)
    "loyal": (120, 8, 45, 400, 900, 8),
    "regular": (160, 30, 10, 90, 700, 33),
    "rare": (140, 150, 1.6, 30, 600, 150),
    "lapsed": (110, 600, 0, 0, 1000, None),
}


def invented(seed: int = 3) -> tuple[pd.DataFrame, list[str]]:
    """Customers of four kinds, and the kind of each."""
    generator = np.random.default_rng(seed)
    frames, kinds = [], []
    for name, (count, recency, orders, basket, tenure, gap) in KINDS.items():

        def around(value: float, size: int = count) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
            return value * np.exp(generator.normal(0, 0.3, size))

        order_count = np.maximum(np.round(around(orders)), 1 if orders else 0)
        baskets = around(basket)
        frames.append(
            pd.DataFrame(
                {
                    "as_of": "2025-06-30",
                    "recency_days": np.round(around(recency)),
                    "tenure_days": np.round(around(tenure)),
                    "window_days": 365.0,
                    "order_count": order_count,
                    "net_amount": order_count * baskets,
                    "basket_amount": baskets,
                    "basket_lines": 2.0 if orders else 0.0,
                    "basket_units": 5.0 if orders else 0.0,
                    "days_between_orders": np.nan if gap is None else around(gap),
                    "promotion_share": 0.1,
                    "return_share": 0.0,
                    "product_count": 3.0,
                    "category_count": 2.0,
                }
            )
        )
        kinds += [name] * count
    customers = pd.concat(frames, ignore_index=True)
    customers.insert(1, "customer_key", [f"x:{n:04d}" for n in range(len(customers))])
    return customers, kinds


@pytest.fixture(scope="session")
def customers() -> pd.DataFrame:
    return invented()[0]


@pytest.fixture(scope="session")
def kinds() -> list[str]:
    return invented()[1]


@pytest.fixture(scope="session")
def fitter() -> Fitter:
    """What finds segments; REPLACE_MODEL_BY_BASELINE=1 puts the rule in its place, and tests must fail."""
    return rfm_rule if os.environ.get("REPLACE_MODEL_BY_BASELINE") == "1" else k_means
