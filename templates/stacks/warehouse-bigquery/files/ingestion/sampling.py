"""Reads part of a source into a stage, without the warehouse: for checking and suggesting mappings."""

from collections.abc import Iterator
from typing import Any

from ingestion.connectors import files, reader
from ingestion.errors import IngestionError
from ingestion.mapping import SourceMapping, Table
from ingestion.stage import Stage


def sample_tables(mapping: SourceMapping, stage: Stage, rows: int) -> dict[str, str]:
    """Stage up to `rows` rows of every table; return what could not be read, by table."""
    failures: dict[str, str] = {}
    for table in mapping.tables.values():
        try:
            for items in _items(mapping, table, rows):
                stage.add(table.name, items)
        except IngestionError as error:
            failures[table.name] = str(error)
        except Exception as error:  # the libraries of the connectors raise many kinds of their own
            cause: BaseException = error
            while cause.__cause__ is not None:
                cause = cause.__cause__
            failures[table.name] = str(cause).splitlines()[0]
    stage.finish()
    return failures


def _items(mapping: SourceMapping, table: Table, rows: int) -> Iterator[Any]:
    if mapping.connector == "files":
        folder = files.folder_of(mapping)
        found = files.list_files(folder, table.options["path"])
        if not found:
            raise IngestionError(f"{table.options['path']!r} matches no file in {folder}.")
        yield from files.read_rows(found, table, rows)
        return
    count = 0
    for items in _pages(reader(mapping, table)):
        yield items
        count += len(items)
        if count >= rows:
            return


def _pages(resource: Any) -> Iterator[Any]:
    """The pages of a dlt resource as it yields them; iterating the resource itself would take them apart."""
    pages: list[Any] = []

    def keep(page: Any) -> Any:
        pages.append(page)
        return page

    for _ in resource.add_map(keep):
        yield from (page if isinstance(page, list) or hasattr(page, "schema") else [page] for page in pages)
        pages.clear()
