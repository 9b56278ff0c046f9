"""Customer segments from how customers buy: found, named, tested for stability, and followed over time."""

USE_CASE = "customer-segmentation"
