"""Train: find the segments, test them, name them, keep the result as a version."""

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
from service_common.drift import bin_edges, shares
from service_common.registry import Entry, Registry, code_version, open_registry
from service_common.warehouse import Warehouse, open_warehouse

from customer_segmentation import USE_CASE, clustering, space
from customer_segmentation.data import anonymous_share, check_customers, load_customers
from customer_segmentation.model import SegmentModel, to_artefact
from customer_segmentation.naming import profile
from customer_segmentation.options import Options, load_options


def fit(
    customers: pd.DataFrame,
    options: Options,
    anonymous: float = 0.0,
    fitter: clustering.Fitter = clustering.k_means,
) -> SegmentModel:
    """Choose the number of segments and fit them on all customers. `fitter` is what the choice judges."""
    check_customers(customers)
    values = space.raw(customers)
    scale = space.fit_space(values)
    points = scale.place(values)
    sample = clustering.sample_of(points, options)
    distinct = len(np.unique(sample, axis=0))
    counts = range(2, min(options.max_segments, distinct - 1) + 1)
    candidates = tuple(clustering.judge(sample, k, options, fitter) for k in counts)
    chosen = clustering.choose(list(candidates), options)
    centroids = _ordered(clustering.centroids_of(points, chosen.segments, options.seed, starts=12))
    labels = space.nearest(points, centroids)[0]
    edges = [bin_edges(column) for column in points.T]
    return SegmentModel(
        space=scale,
        centroids=tuple(tuple(row) for row in centroids),
        profiles=tuple(profile(customers, values, labels, chosen.segments)),
        chosen=chosen,
        candidates=candidates,
        baseline=clustering.judge(sample, chosen.segments, options, clustering.rfm_rule),
        customers=len(customers),
        anonymous_share=anonymous,
        drift_edges=tuple(tuple(e) for e in edges),
        drift_shares=tuple(tuple(shares(points[:, c], edges[c])) for c in range(points.shape[1])),
    )


def _ordered(centroids: list[list[float]]) -> list[list[float]]:
    """Most valuable segment first, so that indices mean the same from one training to the next."""
    return sorted(centroids, key=lambda c: -c[2])


def train(warehouse: Warehouse, registry: Registry, options: Options) -> tuple[Entry, SegmentModel]:
    """Train on what the warehouse holds and promote the result."""
    customers = load_customers(warehouse)
    model = fit(customers, options, anonymous_share(warehouse))
    as_of = str(customers["as_of"].iloc[0])
    window = int(customers["window_days"].max())
    first = np.datetime64(as_of) - np.timedelta64(window - 1, "D")
    entry = registry.register(
        to_artefact(model),
        data_from=str(first),
        data_to=as_of,
        rows=len(customers),
        parameters=asdict(options),
        features=space.FEATURES,
        metrics={"model": asdict(model.chosen), "baseline": asdict(model.baseline)},
        code_version=code_version(Path(__file__).parent),
    )
    registry.promote(entry.version)
    return entry, model


def main() -> int:
    """`python -m customer_segmentation train`."""
    options = load_options()
    entry, model = train(open_warehouse(), open_registry(USE_CASE), options)
    chosen = model.chosen
    print(
        f"{model.customers} customers in {chosen.segments} segments, silhouette {chosen.silhouette:.2f}, "
        f"stability {chosen.stability:.2f}, model {entry.version}"
    )
    print("segments: " + ", ".join(f"{p.name} {p.customers}" for p in model.profiles))
    if chosen.stability < options.minimum_stability:
        print("no number of segments is stable enough: treat these as a sketch, not as groups to act on")
    if model.anonymous_share > 0:
        print(f"{model.anonymous_share:.1%} of sales name no customer and are not in the segments")
    return 0
