"""REST APIs, through dlt's REST client: paged, authenticated, incremental."""

from collections.abc import Iterator, Mapping
from typing import Any

from dlt.sources.rest_api import rest_api_resources
from dlt.sources.rest_api.typing import ClientConfig, Endpoint, EndpointResource

from ingestion.connectors.environment import resolve_variables
from ingestion.connectors.pages import first_rows
from ingestion.mapping import SourceMapping, Table


class RestReader:
    """Reads all pages of an endpoint, or those from the highest `cursor` seen on."""

    def __init__(self, mapping: SourceMapping) -> None:
        self._mapping = mapping

    def has_news(self, _table: Table, _state: Mapping[str, Any]) -> bool:
        """Whether an endpoint has to be read: an API cannot tell."""
        return True

    def resource(self, table: Table) -> Any:
        """Return the resource that reads one endpoint."""
        connection: ClientConfig = resolve_variables(dict(self._mapping.connection), "rest")
        options = table.options
        params = dict(options.get("params") or {})
        endpoint: Endpoint = {"path": options["path"], "params": params}
        if options.get("rows"):
            endpoint["data_selector"] = options["rows"]
        if options.get("cursor"):
            endpoint["incremental"] = {
                "cursor_path": options["cursor"],
                "initial_value": options.get("cursor_start"),
            }
            params[options.get("cursor_param") or options["cursor"]] = "{incremental.start_value}"
        described: EndpointResource = {"name": f"read_{table.name}", "endpoint": endpoint}
        if table.key:
            described["primary_key"] = list(table.key)
        (resource,) = rest_api_resources({"client": connection, "resources": [described]})
        return resource

    def sample(self, table: Table, rows: int) -> Iterator[Any]:
        """Yield the first rows of an endpoint."""
        return first_rows(self.resource(table), rows)
