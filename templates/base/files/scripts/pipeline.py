"""Run everything this repository does, step by step: load, transform, train, evaluate, predict, serve.

python -m scripts.pipeline demo    the sample data, in .local/demo; ends with real requests to every service
python -m scripts.pipeline run     the client's own sources, in .local
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.metrics import metric_table, read_metrics
from scripts.serving import call_services

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Mode:
    """What the pipeline runs on."""

    local: str
    """Folder of everything that is written."""
    sources: str
    """Sources to load, comma-separated; empty means all of the client's."""
    calls_services: bool


MODES = {
    "demo": Mode(local=".local/demo", sources="sample", calls_services=True),
    "run": Mode(local=".local", sources="", calls_services=False),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the pipeline and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m scripts.pipeline", description=__doc__)
    parser.add_argument("mode", choices=sorted(MODES))
    mode = MODES[parser.parse_args(arguments).mode]
    plan = json.loads((ROOT / "scripts" / "pipeline.json").read_text(encoding="utf-8"))
    environment = _environment(mode)
    started = time.monotonic()
    steps = plan["steps"]
    for number, step in enumerate(steps, start=1):
        _say(f"[{number}/{len(steps)}] {step['title']}", started)
        code = _run(step["run"], environment)
        if code != 0:
            print(f"\n{step['title']} failed with exit code {code}: {step['run']}", file=sys.stderr)
            print("docs/runbook.md says what to do.", file=sys.stderr)
            return 1
    if mode.calls_services:
        _say("Serving and calling the services", started)
        if not call_services(plan["services"], environment):
            return 1
    _summary(mode, started)
    return 0


def _environment(mode: Mode) -> Mapping[str, str]:
    """The environment of the steps: the chosen data, and no telemetry."""
    changed = {
        "TOLTEK_LOCAL": mode.local,
        "WAREHOUSE_PATH": f"{mode.local}/warehouse.duckdb",
        "DBT_TARGET_PATH": str(ROOT / mode.local / "dbt"),
        "DBT_LOG_PATH": str(ROOT / mode.local / "dbt"),
        "DO_NOT_TRACK": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "RUNTIME__DLTHUB_TELEMETRY": "false",
    }
    if mode.sources:
        changed["INGESTION_SOURCES"] = mode.sources
    (ROOT / mode.local).mkdir(parents=True, exist_ok=True)
    tools = str(Path(sys.executable).parent)
    path = os.pathsep.join([tools, os.environ.get("PATH", "")])
    return {**os.environ, **changed, "PATH": path}


def _run(command: str, environment: Mapping[str, str]) -> int:
    # The commands are those of scripts/pipeline.json, which is part of this repository.
    return subprocess.run(command, shell=True, cwd=ROOT, env=environment, check=False).returncode  # noqa: S602


def _say(text: str, started: float) -> None:
    print(f"\n--- {time.monotonic() - started:5.1f} s  {text}", flush=True)


def _summary(mode: Mode, started: float) -> None:
    reports = ROOT / mode.local / "reports"
    table = metric_table(read_metrics(reports))
    _say("Results", started)
    if table:
        print(table)
    print("\nWhere to look:")
    print(f"  warehouse   {mode.local}/warehouse.duckdb")
    for report in sorted(reports.glob("*/*.html")):
        print(f"  report      {report.relative_to(ROOT)}")
    print("  documents   docs/, README.md")
    print(f"\nDone in {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    sys.exit(main())
