"""Reorder proposals by the (R, s, S) rule: at a review, order up to S where stock and orders fell to s."""

import math
from dataclasses import dataclass

import numpy as np

from demand_forecasting.panel import Floats


@dataclass(frozen=True)
class Stock:
    """What is known of a product in a site."""

    on_hand: float
    on_order: float
    lead_time_days: int
    lead_time_known: bool
    """False where the product's lead time is missing and the default of the settings stands in."""


@dataclass(frozen=True)
class Proposal:
    """What to order and why; quantities in units of sale."""

    demand_until_next_delivery: float
    safety_stock: float
    reorder_point: float
    order_up_to: float
    proposed_quantity: int
    """0 where stock is enough."""
    days_of_cover: float | None
    """Days that stock on hand lasts by the forecast; None where it lasts longer than a year."""


def demand_over(forecast: Floats, step_days: int, days: float) -> float:
    """Forecast demand of the next days; beyond the horizon the mean of the last four weeks of it goes on."""
    steps = days / step_days
    whole = min(int(steps), forecast.size)
    total = float(forecast[:whole].sum())
    rest = steps - whole
    if rest > 0:
        tail = forecast[-max(1, 28 // step_days) :]
        following = float(forecast[whole]) if whole < forecast.size else float(tail.mean())
        total += rest * following
    return total


def days_of_cover(forecast: Floats, step_days: int, on_hand: float) -> float | None:
    """Days until the forecast has used up the stock."""
    daily = np.repeat(forecast / step_days, step_days)
    tail = float(daily[-28:].mean())
    total = np.concatenate([[0.0], np.cumsum(daily)])
    if on_hand < total[-1]:
        # Least number of days after which more than the stock is asked for.
        return float(max(0, int(np.searchsorted(total, on_hand, side="right")) - 1))
    if tail <= 0:
        return None
    days = daily.size + (on_hand - float(total[-1])) / tail
    return days if days <= 365 else None


def propose(
    forecast: Floats, step_days: int, stock: Stock, deviation: float, factor: float, review_days: int
) -> Proposal:
    """A proposal for one product in one site.

    The reorder point covers the time until an order placed at the *next* review would arrive: lead time plus
    one review period. `deviation` is the forecast error of one step, `factor` the safety factor of the wanted
    service level.
    """
    protected = stock.lead_time_days + review_days
    expected = demand_over(forecast, step_days, protected)
    safety = factor * deviation * math.sqrt(protected / step_days)
    reorder_point = expected + safety
    order_up_to = reorder_point + demand_over(forecast, step_days, review_days)
    position = stock.on_hand + stock.on_order
    return Proposal(
        demand_until_next_delivery=expected,
        safety_stock=safety,
        reorder_point=reorder_point,
        order_up_to=order_up_to,
        proposed_quantity=math.ceil(order_up_to - position) if position <= reorder_point else 0,
        days_of_cover=days_of_cover(forecast, step_days, stock.on_hand),
    )
