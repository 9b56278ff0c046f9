"""Readers of the three kinds of source: files, SQL databases and REST APIs.

`reader(mapping, table, full)` returns a dlt resource that yields the rows to be loaded: all of them, or what is new
since the last load. What was read before is remembered in the warehouse, with dlt's state.
"""

from typing import Any

from ingestion.connectors import files, rest, sql
from ingestion.mapping import SourceMapping, Table


def reader(mapping: SourceMapping, table: Table) -> Any:
    """Return the dlt resource that reads one table of a source."""
    if mapping.connector == "sql":
        return sql.reader(mapping, table)
    if mapping.connector == "rest":
        return rest.reader(mapping, table)
    return files.reader(mapping, table)
