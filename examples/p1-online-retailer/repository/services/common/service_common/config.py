"""Typed reading of settings/*.yaml: a wrong value is named with its key, never a stack trace."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from settings import load_settings

LOCAL = "local"


class SettingsError(ValueError):
    """A setting is missing or has the wrong type. The message names the key and what to write."""


def environment() -> str:
    """Which settings apply: `local`, `dev` or `prod` (environment variable TOLTEK_ENV)."""
    return os.environ.get("TOLTEK_ENV", LOCAL)


@dataclass(frozen=True)
class Section:
    """One block of the settings. Every reader takes the default that holds when the key is absent."""

    name: str
    values: Mapping[str, object] = field(default_factory=dict)

    def _fail(self, key: str, expected: str) -> SettingsError:
        found = self.values.get(key)
        return SettingsError(
            f"settings: {self.name}.{key} is {found!r}, expected {expected}. "
            "Correct it in settings/common.yaml or in the file of the environment."
        )

    def section(self, key: str) -> "Section":
        """The block below a key; empty when absent."""
        value = self.values.get(key)
        if value is None:
            return Section(f"{self.name}.{key}")
        if not isinstance(value, Mapping):
            raise self._fail(key, "a block of settings")
        return Section(f"{self.name}.{key}", value)

    def text(self, key: str, default: str | None = None) -> str:
        """A non-empty string; without a default it is required."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or not value:
            raise self._fail(key, "a text")
        return value

    def optional_text(self, key: str) -> str | None:
        """A string, or None when absent or empty."""
        value = self.values.get(key)
        if value is not None and not isinstance(value, str):
            raise self._fail(key, "a text or nothing")
        return value or None

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """A number within bounds."""
        value = self.values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._fail(key, "a number")
        if not low <= value <= high:
            raise self._fail(key, f"a number from {low:g} to {high:g}")
        return float(value)

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number within bounds."""
        value = self.number(key, default, low, high)
        if value != int(value):
            raise self._fail(key, "a whole number")
        return int(value)

    def choice(self, key: str, default: str, allowed: tuple[str, ...]) -> str:
        """One of a few words."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or value not in allowed:
            raise self._fail(key, f"one of {', '.join(allowed)}")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of strings."""
        value = self.values.get(key)
        if value is None:
            return default
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise self._fail(key, "a list of texts")
        return tuple(str(item) for item in value)


def settings_section(name: str, env: str | None = None) -> Section:
    """A top-level block of the settings of an environment."""
    loaded: Mapping[str, object] = load_settings(env or environment())
    return Section("settings", loaded).section(name)


def repository_root() -> Path:
    """Folder that holds settings/, services/ and .local/."""
    return Path(os.environ.get("TOLTEK_ROOT", ".")).resolve()


def local_folder(*parts: str) -> Path:
    """A folder for what this machine writes, made if needed: below .local/, or where TOLTEK_LOCAL points."""
    folder = repository_root().joinpath(os.environ.get("TOLTEK_LOCAL", ".local"), *parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
