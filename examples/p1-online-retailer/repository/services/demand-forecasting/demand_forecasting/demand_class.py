"""How a series sells (Syntetos and Boylan): interval between sales (ADI) and variation of sizes (CV²)."""

import numpy as np

from demand_forecasting.panel import Floats

ADI_LIMIT = 1.32
CV2_LIMIT = 0.49

CLASSES = ("smooth", "erratic", "intermittent", "lumpy")
INTERMITTENT = frozenset({"intermittent", "lumpy"})


def classify(history: Floats, open_share: float = 1.0) -> str:
    """Class of one series; `open_share` is the share of steps on which anything at all is sold."""
    known = history[~np.isnan(history)]
    sizes = known[known > 0]
    if sizes.size < 2:
        return "lumpy" if sizes.size else "intermittent"
    interval = known.size * open_share / sizes.size
    variation = float(np.var(sizes) / np.mean(sizes) ** 2)
    if interval < ADI_LIMIT:
        return "smooth" if variation < CV2_LIMIT else "erratic"
    return "intermittent" if variation < CV2_LIMIT else "lumpy"


def classify_all(history: Floats) -> tuple[str, ...]:
    """Class of every row of a panel, judged by its last year."""
    recent = history[:, -364:]
    sold = np.nansum(recent, axis=0) > 0
    open_share = max(0.1, float(np.mean(sold)))
    return tuple(classify(row, open_share) for row in recent)
