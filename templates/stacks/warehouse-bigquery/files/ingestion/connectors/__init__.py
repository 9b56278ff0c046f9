"""Readers of the three kinds of source: files, SQL databases and REST APIs.

What was read before is remembered in the warehouse, with dlt's state.
"""

from collections.abc import Mapping
from typing import Any

from ingestion.connectors import files, rest, sql
from ingestion.mapping import SourceMapping, Table


def reader(mapping: SourceMapping, table: Table) -> Any:
    """Return the dlt resource that yields the rows of a table: all, or what is new since the last load."""
    if mapping.connector == "sql":
        return sql.reader(mapping, table)
    if mapping.connector == "rest":
        return rest.reader(mapping, table)
    return files.reader(mapping, table)


def has_news(mapping: SourceMapping, table: Table, state: Mapping[str, Any]) -> bool:
    """Whether a table has to be read; only files can tell without being read.

    dlt would empty a table that is replaced as a whole and yields nothing, so such a table must not be read
    at all.

    Args:
        mapping: the source.
        table: the table.
        state: dlt's state of the source after the last load.
    """
    if mapping.connector != "files":
        return True
    seen = state.get("resources", {}).get(f"read_{table.name}", {}).get(files.STATE, {})
    return bool(files.new_versions(mapping, table, seen))
