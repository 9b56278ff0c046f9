"""How long rows of a source are kept: `sources.<source>.retention` of the settings, for ever without one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingestion.errors import IngestionError, setting_refused
from settings import Settings

LONGEST_MONTHS = 240


@dataclass(frozen=True)
class Retention:
    """Rows are deleted so many months after the time in a column of theirs."""

    column: str
    months: int


def read_retention(source: str, settings: Settings) -> Retention | None:
    """Return what the settings say of a source; None where its rows are kept for ever.

    Raises:
        IngestionError: a value cannot be what it is; the message names file and key.
    """
    own = settings.get("sources", {}).get(source) or {}
    found = own.get("retention") if isinstance(own, Mapping) else None
    if found is None:
        return None
    key = f"sources.{source}.retention"
    if not isinstance(found, Mapping):
        raise _refused(key, found, "column and months, such as { column: ordered_at, months: 24 }")
    column, months = found.get("column"), found.get("months")
    if not isinstance(column, str) or not re.fullmatch(r"[a-z_][a-z0-9_]*", column):
        dataset = f"raw_{source.replace('-', '_')}"
        raise _refused(f"{key}.column", column, f"a column with a date, as it is called in {dataset}")
    if isinstance(months, bool) or not isinstance(months, int) or not 1 <= months <= LONGEST_MONTHS:
        raise _refused(f"{key}.months", months, f"a whole number from 1 to {LONGEST_MONTHS}")
    return Retention(column, months)


def _refused(key: str, found: Any, expected: str) -> IngestionError:
    remedy = "Set it there, or leave the whole retention out to keep rows for ever."
    return setting_refused(key, found, expected, remedy)
