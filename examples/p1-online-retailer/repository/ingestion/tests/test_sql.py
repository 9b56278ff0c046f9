import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ingestion.check import check_mapping
from ingestion.connectors.environment import required_variable
from ingestion.errors import IngestionError
from ingestion.tests.world import World

MAPPING = """
    connector: sql
    sql: { url_env: SHOP_DATABASE_URL }
    tables:
      lines: { table: order_lines, key: [id], cursor: updated_at }
      orders: { table: orders }
    entities:
      sales_lines:
        from: lines
        join: { orders: { order_id: number } }
        columns:
          line_id: id
          order_id: order_id
          ordered_at: ordered_at
          product_id: sku
          quantity: qty
          net_amount: amount
"""


@pytest.fixture
def database(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("SHOP_DATABASE_URL", f"sqlite:///{world.folder}/shop.db")
    world.map(MAPPING)
    execute(
        world,
        "create table orders (number integer primary key, ordered_at timestamp)",
        "create table order_lines (id integer primary key, order_id integer, sku text, qty integer, "
        "amount real, updated_at timestamp)",
        "insert into orders values (7, '2025-03-04 10:00:00.000000')",
        "insert into order_lines values (1, 7, 'a', 2, 9.98, '2025-03-04 10:00:00.000000'), "
        "(2, 7, 'b', 1, 5.0, '2025-03-04 11:00:00.000000')",
    )
    return world


def execute(world: World, *statements: str) -> None:
    with closing(sqlite3.connect(world.folder / "shop.db")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_a_mapping_is_checked_against_the_tables(database: World) -> None:
    report = "\n".join(check_mapping(database.mapping(), 10).report)
    assert "table lines: 2 rows read" in report
    assert "entity sales_lines: 2 rows, 0 of them unusable" in report


def test_only_new_and_changed_rows_are_read(database: World) -> None:
    assert database.load().entity_rows == {"sales_lines": 2}
    assert database.load().raw_rows["lines"] == 0
    execute(
        database,
        "insert into order_lines values (3, 7, 'c', 1, 1.0, '2025-03-05 09:00:00.000000')",
        "update order_lines set qty = 5, updated_at = '2025-03-05 09:30:00.000000' where id = 1",
    )
    assert database.load().raw_rows["lines"] == 2
    assert database.rows("select line_id, quantity from landing.sales_lines order by 1") == [
        ("1", 5.0),
        ("2", 1.0),
        ("3", 1.0),
    ]
    assert database.rows("select count(*), count(distinct id) from raw_shop.lines") == [(3, 3)]


def test_a_changed_mapping_reads_the_table_from_its_start(database: World) -> None:
    database.load()
    database.map(MAPPING.replace("product_id: sku", "product_id: { sql: upper(sku) }"))
    assert database.load().raw_rows["lines"] == 2
    assert database.rows("select product_id from landing.sales_lines order by 1") == [("A",), ("B",)]


def test_a_missing_address_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_DATABASE_URL", raising=False)
    world.map(MAPPING)
    with pytest.raises(IngestionError, match="SHOP_DATABASE_URL is not set"):
        world.load()


def test_a_cluster_hands_secrets_over_as_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SHOP_DATABASE_URL", raising=False)
    monkeypatch.setenv("SOURCE_SECRETS", str(tmp_path))
    with pytest.raises(IngestionError, match="Add the key SHOP_DATABASE_URL to the Secret"):
        required_variable("SHOP_DATABASE_URL", "address")
    (tmp_path / "SHOP_DATABASE_URL").write_text("postgresql://reader@shop/shop\n", encoding="utf-8")
    assert required_variable("SHOP_DATABASE_URL", "address") == "postgresql://reader@shop/shop"
    monkeypatch.setenv("SHOP_DATABASE_URL", "sqlite://")
    assert required_variable("SHOP_DATABASE_URL", "address") == "sqlite://"
