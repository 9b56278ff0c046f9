"""Readers of the three kinds of source: files, SQL databases and REST APIs.

What was read before is remembered in the warehouse, with dlt's state.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from ingestion.connectors.files import FilesReader
from ingestion.connectors.rest import RestReader
from ingestion.connectors.sql import SqlReader
from ingestion.mapping import SourceMapping, Table


class Reader(Protocol):
    """Reads the tables of one source, for one load or check."""

    def has_news(self, table: Table, state: Mapping[str, Any]) -> bool:
        """Whether a table has to be read; only files can tell without being read.

        dlt would empty a table that is replaced as a whole and yields nothing, so such a table must not be
        read at all.

        Args:
            table: the table.
            state: dlt's state of the source after the last load.
        """

    def resource(self, table: Table) -> Any:
        """Return the dlt resource of a table: all rows, or what is new since the last load."""

    def sample(self, table: Table, rows: int) -> Iterator[Any]:
        """Yield about `rows` rows of a table, as Arrow tables or lists of dicts."""


def open_reader(mapping: SourceMapping) -> Reader:
    """Return the reader of a source."""
    if mapping.connector == "sql":
        return SqlReader(mapping)
    if mapping.connector == "rest":
        return RestReader(mapping)
    return FilesReader(mapping)
