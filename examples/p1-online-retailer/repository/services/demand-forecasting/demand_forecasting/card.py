"""The model card of one version, as Markdown."""

from collections.abc import Mapping, Sequence

from service_common.metrics import MetricRow
from service_common.registry import Entry

from demand_forecasting.artefact import ForecastModel
from demand_forecasting.models import NAIVE, TITLES


def model_card(entry: Entry, model: ForecastModel, rows: Sequence[MetricRow], verdict: str) -> str:
    """What the model is, what it was measured on, and where it should not be used."""
    e = model.evaluation
    unit = "days" if model.step_days == 1 else "weeks"
    chosen = e["chosen"] if isinstance(e["chosen"], Mapping) else {}
    levels = e["levels"] if isinstance(e["levels"], Mapping) else {}
    metrics = "\n".join(
        f"| {r.metric} | {r.model:.3f} | {r.baseline:.3f} | {r.unit} |"
        for r in rows
        if r.model is not None and r.baseline is not None
    )
    models = "\n".join(
        f"| {' + '.join(TITLES[m] for m in str(name).split('+'))} | {count} |"
        for name, count in chosen.items()
    )
    return f"""# Model card: demand forecasting {entry.version}

{verdict}

| | |
|---|---|
| Version | `{entry.version}` |
| Trained on | {entry.data_from} to {entry.data_to}, {entry.rows} rows |
| Code | `{entry.code_version}` |
| Artefact | sha256 `{entry.artefact_sha256}` |
| Horizon | {model.horizon} {unit}, interval {model.interval:.0%} |
| Series | {", ".join(f"{count} by {str(level).replace('_', ' and ')}" for level, count in levels.items())} |

## Measured

On {e["measured_from"]} to {e["measured_to"]}, which took no part in choosing the models.

| Figure | Model | {TITLES[NAIVE]} | Unit |
|---|---|---|---|
{metrics}

## Chosen models

| Model | Series |
|---|---|
{models}

## Intended use

Planning of stock, purchases and staff by product and site. A planner decides; a proposal is not an order.

## Limits

- Sales stand for demand. Days marked as out of stock are replaced by the recent mean of their weekday before
  training and are not scored; a stock-out that no count shows looks like low demand.
- Promotions count only if they are planned in the data before the forecast is made. Prices, weather and
  competitors are not known to the model.
- Products without enough selling days are forecast together (other sites, or a category), as `level` says.
- Only the busiest {e["individual_series"]} regular series get fits of their own (Theta, ETS); the others
  share one pooled model.
- No personal data is used.
"""
