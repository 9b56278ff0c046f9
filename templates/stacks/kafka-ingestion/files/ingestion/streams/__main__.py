"""Makes and changes the tables of the streams, and says whether messages arrive in time."""

import sys

import clickhouse_connect
from clickhouse_connect.driver.client import Client

from ingestion.errors import IngestionError
from ingestion.retention import read_retention
from ingestion.streams.definition import Stream, late_after_minutes, read_streams
from ingestion.streams.delay import arrivals
from ingestion.streams.tables import bring_up, stop_others
from ingestion.ttl import keep_rows
from settings import Settings, SettingsError, current_environment, load_settings
from settings.clickhouse import ClickHouseAddress, clickhouse_address


def main() -> int:
    """Do it and return the exit code: 0 done, 1 messages are late, 2 something needs a person."""
    try:
        settings = load_settings()
        streams = read_streams(settings)
        retentions = {stream.database: read_retention(stream.source, settings) for stream in streams}
        allowed = late_after_minutes(settings)
        address = clickhouse_address(settings)
        if not address.host:
            raise IngestionError(
                "settings: warehouse.host is missing; ClickHouse reads topics, and nothing else does."
            )
        with clickhouse_connect.get_client(**address.client_arguments()) as client:
            _bring_up(client, address, streams, settings)
            for database, retention in retentions.items():
                keep_rows(client, database, retention)
            return _judge(client, streams, allowed)
    except (IngestionError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 2


def _bring_up(client: Client, address: ClickHouseAddress, streams: list[Stream], settings: Settings) -> None:
    for stream in streams:
        client.command(address.create_database(stream.database))
        group = f"{settings['client']['id']}-{current_environment()}-{stream.database}-{stream.name}"
        done = bring_up(client, stream, group, replicated=bool(address.cluster))
        print(f"{stream.database}.{stream.name}: {', '.join(done) or 'as it was'}")
    for table in stop_others(client, streams):
        print(f"{table}: no longer read; its rows stay")


def _judge(client: Client, streams: list[Stream], allowed: float) -> int:
    late = False
    for stream in streams:
        found = arrivals(client, stream)
        late = late or found.late(allowed)
        word = "LATE " if found.late(allowed) else "fresh"
        print(f"{word}  {stream.database}.{stream.name}: {found.line}")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
