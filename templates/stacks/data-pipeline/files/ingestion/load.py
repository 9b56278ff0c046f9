# ruff: noqa: S608 - names are quoted, values are quoted literals or parameters
"""Load one source: read what is new, land the canonical entities, then the raw tables.

The order makes a failed load harmless. Rows are staged while dlt extracts them; the entities are landed
first, and the raw tables, whose package also carries the state (what was read), come last. If anything
fails, the state in the warehouse is still the old one, and the next load reads and merges the same rows
again. dlt's working folder is temporary for the same reason: state lives in the warehouse only, and no
half-finished package is left behind that a later run would load in place of new data.
"""

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dlt
import duckdb
import pyarrow as pa
from dlt.common.schema.typing import TSchemaContractDict, TSchemaEvolutionMode
from dlt.pipeline.exceptions import PipelineStepFailed

from ingestion.canonical import BOOKKEEPING, Context, entity_query
from ingestion.connectors import Reader, open_reader
from ingestion.contract import Entity, entities
from ingestion.errors import IngestionError
from ingestion.mapping import EntityRule, NewColumns, SourceMapping, Table
from ingestion.stage import Stage
from ingestion.warehouse import LANDING, Warehouse

_NEW_COLUMNS: Mapping[NewColumns, TSchemaEvolutionMode] = {
    "accept": "evolve",
    "ignore": "discard_value",
    "refuse": "freeze",
}

_ARROW_TYPES = {
    "text": pa.string(),
    "double": pa.float64(),
    "bigint": pa.int64(),
    "bool": pa.bool_(),
    "timestamp": pa.timestamp("us"),
    "date": pa.date32(),
}


@dataclass(frozen=True)
class Loaded:
    """What one load did."""

    source: str
    raw_rows: Mapping[str, int]
    """Rows read by table; 0 where nothing was new."""
    entity_rows: Mapping[str, int]
    """Rows landed by entity."""
    rejected_rows: Mapping[str, int]
    """Of these, rows that cannot be used, by entity; the model `rejected_rows` says why."""


def load_source(mapping: SourceMapping, target: Warehouse, currency: str, full: bool = False) -> Loaded:
    """Load a source into the warehouse.

    Args:
        mapping: the source.
        target: the warehouse to load into.
        currency: ISO 4217 code for amounts of a source that does not say.
        full: read everything again, as a first load does; a changed mapping does so by itself.

    Raises:
        IngestionError: the source, its mapping or the warehouse need a person.
    """
    with tempfile.TemporaryDirectory(prefix="ingestion-") as folder, Stage(Path(folder)) as stage:
        raw = _pipeline(f"raw_{mapping.snake}", f"raw_{mapping.snake}", target, Path(folder))
        reader = open_reader(mapping)
        try:
            raw.sync_destination()
            state = raw.state.get("sources", {}).get(f"raw_{mapping.snake}", {})
            full = full or _mapping_changed(state, mapping)
            news = [table for table in mapping.tables.values() if full or reader.has_news(table, state)]
            if not news:
                return Loaded(mapping.source, {}, {}, {})
            raw.extract(
                _raw_source(mapping, reader, news, stage),
                refresh="drop_sources" if full else None,
                schema_contract=_contract(_NEW_COLUMNS[mapping.new_columns]),
            )
            stage.finish()
            context = Context(mapping.source, currency, dt.datetime.now(dt.UTC))
            landed = _land(mapping, stage, target, context, Path(folder), full)
            raw.normalize()
            raw.load()
        except PipelineStepFailed as failure:
            raise IngestionError(_reason(mapping, failure)) from failure
        return Loaded(
            source=mapping.source,
            raw_rows={name: _count(stage, name) for name in mapping.tables},
            entity_rows={name: rows for name, (rows, _) in landed.items()},
            rejected_rows={name: rejected for name, (_, rejected) in landed.items() if rejected},
        )


def _contract(columns: TSchemaEvolutionMode) -> TSchemaContractDict:
    """Tables may be added, types may not change; new columns are as said."""
    return {"tables": "evolve", "columns": columns, "data_type": "freeze"}


def _pipeline(name: str, dataset: str, target: Warehouse, folder: Path) -> dlt.Pipeline:
    return dlt.pipeline(
        name,
        destination=target.destination(),
        dataset_name=dataset,
        pipelines_dir=str(folder / "dlt"),
    )


def _mapping_changed(state: Mapping[str, Any], mapping: SourceMapping) -> bool:
    """Whether the last load used another mapping; a source that was never loaded counts as unchanged."""
    return bool(state) and state.get("mapping") != mapping.digest


def _raw_source(mapping: SourceMapping, reader: Reader, tables: Sequence[Table], stage: Stage) -> Any:
    @dlt.source(name=f"raw_{mapping.snake}", max_table_nesting=2)
    def source() -> Iterator[Any]:
        for table in tables:
            yield _raw_table(mapping, reader, table, stage)

    return source()


def _raw_table(mapping: SourceMapping, reader: Reader, table: Table, stage: Stage) -> Any:
    """The table as dlt loads it; rows pass through the stage, after dlt has sorted out what is new."""

    @dlt.transformer(
        data_from=reader.resource(table),
        name=table.name,
        write_disposition="merge" if table.key else "replace" if table.whole else "append",
        primary_key=table.key,
    )
    def staged(items: Any) -> Iterator[Any]:
        dlt.current.source_state()["mapping"] = mapping.digest
        stage.add(table.name, items)
        yield items

    return staged


def _land(
    mapping: SourceMapping, stage: Stage, target: Warehouse, context: Context, folder: Path, full: bool
) -> dict[str, tuple[int, int]]:
    """Land all entities, and return rows and rejected rows of those the source gave news of.

    Entities no source supplies get their empty table here, so that everything downstream can rely on it.
    """
    pipeline = _pipeline(f"landing_{mapping.snake}", LANDING, target, folder)
    pipeline.config.restore_from_destination = False
    staged = set(stage.tables())
    landed: dict[str, tuple[int, int]] = {}
    resources = []
    for entity in entities().values():
        rule = mapping.entities.get(entity.name)
        if rule is None or rule.table not in staged:
            resources.append(_empty_table(entity))
            continue
        _create_rows(mapping, stage, rule, context)
        rows, rejected = _totals(stage, entity)
        landed[entity.name] = (rows, rejected)
        if rows == 0:
            resources.append(_empty_table(entity))
        else:
            resources.append(_entity_rows(stage, entity, full or mapping.tables[rule.table].whole))
    pipeline.run(resources, schema_contract=_contract("freeze"))
    return landed


def _create_rows(mapping: SourceMapping, stage: Stage, rule: EntityRule, context: Context) -> None:
    try:
        query = entity_query(stage, rule, context)
        stage.connection.execute(f'create table "landing {rule.entity.name}" as {query}')
    except duckdb.Error as error:
        raise IngestionError(
            f"{mapping.path}: entities.{rule.entity.name} cannot be computed: {error}\n"
            "Check its sql expressions and formats: python -m ingestion check-mapping "
            f"--source {mapping.source}"
        ) from None


def _totals(stage: Stage, entity: Entity) -> tuple[int, int]:
    row = stage.connection.execute(
        f'select count(*), count(*) filter (_rejected) from "landing {entity.name}"'
    ).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def _hints(entity: Entity, key: tuple[str, ...]) -> dict[str, Any]:
    types = {"source_id": "text", **{column.name: column.type for column in entity.columns}, **BOOKKEEPING}
    columns: dict[str, Any] = {}
    for name, kind in types.items():
        columns[name] = {"name": name, "data_type": kind, "nullable": name not in key}
        if kind == "timestamp":
            columns[name]["timezone"] = False
    return columns


def _entity_rows(stage: Stage, entity: Entity, whole: bool) -> Any:
    """The rows of an entity: in place of all rows of the source, or merged into them by key.

    Never both keys at once: the deletion that merges by either of two keys takes time quadratic in the rows.
    """
    key = ("source_id", *entity.key)

    @dlt.resource(
        name=entity.name,
        write_disposition="merge",
        primary_key=() if whole else key,
        merge_key="source_id" if whole else (),
        columns=_hints(entity, key),
    )
    def rows() -> Iterator[Any]:
        yield from stage.batches(f'select * from "landing {entity.name}"')

    # The query has made keys unique; dlt need not look for duplicates again.
    rows.apply_hints(additional_table_hints={"x-stage-data-deduplicated": True})
    return rows


def _empty_table(entity: Entity) -> Any:
    @dlt.resource(
        name=entity.name,
        write_disposition="append",
        columns=_hints(entity, ("source_id", *entity.key)),
    )
    def nothing() -> Iterator[Any]:
        yield _arrow_schema(entity).empty_table()

    return nothing


def _arrow_schema(entity: Entity) -> pa.Schema:
    """As the rows of the entity have it; dlt gives tables of other rows columns of its own."""
    types = {"source_id": "text", **{column.name: column.type for column in entity.columns}, **BOOKKEEPING}
    return pa.schema([(name, _ARROW_TYPES[kind]) for name, kind in types.items()])


def _count(stage: Stage, table: str) -> int:
    return stage.count(table) if table in stage.tables() else 0


def _reason(mapping: SourceMapping, failure: PipelineStepFailed) -> str:
    """What went wrong, in the words of the innermost cause."""
    cause: BaseException = failure
    while cause.__cause__ or (cause.__context__ and not cause.__suppress_context__):
        cause = cause.__cause__ or cause.__context__ or cause
        if isinstance(cause, IngestionError):
            return str(cause)
    return (
        f"{mapping.source}: the {failure.step} step failed, nothing was changed for good: {cause}\n"
        "A table or column that the contract refuses: accept it with `new_columns: accept` in "
        f"{mapping.path}, or have it changed at the source. Then run again."
    )
