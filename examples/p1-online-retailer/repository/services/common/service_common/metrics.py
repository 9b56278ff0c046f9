"""metrics.json: the figures of a model beside those of its naive baseline, as the demo prints them."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from service_common.config import local_folder


@dataclass(frozen=True)
class MetricRow:
    """One figure of the model beside the baseline's."""

    metric: str
    model: float | None
    baseline: float | None
    unit: str
    better: Literal["higher", "lower", "closer"]
    """`closer`: to `target`."""
    target: float | None = None


def report_folder(use_case: str) -> Path:
    """Where the reports of a use case are written."""
    return local_folder("reports", use_case)


def write_metrics(
    use_case: str,
    *,
    version: str,
    as_of: str,
    baseline: str,
    verdict: str,
    beats_baseline: bool,
    rows: Sequence[MetricRow],
    files: Sequence[Path] = (),
) -> Path:
    """Write metrics.json of a use case; `verdict` is one sentence, `files` is where to look."""
    document = {
        "use_case": use_case,
        "version": version,
        "as_of": as_of,
        "baseline": baseline,
        "beats_baseline": beats_baseline,
        "verdict": verdict,
        "rows": [asdict(row) for row in rows],
        "files": [str(file) for file in files],
    }
    path = report_folder(use_case) / "metrics.json"
    path.write_text(json.dumps(document, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    return path
