"""Command line of the ingestion; `python -m ingestion --help`."""

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence

from ingestion.errors import IngestionError
from ingestion.mapping import SAMPLE, list_sources, read_mapping
from settings import SettingsError, load_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 done, 1 findings, 2 something needs a person."""
    options = _parser().parse_args(arguments)
    if options.env:
        os.environ["TOLTEK_ENV"] = options.env
    try:
        if options.command == "list":
            return _list()
        if options.command == "run":
            return _run(options.source, options.full)
        if options.command == "check-mapping":
            return _check(options.source, options.rows)
        if options.command == "suggest-mapping":
            return _suggest(options.source, options.write)
        return _freshness(options.source)
    except (IngestionError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--env", choices=("local", "dev", "prod"), help="instead of TOLTEK_ENV")
    one = argparse.ArgumentParser(add_help=False, parents=[common])
    one.add_argument("--source", required=True, help="a folder below ingestion/")
    some = argparse.ArgumentParser(add_help=False, parents=[common])
    some.add_argument("--source", help="a folder below ingestion/; all sources if left out")
    parser = argparse.ArgumentParser(prog="python -m ingestion", description="Load the client's sources.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("list", parents=[common], help="the sources and what they give")
    run = commands.add_parser("run", parents=[some], help="load what is new into the warehouse")
    run.add_argument("--full", action="store_true", help="read everything again")
    check = commands.add_parser("check-mapping", parents=[one], help="compare a mapping with the data")
    check.add_argument(
        "--rows",
        type=int,
        default=2_000_000,
        help="rows read of each table (%(default)s; 20,000 of a database or API)",
    )
    suggest = commands.add_parser("suggest-mapping", parents=[one], help="propose a mapping from the data")
    suggest.add_argument(
        "--write", action="store_true", help="write it to mapping.yaml if that is still empty"
    )
    commands.add_parser("freshness", parents=[some], help="how old the newest rows are")
    return parser


def _chosen(source: str | None) -> list[str]:
    """The sources to work on: the one named, those of INGESTION_SOURCES, or all but the sample."""
    if source:
        return [source]
    listed = os.environ.get("INGESTION_SOURCES", "")
    if listed:
        return [name.strip() for name in listed.split(",") if name.strip()]
    return [name for name in list_sources() if name != SAMPLE]


def _list() -> int:
    for source in list_sources():
        mapping = read_mapping(source)
        gives = ", ".join(mapping.entities) or "nothing yet: python -m ingestion suggest-mapping"
        print(f"{source:<24} {mapping.connector:<6} {gives}")
    return 0


def _run(source: str | None, full: bool) -> int:
    from ingestion.load import load_source
    from ingestion.retention import read_retention
    from ingestion.warehouse import warehouse

    settings = load_settings()
    target = warehouse(settings)
    loaded = 0
    for name in _chosen(source):
        mapping = read_mapping(name)
        if not mapping.filled_in:
            print(
                f"{name}: not mapped yet. Next: python -m ingestion suggest-mapping --source {name} --write",
                file=sys.stderr,
            )
            continue
        retention = read_retention(name, settings)
        start = time.monotonic()
        result = load_source(mapping, target, settings["client"]["currency"], full)
        target.keep(f"raw_{mapping.snake}", retention)
        loaded += 1
        seconds = time.monotonic() - start
        print(f"{name}: {_summary(result.raw_rows, 'nothing new')} in {seconds:.1f} s")
        for entity, rows in result.entity_rows.items():
            rejected = result.rejected_rows.get(entity, 0)
            remark = f", {rejected:,} of them rejected (see rejected_rows)" if rejected else ""
            print(f"  {entity}: {rows:,} rows{remark}")
        if "CLOUD_RUN_JOB" in os.environ:
            print(_measured(name, result.raw_rows, result.rejected_rows, seconds))
    if loaded == 0:
        raise IngestionError("No source was loaded: none is mapped yet.")
    return 0


def _measured(
    source: str, raw_rows: Mapping[str, int], rejected_rows: Mapping[str, int], seconds: float
) -> str:
    """One line that Cloud Logging reads as fields: infra/constructs/gcp/ingestion-job measures them."""
    rows = sum(raw_rows.values())
    return json.dumps(
        {
            "severity": "INFO",
            "message": f"{source}: {rows} rows in {seconds:.1f} s",
            "event": "loaded",
            "source": source,
            "rows": rows,
            "rejected": sum(rejected_rows.values()),
            "seconds": round(seconds, 3),
        }
    )


def _summary(rows: object, otherwise: str) -> str:
    counts = dict(rows) if isinstance(rows, dict) else {}
    read = [f"{count:,} {table}" for table, count in counts.items() if count]
    return ", ".join(read) or otherwise


def _check(source: str, rows: int) -> int:
    from ingestion.check import check_mapping

    findings = check_mapping(read_mapping(source), rows)
    for line in findings.report:
        print(line)
    return 1 if findings.problems else 0


def _suggest(source: str, write: bool) -> int:
    from ingestion.suggest import suggest_mapping

    mapping = read_mapping(source)
    text = suggest_mapping(mapping)
    if not write:
        print(text, end="")
        return 0
    if mapping.filled_in:
        raise IngestionError(f"{mapping.path} is filled in already; without --write the proposal is printed.")
    mapping.path.write_text(text, encoding="utf-8")
    print(f"{mapping.path} written. Next: python -m ingestion check-mapping --source {source}")
    return 0


def _freshness(source: str | None) -> int:
    from ingestion.freshness import source_ages
    from ingestion.warehouse import warehouse

    settings = load_settings()
    ages = source_ages(_chosen(source), settings, warehouse(settings))
    for age in ages:
        print(age.line)
    return 1 if any(age.stale for age in ages) else 0


if __name__ == "__main__":
    sys.exit(main())
