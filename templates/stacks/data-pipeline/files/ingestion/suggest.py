# ruff: noqa: S608 - names are quoted, values are quoted literals or parameters
"""Proposes a mapping from the data: which columns look like which canonical columns.

Columns are matched by name (the synonyms of contract/entities) and by what their values look like. The
proposal is a start: `check-mapping` compares it with the data, and a person reads it.
"""

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from ingestion.connectors import files
from ingestion.contract import Column, Entity, entities
from ingestion.errors import IngestionError
from ingestion.mapping import SourceMapping, Table
from ingestion.sampling import sample_tables
from ingestion.stage import Stage, literal, quoted

SAMPLE_ROWS = 100_000
LIKELY_SHARE = 0.5
"""A column is read in a way that works for more than this share of its values."""
DATE_FORMATS = (
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%Y%m%d",
)
DERIVED = ("customers", "products")
"""Entities that rows of another entity can give, one for each key."""


@dataclass(frozen=True)
class Proposal:
    """An entity as it could be made from a table."""

    entity: Entity
    table: str
    columns: Mapping[str, str]
    """Canonical column to the YAML that makes it."""
    missing: Sequence[Column] = field(default_factory=tuple)
    """Required columns nothing was found for."""
    one_per_key: bool = False


def suggest_mapping(mapping: SourceMapping) -> str:
    """Return the text of a mapping.yaml for the data a source has.

    Raises:
        IngestionError: no data can be reached yet; the message says what to fill in first.
    """
    mapping = replace(mapping, tables=mapping.tables or _found_tables(mapping))
    with tempfile.TemporaryDirectory() as folder, Stage(Path(folder)) as stage:
        failures = sample_tables(mapping, stage, SAMPLE_ROWS)
        if failures:
            raise IngestionError("\n".join(f"{table}: {reason}" for table, reason in failures.items()))
        proposals = _proposals(stage, list(mapping.tables))
    return _document(mapping, proposals)


def _found_tables(mapping: SourceMapping) -> dict[str, Table]:
    if mapping.connector != "files":
        raise IngestionError(
            f"{mapping.path}: tables is empty. Name the tables or endpoints to read, then run this again."
        )
    folder = files.folder_of(mapping)
    found: dict[str, Table] = {}
    for file in files.list_files(folder, "**/*"):
        path = PurePosixPath(file.name)
        if not any(suffix.lstrip(".").lower() in files.FORMATS for suffix in path.suffixes):
            continue
        # sales_2024-01.csv and sales_2024-02.csv are one table.
        stem = path.name.split(".")[0]
        base = re.sub(r"[-_ ]*\d[\d_-]*$", "", stem) or "data"
        name = re.sub(r"[^a-z0-9]+", "_", base.lower()).strip("_") or "data"
        suffix = "".join(path.suffixes)
        pattern = str(path.with_name(path.name if base == stem else f"{base}*{suffix}"))
        found.setdefault(name, Table(name=name, options={"path": pattern}, key=()))
    if not found:
        raise IngestionError(f"{folder} holds no files of a known kind ({', '.join(files.FORMATS)}).")
    return found


def _proposals(stage: Stage, tables: Sequence[str]) -> list[Proposal]:
    """The best table for every entity, then entities that others can give."""
    best: dict[str, tuple[float, Proposal]] = {}
    for table in tables:
        for entity in entities().values():
            proposal = _match(stage, entity, table)
            score = len(proposal.columns) - 2.5 * len(proposal.missing)
            sure = len(proposal.missing) <= 1 and len(proposal.columns) >= min(3, len(entity.columns))
            if sure and score > best.get(entity.name, (0.0, proposal))[0]:
                best[entity.name] = (score, proposal)
    chosen = {name: proposal for name, (_, proposal) in best.items()}
    chosen = _one_entity_per_table(chosen)
    sales = chosen.get("sales_lines")
    for name in DERIVED:
        entity = entities()[name]
        if sales and name not in chosen and entity.key[0] in sales.columns:
            columns = {entity.key[0]: sales.columns[entity.key[0]]}
            chosen[name] = Proposal(entity, sales.table, columns, one_per_key=True)
    return list(chosen.values())


def _one_entity_per_table(chosen: Mapping[str, Proposal]) -> dict[str, Proposal]:
    """Keep, for each table, the entity it fits best: a list of sales is not also a list of stock."""
    kept: dict[str, Proposal] = {}
    for proposal in sorted(chosen.values(), key=lambda one: len(one.missing) * 10 - len(one.columns)):
        if proposal.table not in {other.table for other in kept.values()}:
            kept[proposal.entity.name] = proposal
    return kept


def _match(stage: Stage, entity: Entity, table: str) -> Proposal:
    available = stage.columns(quoted(table))
    columns: dict[str, str] = {}
    taken: set[str] = set()
    wanted = sorted(entity.columns, key=lambda column: not column.required)
    for rank in range(max(len(column.synonyms) for column in wanted)):
        for column in wanted:
            if column.name in columns or rank >= len(column.synonyms):
                continue
            for name, source_type in available.items():
                if name in taken or _plain(name) != _plain(column.synonyms[rank]):
                    continue
                rule = _rule(stage, table, name, source_type, column)
                if rule is not None:
                    columns[column.name] = rule
                    taken.add(name)
                    break
    key = entity.key[0]
    if key not in columns and entity.name == "sales_lines":
        parts = [columns[part] for part in ("order_id", "product_id") if part in columns]
        if len(parts) == 2:
            columns[key] = f"{{ key_of: [{', '.join(parts)}] }}"
    missing = [
        column
        for column in entity.columns
        if column.required and column.default is None and column.name not in (*columns, "currency")
    ]
    ordered = {column.name: columns[column.name] for column in entity.columns if column.name in columns}
    return Proposal(entity, table, ordered, missing)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _rule(stage: Stage, table: str, name: str, source_type: str, column: Column) -> str | None:
    """The YAML that reads a column, or None if its values do not look like it."""
    written = _yaml(name)
    if source_type != "VARCHAR":
        return written
    return next(
        (
            rule
            for expression, rule in _readings(quoted(name), written, column)
            if _share(stage, table, expression, name) > LIKELY_SHARE
        ),
        None,
    )


def _readings(column: str, written: str, canonical: Column) -> list[tuple[str, str]]:
    """The ways to read a text column as a type: SQL that gives null where it fails, and the YAML."""
    if canonical.type in ("timestamp", "date"):
        formats = [
            (f"try_strptime({column}, {literal(pattern)})", f'{{ column: {written}, format: "{pattern}" }}')
            for pattern in DATE_FORMATS
        ]
        return [(f"try_cast({column} as timestamp)", written), *formats]
    if canonical.type in ("double", "bigint"):
        comma = f"try_cast(replace(replace({column}, '.', ''), ',', '.') as double)"
        return [
            (f"try_cast({column} as double)", written),
            (comma, f'{{ column: {written}, decimal: "," }}'),
        ]
    return [(column, written)]


def _share(stage: Stage, table: str, expression: str, name: str) -> float:
    """The share of filled values for which an expression gives a value."""
    row = stage.connection.execute(
        f"select count({expression}), count(nullif({quoted(name)}, '')) from {quoted(table)}"
    ).fetchone()
    return row[0] / row[1] if row and row[1] else 0.0


def _yaml(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) else json.dumps(name)


def _document(mapping: SourceMapping, proposals: Sequence[Proposal]) -> str:
    lines = [
        "# Proposed from the data; read it, correct it, then:",
        f"#   python -m ingestion check-mapping --source {mapping.source}",
        "# docs/mapping.md explains this file.",
        f"connector: {mapping.connector}",
        f"{mapping.connector}:",
        *(f"  {key}: {json.dumps(value)}" for key, value in mapping.connection.items()),
        "tables:",
    ]
    for table in mapping.tables.values():
        options = ", ".join(f"{key}: {json.dumps(value)}" for key, value in table.options.items())
        lines.append(f"  {table.name}: {{ {options} }}")
    lines.append("entities:" if proposals else "entities: {}")
    for proposal in proposals:
        lines += [f"  {proposal.entity.name}:", f"    from: {proposal.table}"]
        if proposal.one_per_key:
            lines.append("    one_per_key: true")
        lines.append("    columns:")
        lines += [f"      {name}: {rule}" for name, rule in proposal.columns.items()]
        lines += [
            f"      # {column.name}: no column found. {column.description}" for column in proposal.missing
        ]
    return "\n".join(lines) + "\n"
