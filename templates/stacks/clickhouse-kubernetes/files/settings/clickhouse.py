"""Where ClickHouse is and who we are there, for loading, transforming and serving alike."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AS_SQL: Mapping[str, int | str] = {
    "join_use_nulls": 1,
    "cast_keep_nullable": 1,
    "aggregate_functions_null_for_empty": 1,
    "union_default_mode": "DISTINCT",
}
"""As the other warehouses do it, and profiles.yml asks for: no match and no value is null."""


@dataclass(frozen=True)
class ClickHouseAddress:
    """How to reach a server or cluster, over HTTP."""

    host: str
    port: int
    secure: bool
    user: str
    password: str
    cluster: str
    """Its name for statements that every replica has to run; empty where there is one server."""

    def client_arguments(self) -> dict[str, Any]:
        """Return what clickhouse_connect.get_client takes. A private authority comes from SSL_CERT_FILE."""
        return {
            "host": self.host,
            "port": self.port,
            "secure": self.secure,
            "username": self.user,
            "password": self.password,
            # Every request stands alone: any replica may answer it.
            "autogenerate_session_id": False,
            "settings": dict(AS_SQL),
        }

    def create_database(self, name: str) -> str:
        """Return the statement that makes a database; on a cluster, one whose replicas agree."""
        if not self.cluster:
            return f"CREATE DATABASE IF NOT EXISTS `{name}`"
        return (
            f"CREATE DATABASE IF NOT EXISTS `{name}` ON CLUSTER '{self.cluster}' "
            f"ENGINE = Replicated('/clickhouse/databases/{name}', '{{shard}}', '{{replica}}')"
        )


def clickhouse_address(settings: Mapping[str, Any]) -> ClickHouseAddress:
    """Read the address from `warehouse` of the settings.

    Variables of the environment come first: `CLICKHOUSE_HOST`, `_PORT`, `_SECURE` (true or false), `_USER`,
    `_CLUSTER`.
    The password is `CLICKHOUSE_PASSWORD`, or what the file that `CLICKHOUSE_PASSWORD_FILE` names holds.
    """
    chosen = settings.get("warehouse", {})

    def value(name: str, default: str) -> str:
        return os.environ.get(f"CLICKHOUSE_{name.upper()}") or str(chosen.get(name, default))

    local = "CLICKHOUSE_HOST" in os.environ
    return ClickHouseAddress(
        host=value("host", ""),
        port=int(value("port", "8443")),
        secure=value("secure", "true").lower() == "true",
        user=value("user", "default"),
        password=_password(),
        cluster=os.environ.get("CLICKHOUSE_CLUSTER", "" if local else str(chosen.get("cluster") or "")),
    )


def _password() -> str:
    file = os.environ.get("CLICKHOUSE_PASSWORD_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get("CLICKHOUSE_PASSWORD", "")
