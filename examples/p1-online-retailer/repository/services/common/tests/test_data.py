"""Warehouse, registry, settings, drift and reports."""

import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from service_common.cache import Refreshed
from service_common.config import Section, SettingsError
from service_common.drift import bin_edges, population_stability_index, shares, verdict
from service_common.registry import FolderStore, Registry, RegistryError
from service_common.report import Report, plot
from service_common.warehouse import DuckDbWarehouse, WarehouseError, read_table


@pytest.fixture
def warehouse(tmp_path: Path) -> DuckDbWarehouse:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute(
            "create table marts.things as select * from (values ('a', 1), ('b', 2)) as t(name, n)"
        )
    return DuckDbWarehouse(path)


def test_a_value_from_outside_never_becomes_sql(warehouse: DuckDbWarehouse) -> None:
    hostile = "a' or 1=1; drop table marts.things; --"
    assert read_table(warehouse, "marts", "things", ["name", "n"], {"name": hostile}).empty
    assert len(read_table(warehouse, "marts", "things", ["name"], {"name": "a"})) == 1
    for call in (("things; drop", "name"), ("things", "name; drop"), ("things", 'n" --')):
        with pytest.raises(WarehouseError):
            read_table(warehouse, "marts", call[0], [call[1]])


def test_writing_a_run_again_replaces_it_and_keeps_the_others(warehouse: DuckDbWarehouse) -> None:
    def rows(run: str, values: list[float]) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "run_id": [run] * len(values),
                "day": np.array([run] * len(values), dtype="datetime64[s]"),
                "value": values,
            }
        )

    for run, values in (("2025-01-01", [1.0]), ("2025-01-02", [2.0, 3.0]), ("2025-01-02", [4.0])):
        warehouse.replace_rows("predictions", "t", rows(run, values), {"run_id": run})
    found = read_table(warehouse, "predictions", "t", ["run_id", "value"], order_by=["run_id"])
    assert found["value"].tolist() == [1.0, 4.0]
    kinds = warehouse.read_sql("select data_type from information_schema.columns where table_name = 't'")
    assert kinds["data_type"].tolist() == ["VARCHAR", "DATE", "DOUBLE"]


def test_a_later_version_may_add_a_column(warehouse: DuckDbWarehouse) -> None:
    warehouse.replace_rows("predictions", "t", pd.DataFrame({"run_id": ["1"]}), {"run_id": "1"})
    warehouse.replace_rows("predictions", "t", pd.DataFrame({"run_id": ["2"], "more": [5]}), {"run_id": "2"})
    assert read_table(warehouse, "predictions", "t", ["more"], {"run_id": "2"})["more"].tolist() == [5]


def test_an_empty_run_makes_an_empty_table(warehouse: DuckDbWarehouse) -> None:
    empty = pd.DataFrame({"run_id": pd.Series([], dtype=str), "value": np.array([], dtype=np.float64)})
    warehouse.replace_rows("predictions", "t", empty, {"run_id": "1"})
    assert warehouse.exists("predictions", "t")
    assert read_table(warehouse, "predictions", "t", ["value"]).empty


def test_what_is_missing_is_said_in_words(tmp_path: Path, warehouse: DuckDbWarehouse) -> None:
    with pytest.raises(WarehouseError, match="make demo"):
        DuckDbWarehouse(tmp_path / "none.duckdb").exists("marts", "x")
    with pytest.raises(WarehouseError, match="lacks a table"):
        read_table(warehouse, "marts", "nothing", ["x"])


def register(registry: Registry, value: int) -> str:
    return registry.register(
        {"value": value},
        data_from="2024-01-01",
        data_to="2025-01-01",
        rows=1,
        parameters={},
        features=("a", "b"),
        metrics={"error": 0.1},
        code_version="c",
    ).version


def test_only_a_promoted_version_predicts_and_an_earlier_one_can_come_back(tmp_path: Path) -> None:
    registry = Registry(FolderStore(tmp_path), "m")
    assert registry.promoted() is None
    with pytest.raises(RegistryError, match="train"):
        registry.latest()
    first, second = register(registry, 1), register(registry, 2)
    assert registry.latest().version == second
    registry.promote(second)
    registry.promote(first)
    entry = registry.promoted()
    assert entry is not None
    assert registry.artefact(entry) == {"value": 1}
    with pytest.raises(RegistryError):
        registry.promote("../../etc")


def test_a_changed_artefact_is_refused(tmp_path: Path) -> None:
    registry = Registry(FolderStore(tmp_path), "m")
    version = register(registry, 1)
    (tmp_path / "m" / version / "model.json").write_text(json.dumps({"value": 2}))
    with pytest.raises(RegistryError, match="sha256"):
        registry.artefact(registry.entry(version))


def test_a_wrong_setting_is_named() -> None:
    section = Section("settings.x", {"days": "many", "share": 3, "mode": "fast", "names": ["a", 1]})
    for read in (
        lambda: section.whole("days", 1, 0, 9),
        lambda: section.number("share", 0.5, 0, 1),
        lambda: section.choice("mode", "auto", ("auto", "slow")),
        lambda: section.texts("names"),
    ):
        with pytest.raises(SettingsError, match=r"settings\.x\.(days|share|mode|names)"):
            read()


def test_drift_is_seen_and_its_absence_too() -> None:
    generator = np.random.default_rng(1)
    reference = generator.normal(0, 1, 4000)
    edges = bin_edges(reference)
    before = shares(reference, edges)
    assert (
        verdict(population_stability_index(before, shares(generator.normal(0, 1, 4000), edges))) == "stable"
    )
    assert (
        verdict(population_stability_index(before, shares(generator.normal(1, 1, 4000), edges))) == "shifted"
    )


def test_a_value_is_loaded_again_after_a_while_and_kept_if_that_fails() -> None:
    now = 0.0
    answers: list[int | Exception] = [1, ValueError("down"), 2]

    def load() -> int:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    held = Refreshed(load, 10, clock=lambda: now)
    assert [held.get(), held.get()] == [1, 1]
    now = 11
    assert held.get() == 1
    now = 22
    assert held.get() == 2


def test_a_report_stands_alone_and_escapes_what_it_shows() -> None:
    report = Report("T", "lead")
    figure, (axis,) = plot()
    axis.plot([1, 2], [1, 2])
    report.block("B").table(["a"], [["<script>alert(1)</script>"]]).figure(figure, "caption")
    html = report.html()
    assert "<script>" not in html
    assert "<svg" in html
    assert "http://" not in html.replace("http://www.w3.org", "")
