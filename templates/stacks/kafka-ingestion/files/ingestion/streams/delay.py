# ruff: noqa: S608 - names were checked by definition.py
"""Whether messages of a stream become rows in time."""

from dataclasses import dataclass

from clickhouse_connect.driver.client import Client

from ingestion.streams.definition import Stream


@dataclass(frozen=True)
class Arrivals:
    """What arrived within the last hour."""

    rows: int
    unreadable: int
    slowest_minutes: float
    """Longest time from Kafka to the table."""
    problem: str
    """The newest trouble that the reader of the replica which was asked had within the hour."""

    def late(self, allowed_minutes: float) -> bool:
        """Whether somebody has to look: messages take too long, or none came and the reader has trouble."""
        return self.slowest_minutes > allowed_minutes or (self.rows == 0 and bool(self.problem))

    @property
    def line(self) -> str:
        """The arrivals for people."""
        if not self.rows:
            return "no message within the hour" + (f": {self.problem}" if self.problem else "")
        unreadable = f", {self.unreadable:,} unreadable" if self.unreadable else ""
        slowest = f"the slowest after {self.slowest_minutes:.1f} min"
        return f"{self.rows:,} rows within the hour{unreadable}, {slowest}"


def arrivals(client: Client, stream: Stream) -> Arrivals:
    """Ask the tables of a stream, and ClickHouse about its reader."""
    table = f"`{stream.database}`.`{stream.name}"
    hour = "_received_at > now() - INTERVAL 1 HOUR"
    rows, slowest = client.query(
        f"SELECT count(), max(dateDiff('second', _sent_at, _received_at)) FROM {table}` WHERE {hour}"
    ).result_rows[0]
    unreadable = client.query(f"SELECT count() FROM {table}_unreadable` WHERE {hour}").result_rows[0][0]
    problems = client.query(
        "SELECT problem FROM system.kafka_consumers"
        " ARRAY JOIN exceptions.time AS moment, exceptions.text AS problem"
        " WHERE database = {database:String} AND table = {table:String} AND moment > now() - INTERVAL 1 HOUR"
        " ORDER BY moment DESC LIMIT 1",
        parameters={"database": stream.database, "table": f"_{stream.name}_kafka"},
    ).result_rows
    return Arrivals(
        rows=int(rows),
        unreadable=int(unreadable),
        slowest_minutes=(slowest or 0) / 60,
        problem=str(problems[0][0]) if problems else "",
    )
