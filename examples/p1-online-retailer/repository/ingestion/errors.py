"""Errors a person can mend: they are printed as they are, without a stack trace."""

from typing import Any

from settings import current_environment


class IngestionError(Exception):
    """Something is wrong with a mapping, a source or the warehouse; the message says what to do."""


def setting_refused(key: str, found: Any, expected: str, remedy: str) -> IngestionError:
    """Return the error for a setting that cannot be what it is; None counts as left out."""
    environment = current_environment()
    common = "settings/common.yaml"
    file = common if environment == "local" else f"settings/{environment}.yaml (over {common})"
    what = "is missing" if found is None else f"is {found!r}"
    return IngestionError(f"{file}: {key} {what}, expected {expected}. {remedy}")
