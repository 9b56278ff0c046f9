"""How many segments, and which: k-means, judged by silhouette and by whether resamples find them again."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from customer_segmentation.options import Options
from customer_segmentation.space import Floats, Ints, nearest

Labeller = Callable[[Floats], Ints]
"""Gives every point a segment."""

Fitter = Callable[[Floats, int, int], Labeller]
"""Learns k segments from points with a seed."""


@dataclass(frozen=True)
class Candidate:
    """One number of segments."""

    segments: int
    silhouette: float
    """-1 to 1: how much nearer customers are to their own segment than to the next."""
    stability: float
    """Mean adjusted Rand index between the segments of all customers and those learned from resamples."""
    smallest_share: float


def k_means(points: Floats, segments: int, seed: int) -> Labeller:
    """k-means with several starts."""
    centroids = centroids_of(points, segments, seed)

    def label(others: Floats) -> Ints:
        return nearest(others, centroids)[0]

    return label


def centroids_of(points: Floats, segments: int, seed: int, starts: int = 5) -> list[list[float]]:
    """Centroids of k-means."""
    from sklearn.cluster import KMeans

    model = KMeans(n_clusters=segments, n_init=starts, random_state=seed).fit(points)
    return [[float(v) for v in row] for row in model.cluster_centers_]


def rfm_rule(points: Floats, segments: int, seed: int) -> Labeller:
    """The naive baseline: quintiles of recency, frequency and value, their sum cut into parts."""
    del seed  # a rule needs no chance
    edges = [np.unique(np.quantile(points[:, column], [0.2, 0.4, 0.6, 0.8])) for column in range(3)]

    def label(others: Floats) -> Ints:
        recency, frequency, value = (np.searchsorted(edges[c], others[:, c], side="right") for c in range(3))
        score = (4 - recency) + frequency + value
        parts: Ints = np.minimum(score * segments // 13, segments - 1)
        return parts

    return label


def judge(points: Floats, segments: int, options: Options, fitter: Fitter) -> Candidate:
    """Quality and stability of one number of segments."""
    from sklearn.metrics import adjusted_rand_score, silhouette_score

    labels = fitter(points, segments, options.seed)(points)
    counts = np.bincount(labels, minlength=segments)
    if int((counts > 0).sum()) < 2:
        return Candidate(segments, -1.0, 0.0, 0.0)
    generator = np.random.default_rng(options.seed)
    agreement = []
    for draw in range(options.bootstrap_rounds):
        resample = points[generator.integers(0, len(points), len(points))]
        agreement.append(
            adjusted_rand_score(labels, fitter(resample, segments, options.seed + draw + 1)(points))
        )
    return Candidate(
        segments=segments,
        silhouette=float(silhouette_score(points, labels)),
        stability=float(np.mean(agreement)),
        smallest_share=float(counts.min() / len(points)),
    )


def sample_of(points: Floats, options: Options) -> Floats:
    """The customers that the choice looks at."""
    if len(points) <= options.sample:
        return points
    rows = np.random.default_rng(options.seed).choice(len(points), options.sample, replace=False)
    return points[np.sort(rows)]


def choose(candidates: list[Candidate], options: Options) -> Candidate:
    """The largest number of segments that is stable and nearly as clear as the clearest.

    Where none is stable enough the most stable one is taken, and the report says so.
    """
    usable = [c for c in candidates if c.smallest_share >= options.minimum_share] or candidates
    trusted = [
        c for c in usable if c.stability >= options.minimum_stability and c.segments >= options.min_segments
    ]
    if not trusted:
        return max(usable, key=lambda c: (c.stability, c.silhouette))
    best = max(c.silhouette for c in trusted)
    return max(
        (c for c in trusted if c.silhouette >= options.quality_tolerance * best), key=lambda c: c.segments
    )
