"""Reads part of a source into a stage, without the warehouse: for checking and suggesting mappings."""

from ingestion.connectors import open_reader
from ingestion.errors import IngestionError
from ingestion.mapping import SourceMapping
from ingestion.stage import Stage


def sample_tables(mapping: SourceMapping, stage: Stage, rows: int) -> dict[str, str]:
    """Stage up to `rows` rows of every table; return what could not be read, by table."""
    reader = open_reader(mapping)
    failures: dict[str, str] = {}
    for table in mapping.tables.values():
        try:
            for items in reader.sample(table, rows):
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
