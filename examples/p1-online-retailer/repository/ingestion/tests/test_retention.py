from typing import Any

import pytest

from ingestion.errors import IngestionError
from ingestion.retention import Retention, read_retention


def kept(retention: Any) -> Retention | None:
    return read_retention("web-shop", {"sources": {"web-shop": {"retention": retention}}})


def test_rows_are_kept_for_ever_unless_the_settings_say_otherwise() -> None:
    assert read_retention("web-shop", {}) is None
    assert read_retention("web-shop", {"sources": {"web-shop": {"max_age_hours": 36}}}) is None
    assert kept({"column": "ordered_at", "months": 24}) == Retention("ordered_at", 24)


@pytest.mark.parametrize(
    ("retention", "message"),
    [
        (24, r"sources\.web-shop\.retention is 24, expected column and months"),
        ({"months": 24}, r"retention\.column is missing, expected a column with a date, .* in raw_web_shop"),
        ({"column": "a`; drop", "months": 24}, r"retention\.column is 'a`; drop'"),
        ({"column": "at"}, r"retention\.months is missing, expected a whole number from 1 to 240"),
        ({"column": "at", "months": 0}, r"retention\.months is 0"),
        ({"column": "at", "months": 241}, r"retention\.months is 241"),
        ({"column": "at", "months": 1.5}, r"retention\.months is 1\.5"),
        ({"column": "at", "months": True}, r"retention\.months is True"),
        ({"column": "at", "months": "two"}, r"retention\.months is 'two'"),
    ],
)
def test_what_cannot_be_is_refused_with_file_key_and_remedy(
    retention: Any, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOLTEK_ENV", "prod")
    with pytest.raises(IngestionError, match=message) as refused:
        kept(retention)
    assert str(refused.value).startswith("settings/prod.yaml (over settings/common.yaml): sources.web-shop.")
    assert str(refused.value).endswith("or leave the whole retention out to keep rows for ever.")
