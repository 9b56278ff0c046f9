# ruff: noqa: S608 - names are quoted, values are quoted literals or parameters
"""From the tables of a source to canonical rows: one DuckDB query for each entity.

No row is dropped. A value that cannot be read becomes empty and is named in `_problems`; a row that lacks a
required value, or repeats the key of another, has `_rejected` set, and a key of its own so that it can be
landed and looked at.
"""

import datetime as dt
import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from ingestion.contract import Column
from ingestion.errors import IngestionError
from ingestion.mapping import ColumnRule, EntityRule
from ingestion.stage import Stage, literal, quoted

BOOKKEEPING: Mapping[str, str] = {"_rejected": "bool", "_problems": "text", "_loaded_at": "timestamp"}
"""Columns every canonical table has beside those of its schema, with dlt's types."""

_YES = ("1", "true", "t", "yes", "y", "oui", "o", "vrai", "x")
_NO = ("0", "false", "f", "no", "n", "non", "faux")
_SQL_TYPES = {
    "text": "varchar",
    "double": "double",
    "bigint": "bigint",
    "bool": "boolean",
    "timestamp": "timestamp",
    "date": "date",
}
_NUMBERS = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
)
_FRACTIONS = ("DOUBLE", "FLOAT", "DECIMAL")


@dataclass(frozen=True)
class Context:
    """What the rows of one load have in common."""

    source: str
    currency: str
    """The client's currency, where a source has none."""
    loaded_at: dt.datetime


def entity_query(stage: Stage, rule: EntityRule, context: Context) -> str:
    """Return the query that makes the canonical rows of an entity from the staged tables.

    Raises:
        IngestionError: the mapping names columns that the tables do not have.
    """
    rows = picked_query(stage, rule)
    types = stage.columns(f"({rows})")
    converted = [_converted(rule, column, types, context) for column in rule.entity.columns]
    key = ", ".join(quoted(name) for name in rule.entity.key)
    typed = f"select {', '.join(converted)}, {_problems(rule, types)} as _problem_list, _row from ({rows})"
    if rule.one_per_key:
        typed = _one_per_key(rule, typed)
    numbered = (
        f"select *, row_number() over (partition by {key} order by _row) as _repeat, "
        f"{_any_null(rule.entity.key)} as _keyless from ({typed})"
    )
    columns = ", ".join(_landed(rule, column) for column in rule.entity.columns)
    required = [column.name for column in rule.entity.columns if column.required]
    repeated = "(_repeat > 1 and not _keyless)"
    return (
        f"select {literal(context.source)} as source_id, {columns}, "
        f"({_any_null(required)} or {repeated}) as _rejected, "
        f"nullif(array_to_string(list_concat(_problem_list, case when {repeated} "
        f"then [{literal('repeats the key of another row')}] else [] end), '; '), '') as _problems, "
        f"timestamp {literal(context.loaded_at.strftime('%Y-%m-%d %H:%M:%S.%f'))} as _loaded_at "
        f"from ({numbered})"
    )


def picked_query(stage: Stage, rule: EntityRule) -> str:
    """Return the query of the values of an entity as the source has them, not yet converted.

    Its columns are those the mapping names, and `_row`, a digest of the whole row: an order that does not
    depend on the order of reading.
    """
    relation = _relation(stage, rule)
    columns = stage.columns(f"(select * from {relation})")
    picked = [
        f"{_expression(rule, name, column, columns)} as {quoted(name)}"
        for name, column in rule.columns.items()
    ]
    names = ", ".join(quoted(name) for name in columns)
    return f"select {', '.join(picked)}, md5(cast(row({names}) as varchar)) as _row from {relation}"


def _relation(stage: Stage, rule: EntityRule) -> str:
    """The rows an entity is made from: table, columns of joined tables, one row per element of a list."""
    relation = quoted(rule.table)
    names = set(stage.columns(relation))
    for index, join in enumerate(rule.joins):
        others = stage.columns(quoted(join.table))
        for left, right in join.on.items():
            _known(rule, f"join.{join.table}", left, names)
            _known(rule, f"join.{join.table}", right, others)
        added = [f"b.{quoted(name)}" for name in others if name not in names]
        on = " and ".join(
            f"cast(a.{quoted(left)} as varchar) = cast(b.{quoted(right)} as varchar)"
            for left, right in join.on.items()
        )
        chosen = ", ".join(["a.*", *added])
        relation = (
            f"(select {chosen} from {relation} as a left join {quoted(join.table)} as b on {on}) as j{index}"
        )
        names |= set(others)
    if rule.each:
        _known(rule, "each", rule.each, names)
        relation = f"(select *, unnest({quoted(rule.each)}) as item from {relation}) as e"
    return relation


def _expression(rule: EntityRule, name: str, column: ColumnRule, columns: Mapping[str, str]) -> str:
    if column.sql is not None:
        return f"({column.sql})"
    if column.value is not None:
        return literal(str(column.value))
    if column.key_of:
        parts = ", ".join(_reference(rule, name, part, columns) for part in column.key_of)
        everything = ", ".join(quoted(each) for each in columns)
        repeat = f"row_number() over (partition by {parts} order by md5(cast(row({everything}) as varchar)))"
        joined = " || '-' || ".join(
            f"cast({_reference(rule, name, part, columns)} as varchar)" for part in column.key_of
        )
        return f"{joined} || case when {repeat} > 1 then '-' || {repeat} else '' end"
    return _reference(rule, name, column.column or "", columns)


def _reference(rule: EntityRule, place: str, name: str, columns: Mapping[str, str]) -> str:
    """A column by its name; a name with dots may also point into a nested value."""
    if name in columns:
        return quoted(name)
    first, *inner = name.split(".")
    if inner and first in columns:
        return ".".join(quoted(part) for part in (first, *inner))
    _known(rule, f"columns.{place}", name, columns)
    raise AssertionError  # _known has raised


def _known(rule: EntityRule, place: str, name: str, columns: Mapping[str, str] | set[str]) -> None:
    if name in columns:
        return
    close = difflib.get_close_matches(name.lower(), [known.lower() for known in columns], n=1, cutoff=0.5)
    original = next((known for known in columns if close and known.lower() == close[0]), None)
    hint = f"Did you mean {original!r}? " if original else ""
    raise IngestionError(
        f"entities.{rule.entity.name}.{place}: the table {rule.table!r} has no column {name!r}. "
        f"{hint}Columns: {', '.join(columns)}."
    )


def _text(name: str, source_type: str) -> str:
    """A value as trimmed text, empty text as null; whole numbers without a fraction: 1001.0 is 1001."""
    column = quoted(name)
    if source_type.startswith(_FRACTIONS):
        return (
            f"case when {column} = trunc({column}) then cast(cast({column} as hugeint) as varchar) "
            f"else cast({column} as varchar) end"
        )
    return f"nullif(trim(cast({column} as varchar)), '')"


def _converted(rule: EntityRule, column: Column, types: Mapping[str, str], context: Context) -> str:
    """The canonical value of a column, null where it cannot be read."""
    default = column.default
    if column.name == "currency":
        default = context.currency
    if column.name not in types:
        value = f"cast(null as {_SQL_TYPES[column.type]})"
    else:
        value = _parsed(column, rule.columns[column.name], types[column.name])
    if default is not None:
        missing = "true" if column.name not in types else f"{_text(column.name, types[column.name])} is null"
        written = literal(default) if isinstance(default, str) else str(default).lower()
        value = f"case when {missing} then {written} else {value} end"
    return f"{value} as {quoted(column.name)}"


def _parsed(column: Column, rule: ColumnRule, source_type: str) -> str:
    text = _text(column.name, source_type)
    if rule.values:
        cases = " ".join(f"when {literal(old)} then {literal(new)}" for old, new in rule.values.items())
        text = f"case {text} {cases} end"
    if column.type == "text":
        if column.choices:
            choices = ", ".join(literal(choice) for choice in column.choices)
            return f"case when {text} in ({choices}) then {text} end"
        return text
    if column.type == "bool":
        return _parsed_bool(quoted(column.name), text, rule, source_type)
    if column.type in ("timestamp", "date"):
        return _parsed_time(quoted(column.name), text, rule, source_type, _SQL_TYPES[column.type])
    return _parsed_number(quoted(column.name), text, rule, source_type, column.type)


def _parsed_bool(name: str, text: str, rule: ColumnRule, source_type: str) -> str:
    if source_type == "BOOLEAN":
        return name
    if rule.means_yes:
        yes = ", ".join(literal(value.lower()) for value in rule.means_yes)
        return f"lower({text}) in ({yes})"
    yes = ", ".join(map(literal, _YES))
    no = ", ".join(map(literal, _NO))
    return f"case when lower({text}) in ({yes}) then true when lower({text}) in ({no}) then false end"


def _parsed_time(name: str, text: str, rule: ColumnRule, source_type: str, wanted: str) -> str:
    if source_type.startswith(("DATE", "TIMESTAMP")) and not rule.formats:
        return f"cast({name} as {wanted})"
    if rule.formats in (("epoch_s",), ("epoch_ms",)):
        unit = 1_000_000 if rule.formats == ("epoch_s",) else 1_000
        return f"cast(make_timestamp(cast(try_cast({text} as double) * {unit} as bigint)) as {wanted})"
    if rule.formats:
        formats = ", ".join(map(literal, rule.formats))
        return f"cast(try_strptime({text}, [{formats}]) as {wanted})"
    return f"cast(try_cast({text} as timestamp) as {wanted})"


def _parsed_number(name: str, text: str, rule: ColumnRule, source_type: str, wanted: str) -> str:
    if source_type.startswith((*_NUMBERS, *_FRACTIONS)):
        number = f"cast({name} as double)"
    elif rule.decimal == ",":
        digits = f"regexp_replace({text}, '[\\s\\x{{A0}}\\x{{202F}}.]', '', 'g')"
        number = f"try_cast(replace({digits}, ',', '.') as double)"
    else:
        number = f"try_cast({text} as double)"
    finite = f"case when isfinite({number}) then {number} end"
    if wanted == "bigint":
        return f"case when {number} = trunc({number}) then try_cast({number} as bigint) end"
    return finite


def _problems(rule: EntityRule, types: Mapping[str, str]) -> str:
    """The list of what is wrong with a row, as text."""
    checks = []
    for column in rule.entity.columns:
        if column.name not in types:
            if column.required and column.default is None and column.name != "currency":
                checks.append(f"[{literal(f'{column.name} is not mapped')}]")
            continue
        found = _text(column.name, types[column.name])
        parsed = _parsed(column, rule.columns[column.name], types[column.name])
        what = _SQL_TYPES[column.type] if not column.choices else " or ".join(column.choices)
        checks.append(
            f"case when {found} is not null and {parsed} is null then [{literal(column.name + ': ')} || "
            f"left({found}, 60) || {literal(f' is not a {_SPOKEN.get(what, what)}')}] else [] end"
        )
        if column.required and column.default is None:
            checks.append(
                f"case when {found} is null then [{literal(f'{column.name} is missing')}] else [] end"
            )
    return "flatten([" + ", ".join(["cast([] as varchar[])", *checks]) + "])"


_SPOKEN = {
    "varchar": "text",
    "double": "number",
    "bigint": "whole number",
    "boolean": "yes or no",
    "timestamp": "date and time",
}


def _one_per_key(rule: EntityRule, typed: str) -> str:
    """Combine the rows of a key: the smallest value of each column; rows without a key give no row."""
    key = [quoted(name) for name in rule.entity.key]
    others = ", ".join(
        f"min({quoted(column.name)}) as {quoted(column.name)}"
        for column in rule.entity.columns
        if column.name not in rule.entity.key
    )
    missing = " or ".join(f"{name} is null" for name in key)
    selected = ", ".join(part for part in (*key, others) if part)
    return (
        f"select {selected}, cast([] as varchar[]) as _problem_list, min(_row) as _row "
        f"from ({typed}) where not ({missing}) group by {', '.join(key)}"
    )


def _any_null(names: list[str] | tuple[str, ...]) -> str:
    return "(" + " or ".join(f"{quoted(name)} is null" for name in names) + ")"


def _landed(rule: EntityRule, column: Column) -> str:
    """A column as it lands: missing and repeated keys are made unique, so that no row replaces another.

    The first column of every key is a text; what is missing elsewhere in a key gets a value that stands out.
    """
    name = quoted(column.name)
    if column.name == rule.entity.key[0]:
        return (
            f"case when _keyless then coalesce({name}, '?') || '#' || left(_row, 12) || '-' || _repeat "
            f"when _repeat > 1 then {name} || '#' || _repeat else {name} end as {name}"
        )
    if column.name in rule.entity.key:
        stand_in = "'?'" if column.type == "text" else "date '1900-01-01'"
        return f"coalesce({name}, {stand_in}) as {name}"
    return name
