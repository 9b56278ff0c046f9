"""Values that come from the environment: addresses and secrets are never written in a mapping."""

import os
from collections.abc import Mapping
from typing import Any

from ingestion.errors import IngestionError


def required_variable(name: str, purpose: str) -> str:
    """Return an environment variable.

    Raises:
        IngestionError: it is not set.
    """
    value = os.environ.get(name, "")
    if not value:
        raise IngestionError(
            f"The environment variable {name} is not set ({purpose}). Put it into .env, see .env.example."
        )
    return value


def resolve_variables(content: Any, place: str) -> Any:
    """Replace every `name_env: VARIABLE` in nested settings by `name: value of VARIABLE`."""
    if isinstance(content, Mapping):
        resolved = {}
        for key, value in content.items():
            if key.endswith("_env") and isinstance(value, str):
                name = key.removesuffix("_env")
                resolved[name] = required_variable(value, f"{place}.{key}")
            else:
                resolved[key] = resolve_variables(value, f"{place}.{key}")
        return resolved
    if isinstance(content, list):
        return [resolve_variables(part, place) for part in content]
    return content
