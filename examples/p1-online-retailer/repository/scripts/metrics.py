"""The metrics each use case wrote, as one table beside the baseline.

`<reports>/<use case>/metrics.json` holds `use_case` and `rows`, each with `metric`, `model` and `baseline`
(numbers or null), `unit` and `better`: `higher`, `lower`, or `closer` to `target`.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def read_metrics(reports: Path) -> list[Mapping[str, Any]]:
    """Return the metrics of every use case below a folder, by name."""
    files = sorted(reports.glob("*/metrics.json"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def metric_table(results: Sequence[Mapping[str, Any]]) -> str:
    """Return a table for people; empty without results."""
    rows = [_row(result["use_case"], row) for result in results for row in result["rows"]]
    if not rows:
        return ""
    header = ("use case", "metric", "model", "baseline", "", "")
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    rule = ["-" * width for width in widths]
    return "\n".join(_line(row, widths) for row in [header, rule, *rows])


def _row(use_case: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    model, baseline = row["model"], row["baseline"]
    verdict = "" if model is None or baseline is None else _verdict(row)
    return (use_case, str(row["metric"]), _number(model), _number(baseline), str(row["unit"]), verdict)


def _verdict(row: Mapping[str, Any]) -> str:
    """How the model compares with the baseline."""
    model, baseline, better = row["model"], row["baseline"], row["better"]
    if better == "closer":
        model, baseline = abs(model - row["target"]), abs(baseline - row["target"])
    if model == baseline:
        return "same"
    return "better" if (model > baseline) == (better == "higher") else "worse"


def _number(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    numeric = {2, 3}
    parts = [
        cell.rjust(width) if column in numeric else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(parts).rstrip()
