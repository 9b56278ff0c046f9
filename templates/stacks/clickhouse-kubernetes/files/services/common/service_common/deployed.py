"""The warehouse of dev and prod as services read and write it: ClickHouse."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pandas as pd

from service_common.warehouse import PARAMETER, Value, Warehouse, WarehouseError, checked, column_kind
from settings import load_settings
from settings.clickhouse import ClickHouseAddress, clickhouse_address

if TYPE_CHECKING:
    from clickhouse_connect.driver.client import Client

_KINDS = {"bool": "Bool", "whole": "Int64", "number": "Float64", "date": "Date", "text": "String"}
_PARAMETERS = {bool: "Bool", int: "Int64", float: "Float64", str: "String", type(None): "Nullable(String)"}
_UNKNOWN_TABLE = ("code: 60", "code: 81")


class ClickHouseWarehouse:
    """A ClickHouse server or cluster. Every call has a connection of its own."""

    def __init__(self, address: ClickHouseAddress) -> None:
        self.address = address
        self.engine = "ReplicatedMergeTree" if address.cluster else "MergeTree"

    @contextmanager
    def _connect(self) -> Iterator["Client"]:
        import clickhouse_connect
        from clickhouse_connect.driver.exceptions import ClickHouseError

        try:
            client = clickhouse_connect.get_client(**self.address.client_arguments())
        except ClickHouseError as error:
            raise WarehouseError(
                f"ClickHouse at {self.address.host}:{self.address.port} cannot be reached: {_short(error)}"
            ) from error
        try:
            yield client
        except ClickHouseError as error:
            missing = any(code in str(error).lower() for code in _UNKNOWN_TABLE)
            remedy = " Load and transform the data first (`make run`)." if missing else ""
            what = "lacks a table" if missing else "refused a statement"
            raise WarehouseError(f"ClickHouse {what}: {_short(error)}{remedy}") from error
        finally:
            client.close()

    def table(self, dataset: str, name: str) -> str:
        """Quoted full name of a table."""
        return f"`{checked(dataset)}`.`{checked(name)}`"

    def read_sql(self, sql: str, parameters: Mapping[str, Value] | None = None) -> pd.DataFrame:
        """Rows of a query."""
        values = dict(parameters or {})

        def typed(match: "re.Match[str]") -> str:
            name = match.group(1)
            return f"{{{name}:{_PARAMETERS[type(values[name])]}}}"

        with self._connect() as client:
            frame = client.query_df(PARAMETER.sub(typed, sql), parameters=values or None)
        return _plain(frame)

    def exists(self, dataset: str, name: str) -> bool:
        """Whether a table is there."""
        found = self.read_sql(
            "select count(*) as n from system.tables where database = $dataset and name = $name",
            {"dataset": dataset, "name": name},
        )
        return bool(found["n"].iloc[0])

    def replace_rows(self, dataset: str, name: str, frame: pd.DataFrame, where: Mapping[str, Value]) -> None:
        """Replace the matching rows: they are a partition, which is exchanged whole."""
        incoming = f"_incoming_{name}"
        target, staging = self.table(dataset, name), self.table(dataset, incoming)
        keys = [checked(column) for column in where]
        columns = {
            checked(str(column)): _KINDS[column_kind(frame[column])]
            if column in keys
            else f"Nullable({_KINDS[column_kind(frame[column])]})"
            for column in frame.columns
        }
        listed = ", ".join(f"`{column}` {kind}" for column, kind in columns.items())
        by = ", ".join(f"`{key}`" for key in keys)
        shape = f"({listed}) engine = {self.engine} partition by ({by}) order by ({by})"
        partition = ", ".join(_literal(where[key]) for key in keys)
        with self._connect() as client:
            client.command(self.address.create_database(checked(dataset)))
            client.command(f"create table if not exists {target} {shape}")
            for column, kind in columns.items():
                client.command(f"alter table {target} add column if not exists `{column}` {kind}")
            if frame.empty:
                client.command(f"alter table {target} drop partition ({partition})")
                return
            client.command(f"drop table if exists {staging} sync")
            client.command(f"create table {staging} as {target}")
            client.insert_df(incoming, frame, database=dataset)
            client.command(f"alter table {target} replace partition ({partition}) from {staging}")
            client.command(f"drop table {staging} sync")


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The types that the other warehouses give: signed whole numbers, gaps as NaN."""
    for column in frame.columns:
        dtype = frame[column].dtype
        if pd.api.types.is_bool_dtype(dtype) or not pd.api.types.is_integer_dtype(dtype):
            continue
        frame[column] = frame[column].astype("float64" if frame[column].hasnans else "int64")
    return frame


def _literal(value: Value) -> str:
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return str(value)


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:400]


def deployed_warehouse(env: str) -> Warehouse:
    """The warehouse of an environment's settings."""
    return ClickHouseWarehouse(clickhouse_address(load_settings(env)))
