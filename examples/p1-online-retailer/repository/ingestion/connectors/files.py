# ruff: noqa: S608 - names are quoted, values are quoted literals or parameters
"""Files in a folder or bucket: CSV, TSV, JSON lines and Parquet, plain or gzipped.

Text formats are read as text, column by column: leading zeros stay, and nothing fails to load because one
cell is not a number. The mapping parses. A file is read again when its size or modification time changes.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dlt
import duckdb
import pyarrow as pa
from dlt.common.storages.fsspec_filesystem import FileItemDict
from dlt.sources.filesystem import filesystem

from ingestion.connectors.environment import find_variable
from ingestion.errors import IngestionError
from ingestion.mapping import SourceMapping, Table
from ingestion.stage import BATCH_ROWS, literal

ROOT = Path(__file__).parent.parent.parent
STATE = "files"
"""Where dlt's state of a table keeps the versions that were read."""

FORMATS = ("csv", "tsv", "txt", "jsonl", "ndjson", "json", "parquet")


@dataclass(frozen=True)
class SourceFile:
    """One file of a folder or bucket."""

    name: str
    """Path below the folder."""
    version: str
    """Changes when the content does: size and modification time."""
    item: FileItemDict


def folder_of(mapping: SourceMapping) -> str:
    """Return the folder or bucket address of a source.

    Raises:
        IngestionError: the mapping names none.
    """
    variable = mapping.connection.get("folder_env")
    folder = find_variable(variable) if variable else ""
    folder = folder or str(mapping.connection.get("folder") or "")
    if not folder:
        raise IngestionError(f"{mapping.path}: files.folder is missing; name a folder or a bucket.")
    if "://" in folder:
        return folder
    path = (ROOT / folder).resolve()
    if not path.is_dir():
        raise IngestionError(
            f"{mapping.path}: files.folder {folder!r} is not a folder ({path}). Put the files there."
        )
    return path.as_uri()


def list_files(folder: str, pattern: str) -> list[SourceFile]:
    """Return the files of a folder or bucket that match a glob, by name."""
    found = [
        SourceFile(
            name=item["relative_path"],
            version=f"{item['size_in_bytes']}-{item['modification_date'].isoformat()}",
            item=item,
        )
        for item in filesystem(bucket_url=folder, file_glob=pattern)
    ]
    return sorted(found, key=lambda file: file.name)


class FilesReader:
    """Reads tables of files; looks into the folder once for each table.

    A table that is read whole is read again when any file of the source has changed, so that the tables of
    one delivery stay together; a table with `append` or `key` only reads files that are new or changed.
    """

    def __init__(self, mapping: SourceMapping) -> None:
        self._mapping = mapping
        self._listed: dict[str, list[SourceFile]] = {}

    def has_news(self, table: Table, state: Mapping[str, Any]) -> bool:
        """Whether files of a table are new or changed since the last load.

        Raises:
            IngestionError: no file matches.
        """
        seen = state.get("resources", {}).get(f"read_{table.name}", {}).get(STATE, {})
        return bool(self._new_files(table, seen))

    def resource(self, table: Table) -> Any:
        """Return the resource that reads the new files of one table and remembers them."""

        @dlt.resource(name=f"read_{table.name}")
        def read() -> Iterator[pa.Table]:
            state = dlt.current.resource_state()
            seen: dict[str, str] = state.get(STATE, {})
            files = self._new_files(table, seen)
            state[STATE] = self._delivery() if table.whole else {**seen, **_versions(files)}
            yield from read_rows(files, table)

        return read

    def sample(self, table: Table, rows: int) -> Iterator[Any]:
        """Yield the first rows of a table's files."""
        return read_rows(self._files(table), table, rows)

    def _new_files(self, table: Table, seen: Mapping[str, str]) -> list[SourceFile]:
        files = self._files(table)
        if table.whole:
            return [] if seen == self._delivery() else files
        return [file for file in files if seen.get(file.name) != file.version]

    def _delivery(self) -> dict[str, str]:
        """The versions of all files of the tables that are read whole."""
        whole = [table for table in self._mapping.tables.values() if table.whole]
        return {name: version for table in whole for name, version in _versions(self._files(table)).items()}

    def _files(self, table: Table) -> list[SourceFile]:
        if table.name not in self._listed:
            folder, pattern = folder_of(self._mapping), table.options["path"]
            self._listed[table.name] = list_files(folder, pattern)
            if not self._listed[table.name]:
                raise IngestionError(
                    f"{self._mapping.path}: tables.{table.name}.path {pattern!r} matches no file in {folder}."
                )
        return self._listed[table.name]


def _versions(files: Iterable[SourceFile]) -> dict[str, str]:
    return {file.name: file.version for file in files}


def read_rows(files: list[SourceFile], table: Table, limit: int | None = None) -> Iterator[pa.Table]:
    """Read files of one format and yield their rows as Arrow tables; columns are matched by name."""
    with tempfile.TemporaryDirectory() as temporary:
        paths = [_local_path(file, Path(temporary), index) for index, file in enumerate(files)]
        query = f"select * from {_read_function(paths, files[0].name, table)}"
        if limit is not None:
            query += f" limit {limit:d}"
        with duckdb.connect() as connection:
            try:
                for batch in connection.execute(query).to_arrow_reader(BATCH_ROWS):
                    yield pa.Table.from_batches([batch])
            except duckdb.Error as error:
                names = ", ".join(file.name for file in files[:5])
                raise IngestionError(
                    f"Table {table.name!r} cannot be read from {names}: {error}\n"
                    "Check delimiter and encoding in the mapping, and that all its files have one format."
                ) from None


def _read_function(paths: list[str], name: str, table: Table) -> str:
    suffixes = [suffix.lstrip(".").lower() for suffix in Path(name).suffixes]
    kind = next((suffix for suffix in reversed(suffixes) if suffix in FORMATS), None)
    if kind is None:
        raise IngestionError(f"{name}: expected one of the endings {', '.join(FORMATS)} (and .gz).")
    listed = "[" + ", ".join(literal(path) for path in paths) + "]"
    if kind == "parquet":
        return f"read_parquet({listed}, union_by_name = true)"
    if kind in ("jsonl", "ndjson", "json"):
        return f"read_json({listed}, union_by_name = true, sample_size = -1)"
    options = ["all_varchar = true", "header = true", "union_by_name = true"]
    delimiter = table.options.get("delimiter") or ("\t" if kind == "tsv" else None)
    if delimiter:
        options.append(f"delim = {literal(str(delimiter))}")
    if table.options.get("encoding"):
        options.append(f"encoding = {literal(str(table.options['encoding']))}")
    return f"read_csv({listed}, {', '.join(options)})"


def _local_path(file: SourceFile, temporary: Path, index: int) -> str:
    url = file.item["file_url"]
    if url.startswith("file://"):
        return str(file.item.local_file_path)
    target = temporary / f"{index}-{Path(file.name).name}"
    with file.item.open(mode="rb", compression="disable") as remote, target.open("wb") as local:
        shutil.copyfileobj(remote, local)
    return str(target)
