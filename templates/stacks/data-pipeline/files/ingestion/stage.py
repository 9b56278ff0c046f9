# ruff: noqa: S608 - names are quoted, values are quoted literals or parameters
"""The stage: rows just read from a source, held in an in-process DuckDB while they are mapped."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

BATCH_ROWS = 500_000


def quoted(name: str) -> str:
    """Return a name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


class Stage:
    """Tables of one source by name.

    Arrow tables and record batches go straight in; lists of dicts (pages of an API) are collected as JSON
    lines first, so that a field may be empty on one page and filled on the next.
    """

    def __init__(self, folder: Path) -> None:
        """Open a stage that keeps its files in `folder`, an existing temporary folder."""
        self._folder = folder
        self._pages: dict[str, Path] = {}
        self.connection = duckdb.connect(str(folder / "stage.duckdb"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def add(self, table: str, items: Any) -> None:
        """Add rows to a table: an Arrow table or record batch, a dict, or a list of dicts."""
        if isinstance(items, pa.RecordBatch):
            items = pa.Table.from_batches([items])
        if isinstance(items, pa.Table):
            self._add_arrow(table, items)
            return
        path = self._pages.setdefault(table, self._folder / f"{len(self._pages)}.jsonl")
        with path.open("a", encoding="utf-8") as file:
            for row in items if isinstance(items, list) else [items]:
                file.write(json.dumps(row, default=str) + "\n")

    def finish(self) -> None:
        """Make tables of the collected pages. Call it once, after the last `add`."""
        for table, path in self._pages.items():
            self.connection.execute(
                f"create table {quoted(table)} as select * from "
                "read_json(?, format = 'newline_delimited', sample_size = -1, "
                "maximum_object_size = 67108864)",
                [str(path)],
            )

    def tables(self) -> list[str]:
        """Return the tables that hold rows or at least columns."""
        rows = self.connection.execute("select table_name from duckdb_tables()").fetchall()
        return [name for (name,) in rows]

    def columns(self, relation: str) -> dict[str, str]:
        """Return name and DuckDB type of the columns of a table, in their order."""
        described = self.connection.execute(f"describe {relation}").fetchall()
        return {row[0]: row[1] for row in described}

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        row = self.connection.execute(f"select count(*) from {quoted(table)}").fetchone()
        return int(row[0]) if row else 0

    def batches(self, sql: str) -> Iterator[pa.Table]:
        """Run a query and yield its rows as Arrow tables of at most `BATCH_ROWS` rows."""
        reader = self.connection.execute(sql).to_arrow_reader(BATCH_ROWS)
        for batch in reader:
            yield pa.Table.from_batches([batch])

    def _add_arrow(self, table: str, rows: pa.Table) -> None:
        self.connection.register("incoming", rows)
        if table in self.tables():
            self.connection.execute(f"insert into {quoted(table)} by name select * from incoming")
        else:
            self.connection.execute(f"create table {quoted(table)} as select * from incoming")
        self.connection.unregister("incoming")
