# ruff: noqa: S608 - names are quoted, values are quoted literals or parameters
"""Compares a mapping with the data of its source and says what is missing or wrong."""

import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingestion.canonical import Context, entity_query
from ingestion.contract import Column
from ingestion.errors import IngestionError
from ingestion.mapping import EntityRule, SourceMapping
from ingestion.sampling import sample_tables
from ingestion.stage import Stage, quoted

TOLERATED_SHARE = 0.02
"""Unusable rows are normal up to this share; beyond it the mapping is more likely wrong than the data."""
EXAMPLES = 3


@dataclass(frozen=True)
class Findings:
    """What a check found."""

    report: Sequence[str]
    """All lines to print."""
    problems: int
    """Findings that need a person; 0 means that the mapping can be used."""


def check_mapping(mapping: SourceMapping, rows: int) -> Findings:
    """Read up to `rows` rows of every table and compare them with the mapping."""
    report = _Report(mapping)
    if not mapping.tables:
        report.problem("tables is empty: nothing is read.")
        report.hint(f"python -m ingestion suggest-mapping --source {mapping.source} --write")
        return report.findings()
    with tempfile.TemporaryDirectory() as folder, Stage(Path(folder)) as stage:
        for name, reason in sample_tables(mapping, stage, rows).items():
            report.problem(f"tables.{name}: {reason}")
        staged = stage.tables()
        for table in mapping.tables.values():
            if table.name in staged:
                report.line(f"table {table.name}: {stage.count(table.name):,} rows read")
                _check_key(report, stage, table.name, table.key)
        if not mapping.entities:
            report.problem("entities is empty: nothing is mapped.")
            report.hint(f"python -m ingestion suggest-mapping --source {mapping.source}")
        for rule in mapping.entities.values():
            if rule.table in staged:
                _check_entity(report, stage, rule, mapping)
    return report.findings()


class _Report:
    def __init__(self, mapping: SourceMapping) -> None:
        self._lines = [f"{mapping.path}"]
        self._problems = 0

    def line(self, text: str) -> None:
        self._lines.append(f"  {text}")

    def problem(self, text: str) -> None:
        self._problems += 1
        self._lines.append(f"  PROBLEM  {text}")

    def hint(self, text: str) -> None:
        self._lines.append(f"           {text}")

    def findings(self) -> Findings:
        said = "no problems" if self._problems == 0 else f"{self._problems} to look at"
        return Findings([*self._lines, f"  {said}"], self._problems)


def _check_key(report: _Report, stage: Stage, table: str, key: Sequence[str]) -> None:
    if not key:
        return
    unknown = [name for name in key if name not in stage.columns(quoted(table))]
    if unknown:
        report.problem(f"tables.{table}.key: no column {', '.join(unknown)}.")
        return
    columns = ", ".join(quoted(name) for name in key)
    repeated = _number(
        stage, f"select count(*) from (select 1 from {quoted(table)} group by {columns} having count(*) > 1)"
    )
    empty = " or ".join(f"{quoted(name)} is null" for name in key)
    missing = _number(stage, f"select count(*) from {quoted(table)} where {empty}")
    if repeated:
        report.problem(
            f"tables.{table}.key: {repeated:,} keys occur more than once; rows would replace each other."
        )
    if missing:
        report.problem(f"tables.{table}.key: empty in {missing:,} rows.")


def _check_entity(report: _Report, stage: Stage, rule: EntityRule, mapping: SourceMapping) -> None:
    name = rule.entity.name
    context = Context(mapping.source, "EUR", dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    try:
        query = entity_query(stage, rule, context)
        stage.connection.execute(f'create table "checked {name}" as {query}')
    except IngestionError as error:
        report.problem(str(error))
        return
    except Exception as error:  # DuckDB's errors on a person's own sql expressions
        report.problem(f"entities.{name}: {error}")
        return
    total = _number(stage, f'select count(*) from "checked {name}"')
    rejected = _number(stage, f'select count(*) from "checked {name}" where _rejected')
    report.line(f"entity {name}: {total:,} rows, {rejected:,} of them unusable")
    for column in rule.entity.columns:
        if column.required and column.default is None and column.name not in (*rule.columns, "currency"):
            report.problem(f"entities.{name}.columns.{column.name}: not mapped. {column.description}")
    _check_problems(report, stage, rule, total)
    for column in rule.entity.columns:
        if column.name in rule.columns:
            _check_column(report, stage, rule, column, total)


def _check_problems(report: _Report, stage: Stage, rule: EntityRule, total: int) -> None:
    """Report what could not be read, by column, with examples."""
    name = rule.entity.name
    found = stage.connection.execute(
        f"""select split_part(problem, ':', 1) as what, count(*) as number,
                list(distinct problem order by problem)[1:{EXAMPLES}] as examples
            from (select unnest(string_split(_problems, '; ')) as problem
                  from "checked {name}" where _problems is not null)
            group by what order by number desc"""
    ).fetchall()
    for what, number, examples in found:
        share = number / total if total else 0.0
        shown = f"{number:,} rows ({share:.1%}): {' | '.join(examples)}"
        if what.endswith("is not mapped"):
            continue
        if share > TOLERATED_SHARE:
            report.problem(f"entities.{name}: {shown}")
            _advise(report, rule, what, examples)
        else:
            report.line(f"         {shown}")


def _advise(report: _Report, rule: EntityRule, what: str, examples: Sequence[str]) -> None:
    column = next((one for one in rule.entity.columns if one.name == what.partition(" ")[0]), None)
    if column is None:
        report.hint("Name the columns that identify a row together: { key_of: [first, second] }.")
    elif column.type in ("timestamp", "date"):
        report.hint(f'Say how it is written: {column.name}: {{ column: …, format: "%d/%m/%Y" }}')
    elif column.type in ("double", "bigint") and any("," in example for example in examples):
        report.hint(f'Decimal commas: {column.name}: {{ column: …, decimal: "," }}')
    elif column.choices:
        report.hint(f"Translate: {column.name}: {{ column: …, values: {{ found: {column.choices[0]} }} }}")
    elif column.type == "bool":
        report.hint(f"Say which texts mean yes: {column.name}: {{ column: …, means_yes: [Y] }}")


def _check_column(report: _Report, stage: Stage, rule: EntityRule, column: Column, total: int) -> None:
    name, table = quoted(column.name), f'"checked {rule.entity.name}"'
    if column.type in ("double", "bigint"):
        negative = _number(stage, f"select count(*) from {table} where {name} < 0")
        if negative:
            share = negative / total
            text = f"{column.name}: negative in {negative:,} rows ({share:.1%})"
            if rule.entity.name == "sales_lines" and share <= 0.2:
                report.line(f"         {text}: returns")
            else:
                report.problem(f"entities.{rule.entity.name}.columns.{text}. Is the sign right?")
    if column.type in ("timestamp", "date"):
        row = stage.connection.execute(
            f"select min({name}), max({name}), count(*) filter (year({name}) < 1990) from {table} "
            f"where not _rejected"
        ).fetchone()
        if row and row[0] is not None:
            report.line(f"         {column.name}: {row[0]:%Y-%m-%d} to {row[1]:%Y-%m-%d}")
            if row[2] > total * TOLERATED_SHARE:
                report.problem(
                    f"entities.{rule.entity.name}.columns.{column.name}: before 1990 in {row[2]:,} rows. "
                    "Is the format right?"
                )


def _number(stage: Stage, sql: str) -> int:
    row = stage.connection.execute(sql).fetchone()
    return int(row[0]) if row else 0
