"""Run everything this repository does, step by step: load, transform, train, evaluate, predict, serve.

python -m scripts.pipeline demo    the sample data, in .local/demo; ends with real requests to every service
python -m scripts.pipeline run     the client's own sources, in .local
"""

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.metrics import metric_table, read_metrics
from scripts.serving import call_services

ROOT = Path(__file__).parent.parent

Step = Mapping[str, Any]
"""`phase`, `title` and `run` of scripts/pipeline.json."""


@dataclass(frozen=True)
class Mode:
    """What the pipeline runs on."""

    local: str
    """Folder of everything that is written."""
    sources: str
    """Sources to load, comma-separated; empty means all of the client's."""
    calls_services: bool


SIDE_BY_SIDE = ("train", "evaluate")
"""Phases whose steps only read the warehouse; a DuckDB file has one writer, so the others take turns."""

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")

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
    for phase, members in itertools.groupby(plan["steps"], key=lambda step: step["phase"]):
        steps = list(members)
        for group in [steps] if phase in SIDE_BY_SIDE else [[step] for step in steps]:
            _say(" + ".join(step["title"] for step in group), started)
            failed = _run_side_by_side(group, environment)
            if failed:
                print(f"\n{failed['title']} failed: {failed['run']}", file=sys.stderr)
                print("docs/runbook.md says what to do.", file=sys.stderr)
                return 1
    if mode.calls_services:
        _say("Serving and calling the services", started)
        if not call_services(plan["services"], environment, ROOT / mode.local / "logs"):
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
        # Nine processes import the same libraries: compiling them anew in each takes longer than the work.
        "PYTHONDONTWRITEBYTECODE": "",
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


def _run_side_by_side(steps: Sequence[Step], environment: Mapping[str, str]) -> Step | None:
    """Run steps at once, show what each printed, in order, and return the first that failed."""
    if len(steps) == 1:
        return None if _start(steps[0], environment).wait() == 0 else steps[0]
    # Each gets its share of the cores: two numerical libraries that both claim all of them run far slower.
    threads = str(max(1, (os.cpu_count() or 1) // len(steps)))
    environment = {**environment, **dict.fromkeys(THREAD_VARIABLES, threads)}
    with tempfile.TemporaryDirectory() as folder:
        logs = [Path(folder) / str(number) for number in range(len(steps))]
        processes = []
        for step, log in zip(steps, logs, strict=True):
            with log.open("wb") as output:
                processes.append(_start(step, environment, output))
        codes = []
        for process, log in zip(processes, logs, strict=True):
            codes.append(process.wait())
            print(log.read_text(encoding="utf-8", errors="replace"), end="", flush=True)
        return next((step for step, code in zip(steps, codes, strict=True) if code != 0), None)


def _start(step: Step, environment: Mapping[str, str], output: Any = None) -> subprocess.Popen[bytes]:
    # The commands are those of scripts/pipeline.json, which is part of this repository.
    error = subprocess.STDOUT if output else None
    return subprocess.Popen(  # noqa: S602 - commands of this repository
        step["run"], shell=True, cwd=ROOT, env=environment, stdout=output, stderr=error
    )


def _say(text: str, started: float) -> None:
    print(f"\n--- {time.monotonic() - started:5.1f} s  {text}", flush=True)


def _summary(mode: Mode, started: float) -> None:
    reports = ROOT / mode.local / "reports"
    table = metric_table(read_metrics(reports))
    _say("Results", started)
    if table:
        print(table)
    print("\nWhere to look:")
    if os.environ.get("WAREHOUSE_KIND", "duckdb") == "duckdb":
        print(f"  warehouse   {mode.local}/warehouse.duckdb")
    else:
        print(f"  warehouse   {mode.local}/{os.environ['WAREHOUSE_KIND']}/")
    for report in sorted(reports.glob("*/*.html")):
        print(f"  report      {report.relative_to(ROOT)}")
    print("  documents   docs/, README.md")
    print(f"\nDone in {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    sys.exit(main())
