"""Which topics are read into which tables: `streaming` of the settings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingestion.contract import Type
from ingestion.errors import IngestionError, setting_refused
from settings import Settings

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_TOPIC = re.compile(r"[A-Za-z0-9._-]{1,249}")
_TYPES: tuple[Type, ...] = ("text", "double", "bigint", "bool", "timestamp", "date")
_TIMES = ("timestamp", "date")


@dataclass(frozen=True)
class Stream:
    """A topic and the table that its messages become rows of."""

    name: str
    """Name of the table."""
    source: str
    topic: str
    columns: Mapping[str, Type]
    """Fields of a message; others are passed over."""
    key: tuple[str, ...]
    """Columns that the table is sorted by."""
    time: str
    """Column that the months of the table go by."""

    @property
    def database(self) -> str:
        """Database of the table."""
        return f"raw_{self.source.replace('-', '_')}"


def read_streams(settings: Settings) -> list[Stream]:
    """Return the streams of the settings; none where no topic is named.

    Raises:
        IngestionError: a value cannot be what it is; the message names file and key.
    """
    topics = settings.get("streaming", {}).get("topics") or {}
    if not isinstance(topics, Mapping):
        raise _refused("streaming.topics", topics, "topics by the name of their table")
    return [_stream(str(name), found, settings) for name, found in topics.items()]


def late_after_minutes(settings: Settings) -> float:
    """Return `streaming.max_delay_minutes`."""
    found = settings.get("streaming", {}).get("max_delay_minutes", 15)
    if isinstance(found, bool) or not isinstance(found, int | float) or found <= 0:
        raise setting_refused(
            "streaming.max_delay_minutes", found, "a number of minutes above 0", "Set it there."
        )
    return float(found)


def _stream(name: str, found: Any, settings: Settings) -> Stream:
    key = f"streaming.topics.{name}"
    if not _NAME.fullmatch(name):
        raise _refused(key, name, "a name of lower-case letters, digits and underscores, a letter first")
    if not isinstance(found, Mapping):
        raise _refused(key, found, "topic, source, columns, key and time")
    source, topic = found.get("source"), found.get("topic")
    if not isinstance(source, str) or source not in settings.get("sources", {}):
        known = ", ".join(settings.get("sources", {})) or "none yet"
        raise _refused(f"{key}.source", source, f"one of sources ({known})")
    if not isinstance(topic, str) or not _TOPIC.fullmatch(topic):
        raise _refused(f"{key}.topic", topic, "the name of a topic: letters, digits, and . _ -")
    columns = _columns(f"{key}.columns", found.get("columns"))
    time = found.get("time")
    if not isinstance(time, str) or columns.get(time) not in _TIMES:
        raise _refused(f"{key}.time", time, "a column of type timestamp or date")
    return Stream(name, source, topic, columns, _key(f"{key}.key", found.get("key", [time]), columns), time)


def _columns(key: str, found: Any) -> dict[str, Type]:
    if not isinstance(found, Mapping) or not found:
        raise _refused(key, found, "the fields of a message and their types")
    columns: dict[str, Type] = {}
    for name, wanted in found.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise _refused(key, name, "names of lower-case letters, digits and underscores, a letter first")
        kind = next((kind for kind in _TYPES if kind == wanted), None)
        if kind is None:
            raise _refused(f"{key}.{name}", wanted, f"one of {', '.join(_TYPES)}")
        columns[name] = kind
    return columns


def _key(key: str, found: Any, columns: Mapping[str, Type]) -> tuple[str, ...]:
    if not isinstance(found, list) or not found or not all(name in columns for name in found):
        raise _refused(key, found, f"a list of columns ({', '.join(columns)})")
    return tuple(found)


def _refused(key: str, found: Any, expected: str) -> IngestionError:
    return setting_refused(key, found, expected, "Set it there: docs/streaming.md shows a whole topic.")
