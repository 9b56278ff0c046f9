"""The model card of one version, as Markdown."""

from collections.abc import Sequence

from service_common.metrics import MetricRow
from service_common.registry import Entry

from customer_segmentation.model import SegmentModel


def model_card(entry: Entry, model: SegmentModel, rows: Sequence[MetricRow], verdict: str) -> str:
    """What the segments are, how far they can be trusted, and what they must not be used for."""
    metrics = "\n".join(
        f"| {r.metric} | {r.model:.3f} | {r.baseline:.3f} | {r.unit} |"
        for r in rows
        if r.model is not None and r.baseline is not None
    )
    segments = "\n".join(
        f"| {p.name} | {p.customers} | {p.amount_share:.0%} | {p.description} |" for p in model.profiles
    )
    candidates = "\n".join(
        f"| {c.segments} | {c.silhouette:.3f} | {c.stability:.3f} | {c.smallest_share:.1%} |"
        for c in model.candidates
    )
    return f"""# Model card: customer segmentation {entry.version}

{verdict}

| | |
|---|---|
| Version | `{entry.version}` |
| Trained on | {model.customers} customers, orders from {entry.data_from} to {entry.data_to} |
| Code | `{entry.code_version}` |
| Artefact | sha256 `{entry.artefact_sha256}` |
| Features | {", ".join(entry.features)} |
| Sales that name no customer | {model.anonymous_share:.1%}, not in any segment |

## Segments

| Segment | Customers | Share of sales | Description |
|---|---|---|---|
{segments}

## Measured

| Figure | Model | RFM quintile rule | Unit |
|---|---|---|---|
{metrics}

## Numbers of segments tried

| Segments | Silhouette | Stability | Smallest |
|---|---|---|---|
{candidates}

## Intended use

Planning of campaigns, service and assortment for groups of customers.

## Limits and duties

- A segment describes past purchases. It says nothing about a person's means or character and must not
  decide on credit, price, access or employment.
- Only pseudonymous customer numbers and purchases are used: no names, contact data, age, sex, origin or
  health.
- Profiling persons for marketing needs a legal basis, and they may object: leave out customers without
  consent when acting on a segment (`marts.dim_customers`), and honour objections (docs/data-protection.md).
- Customers near a border between segments may change sides by chance; `confidence` says how clear an
  assignment is.
"""
