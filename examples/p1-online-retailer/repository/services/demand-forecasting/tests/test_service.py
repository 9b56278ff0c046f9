"""From marts to HTTP answers, on a warehouse file."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from demand_forecasting import evaluation, forecasting, planning_report, serve, training
from demand_forecasting.options import Options
from demand_forecasting.panel import Panel
from fastapi.testclient import TestClient
from service_common.registry import FolderStore, Registry, RegistryError
from service_common.warehouse import DuckDbWarehouse, read_table

STATEMENTS = (
    "create schema marts",
    """
    create table marts.df_daily_demand as
    select * replace (cast(demand_date as date) as demand_date) from demand
    """,
    """
    create table marts.df_promotion_days
    (product_key text, site_id text, promotion_date date, discount_share double)
    """,
    """
    create table marts.df_series_map as
    select 'x:rare' as product_key, 's' as site_id, 'x:p1' as series_product_key, 's' as series_site_id
    """,
    """
    create table marts.fct_stock_levels as
    select 'x:p' || i as product_key, 's' as site_id, date '{last}' as measured_on, 3.0 as on_hand,
    null::double as on_order from range(2) as r(i)
    """,
    """
    create table marts.dim_products as
    select 'x:p0' as product_key, 5 as lead_time_days union all select 'x:p1', null
    """,
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory, invented: Callable[..., Panel]) -> DuckDbWarehouse:
    panel = invented(n=4, steps=300)
    n, steps = panel.quantity.shape
    demand = pd.DataFrame(
        {
            "product_key": np.repeat([s.product_key for s in panel.series], steps),
            "site_id": "s",
            "level": "product_site",
            "category": "c",
            "is_active": True,
            "demand_date": np.tile(panel.starts.astype("datetime64[s]"), n),
            "quantity": panel.quantity.ravel(),
            "stock_out": False,
        }
    )
    last = str(panel.last_day())
    path = tmp_path_factory.mktemp("w") / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.register("demand", demand)
        for statement in STATEMENTS:
            connection.execute(statement.format(last=last))
    return DuckDbWarehouse(path)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return Registry(FolderStore(tmp_path_factory.mktemp("models")), "demand-forecasting")


@pytest.fixture(scope="module")
def written(
    warehouse: DuckDbWarehouse, registry: Registry, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, int]:
    options = Options(pooled_rows=8000, individual_series=2, selection_origins=2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOLTEK_LOCAL", str(tmp_path_factory.mktemp("local")))
        with pytest.raises(RegistryError, match="train"):
            forecasting.run(warehouse, registry, options)
        training.train(warehouse, registry, options)
        forecasting.run(warehouse, registry, options)
        return forecasting.run(warehouse, registry, options)


@pytest.fixture
def client(
    warehouse: DuckDbWarehouse, written: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> TestClient:
    assert written["demand_forecasts"] > 0
    monkeypatch.setattr(serve, "warehouse", lambda: warehouse)
    return TestClient(serve.app)


def test_a_second_run_of_the_day_replaces_the_first(
    warehouse: DuckDbWarehouse, written: dict[str, int]
) -> None:
    assert written["demand_forecasts"] == 4 * 28
    assert len(read_table(warehouse, "predictions", "demand_forecasts", ["step"])) == 4 * 28
    assert written["reorder_proposals"] == 2


def test_forecast_by_key_and_by_number(client: TestClient) -> None:
    answer = client.post("/forecast", json={"product": "x:p0", "site": "s", "horizon": 14})
    assert answer.status_code == 200
    body = answer.json()
    assert len(body["points"]) == 14
    assert body["total"] == pytest.approx(sum(p["quantity"] for p in body["points"]), abs=0.01)
    assert all(p["low"] <= p["quantity"] <= p["high"] for p in body["points"])
    assert client.post("/forecast", json={"product": "p0", "site": "s", "horizon": 14}).json() == body


def test_a_pooled_product_answers_with_its_series(client: TestClient) -> None:
    body = client.post("/forecast", json={"product": "x:rare", "site": "s"}).json()
    assert body["product"] == "x:p1"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"product": "x:nothing", "site": "s"}, 404),
        ({"product": "x:p0", "site": "nowhere"}, 404),
        ({"product": "x:p0", "site": "s", "horizon": 29}, 422),
        ({"product": "x:p0", "site": "s", "horizon": 0}, 422),
        ({"product": "x:p0", "site": "s", "days": 3}, 422),
        ({"product": "' or 1=1 --:x", "site": "s"}, 404),
        ({}, 422),
    ],
)
def test_bad_requests_are_answered_in_words(client: TestClient, body: dict[str, object], status: int) -> None:
    answer = client.post("/forecast", json=body)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_proposals_say_what_is_assumed(client: TestClient) -> None:
    body = client.get("/reorder-proposals").json()
    by_product = {p["product"]: p for p in body["proposals"]}
    assert by_product["x:p0"]["proposed_quantity"] > 0
    assert by_product["x:p0"]["lead_time_known"]
    assert by_product["x:p1"]["lead_time_known"] is False
    assert by_product["x:p1"]["lead_time_days"] == 14
    assert client.get("/reorder-proposals", params={"site": "nowhere"}).json()["proposals"] == []


def test_anomalies_and_readiness_answer(client: TestClient) -> None:
    assert client.get("/anomalies", params={"limit": 5}).status_code == 200
    assert client.get("/ready").status_code == 200
    schema = client.get("/openapi.json").json()
    assert schema["components"]["schemas"]["ForecastRequest"]["examples"]


def test_reports_are_written(
    warehouse: DuckDbWarehouse, registry: Registry, written: dict[str, int], tmp_path: Path
) -> None:
    assert written
    html, card = evaluation.write_report(*evaluation.promoted(registry), tmp_path)
    assert "<svg" in html.read_text(encoding="utf-8")
    assert "Seasonal naive" in card.read_text(encoding="utf-8")
    assert "Reorder proposals" in planning_report.build(warehouse).html()
