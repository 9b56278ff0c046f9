from pathlib import Path

import pytest

from settings import ENVIRONMENTS, SettingsError, load_settings, merge


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_settings_of_every_environment_can_be_read(environment: str) -> None:
    settings = load_settings(environment)
    assert settings["client"]["id"]
    assert (settings["warehouse"]["kind"] == "duckdb") == (environment == "local")


def test_an_environment_replaces_values_and_keeps_the_rest() -> None:
    assert merge({"a": {"b": 1, "c": [1]}, "d": 2}, {"a": {"c": [3]}}) == {"a": {"b": 1, "c": [3]}, "d": 2}


def test_an_unknown_environment_is_named() -> None:
    with pytest.raises(SettingsError, match=r"'staging'.*local, dev, prod"):
        load_settings("staging")


def test_a_malformed_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "common.yaml").write_text("a: [1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"common\.yaml is not valid YAML"):
        load_settings("local", tmp_path)
