"""Loads a source whose settings say how long its rows are kept; prints as JSON what ClickHouse then holds.

Run in the repository's root. The settings are those of the repository, with other values of `sources.shop.retention`.
"""

import contextlib
import datetime as dt
import io
import json
import os
import sys
from pathlib import Path

import duckdb
import yaml
from clickhouse_connect import get_client
from clickhouse_connect.driver.client import Client
from ingestion.__main__ import main as ingest
from scripts.clickhouse_engine import Engine, Request, serving

now = dt.datetime.now(dt.UTC)
shop = Path("ingestion/shop")
shop.mkdir()
(shop / "mapping.yaml").write_text(
    """
connector: files
files: { folder: data/shop }
tables:
  orders: { path: "orders*.csv" }
  returns: { path: "returns*.parquet" }
  sizes: { path: "sizes*.csv" }
entities:
  products: { from: sizes, columns: { product_id: id } }
""",
    encoding="utf-8",
)
data = Path("data/shop")
data.mkdir(parents=True)
days = {"old": 800, "recent": 100, "today": 0}
moments = {name: f"{now - dt.timedelta(days=age):%Y-%m-%d %H:%M:%S}" for name, age in days.items()}
lines = [f"{name},{moment},{name}" for name, moment in moments.items()]
nothing = ["unknown,,no date", "odd,31/12/2020,not as it should be"]
# All texts in the one, moments in the other.
(data / "orders.csv").write_text("\n".join(["id,ordered_at,note", *lines, *nothing]), encoding="utf-8")
(data / "sizes.csv").write_text("id,size\n1,2\n", encoding="utf-8")
odd = {"unknown": "null", "none": "timestamp '1970-01-01 00:00:00'", "far": "timestamp '2200-01-01 00:00:00'"}
values = {name: f"timestamp '{moment}'" for name, moment in moments.items()} | odd
rows = ", ".join(f"('{name}', {value})" for name, value in values.items())
duckdb.execute(
    f"copy (select id, ordered_at::timestamp as ordered_at from (values {rows}) as t (id, ordered_at))"
    f" to '{data}/returns.parquet'"
)

settings = Path("settings/common.yaml")
before = settings.read_text(encoding="utf-8")


def load(retention: object, *words: str) -> dict[str, object]:
    known = yaml.safe_load(before)
    known["sources"]["shop"] = {} if retention is None else {"retention": retention}
    settings.write_text(yaml.safe_dump(known), encoding="utf-8")
    said = io.StringIO()
    statements.clear()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = ingest(["run", "--source", "shop", *words])
    return {"code": code, "output": said.getvalue(), "ttl": ttl(client), "sent": [sql for sql in statements if sql.startswith("ALTER") and " TTL" in sql]}


def ttl(client: Client) -> dict[str, str]:
    rows = client.query(
        "select name, extract(engine_full, ' TTL (.*?) SETTINGS') from system.tables"
        " where database = 'raw_shop' and not startsWith(name, '_dlt') order by name"
    ).result_rows
    return {name: rule for name, rule in rows}


def left(client: Client) -> dict[str, list[str]]:
    """The rows of the two tables with dates, after everything that is too old was taken out."""
    found = {}
    for table in ("orders", "returns"):
        client.command(f"optimize table raw_shop.{table} final")
        found[table] = [row[0] for row in client.query(f"select id from raw_shop.{table} order by id").result_rows]
    return found


class Listening(Engine):
    """Remembers what it was told."""

    def answer(self, request: Request) -> bytes:
        statements.append(request.sql)
        return super().answer(request)


found: dict[str, object] = {}
statements: list[str] = []
with serving(Path(".local/retention")) as server:
    server.engine.__class__ = Listening
    os.environ |= server.environment()
    client = get_client(
        host="127.0.0.1", port=server.server_address[1], username="toolbox", password=server.password
    )
    found["wrong"] = load({"column": "ordered_at", "months": 0})
    found["kept"] = load(None)
    found["kept rows"] = left(client)
    found["24 months"] = load({"column": "ordered_at", "months": 24})
    found["24 months rows"] = left(client)
    found["no such column"] = load({"column": "sold_at", "months": 24})
    found["no date"] = load({"column": "note", "months": 24})
    found["as it was"] = load({"column": "ordered_at", "months": 24})
    found["1 month"] = load({"column": "ordered_at", "months": 1}, "--full")
    found["1 month rows"] = left(client)
    found["for ever"] = load(None)
    client.command("alter table raw_shop.orders modify ttl toDate('2025-01-01') + toIntervalYear(length(ifNull(id, '')) + 50)")
    found["by hand"] = load(None)
json.dump(found, sys.stdout)
