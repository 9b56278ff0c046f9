"""Tables and views of a SQL database, through SQLAlchemy."""

from typing import Any

import dlt
from dlt.sources.sql_database import sql_table

from ingestion.connectors.environment import required_variable
from ingestion.errors import IngestionError
from ingestion.mapping import SourceMapping, Table

CHUNK_ROWS = 50_000


def reader(mapping: SourceMapping, table: Table) -> Any:
    """Return the resource that reads one table: whole, or the rows from the highest `cursor` seen on."""
    variable = mapping.connection.get("url_env")
    if not variable:
        raise IngestionError(f"{mapping.path}: sql.url_env is missing; name the variable of the address.")
    cursor = table.options.get("cursor")
    return sql_table(
        credentials=required_variable(variable, f"address of the database of {mapping.source}"),
        table=table.options["table"],
        schema=mapping.connection.get("schema"),
        incremental=dlt.sources.incremental(cursor) if cursor else None,
        primary_key=table.key,
        backend="pyarrow",
        chunk_size=CHUNK_ROWS,
    ).with_name(f"read_{table.name}")
