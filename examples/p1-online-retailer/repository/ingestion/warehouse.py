"""The warehouse that is loaded: a DuckDB file on this machine, BigQuery in dev and prod."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dlt
import duckdb

from ingestion.errors import IngestionError
from settings import Settings

ROOT = Path(__file__).parent.parent
LANDING = "landing"


@dataclass(frozen=True)
class Warehouse:
    """Where to load to."""

    kind: str
    """`duckdb` or `bigquery`."""
    path: Path
    """The DuckDB file."""
    project: str
    """The Google Cloud project."""
    location: str
    """The BigQuery location."""

    def destination(self) -> Any:
        """Return the dlt destination."""
        if self.kind == "bigquery":
            return dlt.destinations.bigquery(project_id=self.project, location=self.location)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return dlt.destinations.duckdb(str(self.path))

    def query(self, sql: str) -> Sequence[Sequence[Any]]:
        """Run a query and return its rows; no rows if the warehouse or a table does not exist yet."""
        with self._reader() as read:
            return read(sql)

    @contextmanager
    def _reader(self) -> Iterator[Callable[[str], Sequence[Sequence[Any]]]]:
        if self.kind == "bigquery":
            from google.api_core.exceptions import NotFound
            from google.cloud import bigquery

            client = bigquery.Client(project=self.project, location=self.location)

            def run(sql: str) -> list[tuple[Any, ...]]:
                try:
                    return [tuple(row.values()) for row in client.query_and_wait(sql)]
                except NotFound:
                    return []

            yield run
            return
        if not self.path.exists():
            yield lambda _sql: []
            return
        with duckdb.connect(str(self.path), read_only=True) as connection:

            def run_local(sql: str) -> list[tuple[Any, ...]]:
                try:
                    return connection.execute(sql).fetchall()
                except duckdb.CatalogException:
                    return []

            yield run_local


def warehouse(settings: Settings) -> Warehouse:
    """Return the warehouse of an environment's settings.

    The environment comes first: `WAREHOUSE_PATH` (DuckDB file), `GOOGLE_CLOUD_PROJECT`, `WAREHOUSE_LOCATION`.
    """
    chosen = settings["warehouse"]
    kind = chosen["kind"]
    if kind not in ("duckdb", "bigquery"):
        raise IngestionError(f"settings: warehouse.kind is {kind!r}; expected duckdb or bigquery.")
    project = os.environ.get("GOOGLE_CLOUD_PROJECT") or str(settings.get("gcp", {}).get("project_id") or "")
    if kind == "bigquery" and not project:
        raise IngestionError("settings: gcp.project_id is missing; BigQuery needs a project.")
    return Warehouse(
        kind=kind,
        path=ROOT / (os.environ.get("WAREHOUSE_PATH") or str(chosen.get("path", ".local/warehouse.duckdb"))),
        project=project,
        location=os.environ.get("WAREHOUSE_LOCATION") or str(settings["residency"]["multi_region"]),
    )
