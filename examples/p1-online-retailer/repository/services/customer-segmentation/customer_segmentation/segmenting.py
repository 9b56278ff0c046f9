"""Predict: the segment of every customer now and at the quarters before, written back to `predictions`."""

import itertools
import json
import logging

import numpy as np
import pandas as pd
from service_common.drift import population_stability_index, shares, verdict
from service_common.metrics import report_folder
from service_common.registry import Entry, Registry, RegistryError, open_registry
from service_common.warehouse import Warehouse, open_warehouse

from customer_segmentation import USE_CASE, space
from customer_segmentation.data import load_customers
from customer_segmentation.model import SegmentModel, from_artefact

log = logging.getLogger("customer_segmentation.drift")

NEW = "(not yet a customer)"
"""Where a customer comes from who had not bought by the earlier day."""


def assign(customers: pd.DataFrame, model: SegmentModel) -> pd.DataFrame:
    """as_of, customer_key, segment_id, segment and how clear the assignment is."""
    index, clear = space.nearest(model.space.place(space.raw(customers)), model.centroids)
    names = np.array(model.names(), dtype=object)
    return pd.DataFrame(
        {
            "as_of": customers["as_of"].to_numpy(),
            "customer_key": customers["customer_key"].to_numpy(),
            "segment_id": index,
            "segment": names[index],
            "confidence": np.round(clear, 4),
        }
    )


def movements(assigned: pd.DataFrame) -> pd.DataFrame:
    """Customers by segment at one day of view and at the next one."""
    days = sorted(assigned["as_of"].unique())
    parts = []
    for before, after in itertools.pairwise(days):
        old = assigned[assigned["as_of"] == before][["customer_key", "segment"]]
        new = assigned[assigned["as_of"] == after][["customer_key", "segment"]]
        both = new.merge(old, on="customer_key", how="left", suffixes=("_to", "_from"))
        both["segment_from"] = both["segment_from"].fillna(NEW)
        counted = both.groupby(["segment_from", "segment_to"], sort=True).size().reset_index(name="customers")
        counted.insert(0, "to_as_of", after)
        counted.insert(0, "from_as_of", before)
        parts.append(counted)
    columns = {"segment_from": "from_segment", "segment_to": "to_segment"}
    empty = pd.DataFrame(columns=["from_as_of", "to_as_of", "segment_from", "segment_to", "customers"])
    return (pd.concat(parts, ignore_index=True) if parts else empty).rename(columns=columns)


def drift(customers: pd.DataFrame, model: SegmentModel) -> dict[str, float]:
    """Population stability index of every feature against the training data."""
    points = model.space.place(space.raw(customers))
    return {
        name: population_stability_index(model.drift_shares[c], shares(points[:, c], model.drift_edges[c]))
        for c, name in enumerate(space.FEATURES)
    }


def run(warehouse: Warehouse, registry: Registry) -> dict[str, int]:
    """Assign with the promoted model and write everything back; the number of rows by table."""
    entry = registry.promoted()
    if entry is None:
        raise RegistryError("No model was promoted yet: run `python -m customer_segmentation train` first.")
    model = from_artefact(registry.artefact(entry))
    history = load_customers(warehouse, history=True)
    as_of = str(history["as_of"].max())
    current = history[history["as_of"] == as_of].reset_index(drop=True)
    _report_drift(drift(current, model))
    assigned = assign(history, model)
    tables = {
        "customer_segments": segment_rows(current, assigned[assigned["as_of"] == as_of], as_of, entry),
        "segment_movements": movement_rows(movements(assigned), as_of, entry),
        "segment_profiles": profile_rows(model, as_of, entry),
    }
    for name, frame in tables.items():
        warehouse.replace_rows("predictions", name, frame, {"run_id": as_of})
    return {name: len(frame) for name, frame in tables.items()}


def _day(text: str) -> np.datetime64:
    return np.datetime64(text, "s")


def _run(as_of: str, entry: Entry, rows: int) -> dict[str, object]:
    return {
        "run_id": pd.Series([as_of] * rows, dtype=object),
        "as_of": np.full(rows, _day(as_of)),
        "model_version": pd.Series([entry.version] * rows, dtype=object),
    }


def segment_rows(current: pd.DataFrame, assigned: pd.DataFrame, as_of: str, entry: Entry) -> pd.DataFrame:
    """One row per customer, for `predictions.customer_segments`."""
    figures = ["recency_days", "order_count", "net_amount", "basket_amount", "days_between_orders"]
    return pd.DataFrame(
        {
            **_run(as_of, entry, len(current)),
            **{
                name: assigned[name].to_numpy()
                for name in ("customer_key", "segment_id", "segment", "confidence")
            },
            **{name: np.round(current[name].to_numpy(dtype=np.float64), 2) for name in figures},
        }
    )


def movement_rows(moved: pd.DataFrame, as_of: str, entry: Entry) -> pd.DataFrame:
    """One row per pair of segments and quarter, for `predictions.segment_movements`."""
    return pd.DataFrame(
        {
            **_run(as_of, entry, len(moved)),
            "from_as_of": moved["from_as_of"].astype("datetime64[s]").to_numpy(),
            "to_as_of": moved["to_as_of"].astype("datetime64[s]").to_numpy(),
            "from_segment": moved["from_segment"].to_numpy(dtype=object),
            "to_segment": moved["to_segment"].to_numpy(dtype=object),
            "customers": moved["customers"].to_numpy(dtype=np.int64),
        }
    )


def profile_rows(model: SegmentModel, as_of: str, entry: Entry) -> pd.DataFrame:
    """One row per segment, for `predictions.segment_profiles`."""
    frame = pd.DataFrame([vars(p) for p in model.profiles])
    frame["days_between_orders"] = frame["days_between_orders"].astype("float64")
    frame.insert(0, "segment_id", np.arange(len(frame)))
    return pd.concat(
        [pd.DataFrame(_run(as_of, entry, len(frame))), frame.rename(columns={"name": "segment"})], axis=1
    )


def _report_drift(by_feature: dict[str, float]) -> None:
    worst = max(by_feature.values())
    document = {"psi": {k: round(v, 4) for k, v in by_feature.items()}, "verdict": verdict(worst)}
    (report_folder(USE_CASE) / "drift.json").write_text(
        json.dumps(document, indent=2) + "\n", encoding="utf-8"
    )
    if document["verdict"] == "shifted":
        log.warning("model drift: customers have changed, train again", extra={"drift": document})


def main() -> int:
    """`python -m customer_segmentation predict`."""
    written = run(open_warehouse(), open_registry(USE_CASE))
    print("written to predictions: " + ", ".join(f"{name} {rows}" for name, rows in written.items()))
    return 0
