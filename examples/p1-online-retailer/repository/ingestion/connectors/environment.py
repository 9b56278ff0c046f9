"""Values that come from the environment: addresses and secrets are never written in a mapping."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingestion.errors import IngestionError


def find_variable(name: str) -> str:
    """Return an environment variable, or the content of the file of its name in the folder SOURCE_SECRETS.

    A cluster hands secrets over as files, which no list of a process's environment shows.
    """
    value = os.environ.get(name, "")
    folder = os.environ.get("SOURCE_SECRETS", "")
    if value or not folder:
        return value
    file = Path(folder) / name
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def required_variable(name: str, purpose: str) -> str:
    """Return what `find_variable` finds.

    Raises:
        IngestionError: it is not set.
    """
    value = find_variable(name)
    if value:
        return value
    folder = os.environ.get("SOURCE_SECRETS")
    remedy = (
        f"Add the key {name} to the Secret that is mounted at {folder}."
        if folder
        else "Put it into .env, see .env.example."
    )
    raise IngestionError(f"The environment variable {name} is not set ({purpose}). {remedy}")


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
