# ruff: noqa: S608 - names are quoted, values are quoted literals or parameters
"""How old the newest rows of each source are, against what the settings allow."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ingestion.mapping import SourceMapping, read_mapping
from ingestion.stage import literal
from ingestion.warehouse import LANDING, Warehouse
from settings import Settings

DEFAULT_HOURS = 48.0


@dataclass(frozen=True)
class Age:
    """How old the rows of a source are."""

    source: str
    hours: float | None
    """Hours since rows were last landed; None if they never were."""
    allowed_hours: float

    @property
    def stale(self) -> bool:
        """Whether the source is older than allowed."""
        return self.hours is None or self.hours > self.allowed_hours

    @property
    def line(self) -> str:
        """The age for people."""
        if self.hours is None:
            return f"STALE  {self.source}: never loaded"
        word = "STALE" if self.stale else "fresh"
        return f"{word}  {self.source}: last rows {self.hours:.1f} h ago, allowed {self.allowed_hours:g} h"


def source_ages(sources: Sequence[str], settings: Settings, target: Warehouse) -> list[Age]:
    """Return the age of every source that is mapped."""
    return [
        Age(
            source=source,
            hours=_hours(mapping, target),
            allowed_hours=float(
                settings.get("sources", {}).get(source, {}).get("max_age_hours", DEFAULT_HOURS)
            ),
        )
        for source in sources
        if (mapping := read_mapping(source)).filled_in
    ]


def _hours(mapping: SourceMapping, target: Warehouse) -> float | None:
    newest = [
        row[0]
        for entity in mapping.entities
        for row in target.query(
            f"select max(_loaded_at) from {LANDING}.{entity} where source_id = {literal(mapping.source)}"
        )
        if row[0] is not None
    ]
    if not newest:
        return None
    last: dt.datetime = max(moment.replace(tzinfo=dt.UTC) for moment in newest)
    return (dt.datetime.now(dt.UTC) - last).total_seconds() / 3600
