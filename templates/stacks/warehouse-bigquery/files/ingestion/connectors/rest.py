"""REST APIs, through dlt's REST client: paged, authenticated, incremental."""

from typing import Any

from dlt.sources.rest_api import rest_api_resources
from dlt.sources.rest_api.typing import ClientConfig, Endpoint, EndpointResource

from ingestion.connectors.environment import resolve_variables
from ingestion.mapping import SourceMapping, Table


def reader(mapping: SourceMapping, table: Table) -> Any:
    """Return the resource that reads one endpoint: all pages, or those from the highest `cursor` seen on."""
    connection: ClientConfig = resolve_variables(dict(mapping.connection), "rest")
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
