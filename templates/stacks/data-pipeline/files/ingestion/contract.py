"""The canonical entities: what contract/entities/*.schema.json say, as Python objects."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

Type = Literal["text", "double", "bigint", "bool", "timestamp", "date"]
"""Types of canonical columns, by dlt's names."""

FOLDER = Path(__file__).parent.parent / "contract" / "entities"

_TYPES: dict[tuple[str, str | None], Type] = {
    ("string", None): "text",
    ("string", "date-time"): "timestamp",
    ("string", "date"): "date",
    ("number", None): "double",
    ("integer", None): "bigint",
    ("boolean", None): "bool",
}


@dataclass(frozen=True)
class Column:
    """One column of an entity."""

    name: str
    type: Type
    required: bool
    description: str
    default: str | float | bool | None
    choices: tuple[str, ...]
    """The only values allowed; empty means any."""
    synonyms: tuple[str, ...]
    """Names such a column has in real systems; `suggest-mapping` goes by them."""


@dataclass(frozen=True)
class Entity:
    """One canonical entity: a table of the `landing` dataset."""

    name: str
    title: str
    grain: str
    key: tuple[str, ...]
    """Natural key within a source (`source_id` belongs to every key and is left out here)."""
    columns: tuple[Column, ...]
    """All columns except `source_id`."""

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return next(column for column in self.columns if column.name == name)


@cache
def entities() -> dict[str, Entity]:
    """Return all canonical entities by name."""
    return {entity.name: entity for entity in map(_read, sorted(FOLDER.glob("*.schema.json")))}


def _read(path: Path) -> Entity:
    schema = json.loads(path.read_text(encoding="utf-8"))
    required = set(schema["required"])
    return Entity(
        name=path.name.removesuffix(".schema.json"),
        title=schema["title"],
        grain=schema["x-grain"],
        key=tuple(name for name in schema["x-key"] if name != "source_id"),
        columns=tuple(
            _column(name, definition, name in required)
            for name, definition in schema["properties"].items()
            if name != "source_id"
        ),
    )


def _column(name: str, definition: dict[str, Any], required: bool) -> Column:
    kind = definition["type"]
    base = kind if isinstance(kind, str) else next(part for part in kind if part != "null")
    return Column(
        name=name,
        type=_TYPES[(base, definition.get("format"))],
        required=required,
        description=definition["description"],
        default=definition.get("default"),
        choices=tuple(choice for choice in definition.get("enum", ()) if choice is not None),
        synonyms=tuple(definition.get("x-synonyms", ())),
    )
