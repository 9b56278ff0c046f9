"""The warehouse of dev and prod as ingestion loads it: BigQuery."""

import os
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dlt

from ingestion.errors import IngestionError
from ingestion.retention import Retention
from ingestion.warehouse import Warehouse
from settings import Settings

KIND = "bigquery"

warnings.filterwarnings("ignore", message="Cannot create BigQuery Storage client")


@dataclass(frozen=True)
class BigQueryWarehouse:
    """The BigQuery datasets of a project."""

    project: str
    location: str

    def destination(self) -> Any:
        """Return the dlt destination."""
        return dlt.destinations.bigquery(project_id=self.project, location=self.location)

    def query(self, sql: str) -> Sequence[Sequence[Any]]:
        """Run a query and return its rows; no rows if a table does not exist yet."""
        from google.api_core.exceptions import NotFound
        from google.cloud import bigquery

        client = bigquery.Client(project=self.project, location=self.location)
        try:
            return [tuple(row.values()) for row in client.query_and_wait(sql)]
        except NotFound:
            return []

    def keep(self, dataset: str, retention: Retention | None) -> None:
        """Rows stay for ever: nothing here deletes any.

        Raises:
            IngestionError: the settings ask for something else.
        """
        if retention is not None:
            raise IngestionError(
                f"settings: a retention is asked for {dataset}, and BigQuery does not apply it. Take"
                " `retention` out of that source, and let a scheduled query delete what is too old."
            )


def deployed_warehouse(settings: Settings) -> Warehouse:
    """Return the warehouse of the settings.

    The environment comes first: `GOOGLE_CLOUD_PROJECT`, `WAREHOUSE_LOCATION`.
    """
    project = os.environ.get("GOOGLE_CLOUD_PROJECT") or str(settings.get("gcp", {}).get("project_id") or "")
    if not project:
        raise IngestionError("settings: gcp.project_id is missing; BigQuery needs a project.")
    return BigQueryWarehouse(
        project=project,
        location=os.environ.get("WAREHOUSE_LOCATION") or str(settings["residency"]["multi_region"]),
    )
