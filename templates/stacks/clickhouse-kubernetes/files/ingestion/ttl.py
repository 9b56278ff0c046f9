# ruff: noqa: S608 - names are those of ClickHouse, the column was checked by ingestion/retention.py
"""How long ClickHouse keeps the rows of a source: the TTL of its tables, which it applies when it merges."""

import re
from collections.abc import Collection

from clickhouse_connect.driver.client import Client

from ingestion.errors import IngestionError
from ingestion.retention import Retention

# What has no date stays. ClickHouse writes 1970-01-01 where there is none, and its dates end in 2149.
_FAR, _NONE = "toDate('2100-01-01')", "toDate('1970-01-01')"
_OURS = re.compile(
    r" TTL (toDate\(ifNull\(nullIf\(least\([^ ]+(?: 1, 10\)\),)? toDate\('2100-01-01'\)\),"
    r" toDate\('1970-01-01'\)\), toDate\('2100-01-01'\)\)\) \+ toIntervalMonth\(\d+\))(?= SETTINGS|$)"
)
_DATE = re.compile(r"^(Nullable\()?Date")
_TEXT = re.compile(r"^(Nullable\()?String\b")


def keep_rows(client: Client, database: str, retention: Retention | None) -> None:
    """Give the tables of a database that have the column this TTL, and take ours from all others.

    A statement is sent only where a table has another TTL. One that somebody set by hand stays unless the
    settings ask for ours in its place.

    Raises:
        IngestionError: no table has the column, or it holds no dates.
    """
    tables = _rules(client, database)
    wanted = _wanted(client, database, retention, tables) if retention else {}
    for table, rule in tables.items():
        if table in wanted and wanted[table].replace("`", "") != rule:
            client.command(f"ALTER TABLE `{database}`.`{table}` MODIFY TTL {wanted[table]}")
        elif rule and table not in wanted:
            client.command(f"ALTER TABLE `{database}`.`{table}` REMOVE TTL")


def retention_rule(date: str, months: int) -> str:
    """Return the TTL, but for quotes of names as ClickHouse gives it back; `date` is an expression."""
    return f"toDate(ifNull(nullIf(least({date}, {_FAR}), {_NONE}), {_FAR})) + toIntervalMonth({months})"


def _rules(client: Client, database: str) -> dict[str, str | None]:
    """Of every table with rows of the source, the TTL that is from here."""
    rows = client.query(
        "SELECT name, engine_full FROM system.tables WHERE database = {database:String}"
        " AND engine LIKE '%MergeTree' AND NOT startsWith(name, '_dlt_') ORDER BY name",
        parameters={"database": database},
    ).result_rows
    ours = {str(name): _OURS.search(str(engine)) for name, engine in rows}
    return {name: found[1].replace("`", "") if found else None for name, found in ours.items()}


def _wanted(client: Client, database: str, retention: Retention, tables: Collection[str]) -> dict[str, str]:
    """The TTL of every table that has the column."""
    column = f"`{retention.column}`"
    rows = client.query(
        "SELECT table, type FROM system.columns"
        " WHERE database = {database:String} AND name = {column:String} ORDER BY table",
        parameters={"database": database, "column": retention.column},
    ).result_rows
    types = {str(table): str(kind) for table, kind in rows if table in tables}
    where = f"settings: the retention of {database} goes by the column {retention.column}"
    if tables and not types:
        raise IngestionError(
            f"{where}, which none of its tables has: {', '.join(tables)}. Name a column with a date."
        )
    wanted = {}
    for table, kind in types.items():
        if _TEXT.match(kind):
            _check_text(client, f"`{database}`.`{table}`", column, f"{where}, which is text in {table}")
        elif not _DATE.match(kind):
            raise IngestionError(f"{where}, which is {kind} in {table} and no date. Name one that is.")
        date = _as_date(column) if _TEXT.match(kind) else column
        wanted[table] = retention_rule(date, retention.months)
    return wanted


def _as_date(column: str) -> str:
    """A text as a date, null where its first ten characters are none: texts of files are loaded as texts."""
    return f"toDateOrNull(substring({column}, 1, 10))"


def _check_text(client: Client, table: str, column: str, where: str) -> None:
    """Refuse a text that holds no dates: its rows would stay for ever, and nobody know."""
    some = f"SELECT {column} AS value FROM {table} WHERE notEmpty({column}) LIMIT 1000"
    read = f"SELECT count(), countIf(isNotNull({_as_date('value')})), any(value) FROM ({some})"
    values, dates, example = client.query(read).result_rows[0]
    if values and not dates:
        raise IngestionError(
            f"{where} such as {example!r}, and no date as in 2025-01-31. Name a column that is one, or have"
            " the source write it so."
        )
