"""Tables and views of a SQL database, through SQLAlchemy."""

from collections.abc import Iterator, Mapping
from typing import Any

import dlt
from dlt.sources.sql_database import sql_table

from ingestion.connectors.environment import required_variable
from ingestion.connectors.pages import first_rows
from ingestion.errors import IngestionError
from ingestion.mapping import SourceMapping, Table

CHUNK_ROWS = 50_000


class SqlReader:
    """Reads tables whole, or the rows from the highest `cursor` seen on."""

    def __init__(self, mapping: SourceMapping) -> None:
        self._mapping = mapping

    def has_news(self, _table: Table, _state: Mapping[str, Any]) -> bool:
        """Whether a table has to be read: a database cannot tell."""
        return True

    def resource(self, table: Table) -> Any:
        """Return the resource that reads one table."""
        variable = self._mapping.connection.get("url_env")
        if not variable:
            raise IngestionError(
                f"{self._mapping.path}: sql.url_env is missing; name the variable of the address."
            )
        cursor = table.options.get("cursor")
        return sql_table(
            credentials=required_variable(variable, f"address of the database of {self._mapping.source}"),
            table=table.options["table"],
            schema=self._mapping.connection.get("schema"),
            incremental=dlt.sources.incremental(cursor) if cursor else None,
            primary_key=table.key,
            backend="pyarrow",
            chunk_size=CHUNK_ROWS,
        ).with_name(f"read_{table.name}")

    def sample(self, table: Table, rows: int) -> Iterator[Any]:
        """Yield the first rows of a table."""
        return first_rows(self.resource(table), rows)
