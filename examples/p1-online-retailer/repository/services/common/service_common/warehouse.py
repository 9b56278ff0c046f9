"""Reading from and writing to the warehouse: DuckDB on a laptop, BigQuery in the cloud, one interface.

Values travel as parameters and names are checked, so no text of a request ever becomes SQL.
"""

import io
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from service_common.config import LOCAL, environment, repository_root, settings_section

if TYPE_CHECKING:
    import duckdb
    from google.cloud.bigquery import SchemaField

Value = str | int | float | bool | None

_NAME = re.compile(r"^[a-z_][a-z0-9_]{0,127}$")
_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")


class WarehouseError(RuntimeError):
    """The warehouse cannot answer. The message says what to do."""


class Warehouse(Protocol):
    """What a use case may ask of the warehouse."""

    def table(self, dataset: str, name: str) -> str:
        """Quoted full name of a table, for use in SQL."""
        ...

    def read_sql(self, sql: str, parameters: Mapping[str, Value] | None = None) -> pd.DataFrame:
        """Rows of a query. Parameters are written `$name` in both dialects."""
        ...

    def exists(self, dataset: str, name: str) -> bool:
        """Whether a table is there."""
        ...

    def replace_rows(self, dataset: str, name: str, frame: pd.DataFrame, where: Mapping[str, Value]) -> None:
        """Replace the rows that match `where` by those of the frame, in one transaction."""
        ...


def checked(name: str) -> str:
    """A dataset, table or column name that is safe to put into SQL."""
    if not _NAME.match(name):
        raise WarehouseError(f"{name!r} is not a valid name for a dataset, table or column.")
    return name


def read_table(
    warehouse: Warehouse,
    dataset: str,
    name: str,
    columns: Sequence[str],
    where: Mapping[str, Value] | None = None,
    order_by: Sequence[str] = (),
) -> pd.DataFrame:
    """Some columns of a table, optionally only the rows whose columns equal the given values."""
    names = ", ".join(checked(c) for c in columns)
    sql = f"select {names} from {warehouse.table(dataset, name)}"  # noqa: S608
    if where:
        sql += " where " + " and ".join(f"{checked(c)} = ${c}" for c in where)
    if order_by:
        sql += " order by " + ", ".join(checked(c) for c in order_by)
    return warehouse.read_sql(sql, where)


class DuckDbWarehouse:
    """A DuckDB file. Connections are opened per call: one process may write while others only read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def _connect(self, read_only: bool) -> Iterator["duckdb.DuckDBPyConnection"]:
        import duckdb

        if not self.path.exists():
            raise WarehouseError(
                f"There is no warehouse file {self.path}. Run `make demo` or `make run` first, "
                "or point WAREHOUSE_PATH to it."
            )
        try:
            connection = duckdb.connect(str(self.path), read_only=read_only)
        except duckdb.IOException as error:
            raise WarehouseError(
                f"The warehouse file {self.path} cannot be opened; another process may be writing "
                f"to it. Wait for it to end and run again. ({str(error).splitlines()[0]})"
            ) from error
        try:
            yield connection
        finally:
            connection.close()

    def table(self, dataset: str, name: str) -> str:
        """Quoted full name of a table."""
        return f'"{checked(dataset)}"."{checked(name)}"'

    def read_sql(self, sql: str, parameters: Mapping[str, Value] | None = None) -> pd.DataFrame:
        """Rows of a query."""
        import duckdb

        with self._connect(read_only=True) as connection:
            try:
                return connection.execute(sql, dict(parameters or {})).df()
            except duckdb.CatalogException as error:
                raise WarehouseError(
                    f"The warehouse {self.path} lacks a table: {str(error).splitlines()[0]} "
                    "Load and transform the data first (`make demo` or `make run`)."
                ) from error

    def exists(self, dataset: str, name: str) -> bool:
        """Whether a table is there."""
        found = self.read_sql(
            "select count(*) as n from information_schema.tables"
            " where table_schema = $dataset and table_name = $name",
            {"dataset": dataset, "name": name},
        )
        return bool(found["n"].iloc[0])

    def replace_rows(self, dataset: str, name: str, frame: pd.DataFrame, where: Mapping[str, Value]) -> None:
        """Replace the matching rows in one transaction."""
        target = self.table(dataset, name)
        columns = ", ".join(f'"{checked(str(c))}"' for c in frame.columns)
        condition = " and ".join(f"{checked(c)} = ${c}" for c in where)
        with self._connect(read_only=False) as connection:
            connection.register("incoming_frame", frame)
            selected = ", ".join(
                f'cast("{column}" as {kind}) as "{column}"' for column, kind in _duckdb_types(frame).items()
            )
            view = f"create temp view incoming as select {selected} from incoming_frame"  # noqa: S608
            connection.execute(view)
            connection.execute(f'create schema if not exists "{checked(dataset)}"')
            connection.begin()
            try:
                shape = f"create table if not exists {target} as select * from incoming limit 0"  # noqa: S608
                connection.execute(shape)
                for column, kind in _duckdb_types(frame).items():
                    connection.execute(f'alter table {target} add column if not exists "{column}" {kind}')
                connection.execute(f"delete from {target} where {condition}", dict(where))  # noqa: S608
                connection.execute(f"insert into {target} ({columns}) select * from incoming")  # noqa: S608
                connection.commit()
            except BaseException:
                connection.rollback()
                raise


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
        rows = self.client.query(_PARAMETER.sub(r"@\1", sql), job_config=config).result()
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
            bigquery.SchemaField(checked(str(column)), _bigquery_type(frame[column]))
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


def _duckdb_types(frame: pd.DataFrame) -> dict[str, str]:
    kinds = {"BOOL": "boolean", "INT64": "bigint", "FLOAT64": "double", "DATE": "date", "STRING": "varchar"}
    return {str(column): kinds[_bigquery_type(frame[column])] for column in frame.columns}


def _bigquery_type(column: "pd.Series[Any]") -> str:
    kind = column.dtype.kind
    if kind == "b":
        return "BOOL"
    if kind in "iu":
        return "INT64"
    if kind == "f":
        return "FLOAT64"
    return "DATE" if kind == "M" else "STRING"


def _json_rows(frame: pd.DataFrame) -> Iterator[dict[str, object]]:
    plain = frame.copy()
    for column in plain.columns:
        if plain[column].dtype.kind == "M":
            plain[column] = plain[column].dt.strftime("%Y-%m-%d")
    plain = plain.astype(object).where(plain.notna(), None)
    for row in plain.to_dict(orient="records"):
        yield {str(key): value for key, value in row.items()}


def open_warehouse(env: str | None = None) -> Warehouse:
    """The warehouse of the environment: DuckDB locally, BigQuery elsewhere."""
    env = env or environment()
    if env == LOCAL:
        path = os.environ.get("WAREHOUSE_PATH") or settings_section("warehouse", env).text("path")
        return DuckDbWarehouse(repository_root() / path)
    return BigQueryWarehouse(
        os.environ.get("GOOGLE_CLOUD_PROJECT") or settings_section("gcp", env).text("project_id"),
        os.environ.get("WAREHOUSE_LOCATION") or settings_section("residency", env).text("multi_region"),
    )
