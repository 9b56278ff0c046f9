"""From marts to HTTP answers, on a warehouse file."""

import duckdb
import pandas as pd
import pytest
from customer_segmentation import evaluation, segmenting, serve, training
from customer_segmentation.options import Options
from fastapi.testclient import TestClient
from service_common.registry import FolderStore, Registry
from service_common.warehouse import DuckDbWarehouse, read_table

STATEMENTS = (
    "create schema marts",
    "create table marts.cs_customer_feature_history as select * from history",
    "create table marts.cs_customer_features as select * from latest",
    """
    create table marts.cs_customer_categories as
    select customer_key, 'Tea' as category, net_amount from latest
    union all select customer_key, 'Cake', net_amount / 2 from latest
    """,
    """
    create table marts.fct_sales_lines as
    select * from (values ('x:0001', 90.0, false), (null, 10.0, false))
    as t(customer_key, net_amount, is_return)
    """,
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory, customers: pd.DataFrame) -> DuckDbWarehouse:
    path = tmp_path_factory.mktemp("w") / "w.duckdb"
    earlier = customers.iloc[:450].assign(as_of="2025-03-31")
    history = pd.concat([customers, earlier], ignore_index=True)
    history["as_of"] = pd.to_datetime(history["as_of"])
    latest = history[history["as_of"] == history["as_of"].max()]
    with duckdb.connect(str(path)) as connection:
        connection.register("history", history)
        connection.register("latest", latest)
        for statement in STATEMENTS:
            connection.execute(statement)
    return DuckDbWarehouse(path)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return Registry(FolderStore(tmp_path_factory.mktemp("models")), "customer-segmentation")


@pytest.fixture(scope="module")
def written(
    warehouse: DuckDbWarehouse, registry: Registry, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, int]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOLTEK_LOCAL", str(tmp_path_factory.mktemp("local")))
        training.train(warehouse, registry, Options())
        segmenting.run(warehouse, registry)
        return segmenting.run(warehouse, registry)


@pytest.fixture
def client(
    warehouse: DuckDbWarehouse, written: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> TestClient:
    assert written["customer_segments"] > 0
    monkeypatch.setattr(serve, "warehouse", lambda: warehouse)
    return TestClient(serve.app)


def test_every_customer_is_written_once_per_day(
    warehouse: DuckDbWarehouse, customers: pd.DataFrame, written: dict[str, int]
) -> None:
    assert written["customer_segments"] == len(customers)
    found = read_table(warehouse, "predictions", "customer_segments", ["customer_key"])
    assert sorted(found["customer_key"]) == sorted(customers["customer_key"])


def test_a_customer_is_found_by_key_and_by_number(client: TestClient) -> None:
    body = client.get("/customers/x:0001/segment").json()
    assert body["segment"] == "Loyal high-value"
    assert 0 <= body["confidence"] <= 1
    assert client.get("/customers/0001/segment").json() == body
    assert client.get("/customers/x:0529/segment").json()["days_between_orders"] is None


@pytest.mark.parametrize("customer", ["x:9999", "nobody", "' or 1=1 --", "%7B%7B%7D%7D"])
def test_an_unknown_customer_is_not_found(client: TestClient, customer: str) -> None:
    answer = client.get(f"/customers/{customer}/segment")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"


def test_segments_and_movements_add_up(client: TestClient, customers: pd.DataFrame) -> None:
    segments = client.get("/segments").json()["segments"]
    assert sum(s["customers"] for s in segments) == len(customers)
    assert sum(s["customer_share"] for s in segments) == pytest.approx(1)
    movements = client.get("/movements").json()["movements"]
    assert sum(m["customers"] for m in movements) == len(customers)
    assert client.get("/ready").status_code == 200


def test_the_report_names_the_segments(
    warehouse: DuckDbWarehouse, registry: Registry, written: dict[str, int]
) -> None:
    assert written
    entry, model = evaluation.promoted(registry)
    html = evaluation.build(warehouse, entry, model).html()
    assert all(name in html for name in model.names())
    assert "10.0%" in html  # sales without a customer
    assert html.count("<svg") >= 4
