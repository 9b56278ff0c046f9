"""The warehouse of dev and prod as services read and write it: BigQuery."""

import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from service_common.config import settings_section
from service_common.warehouse import PARAMETER, Value, Warehouse, checked, column_kind

if TYPE_CHECKING:
    from google.cloud.bigquery import SchemaField

_KINDS = {"bool": "BOOL", "whole": "INT64", "number": "FLOAT64", "date": "DATE", "text": "STRING"}


class BigQueryWarehouse:
    """BigQuery. Rows travel as newline-delimited JSON, so a run needs no staging bucket."""

    def __init__(self, project: str, location: str) -> None:
        from google.cloud import bigquery

        self.project = project
        if os.environ.get("BIGQUERY_EMULATOR_HOST"):
            from google.auth.credentials import AnonymousCredentials

            anonymous: Callable[[], AnonymousCredentials] = AnonymousCredentials

            self.client = bigquery.Client(project=project, location=location, credentials=anonymous())
        else:
            self.client = bigquery.Client(project=project, location=location)

    def table(self, dataset: str, name: str) -> str:
        """Quoted full name of a table."""
        return f"`{self.project}`.`{checked(dataset)}`.`{checked(name)}`"

    def read_sql(self, sql: str, parameters: Mapping[str, Value] | None = None) -> pd.DataFrame:
        """Rows of a query."""
        from google.cloud import bigquery

        kinds = {bool: "BOOL", int: "INT64", float: "FLOAT64", str: "STRING", type(None): "STRING"}
        config = bigquery.QueryJobConfig(
            query_parameters=[
                bigquery.ScalarQueryParameter(name, kinds[type(value)], value)
                for name, value in (parameters or {}).items()
            ]
        )
        rows = self.client.query(PARAMETER.sub(r"@\1", sql), job_config=config).result()
        frame: pd.DataFrame = rows.to_arrow(create_bqstorage_client=False).to_pandas()
        return frame

    def exists(self, dataset: str, name: str) -> bool:
        """Whether a table is there."""
        from google.api_core.exceptions import NotFound

        try:
            self.client.get_table(f"{self.project}.{checked(dataset)}.{checked(name)}")
        except NotFound:
            return False
        return True

    def replace_rows(self, dataset: str, name: str, frame: pd.DataFrame, where: Mapping[str, Value]) -> None:
        """Replace the matching rows in one transaction."""
        from google.cloud import bigquery

        self._ensure_dataset(dataset)
        schema = [
            bigquery.SchemaField(checked(str(column)), _KINDS[column_kind(frame[column])])
            for column in frame.columns
        ]
        self._ensure_table(dataset, name, schema)
        staging = f"{self.project}.{dataset}._incoming_{name}"
        lines = "\n".join(json.dumps(row, default=str) for row in _json_rows(frame))
        load = bigquery.LoadJobConfig(
            source_format=bigquery.SourceFormat.NEWLINE_DELIMITED_JSON,
            write_disposition=bigquery.WriteDisposition.WRITE_TRUNCATE,
            schema=schema,
        )
        self.client.load_table_from_file(io.BytesIO(lines.encode()), staging, job_config=load).result()
        columns = ", ".join(f"`{field.name}`" for field in schema)
        condition = " and ".join(f"kept.`{checked(c)}` = @{c}" for c in where)
        # One statement, so that a reader sees the old rows or the new ones.
        merge = (
            f"merge into {self.table(dataset, name)} as kept"  # noqa: S608
            f" using {self.table(dataset, f'_incoming_{name}')} as incoming on false"
            f" when not matched then insert ({columns}) values ({columns})"
            f" when not matched by source and {condition} then delete"
        )
        parameters = [bigquery.ScalarQueryParameter(key, "STRING", value) for key, value in where.items()]
        self.client.query(merge, job_config=bigquery.QueryJobConfig(query_parameters=parameters)).result()
        self.client.delete_table(staging, not_found_ok=True)

    def _ensure_table(self, dataset: str, name: str, schema: "list[SchemaField]") -> None:
        """Make the table, or give one of an earlier version of the code the columns it lacks."""
        from google.cloud import bigquery

        wanted = bigquery.Table(f"{self.project}.{dataset}.{checked(name)}", schema=schema)
        table = self.client.create_table(wanted, exists_ok=True)
        there = {field.name for field in table.schema}
        missing = [field for field in schema if field.name not in there]
        if missing:
            table.schema = [*table.schema, *missing]
            self.client.update_table(table, ["schema"])

    def _ensure_dataset(self, dataset: str) -> None:
        """Make a dataset that the infrastructure has not made, as in an account for trying things out."""
        from google.api_core.exceptions import NotFound

        name = f"{self.project}.{checked(dataset)}"
        try:
            self.client.get_dataset(name)
        except NotFound:
            self.client.create_dataset(name, exists_ok=True)


def _json_rows(frame: pd.DataFrame) -> Iterator[dict[str, object]]:
    plain = frame.copy()
    for column in plain.columns:
        if plain[column].dtype.kind == "M":
            plain[column] = plain[column].dt.strftime("%Y-%m-%d")
    plain = plain.astype(object).where(plain.notna(), None)
    for row in plain.to_dict(orient="records"):
        yield {str(key): value for key, value in row.items()}


def deployed_warehouse(env: str) -> Warehouse:
    """The warehouse of an environment's settings."""
    return BigQueryWarehouse(
        os.environ.get("GOOGLE_CLOUD_PROJECT") or settings_section("gcp", env).text("project_id"),
        os.environ.get("WAREHOUSE_LOCATION") or settings_section("residency", env).text("multi_region"),
    )
