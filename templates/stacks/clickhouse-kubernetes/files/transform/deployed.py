"""What dbt needs to know of the warehouse of dev and prod: ClickHouse."""

from collections.abc import Mapping
from pathlib import Path

from settings import Settings
from settings.clickhouse import clickhouse_address


def profile_variables(settings: Settings) -> Mapping[str, str]:
    """Return the environment variables that profiles.yml reads."""
    address = clickhouse_address(settings)
    return {
        "CLICKHOUSE_HOST": address.host,
        "CLICKHOUSE_PORT": str(address.port),
        "CLICKHOUSE_SECURE": str(address.secure),
        "CLICKHOUSE_USER": address.user,
        "CLICKHOUSE_PASSWORD": address.password,
        "CLICKHOUSE_TABLE_ENGINE": "ReplicatedMergeTree" if address.cluster else "MergeTree()",
    }


def keep_artifacts(folder: Path) -> None:
    """Leave what dbt wrote about itself where it is: the log of the job has its summary."""
