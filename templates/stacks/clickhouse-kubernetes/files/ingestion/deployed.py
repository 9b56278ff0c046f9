"""The warehouse of dev and prod as ingestion loads it: ClickHouse.

dlt's own destination keeps every dataset in one database, under names with a prefix, and speaks two
protocols. Here a dataset is a database, as dbt and people expect it, and everything goes over HTTP.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import clickhouse_connect
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import ClickHouseError
from clickhouse_connect.driver.tools import insert_file
from clickhouse_driver.dbapi import errors as dbapi
from dlt.destinations import clickhouse as dlt_clickhouse
from dlt.destinations.impl.clickhouse.clickhouse import ClickHouseClient
from dlt.destinations.impl.clickhouse.sql_client import ClickHouseSqlClient
from dlt.destinations.job_client_impl import SqlJobClientWithStagingDataset
from dlt.destinations.sql_client import SqlClientBase

from ingestion.errors import IngestionError
from ingestion.retention import Retention
from ingestion.ttl import keep_rows
from ingestion.warehouse import Warehouse
from settings import Settings, load_settings
from settings.clickhouse import ClickHouseAddress, clickhouse_address

KIND = "clickhouse"

_RETURNS_ROWS = ("SELECT", "WITH", "SHOW", "DESCRIBE", "EXISTS")
_UNKNOWN_TABLE_OR_DATABASE = re.compile(r"Code: (60|81)\b")


@dataclass(frozen=True)
class ClickHouseWarehouse:
    """Databases of a ClickHouse server or cluster."""

    address: ClickHouseAddress

    def destination(self) -> Any:
        """Return the dlt destination."""
        return _Destination(
            credentials={
                "host": self.address.host,
                "port": self.address.port,
                "http_port": self.address.port,
                "username": self.address.user,
                "password": self.address.password,
                "database": "default",
                "secure": int(self.address.secure),
            },
            table_engine_type="replicated_merge_tree" if self.address.cluster else "merge_tree",
        )

    def query(self, sql: str) -> Sequence[Sequence[Any]]:
        """Run a query and return its rows; no rows if the database or a table does not exist yet."""
        with _connected(self.address) as client:
            try:
                return client.query(sql).result_rows
            except ClickHouseError as error:
                if _UNKNOWN_TABLE_OR_DATABASE.search(str(error)):
                    return []
                raise

    def keep(self, dataset: str, retention: Retention | None) -> None:
        """Let ClickHouse delete what is older; for ever where there is no retention."""
        with _connected(self.address) as client:
            keep_rows(client, dataset, retention)


def deployed_warehouse(settings: Settings) -> Warehouse:
    """Return the warehouse of the settings; settings/clickhouse.py says what comes before them."""
    address = clickhouse_address(settings)
    if not address.host:
        raise IngestionError("settings: warehouse.host is missing; it says where ClickHouse answers.")
    return ClickHouseWarehouse(address)


@contextmanager
def _connected(address: ClickHouseAddress) -> Iterator[Client]:
    client = clickhouse_connect.get_client(**address.client_arguments())
    try:
        yield client
    finally:
        client.close()


class _Cursor:
    """A cursor of the DB-API over HTTP."""

    description: list[tuple[Any, ...]] | None = None
    rowcount = -1
    arraysize = 1

    def __init__(self, client: Client) -> None:
        self._client = client
        self._rows: list[tuple[Any, ...]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def close(self) -> None:
        """Nothing is held."""

    def execute(self, sql: str, parameters: Mapping[str, Any] | None = None) -> None:
        """Run one statement; placeholders are `%(name)s`."""
        try:
            self._execute(sql if parameters else sql.replace("%%", "%"), parameters)
        except ClickHouseError as error:
            # dlt tells what is missing by the number at the beginning.
            code = re.search(r"[Cc]ode: (\d+)", str(error))
            raise dbapi.OperationalError(f"Code: {code.group(1) if code else 0}. {error}") from error

    def _execute(self, sql: str, parameters: Mapping[str, Any] | None) -> None:
        self._rows, self.description = [], None
        values = dict(parameters) if parameters else None
        if not sql.lstrip().upper().startswith(_RETURNS_ROWS):
            self._client.command(sql, parameters=values)
            return
        found = self._client.query(sql, parameters=values)
        self._rows = [tuple(row) for row in found.result_rows]
        self.description = [
            (name, kind.name, None, None, None, None, None)
            for name, kind in zip(found.column_names, found.column_types, strict=True)
        ]

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows that are left."""
        rows, self._rows = self._rows, []
        return rows

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row."""
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        """The next rows."""
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows


class _Connection:
    """A connection of the DB-API over HTTP. There are no transactions."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def cursor(self, *_: object) -> _Cursor:
        """A new cursor."""
        return _Cursor(self._client)

    def commit(self) -> None:
        """Every statement is for good at once."""

    def rollback(self) -> None:
        """Nothing can be taken back."""

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()


class _SqlClient(ClickHouseSqlClient):
    """Names as `dataset`.`table`, statements over HTTP."""

    def open_connection(self) -> Any:
        address = clickhouse_address(load_settings())
        arguments = address.client_arguments()
        arguments["settings"]["select_sequential_consistency"] = self.config.select_sequential_consistency
        self._conn = _Connection(clickhouse_connect.get_client(**arguments))
        return self._conn

    def insert_file(self, file_path: str, table_name: str, file_format: str, compression: str) -> Any:
        database, table = self.make_qualified_table_name_path(table_name, quote=False)
        with _connected(clickhouse_address(load_settings())) as client:
            return insert_file(
                client,
                table,
                file_path,
                fmt=file_format,
                database=database,
                settings={"date_time_input_format": "best_effort"},
                # Left to the server, it would have to guess.
                compression="gzip" if compression == "gz" else None,
            )

    def catalog_name(self, quote: bool = True, casefold: bool = True) -> str | None:  # noqa: ARG002 - there is none
        return None

    def make_qualified_table_name_path(self, *arguments: Any, **named: Any) -> list[str]:
        return SqlClientBase.make_qualified_table_name_path(self, *arguments, **named)

    def _get_information_schema_components(self, *tables: str) -> Any:
        return SqlClientBase._get_information_schema_components(self, *tables)

    def has_dataset(self) -> bool:
        return bool(self.execute_sql("SELECT 1 FROM system.databases WHERE name = %s", self.dataset_name))

    def create_dataset(self) -> None:
        self.execute_sql(clickhouse_address(load_settings()).create_database(str(self.dataset_name)))

    def drop_dataset(self) -> None:
        self.execute_sql(f"DROP DATABASE IF EXISTS {self.fully_qualified_dataset_name()} SYNC")


class _JobClient(ClickHouseClient):
    """dlt's client with our way of naming and speaking."""

    def __init__(self, schema: Any, config: Any, capabilities: Any) -> None:
        super().__init__(schema, config, capabilities)
        names = SqlJobClientWithStagingDataset.create_dataset_names(schema, config)
        self.sql_client = _SqlClient(*names, list(schema.tables), config.credentials, capabilities, config)
        mapper, hints = self.type_mapper, self.active_hints
        SqlJobClientWithStagingDataset.__init__(self, schema, config, self.sql_client)
        self.config, self.type_mapper, self.active_hints = config, mapper, hints


class _Destination(dlt_clickhouse):
    @property
    def client_class(self) -> Any:
        return _JobClient
