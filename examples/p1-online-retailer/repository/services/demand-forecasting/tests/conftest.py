"""Invented demand that tests can reason about."""

import os
from collections.abc import Callable

import numpy as np
import pytest
from demand_forecasting import models
from demand_forecasting.backtest import Backtest
from demand_forecasting.choice import Choice, choose
from demand_forecasting.options import Options
from demand_forecasting.panel import Floats, Panel, Series

Chooser = Callable[[Backtest], tuple[Choice, ...]]


def _make_panel(quantity: Floats, *, promotions: Floats | None = None, start: str = "2024-01-01") -> Panel:
    """A daily panel of series p0, p1, … in site s."""
    n, steps = quantity.shape
    discount = np.zeros((n, steps + 60))
    if promotions is not None:
        discount[:, : promotions.shape[1]] = promotions
    return Panel(
        series=tuple(Series(f"x:p{i}", "s", "product_site", "c") for i in range(n)),
        starts=np.datetime64(start, "D") + np.arange(steps).astype("timedelta64[D]"),
        step_days=1,
        quantity=quantity,
        stock_out=np.zeros((n, steps), dtype=np.bool_),
        discount=discount,
        active=np.ones(n, dtype=np.bool_),
    )


def _invented(n: int = 12, steps: int = 500, seed: int = 5) -> Panel:
    """Weekly and yearly seasons, growth, promotions with an effect, noise."""
    generator = np.random.default_rng(seed)
    t = np.arange(steps + 60)
    week = np.array([1.1, 0.9, 0.8, 1.0, 1.5, 1.2, 0.0])[t % 7]
    promoted = (generator.random((n, (steps + 60) // 7 + 1)) < 0.12).repeat(7, axis=1)[:, : steps + 60]
    promotions = np.where(promoted, 0.2, 0.0).astype(np.float64)
    level = generator.uniform(5, 60, n)[:, None]
    mean = (
        level * week * (1 + 0.25 * np.sin(2 * np.pi * t / 365)) * (1 + 0.1 * t / 365) * (1 + 4 * promotions)
    )
    quantity = generator.poisson(mean * np.exp(generator.normal(0, 0.2, mean.shape)))[:, :steps]
    return _make_panel(quantity.astype(np.float64), promotions=promotions)


@pytest.fixture(scope="session")
def make_panel() -> Callable[..., Panel]:
    """Makes a panel from a matrix of demand."""
    return _make_panel


@pytest.fixture(scope="session")
def invented() -> Callable[..., Panel]:
    """Makes a panel with seasons, growth, promotions and noise."""
    return _invented


@pytest.fixture(scope="session")
def options() -> Options:
    return Options(pooled_rows=20_000, individual_series=4, selection_origins=2)


@pytest.fixture(scope="session")
def panel() -> Panel:
    return _invented()


@pytest.fixture(scope="session")
def chooser() -> Chooser:
    """How models are chosen; REPLACE_MODEL_BY_BASELINE=1 puts the baseline there, and tests must fail."""
    if os.environ.get("REPLACE_MODEL_BY_BASELINE") == "1":
        return lambda test: tuple(Choice((models.NAIVE,), 1.0) for _ in test.plan.classes)
    return choose
