"""Makes the tables of a stream on the real engine and moves rows through them; prints as JSON what it found.

The engine of a process has the table engine Kafka and no threads that read a topic. So everything is made twice: with that
engine, to see what ClickHouse takes it for, and with a table of the engine Null in its place that has the same columns and
those which the Kafka engine adds by itself, to put messages in.
"""

import contextlib
import io
import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import yaml
from clickhouse_connect import get_client
from clickhouse_connect.driver.client import Client
from ingestion.streams.__main__ import main as streams
from scripts.clickhouse_engine import Engine, Request, serving

settings = Path("settings/common.yaml")
before = settings.read_text(encoding="utf-8")
statements: list[str] = []
VIRTUAL = (
    ", `_partition` UInt64, `_offset` UInt64, `_timestamp_ms` Nullable(DateTime64(3, 'UTC')),"
    " `_error` String, `_raw_message` String"
)


class Kafka(Engine):
    """With the engine Kafka, as far as a process has it."""

    def answer(self, request: Request) -> bytes:
        statements.append(request.sql)
        try:
            return super().answer(request)
        except RuntimeError as error:
            # The table is made; what would read it is not there.
            if "ENGINE = Kafka" in request.sql and "Shutdown was called" in str(error):
                return b""
            raise


class StandIn(Engine):
    """With a table that messages are put into by hand."""

    def answer(self, request: Request) -> bytes:
        statements.append(request.sql)
        made = re.match(r"CREATE TABLE (\S+) \((.*)\) ENGINE = Kafka\(kafka\) SETTINGS ", request.sql)
        if not made:
            return super().answer(request)
        sql = f"CREATE TABLE {made[1]} ({made[2]}{VIRTUAL}) ENGINE = Null"
        return super().answer(Request(sql, b"", request.format, None, {}, {}, None))


CLICKS = {
    "topic": "shop.clicks",
    "source": "web-shop",
    "columns": {"event_id": "text", "happened_at": "timestamp", "amount": "double"},
    "key": ["event_id"],
    "time": "happened_at",
}


def run(topics: object, retention: object = None) -> dict[str, Any]:
    known = yaml.safe_load(before)
    known["streaming"]["topics"] = topics
    if retention:
        known["sources"]["web-shop"]["retention"] = retention
    settings.write_text(yaml.safe_dump(known), encoding="utf-8")
    said = io.StringIO()
    statements.clear()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = streams()
    changed = ("CREATE TABLE", "CREATE MATERIALIZED", "ALTER", "DROP")
    return {"code": code, "output": said.getvalue(), "sent": [sql for sql in statements if sql.startswith(changed)]}


def tables(client: Client) -> dict[str, str]:
    rows = client.query("select name, engine from system.tables where database = 'raw_web_shop' order by name")
    return {name: engine for name, engine in rows.result_rows}


def full(client: Client, table: str) -> str:
    asked = f"select engine_full from system.tables where database = 'raw_web_shop' and name = '{table}'"
    return str(client.query(asked).result_rows[0][0])


def messages(client: Client, *rows: tuple[str, str, float]) -> None:
    """As the Kafka engine gives them; the time it was sent is now."""
    values = ", ".join(f"('{event}', {moment}, {amount}, 1, {i}, now64(3), '', '')" for i, (event, moment, amount) in enumerate(rows))
    client.command(
        "insert into raw_web_shop._clicks_kafka"
        f" (event_id, happened_at, amount, _partition, _offset, _timestamp_ms, _error, _raw_message) values {values}"
    )


def rows_of(client: Client, columns: str, table: str = "clicks", order: str = "event_id") -> list[list[object]]:
    found = client.query(f"select {columns} from raw_web_shop.{table} order by {order}").result_rows
    return [list(row) for row in found]


def serve(name: str, engine: type[Engine]) -> contextlib.ExitStack:
    stack = contextlib.ExitStack()
    server = stack.enter_context(serving(Path(f".local/{name}")))
    server.engine.__class__ = engine
    os.environ |= server.environment()
    global client
    client = get_client(host="127.0.0.1", port=server.server_address[1], username="toolbox", password=server.password)
    return stack


client: Client
found: dict[str, Any] = {}
step = sys.argv[1]
with serve(step, Kafka if step == "kafka" else StandIn):
    if step == "kafka":
        client.command("create named collection kafka as kafka_broker_list = '127.0.0.1:1'")
        found["made"] = run({"clicks": CLICKS})
        found["again"] = run({"clicks": CLICKS})
        # Nobody is at that port; the reader notices after a moment.
        for _ in range(40):
            found["no broker"] = run({"clicks": CLICKS})
            if found["no broker"]["code"]:
                break
            time.sleep(0.5)
        found["tables"] = tables(client)
        found["engine"] = full(client, "_clicks_kafka")
    else:
        found["nothing"] = run({})
        found["made"] = run({"clicks": CLICKS})
        found["engine"] = full(client, "clicks")
        messages(client, ("a", "now()", 1), ("b", "now()", 2), ("old", "now() - interval 800 day", 3))
        client.command(
            "insert into raw_web_shop._clicks_kafka (_partition, _offset, _timestamp_ms, _error, _raw_message)"
            " values (1, 7, now64(3), 'Cannot parse input', '{\"event_id\":')"
        )
        found["rows"] = rows_of(client, "event_id, amount, _partition, _offset")
        found["unreadable"] = rows_of(client, "message, problem, _offset", "clicks_unreadable", "message")
        found["again"] = run({"clicks": CLICKS})
        found["kept"] = run({"clicks": CLICKS}, {"column": "happened_at", "months": 24})
        client.command("optimize table raw_web_shop.clicks final")
        found["kept rows"] = rows_of(client, "event_id")
        found["kept engine"] = full(client, "clicks")
        more = CLICKS | {"columns": CLICKS["columns"] | {"logged_in": "bool"}}
        found["more"] = run({"clicks": more})
        client.command("insert into raw_web_shop._clicks_kafka (event_id, happened_at, logged_in) values ('c', now(), true)")
        found["more rows"] = rows_of(client, "event_id, logged_in")
        # Half-way: the feed, which comes last, is not there.
        client.command("drop table raw_web_shop._clicks_feed")
        client.command("drop table raw_web_shop._clicks_kafka")
        found["mended"] = run({"clicks": more})
        messages(client, ("d", "now()", 4))
        found["mended rows"] = rows_of(client, "event_id")
        found["other type"] = run({"clicks": CLICKS | {"columns": CLICKS["columns"] | {"amount": "text"}}})
        found["other key"] = run({"clicks": CLICKS | {"key": ["happened_at"]}})
        client.command("create table raw_web_shop.orders (id String) engine = MergeTree order by id")
        found["taken"] = run({"orders": CLICKS})
        client.command(
            "insert into raw_web_shop._clicks_kafka (event_id, happened_at, _timestamp_ms)"
            " values ('e', now(), now64(3) - interval 20 minute)"
        )
        found["late"] = run({"clicks": more})
        found["stopped"] = run({})
        found["stopped tables"] = tables(client)
json.dump(found, sys.stdout)
