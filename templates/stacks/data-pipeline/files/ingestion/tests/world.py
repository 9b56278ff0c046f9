"""A small world for the tests: a source with its mapping, and a DuckDB warehouse beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import duckdb

from ingestion.load import Loaded, load_source
from ingestion.mapping import SourceMapping, read_mapping
from ingestion.warehouse import DuckDbWarehouse

SALES_HEADER = "line,order,at,sku,qty,amount\n"
SALES_MAPPING = """
    connector: files
    files: { folder: "%(data)s" }
    tables:
      sales: { path: "sales*.csv" }
    entities:
      sales_lines:
        from: sales
        columns:
          line_id: line
          order_id: order
          ordered_at: at
          product_id: sku
          quantity: qty
          net_amount: amount
"""


@dataclass
class World:
    """One source called `shop`."""

    folder: Path

    @property
    def data(self) -> Path:
        """The folder its files are in."""
        return self.folder / "data"

    @property
    def warehouse(self) -> DuckDbWarehouse:
        """The warehouse it is loaded into."""
        return DuckDbWarehouse(self.folder / "warehouse.duckdb")

    def map(self, text: str) -> SourceMapping:
        """Write the mapping; `%(data)s` is the folder of the files."""
        path = self.folder / "ingestion" / "shop" / "mapping.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).replace("%(data)s", str(self.data)), encoding="utf-8")
        return self.mapping()

    def mapping(self) -> SourceMapping:
        """Read the mapping."""
        return read_mapping("shop", self.folder / "ingestion")

    def write(self, name: str, text: str) -> Path:
        """Write a file of the source."""
        path = self.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def load(self, full: bool = False) -> Loaded:
        """Load the source."""
        return load_source(self.mapping(), self.warehouse, "EUR", full)

    def rows(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Query the warehouse."""
        with duckdb.connect(str(self.warehouse.path), read_only=True) as connection:
            return connection.execute(sql).fetchall()
