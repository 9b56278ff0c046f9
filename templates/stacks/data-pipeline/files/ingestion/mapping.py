"""mapping.yaml: where a source is read from, and how its tables become canonical entities.

docs/mapping.md describes the file. `read_mapping` checks all of it and reports every problem at once.
"""

import difflib
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml

from ingestion.contract import Entity, entities
from ingestion.errors import IngestionError

FOLDER = Path(__file__).parent
SAMPLE = "sample"

Connector = Literal["files", "sql", "rest"]
NewColumns = Literal["accept", "ignore", "refuse"]


class _Loader(yaml.SafeLoader):
    """Safe YAML in which only true and false are booleans, and dates stay text: `values: { no: person }`."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))

_Choice = TypeVar("_Choice", bound=str)

_CONNECTORS: tuple[Connector, ...] = ("files", "sql", "rest")
_NEW_COLUMNS: tuple[NewColumns, ...] = ("accept", "ignore", "refuse")
_CONNECTION_KEYS = {
    "files": {"folder", "folder_env"},
    "sql": {"url_env", "schema"},
    "rest": {"base_url", "base_url_env", "auth", "headers", "paginator"},
}
_TABLE_KEYS = {
    "files": {"path", "delimiter", "encoding", "key", "append"},
    "sql": {"table", "key", "cursor"},
    "rest": {"path", "rows", "params", "key", "cursor", "cursor_param", "cursor_start"},
}
_TABLE_REQUIRED = {"files": "path", "sql": "table", "rest": "path"}


@dataclass(frozen=True)
class ColumnRule:
    """How one canonical column is made: from exactly one of `column`, `sql`, `value` and `key_of`."""

    column: str | None = None
    sql: str | None = None
    value: str | float | bool | None = None
    key_of: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    """strptime formats of dates, tried in order."""
    decimal: str = "."
    means_yes: tuple[str, ...] = ()
    """Texts that mean yes; all others then mean no."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Source value to canonical value."""


@dataclass(frozen=True)
class Join:
    """A second table whose columns are added by equality, one row for each row of the first."""

    table: str
    on: Mapping[str, str]
    """Column of the first table to column of this table."""


@dataclass(frozen=True)
class EntityRule:
    """How one canonical entity is derived from the tables of the source."""

    entity: Entity
    table: str
    columns: Mapping[str, ColumnRule]
    joins: tuple[Join, ...] = ()
    each: str | None = None
    """Column that holds a list; every element becomes a row, called `item`."""
    one_per_key: bool = False
    """Combine the rows of a key into one (distinct customers of a list of transactions)."""


@dataclass(frozen=True)
class Table:
    """One table, endpoint or set of files of the source."""

    name: str
    options: Mapping[str, Any]
    key: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether the table is read and replaced as a whole, not piece by piece."""
        return not self.key and not self.options.get("append", False)


@dataclass(frozen=True)
class SourceMapping:
    """A mapping.yaml that was found to be well-formed."""

    source: str
    path: Path
    connector: Connector
    connection: Mapping[str, Any]
    tables: Mapping[str, Table]
    entities: Mapping[str, EntityRule]
    new_columns: NewColumns
    digest: str
    """Changes when the file changes; then everything is read and mapped anew."""

    @property
    def snake(self) -> str:
        """The source's name in the warehouse."""
        return self.source.replace("-", "_")

    @property
    def filled_in(self) -> bool:
        """Whether there is something to load yet."""
        return bool(self.tables) and bool(self.entities)


def list_sources(folder: Path = FOLDER) -> list[str]:
    """Return the sources that have a mapping.yaml; the sample comes last."""
    found = sorted(path.parent.name for path in folder.glob("*/mapping.yaml"))
    return sorted(found, key=lambda name: name == SAMPLE)


def read_mapping(source: str, folder: Path = FOLDER) -> SourceMapping:
    """Read and check the mapping of a source.

    Raises:
        IngestionError: the source is unknown or its mapping malformed; every problem is named.
    """
    path = folder / source / "mapping.yaml"
    if not path.is_file():
        known = ", ".join(list_sources(folder)) or "none"
        raise IngestionError(f"There is no source {source!r} ({path} is missing). Sources: {known}.")
    text = path.read_text(encoding="utf-8")
    try:
        document = yaml.load(text, Loader=_Loader)  # noqa: S506 (a safe loader)
    except yaml.YAMLError as error:
        raise IngestionError(f"{path} is not valid YAML: {error}") from None
    reader = _Reader(path)
    mapping = reader.mapping(source, document, hashlib.sha256(text.encode()).hexdigest())
    if reader.problems:
        lines = "\n".join(f"  {problem}" for problem in reader.problems)
        raise IngestionError(f"{path} cannot be used:\n{lines}")
    return mapping


class _Reader:
    """Turns a parsed mapping.yaml into objects and collects what is wrong with it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[str] = []

    def mapping(self, source: str, document: Any, digest: str) -> SourceMapping:
        top = self._object("the file", document)
        connector: Connector = self._choice(top, "connector", _CONNECTORS, "files")
        self._only("", top, {"connector", connector, "new_columns", "tables", "entities"})
        connection = self._object(connector, top.get(connector))
        self._only(connector, connection, _CONNECTION_KEYS[connector])
        tables = {
            name: self._table(connector, name, options)
            for name, options in self._object("tables", top.get("tables")).items()
        }
        rules = {
            name: self._entity(name, rule, tables)
            for name, rule in self._object("entities", top.get("entities")).items()
        }
        return SourceMapping(
            source=source,
            path=self.path,
            connector=connector,
            connection=connection,
            tables=tables,
            entities={name: rule for name, rule in rules.items() if rule is not None},
            new_columns=self._choice(top, "new_columns", _NEW_COLUMNS, "accept"),
            digest=digest,
        )

    def _table(self, connector: Connector, name: str, content: Any) -> Table:
        place = f"tables.{name}"
        options = self._object(place, content)
        self._only(place, options, _TABLE_KEYS[connector])
        required = _TABLE_REQUIRED[connector]
        if not isinstance(options.get(required), str):
            self.problems.append(f"{place}.{required}: missing; say what to read.")
        if "cursor" in options and not options.get("key"):
            self.problems.append(f"{place}.key: missing; a table with a cursor needs its key.")
        return Table(name=name, options=options, key=self._names(f"{place}.key", options.get("key")))

    def _entity(self, name: str, content: Any, tables: Mapping[str, Table]) -> EntityRule | None:
        place = f"entities.{name}"
        entity = entities().get(name)
        if entity is None:
            self.problems.append(f"{place}: no such entity.{_did_you_mean(name, entities())}")
            return None
        rule = self._object(place, content)
        self._only(place, rule, {"from", "columns", "join", "each", "one_per_key"})
        table = str(rule.get("from") or "")
        if table not in tables:
            hint = _did_you_mean(table, tables) or f" Tables: {', '.join(tables) or 'none yet'}."
            self.problems.append(f"{place}.from: {table!r} is not one of the tables above.{hint}")
        columns = {
            column: self._column(f"{place}.columns.{column}", content)
            for column, content in self._object(f"{place}.columns", rule.get("columns")).items()
        }
        known = [column.name for column in entity.columns]
        for column in columns:
            if column not in known:
                hint = _did_you_mean(column, known) or f" Columns: {', '.join(known)}."
                self.problems.append(f"{place}.columns.{column}: {name} has no such column.{hint}")
        for column_of_key in entity.key:
            if column_of_key not in columns and entity.column(column_of_key).default is None:
                self.problems.append(
                    f"{place}.columns.{column_of_key}: missing; it identifies a row. Name a column, "
                    "or the columns that identify a row together: { key_of: [first, second] }."
                )
        return EntityRule(
            entity=entity,
            table=table,
            columns={name: rule for name, rule in columns.items() if name in known},
            joins=self._joins(place, rule.get("join"), tables),
            each=rule.get("each"),
            one_per_key=rule.get("one_per_key") is True,
        )

    def _joins(self, place: str, content: Any, tables: Mapping[str, Table]) -> tuple[Join, ...]:
        joins = []
        for table, on in self._object(f"{place}.join", content).items():
            columns = self._object(f"{place}.join.{table}", on)
            if table not in tables:
                self.problems.append(f"{place}.join.{table}: not one of the tables above.")
            elif not tables[table].whole:
                self.problems.append(
                    f"{place}.join.{table}: a joined table is read whole; remove its key, cursor or append."
                )
            joins.append(Join(table, {str(left): str(right) for left, right in columns.items()}))
        return tuple(joins)

    def _column(self, place: str, content: Any) -> ColumnRule:
        if isinstance(content, str):
            return ColumnRule(column=content)
        rule = self._object(place, content)
        ways = {"column", "sql", "value", "key_of"}
        self._only(place, rule, ways | {"format", "decimal", "means_yes", "values"})
        if len(ways & rule.keys()) != 1:
            self.problems.append(f"{place}: give exactly one of column, sql, value and key_of.")
        values = self._object(f"{place}.values", rule.get("values"))
        return ColumnRule(
            column=rule.get("column"),
            sql=rule.get("sql"),
            value=rule.get("value"),
            key_of=self._names(f"{place}.key_of", rule.get("key_of")),
            formats=self._names(f"{place}.format", rule.get("format")),
            decimal=self._choice(rule, "decimal", (".", ","), "."),
            means_yes=self._names(f"{place}.means_yes", rule.get("means_yes")),
            values={str(found): str(canonical) for found, canonical in values.items()},
        )

    def _object(self, place: str, content: Any) -> dict[str, Any]:
        if content is None:
            return {}
        if not isinstance(content, dict):
            self.problems.append(f"{place}: expected names and values, found {content!r}.")
            return {}
        return {str(key): value for key, value in content.items()}

    def _names(self, place: str, content: Any) -> tuple[str, ...]:
        if content is None:
            return ()
        if isinstance(content, list):
            return tuple(str(part) for part in content)
        if isinstance(content, dict):
            self.problems.append(f"{place}: expected a text or a list of texts.")
            return ()
        return (str(content),)

    def _choice(
        self, rule: Mapping[str, Any], key: str, choices: tuple[_Choice, ...], default: _Choice
    ) -> _Choice:
        value = rule.get(key, default)
        for choice in choices:
            if choice == value:
                return choice
        self.problems.append(f"{key}: expected one of {', '.join(choices)}, found {value!r}.")
        return default

    def _only(self, place: str, content: Mapping[str, Any], allowed: set[str]) -> None:
        for key in content.keys() - allowed:
            where = f"{place}.{key}" if place else key
            hint = _did_you_mean(key, allowed) or f" Allowed: {', '.join(sorted(allowed))}."
            self.problems.append(f"{where}: not known here.{hint}")


def _did_you_mean(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean {close[0]!r}?" if close else ""
