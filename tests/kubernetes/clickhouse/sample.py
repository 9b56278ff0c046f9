"""Loads, builds and reads the sample data of a client repository on DuckDB and on ClickHouse; prints what it found as JSON.

Run in the repository's root, with all of its components installed, and the server in CLICKHOUSE_HOST and _PORT.
"""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from ingestion.__main__ import main as ingest
from service_common.warehouse import Warehouse, open_warehouse, read_table
from transform.__main__ import main as transform

found: dict[str, object] = {}


def become(user: str) -> None:
    """As whom ClickHouse is asked from here on."""
    os.environ |= {"CLICKHOUSE_USER": user, "CLICKHOUSE_PASSWORD": f"secret-of-{user}"}


def run(name: str, call: object, *words: str) -> None:
    """Keep the words of a command; what comes after one that fails would fail too."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = call(list(words))  # type: ignore[operator]
    if code:
        sys.exit(f"{name} ended with {code}:\n{said.getvalue()}")
    found[name] = {"code": code, "output": said.getvalue()[-4000:]}


def tables(rows: list[tuple[str, str, str]]) -> dict[str, list[str]]:
    listed: dict[str, list[str]] = {}
    for table, column, _ in rows:
        listed.setdefault(table, []).append(column)
    return {table: sorted(columns) for table, columns in sorted(listed.items())}


def figures(warehouse: Warehouse, columns: dict[str, list[str]]) -> dict[str, object]:
    """Of every table: its rows, and of every column the values that are there, and their sum where they are numbers."""
    result: dict[str, object] = {}
    for table, names in columns.items():
        frame = read_table(warehouse, "marts", table, [name for name in names if name != "loaded_at"])
        result[table] = {"rows": len(frame), **{str(name): figure(frame[name]) for name in frame.columns}}
    return result


def figure(column: "pd.Series[object]") -> object:
    there = column.dropna()
    if pd.api.types.is_numeric_dtype(column.dtype) or all(isinstance(value, bool) for value in there):
        return [len(there), round(float(there.astype(float).sum()), 3)]
    return [len(there), int(there.astype(str).str[:10].nunique())]


def predictions(warehouse: Warehouse) -> dict[str, object]:
    """Writes runs as a use case does and reads them back."""

    def rows(run_id: str, values: list[float]) -> pd.DataFrame:
        days = np.array([run_id] * len(values), dtype="datetime64[s]")
        return pd.DataFrame({"run_id": [run_id] * len(values), "day": days, "value": values, "hit": [True] * len(values)})

    for day, values in (("2025-01-01", [1.0]), ("2025-01-02", [2.0, 3.0]), ("2025-01-02", [4.0]), ("2025-01-03", [])):
        warehouse.replace_rows("predictions", "t", rows(day, values), {"run_id": day})
    later = rows("2025-01-04", [5.0]).assign(more=[7])
    warehouse.replace_rows("predictions", "t", later, {"run_id": "2025-01-04"})
    kept = read_table(warehouse, "predictions", "t", ["run_id", "value", "more"], order_by=["run_id"])
    hostile = "a' or 1=1; drop table predictions.t; --"
    return {
        "values": kept["value"].tolist(),
        "more": [None if np.isnan(value) else value for value in kept["more"].tolist()],
        "hostile": len(read_table(warehouse, "predictions", "t", ["value"], {"run_id": hostile})),
        "exists": warehouse.exists("predictions", "t"),
        "left": [name for name in ("_incoming_t",) if warehouse.exists("predictions", name)],
    }


os.environ |= {"INGESTION_SOURCES": "sample", "WAREHOUSE_PATH": ".local/compare.duckdb"}
# In processes of their own: dbt keeps the file open.
for name, words in (("duckdb load", ["ingestion", "run"]), ("duckdb build", ["transform", "build", "--quiet"])):
    done = subprocess.run([sys.executable, "-m", *words], capture_output=True, text=True, check=False)
    found[name] = {"code": done.returncode, "output": (done.stdout + done.stderr)[-4000:]}
with duckdb.connect(".local/compare.duckdb", read_only=True) as connection:
    marts = tables(
        connection.execute(
            "select table_name, column_name, data_type from information_schema.columns where table_schema = 'marts'"
        ).fetchall()
    )
found["duckdb"] = figures(open_warehouse(), marts)
os.environ |= {"WAREHOUSE_KIND": "clickhouse", "DBT_TARGET": "clickhouse", "CLICKHOUSE_SECURE": "false"}
become("loader")
run("load", ingest, "run")
run("load again", ingest, "run")
run("freshness", ingest, "freshness")
become("transformer")
run("build", transform, "build")
become("service")
warehouse = open_warehouse()
found["clickhouse"] = figures(warehouse, marts)
found["sorted by"] = (
    warehouse.read_sql(
        "select name, sorting_key, partition_key from system.tables where database = 'marts' and sorting_key != ''"
        " and name like 'f%' order by name"
    )
    .to_numpy()
    .tolist()
)
found["predictions"] = predictions(warehouse)
json.dump(found, sys.stdout)
