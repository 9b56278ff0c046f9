# ruff: noqa: S608 - names and columns were checked by definition.py, the rest are quoted literals
"""The tables that read a topic, and how they become what the settings ask for.

    _<name>_kafka ─ _<name>_feed ─▶ _<name>_intake ─┬─ _<name>_rows ──▶ <name>
    engine Kafka    view            engine Null     └─ _<name>_errors ▶ <name>_unreadable

Rows are in the two tables at the end, which only ever gain columns. All before them holds nothing and is
made anew when it has to change: the feed first goes and last comes, so no message is read while a table
behind it is missing. Where reading stood is known to Kafka.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence

from clickhouse_connect.driver.client import Client

from ingestion.contract import Type
from ingestion.errors import IngestionError
from ingestion.streams.definition import Stream

COLLECTION = "kafka"
"""Named collection that knows the brokers and how to sign in: infra/kubernetes/platform/streaming.ts."""

UNREADABLE_DAYS = 30

_TYPES: Mapping[Type, str] = {
    "text": "String",
    "double": "Float64",
    "bigint": "Int64",
    "bool": "Bool",
    "timestamp": "DateTime64(6, 'UTC')",
    "date": "Date",
}
_MOMENT = "DateTime64(3, 'UTC')"
_OF_KAFKA = {"_partition": "UInt64", "_offset": "UInt64"}
_FEED_COMMENT = "stream "


def bring_up(client: Client, stream: Stream, group: str, replicated: bool) -> list[str]:
    """Make the tables of a stream what they should be, and return what was done; nothing where they are.

    Args:
        client: of a user that may; see infra/kubernetes/platform/streaming.ts.
        stream: the stream; its database exists.
        group: consumer group; Kafka keeps where it stands.
        replicated: whether replicas copy the rows of each other.

    Raises:
        IngestionError: a table is there that cannot become it.
    """
    done = _make_target(client, stream, replicated)
    plumbing = _plumbing(stream, group)
    state = _FEED_COMMENT + hashlib.sha256("\n".join(plumbing).encode()).hexdigest()[:16]
    if _comment(client, stream.database, f"_{stream.name}_feed") == state:
        return done
    _take_down(client, stream.database, stream.name)
    for statement in plumbing:
        client.command(statement.replace(_STATE, state))
    return [*done, "reads as the settings say"]


def stop_others(client: Client, streams: Sequence[Stream]) -> list[str]:
    """Stop reading topics that the settings no longer name; their rows stay. Return the tables."""
    kept = {(stream.database, stream.name) for stream in streams}
    rows = client.query(
        "SELECT database, name FROM system.tables WHERE engine = 'MaterializedView'"
        " AND startsWith(comment, {comment:String}) ORDER BY database, name",
        parameters={"comment": _FEED_COMMENT},
    ).result_rows
    feeds = [(str(database), str(feed).removeprefix("_").removesuffix("_feed")) for database, feed in rows]
    stopped = [feed for feed in feeds if feed not in kept]
    for database, name in stopped:
        _take_down(client, database, name)
    return [f"{database}.{name}" for database, name in stopped]


# Stands for the comment of the feed, which is about the statement that it is in.
_STATE = "<state>"


def _plumbing(stream: Stream, group: str) -> list[str]:
    """The statements that make everything before the tables with the rows, in their order."""
    place, name = f"`{stream.database}`", stream.name
    fields = ", ".join(f"`{column}` {_type(stream, column)}" for column in stream.columns)
    columns = ", ".join(f"`{column}`" for column in stream.columns)
    virtual = f"`_partition` UInt64, `_offset` UInt64, `_timestamp_ms` Nullable({_MOMENT})"
    told = "_partition, _offset, _timestamp_ms, _error, _raw_message"
    arrived = "now64(3, 'UTC') AS _received_at, _timestamp_ms AS _sent_at, _partition, _offset"
    # The view reads and writes as who makes it, whoever or whatever sends it rows.
    view = "DEFINER = CURRENT_USER SQL SECURITY DEFINER"
    intake = f"{place}.`_{name}_intake`"
    rows = f"SELECT {columns}, {arrived} FROM {intake} WHERE _error = ''"
    unreadable = f"{place}.`{name}_unreadable`"
    errors = f"SELECT _raw_message AS message, _error AS problem, {arrived} FROM {intake} WHERE _error != ''"
    read = ", ".join(
        [
            f"kafka_topic_list = '{stream.topic}'",
            f"kafka_group_name = '{group}'",
            "kafka_format = 'JSONEachRow'",
            "kafka_handle_error_mode = 'stream'",
            "date_time_input_format = 'best_effort'",
            "input_format_skip_unknown_fields = 1",
        ]
    )
    feed = f"SELECT {columns}, {told} FROM {place}.`_{name}_kafka` COMMENT '{_STATE}'"
    return [
        f"CREATE TABLE {intake} ({fields}, {virtual}, `_error` String, `_raw_message` String) ENGINE = Null",
        f"CREATE MATERIALIZED VIEW {place}.`_{name}_rows` TO {place}.`{name}` {view} AS {rows}",
        f"CREATE MATERIALIZED VIEW {place}.`_{name}_errors` TO {unreadable} {view} AS {errors}",
        f"CREATE TABLE {place}.`_{name}_kafka` ({fields}) ENGINE = Kafka({COLLECTION}) SETTINGS {read}",
        f"CREATE MATERIALIZED VIEW {place}.`_{name}_feed` TO {intake} {view} AS {feed}",
    ]


def _take_down(client: Client, database: str, name: str) -> None:
    for table in ("feed", "kafka", "errors", "rows", "intake"):
        client.command(f"DROP TABLE IF EXISTS `{database}`.`_{name}_{table}` SYNC")


def _make_target(client: Client, stream: Stream, replicated: bool) -> list[str]:
    """Make the tables that keep rows, or add the columns that are missing; return what was done."""
    engine = "ReplicatedMergeTree" if replicated else "MergeTree"
    about = _about(stream)
    arrived = {"_received_at": _MOMENT, "_sent_at": f"Nullable({_MOMENT})", **_OF_KAFKA}
    unreadable = {"message": "String", "problem": "String", **arrived}
    place, name = f"`{stream.database}`", stream.name
    if _comment(client, stream.database, f"{name}_unreadable") is None:
        client.command(
            f"CREATE TABLE {place}.`{name}_unreadable` ({_listed(unreadable)}) ENGINE = {engine}"
            f" ORDER BY _received_at TTL toDate(_received_at) + toIntervalDay({UNREADABLE_DAYS})"
            f" COMMENT '{about}'"
        )
    columns = {column: _type(stream, column) for column in stream.columns} | arrived
    found = _comment(client, stream.database, name)
    if found is None:
        client.command(
            f"CREATE TABLE {place}.`{name}` ({_listed(columns)}) ENGINE = {engine}"
            f" PARTITION BY toYYYYMM(`{stream.time}`) ORDER BY ({_sorting(stream)}) COMMENT '{about}'"
        )
        return ["made"]
    if found != about:
        raise IngestionError(
            f"settings: streaming.topics.{name} asks for the table {stream.database}.{name}, which is there"
            f" and holds something else ({found or 'no topic'}). Give the stream another name."
        )
    return _add_columns(client, stream, columns)


def _add_columns(client: Client, stream: Stream, columns: Mapping[str, str]) -> list[str]:
    names = {"database": stream.database, "table": stream.name}
    rows = client.query(
        "SELECT name, type FROM system.columns WHERE database = {database:String} AND table = {table:String}",
        parameters=names,
    ).result_rows
    there = {str(name): str(kind) for name, kind in rows}
    sorting, months = client.query(
        "SELECT sorting_key, partition_key FROM system.tables"
        " WHERE database = {database:String} AND name = {table:String}",
        parameters=names,
    ).result_rows[0]
    table = f"{stream.database}.{stream.name}"
    key = f"streaming.topics.{stream.name}"
    if (_bare(sorting), _bare(months)) != (_bare(_sorting(stream)), f"toYYYYMM{stream.time}"):
        raise IngestionError(
            f"settings: {key}.key or .time is not what {table} was made with: sorted by {sorting}, parts by"
            f" {months}. Set them back, or give the stream another name."
        )
    for name, kind in columns.items():
        if there.get(name, kind) != kind:
            raise IngestionError(
                f"settings: {key}.columns.{name} would be {kind}, and is {there[name]} in {table}. A column"
                " keeps its type: give the new one another name."
            )
    added = [name for name in columns if name not in there]
    for name in added:
        place = f"`{stream.database}`.`{stream.name}`"
        client.command(f"ALTER TABLE {place} ADD COLUMN IF NOT EXISTS `{name}` {columns[name]}")
    return [f"column {name} added" for name in added]


def _comment(client: Client, database: str, table: str) -> str | None:
    rows = client.query(
        "SELECT comment FROM system.tables WHERE database = {database:String} AND name = {table:String}",
        parameters={"database": database, "table": table},
    ).result_rows
    return str(rows[0][0]) if rows else None


def _about(stream: Stream) -> str:
    return f"Topic {stream.topic} of Kafka"


def _sorting(stream: Stream) -> str:
    return ", ".join(f"`{name}`" for name in stream.key)


def _bare(expression: str) -> str:
    """An expression without what ClickHouse may write or leave out."""
    return re.sub(r"[`() ]", "", expression)


def _type(stream: Stream, column: str) -> str:
    """What nothing is sorted or parted by may be missing."""
    kind = _TYPES[stream.columns[column]]
    return kind if column in (*stream.key, stream.time) else f"Nullable({kind})"


def _listed(columns: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` {kind}" for name, kind in columns.items())
