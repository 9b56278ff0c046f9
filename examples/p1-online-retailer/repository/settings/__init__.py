"""Settings of this repository: common.yaml, overlaid by dev.yaml or prod.yaml.

`TOLTEK_ENV` chooses the environment: `local` (default: common.yaml alone, everything on this machine), `dev`
or `prod`. The files hold no secrets; those come from environment variables, which .env.example lists.

    from settings import load_settings

    horizon = load_settings()["demand_forecasting"]["horizon_days"]
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ENVIRONMENTS = ("local", "dev", "prod")

Settings = dict[str, Any]
"""Nested settings by name, as in the YAML files."""


class SettingsError(Exception):
    """A settings file is missing or malformed; the message says where and what to do."""


def current_environment() -> str:
    """Return the environment of this process: `TOLTEK_ENV`, or `local`."""
    environment = os.environ.get("TOLTEK_ENV", "local")
    if environment not in ENVIRONMENTS:
        expected = ", ".join(ENVIRONMENTS)
        raise SettingsError(f"TOLTEK_ENV is {environment!r}; expected one of {expected}.")
    return environment


def load_settings(environment: str | None = None, folder: Path | None = None) -> Settings:
    """Read the settings of an environment.

    Args:
        environment: `local`, `dev` or `prod`; by default that of this process.
        folder: where the YAML files are; by default the folder of this module.

    Raises:
        SettingsError: the environment is unknown, or a file is missing or malformed.
    """
    environment = environment or current_environment()
    if environment not in ENVIRONMENTS:
        expected = ", ".join(ENVIRONMENTS)
        raise SettingsError(f"Unknown environment {environment!r}; expected one of {expected}.")
    folder = folder or Path(__file__).parent
    settings = _read(folder / "common.yaml")
    if environment != "local":
        settings = merge(settings, _read(folder / f"{environment}.yaml"))
    return settings


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> Settings:
    """Lay `over` on `base`: mappings are merged key by key, everything else is replaced."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            merged[key] = merge(below, value)
        else:
            merged[key] = value
    return merged


def _read(path: Path) -> Settings:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError(f"{path} is missing; restore it from version control.") from None
    except yaml.YAMLError as error:
        raise SettingsError(f"{path} is not valid YAML: {error}") from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise SettingsError(f"{path}: expected names and values at the top level.")
    return content
