"""Names and descriptions of segments, from their figures by fixed rules: the same figures, the same names."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from customer_segmentation.space import Floats, Ints


@dataclass(frozen=True)
class Profile:
    """What the customers of a segment have in common: medians, and sums where it says so."""

    name: str
    description: str
    suggestion: str
    customers: int
    customer_share: float
    amount_share: float
    """Share of what all customers spent in the window."""
    recency_days: float
    orders: float
    """Orders in the window."""
    amount: float
    """Spent in the window."""
    basket_amount: float
    basket_lines: float
    days_between_orders: float | None
    promotion_share: float
    category_count: float
    tenure_days: float


_SUGGESTIONS = {
    "Lapsed": "Win back once, at low cost, then let go.",
    "At risk": "Call or write now: they used to buy often and have stopped.",
    "Cooling": "Remind them before the habit is gone.",
    "New": "Help the second and third order happen.",
    "Loyal high-value": "Look after them personally; never lose one unnoticed.",
    "Frequent small baskets": "Offer what goes with what they already buy.",
    "Rare big baskets": "Be there when the next large need comes up.",
    "Occasional": "Serve well at low cost; a reason to come back raises frequency.",
    "Regular": "Keep service as it is; some can become high-value.",
}


def profile(frame: pd.DataFrame, values: Floats, labels: Ints, segments: int) -> list[Profile]:
    """Profiles in the order of the labels; `values` are the raw features."""
    medians = [
        np.median(values[labels == s], axis=0) if (labels == s).any() else np.zeros(4)
        for s in range(segments)
    ]
    names = unique(
        [_name(frame[labels == s], values, m) for s, m in enumerate(medians)], [float(m[3]) for m in medians]
    )
    total = max(1e-9, float(np.maximum(frame["net_amount"], 0).sum()))
    profiles = []
    for s, name in enumerate(names):
        part = frame[labels == s]
        active = part[part["order_count"] > 0]
        shown = active if len(active) else part
        gap = _median(shown["days_between_orders"])
        figures = {
            "recency_days": float(part["recency_days"].median()),
            "orders": float(part["order_count"].median()),
            "amount": float(part["net_amount"].median()),
            "basket_amount": float(shown["basket_amount"].median()),
            "basket_lines": float(shown["basket_lines"].median()),
        }
        profiles.append(
            Profile(
                name=name,
                description=_describe(figures, gap),
                suggestion=_SUGGESTIONS[base_name(name)],
                customers=len(part),
                customer_share=len(part) / max(1, len(frame)),
                amount_share=float(np.maximum(part["net_amount"], 0).sum()) / total,
                days_between_orders=gap,
                promotion_share=float(shown["promotion_share"].mean()),
                category_count=float(shown["category_count"].median()),
                tenure_days=float(part["tenure_days"].median()),
                **figures,
            )
        )
    return profiles


def base_name(name: str) -> str:
    """The name without what told it apart from another of the same name."""
    return name.partition(",")[0]


def _median(column: "pd.Series[float]") -> float | None:
    """Median of what is known; None if nothing is."""
    known = column.dropna()
    return float(known.median()) if len(known) else None


def _rank(values: Floats, column: int, value: float) -> float:
    """Share of all customers below a value, ties counted half."""
    below = float((values[:, column] < value).mean())
    return below + float((values[:, column] == value).mean()) / 2


def _name(part: pd.DataFrame, values: Floats, median: Floats) -> str:
    """The first rule that holds gives the name."""
    if part.empty or float(part["order_count"].median()) == 0:
        return "Lapsed"
    recency, frequency, amount, basket = (_rank(values, c, float(median[c])) for c in range(4))
    # A customer is overdue when the silence is far longer than the usual gap between orders.
    gap = _median(part["days_between_orders"])
    overdue = gap is not None and float(median[0]) > 3 * max(gap, 7)
    rules = (
        ("At risk", recency > 0.6 and frequency >= 0.5 and overdue),
        ("Cooling", recency > 0.7),
        ("New", float(part["tenure_days"].median()) < 120),
        ("Loyal high-value", frequency >= 0.7 and amount >= 0.7),
        ("Frequent small baskets", frequency >= 0.7),
        ("Rare big baskets", basket >= 0.65 and frequency < 0.5),
        ("Occasional", frequency < 0.4),
    )
    return next((name for name, holds in rules if holds), "Regular")


def unique(names: Sequence[str], baskets: Sequence[float]) -> list[str]:
    """Tell segments of one name apart by the size of their baskets."""
    result = list(names)
    for name in sorted(set(names)):
        same = sorted((i for i, n in enumerate(names) if n == name), key=lambda i: (-baskets[i], i))
        if len(same) == 1:
            continue
        endings = {
            2: ("larger baskets", "smaller baskets"),
            3: ("large baskets", "medium baskets", "small baskets"),
        }
        words = endings.get(len(same), tuple(f"basket rank {n + 1}" for n in range(len(same))))
        for i, word in zip(same, words, strict=True):
            result[i] = f"{name}, {word}"
    return result


def _describe(figures: dict[str, float], gap: float | None) -> str:
    last = figures["recency_days"]
    if figures["orders"] == 0:
        return f"No order in the window; the last one was about {last:.0f} days ago."
    often = f"an order about every {gap:.0f} days" if gap is not None else "a single order"
    return (
        f"Typically {often}, {figures['basket_amount']:,.0f} per basket "
        f"with {figures['basket_lines']:.1f} lines; "
        f"last bought {last:.0f} days ago."
    )
