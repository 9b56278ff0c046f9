"""REST APIs, through dlt's REST client: paged, authenticated, incremental."""

from typing import Any

from dlt.sources.rest_api import rest_api_resources

from ingestion.connectors.environment import resolve_variables
from ingestion.mapping import SourceMapping, Table


def reader(mapping: SourceMapping, table: Table) -> Any:
    """Return the resource that reads one endpoint: all pages, or those from the highest `cursor` seen on."""
    connection = resolve_variables(dict(mapping.connection), "rest")
    options = table.options
    endpoint: dict[str, Any] = {"path": options["path"], "params": dict(options.get("params") or {})}
    if options.get("rows"):
        endpoint["data_selector"] = options["rows"]
    if options.get("cursor"):
        endpoint["incremental"] = {
            "cursor_path": options["cursor"],
            "initial_value": options.get("cursor_start"),
        }
        endpoint["params"][options.get("cursor_param") or options["cursor"]] = "{incremental.start_value}"
    (resource,) = rest_api_resources(
        {
            "client": connection,
            "resources": [
                {
                    "name": f"read_{table.name}",
                    "endpoint": endpoint,
                    "primary_key": list(table.key) or None,
                }
            ],
        }
    )
    return resource
