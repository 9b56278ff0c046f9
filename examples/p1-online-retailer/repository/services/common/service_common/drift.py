"""Drift: has what the model sees moved away from what it was trained on?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

STABLE = 0.1
SHIFTED = 0.25

Floats = NDArray[np.float64]


def bin_edges(reference: Floats, bins: int = 10) -> list[float]:
    """Inner edges that divide the reference into bins of about equal size; ties are merged."""
    clean = reference[np.isfinite(reference)]
    if clean.size == 0:
        return []
    quantiles = np.quantile(clean, np.linspace(0, 1, bins + 1)[1:-1])
    return [float(edge) for edge in np.unique(quantiles)]


def shares(values: Floats, edges: Sequence[float]) -> list[float]:
    """Share of the values in each bin: bins are (-inf, e0], (e0, e1], …, (last, inf)."""
    clean = values[np.isfinite(values)]
    counts = np.bincount(np.searchsorted(np.asarray(edges), clean, side="left"), minlength=len(edges) + 1)
    return [float(share) for share in counts / max(1, clean.size)]


def population_stability_index(reference: Sequence[float], current: Sequence[float]) -> float:
    """PSI of two distributions over the same bins: the sum of (c - r) * ln(c / r).

    Below 0.1 is stable, above 0.25 shifted.
    An empty bin counts as 0.0001, the usual guard against a logarithm of zero.
    """
    r = np.maximum(np.asarray(reference, dtype=np.float64), 1e-4)
    c = np.maximum(np.asarray(current, dtype=np.float64), 1e-4)
    return float(np.sum((c - r) * np.log(c / r)))


def verdict(psi: float) -> str:
    """`stable`, `watch` or `shifted`."""
    if psi < STABLE:
        return "stable"
    return "watch" if psi < SHIFTED else "shifted"
