"""Reading from and writing to the warehouse: DuckDB on a laptop, another in dev and prod, one interface.

Values travel as parameters and names are checked, so no text of a request ever becomes SQL.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from service_common.config import environment, repository_root, settings_section

if TYPE_CHECKING:
    import duckdb

Value = str | int | float | bool | None

_NAME = re.compile(r"^[a-z_][a-z0-9_]{0,127}$")
PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")
"""A parameter in the SQL of a use case."""


class WarehouseError(RuntimeError):
    """The warehouse cannot answer. The message says what to do."""


class Warehouse(Protocol):
    """What a use case may ask of the warehouse."""

    def table(self, dataset: str, name: str) -> str:
        """Quoted full name of a table, for use in SQL."""
        ...

    def read_sql(self, sql: str, parameters: Mapping[str, Value] | None = None) -> pd.DataFrame:
        """Rows of a query. Parameters are written `$name` in every dialect."""
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


def _duckdb_types(frame: pd.DataFrame) -> dict[str, str]:
    kinds = {"bool": "boolean", "whole": "bigint", "number": "double", "date": "date", "text": "varchar"}
    return {str(column): kinds[column_kind(frame[column])] for column in frame.columns}


def column_kind(column: "pd.Series[Any]") -> str:
    """What a column holds, as a warehouse needs to know: `bool`, `whole`, `number`, `date` or `text`."""
    kind = column.dtype.kind
    if kind == "b":
        return "bool"
    if kind in "iu":
        return "whole"
    if kind == "f":
        return "number"
    return "date" if kind == "M" else "text"


def open_warehouse(env: str | None = None) -> Warehouse:
    """The warehouse of the environment: DuckDB locally, the one of deployed.py elsewhere."""
    env = env or environment()
    settings = settings_section("warehouse", env)
    kind = os.environ.get("WAREHOUSE_KIND") or settings.text("kind")
    if kind == "duckdb":
        path = os.environ.get("WAREHOUSE_PATH") or settings.text("path")
        return DuckDbWarehouse(repository_root() / path)
    from service_common.deployed import deployed_warehouse

    return deployed_warehouse(env)
