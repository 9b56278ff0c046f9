"""The warehouse that is loaded: a DuckDB file on this machine, the one of deployed.py in dev and prod."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import dlt
import duckdb

from ingestion.errors import IngestionError
from ingestion.retention import Retention
from settings import Settings

ROOT = Path(__file__).parent.parent
LANDING = "landing"


class Warehouse(Protocol):
    """Where to load to."""

    def destination(self) -> Any:
        """Return the dlt destination."""
        ...

    def query(self, sql: str) -> Sequence[Sequence[Any]]:
        """Run a query and return its rows; no rows if the warehouse or a table does not exist yet."""
        ...

    def keep(self, dataset: str, retention: Retention | None) -> None:
        """Have rows of a dataset deleted when they are older; called after each load."""
        ...


@dataclass(frozen=True)
class DuckDbWarehouse:
    """One DuckDB file."""

    path: Path

    def destination(self) -> Any:
        """Return the dlt destination."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return dlt.destinations.duckdb(str(self.path))

    def query(self, sql: str) -> Sequence[Sequence[Any]]:
        """Run a query and return its rows."""
        if not self.path.exists():
            return []
        with duckdb.connect(str(self.path), read_only=True) as connection:
            try:
                return connection.execute(sql).fetchall()
            except duckdb.CatalogException:
                return []

    def keep(self, dataset: str, retention: Retention | None) -> None:
        """Rows stay: the file is made anew from the sources whenever somebody likes."""


def warehouse(settings: Settings) -> Warehouse:
    """Return the warehouse of an environment's settings; `WAREHOUSE_PATH` of the environment comes first."""
    chosen = settings["warehouse"]
    kind = os.environ.get("WAREHOUSE_KIND") or str(chosen["kind"])
    if kind == "duckdb":
        path = os.environ.get("WAREHOUSE_PATH") or str(chosen.get("path", ".local/warehouse.duckdb"))
        return DuckDbWarehouse(ROOT / path)
    from ingestion.deployed import KIND, deployed_warehouse

    if kind != KIND:
        raise IngestionError(f"settings: warehouse.kind is {kind!r}; expected duckdb or {KIND}.")
    return deployed_warehouse(settings)
