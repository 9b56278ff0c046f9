import json
from pathlib import Path

from scripts.metrics import metric_table, read_metrics


def test_metrics_stand_beside_their_baseline(tmp_path: Path) -> None:
    folder = tmp_path / "demand-forecasting"
    folder.mkdir()
    rows = [
        {"metric": "WAPE", "model": 0.2, "baseline": 0.3, "unit": "", "better": "lower"},
        {"metric": "coverage", "model": 0.8, "baseline": None, "unit": "", "better": "higher"},
        {"metric": "bias", "model": -0.05, "baseline": 0.01, "unit": "", "better": "closer", "target": 0},
    ]
    (folder / "metrics.json").write_text(json.dumps({"use_case": "demand-forecasting", "rows": rows}))
    table = metric_table(read_metrics(tmp_path)).splitlines()
    assert table[2].split() == ["demand-forecasting", "WAPE", "0.200", "0.300", "better"]
    assert table[3].split() == ["demand-forecasting", "coverage", "0.800", "-"]
    assert table[4].split() == ["demand-forecasting", "bias", "-0.050", "0.010", "worse"]


def test_no_results_give_no_table(tmp_path: Path) -> None:
    assert metric_table(read_metrics(tmp_path)) == ""


def test_every_step_and_service_of_the_pipeline_says_what_it_is() -> None:
    path = Path(__file__).parent.parent / "scripts" / "pipeline.json"
    plan = json.loads(path.read_text(encoding="utf-8"))
    assert all(step["title"] and step["run"] for step in plan["steps"])
    assert all(service["module"] and service["example"]["path"] for service in plan["services"])
