import gzip

import pytest

from ingestion.contract import entities
from ingestion.errors import IngestionError
from ingestion.tests.world import SALES_HEADER, SALES_MAPPING, World

APPEND = SALES_MAPPING.replace('{ path: "sales*.csv" }', '{ path: "sales*.csv", append: true }')


def test_rows_land_with_their_types_and_every_entity_has_a_table(world: World) -> None:
    world.map(SALES_MAPPING)
    world.write("sales.csv", SALES_HEADER + "0001,7,2025-03-04 10:30:00,00042,2,9.98\n")
    assert world.load().entity_rows == {"sales_lines": 1}
    assert world.rows(
        "select source_id, line_id, ordered_at::varchar, product_id, site_id, quantity, net_amount, "
        "currency, promotion, customer_id, _rejected, _problems from landing.sales_lines"
    ) == [
        ("shop", "0001", "2025-03-04 10:30:00", "00042", "main", 2.0, 9.98, "EUR", False, None, False, None)
    ]
    for name, entity in entities().items():
        columns = [row[0] for row in world.rows(f"describe landing.{name}")]
        assert set(columns) >= {"source_id", *(column.name for column in entity.columns)}


def test_a_second_run_reads_nothing_and_keeps_everything(world: World) -> None:
    world.map(SALES_MAPPING)
    world.write("sales.csv", SALES_HEADER + "1,7,2025-03-04,a,2,9.98\n")
    world.load()
    assert world.load().raw_rows == {}
    assert world.rows("select count(*) from raw_shop.sales") == [(1,)]
    assert world.rows("select count(*) from landing.sales_lines") == [(1,)]


def test_a_whole_table_is_replaced_when_a_file_changes(world: World) -> None:
    world.map(SALES_MAPPING)
    world.write("sales.csv", SALES_HEADER + "1,7,2025-03-04,a,2,9.98\n2,7,2025-03-04,b,1,5\n")
    world.load()
    world.write("sales.csv", SALES_HEADER + "1,7,2025-03-04,a,3,14.97\n3,8,2025-03-05,b,1,5\n")
    world.load()
    assert world.rows("select line_id, quantity from landing.sales_lines order by 1") == [
        ("1", 3.0),
        ("3", 1.0),
    ]


def test_appended_files_add_rows_and_change_rows_by_key(world: World) -> None:
    world.map(APPEND)
    world.write("sales_1.csv", SALES_HEADER + "1,7,2025-03-04,a,2,9.98\n2,7,2025-03-04,b,1,5\n")
    world.load()
    world.write("sales_2.csv", SALES_HEADER + "2,7,2025-03-04,b,4,20\n3,8,2025-03-05,b,1,5\n")
    assert world.load().raw_rows == {"sales": 2}
    assert world.rows("select line_id, quantity from landing.sales_lines order by 1") == [
        ("1", 2.0),
        ("2", 4.0),
        ("3", 1.0),
    ]
    assert world.load().raw_rows == {}


def test_the_rows_of_another_source_stay(world: World) -> None:
    world.map(SALES_MAPPING)
    world.write("sales.csv", SALES_HEADER + "1,7,2025-03-04,a,2,9.98\n")
    world.load()
    other = World(world.folder / "other")
    other.map(SALES_MAPPING).path.parent.rename(world.folder / "ingestion" / "market")
    other.write("sales.csv", SALES_HEADER + "1,7,2025-03-04,z,1,1\n")
    from ingestion.load import load_source
    from ingestion.mapping import read_mapping

    load_source(read_mapping("market", world.folder / "ingestion"), world.warehouse, "EUR")
    assert world.rows("select source_id, product_id from landing.sales_lines order by 1") == [
        ("market", "z"),
        ("shop", "a"),
    ]


def test_bad_rows_are_landed_and_say_why(world: World) -> None:
    world.map(SALES_MAPPING)
    world.write(
        "sales.csv",
        SALES_HEADER
        + "1,7,2025-03-04,a,2,9.98\n"
        + "1,7,2025-03-04,a,3,1\n"
        + ",7,2025-03-04,a,2,9.98\n"
        + "4,7,2024-02-31,a,2,9.98\n"
        + "5,7,2025-03-04,a,1O,9.98\n",
    )
    result = world.load()
    assert (result.entity_rows, result.rejected_rows) == ({"sales_lines": 5}, {"sales_lines": 4})
    problems = {row[0] for row in world.rows("select _problems from landing.sales_lines where _rejected")}
    assert problems == {
        "repeats the key of another row",
        "line_id is missing",
        "ordered_at: 2024-02-31 is not a date and time",
        "quantity: 1O is not a number",
    }
    assert world.rows("select count(distinct line_id) from landing.sales_lines") == [(5,)]


def test_a_list_of_transactions_gives_customers_and_products(world: World) -> None:
    world.map(
        """
        connector: files
        files: { folder: "%(data)s" }
        tables:
          tx: { path: "*.csv.gz", delimiter: ";" }
        entities:
          sales_lines:
            from: tx
            columns:
              line_id: { key_of: [basket, product] }
              order_id: basket
              ordered_at: { column: when, format: ["%d/%m/%Y %H:%M", "%d/%m/%Y"] }
              product_id: product
              site_id: store
              customer_id: household
              quantity: { column: quantity, decimal: "," }
              net_amount: { column: value, decimal: "," }
              promotion: { column: promo, means_yes: [Y] }
          customers: { from: tx, one_per_key: true, columns: { customer_id: household } }
          products:
            from: tx
            one_per_key: true
            columns: { product_id: product, name: { sql: "upper(product)" } }
        """
    )
    text = (
        "household;basket;product;store;quantity;value;when;promo\n"
        "h1;b1;milk;s1;1,5;1.234,50;04/03/2025 10:30;Y\n"
        "h1;b1;milk;s1;1;2;04/03/2025 10:30;N\n"
        ";b2;tea;s2;1;3;05/03/2025;N\n"
    )
    world.data.mkdir(parents=True)
    (world.data / "tx.csv.gz").write_bytes(gzip.compress(text.encode()))
    assert world.load().rejected_rows == {}
    lines = world.rows(
        "select line_id, quantity, net_amount, promotion from landing.sales_lines order by quantity desc, 1"
    )
    assert lines[0][1:] == (1.5, 1234.5, True)
    assert {line[0] for line in lines} == {"b1-milk", "b1-milk-2", "b2-tea"}
    assert world.rows("select customer_id from landing.customers") == [("h1",)]
    assert world.rows("select product_id, name from landing.products order by 1") == [
        ("milk", "MILK"),
        ("tea", "TEA"),
    ]


def test_orders_with_nested_lines_and_a_joined_table(world: World) -> None:
    world.map(
        """
        connector: files
        files: { folder: "%(data)s" }
        tables:
          orders: { path: orders.jsonl }
          shops: { path: shops.csv }
        entities:
          sales_lines:
            from: orders
            each: lines
            join: { shops: { shop: code } }
            columns:
              line_id: item.id
              ordered_at: created
              product_id: item.sku
              site_id: city
              quantity: item.qty
              net_amount: item.total
        """
    )
    world.write(
        "orders.jsonl",
        '{"shop": 7, "created": "2025-03-04T10:00:00Z", "lines": ['
        '{"id": 1, "sku": "a", "qty": 2, "total": 4.5}, {"id": 2, "sku": "b", "qty": 1, "total": 1.0}]}\n',
    )
    world.write("shops.csv", "code,city\n7,Lille\n")
    world.load()
    assert world.rows(
        "select line_id, product_id, site_id, quantity from landing.sales_lines order by 1"
    ) == [
        ("1", "a", "Lille", 2.0),
        ("2", "b", "Lille", 1.0),
    ]


def test_a_changed_mapping_reads_everything_again(world: World) -> None:
    world.map(APPEND)
    world.write("sales_1.csv", SALES_HEADER + "1,7,2025-03-04,a,2,9.98\n")
    world.load()
    world.map(APPEND.replace("line_id: line", "line_id: { key_of: [order, sku] }"))
    assert world.load().raw_rows == {"sales": 1}
    assert world.rows("select line_id from landing.sales_lines") == [("7-a",)]
    assert world.rows("select count(*) from raw_shop.sales") == [(1,)]


def test_a_failed_load_is_made_good_by_the_next(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.map(APPEND)
    world.write("sales_1.csv", SALES_HEADER + "1,7,2025-03-04,a,2,9.98\n")
    world.load()
    world.write("sales_2.csv", SALES_HEADER + "2,7,2025-03-04,b,1,5\n")

    def broken(*_: object) -> None:
        raise IngestionError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr("ingestion.load._land", broken)
        with pytest.raises(IngestionError, match="power cut"):
            world.load()
    assert world.load().raw_rows == {"sales": 1}
    assert world.rows("select line_id from landing.sales_lines order by 1") == [("1",), ("2",)]
    assert world.rows("select count(*) from raw_shop.sales") == [(2,)]


def test_new_columns_are_refused_where_the_mapping_says_so_and_accepted_later(world: World) -> None:
    strict = APPEND + "    new_columns: refuse\n"
    world.map(strict)
    world.write("sales_1.csv", SALES_HEADER + "1,7,2025-03-04,a,2,9.98\n")
    world.load()
    world.write("sales_2.csv", "line,order,at,sku,qty,amount,note\n2,7,2025-03-04,b,1,5,hello\n")
    with pytest.raises(IngestionError, match="note"):
        world.load()
    assert world.rows("select count(*) from landing.sales_lines") == [(1,)]
    world.write("sales_2.csv", SALES_HEADER + "2,7,2025-03-04,b,1,5\n")
    world.load()
    assert world.rows("select count(*) from landing.sales_lines") == [(2,)]
    world.map(strict.replace("refuse", "accept"))
    world.write("sales_3.csv", "line,order,at,sku,qty,amount,note\n3,7,2025-03-04,b,1,5,hello\n")
    world.load()
    assert world.rows("select count(*), count(note) from raw_shop.sales") == [(3, 1)]


def test_missing_files_and_columns_are_named(world: World) -> None:
    world.map(SALES_MAPPING)
    world.data.mkdir()
    with pytest.raises(IngestionError, match=r"sales\*\.csv' matches no file"):
        world.load()
    world.write("sales.csv", "line,order,at,sku,quantity,amount\n1,7,2025-03-04,a,2,9.98\n")
    with pytest.raises(IngestionError, match=r"has no column 'qty'\. Did you mean 'quantity'"):
        world.load()
