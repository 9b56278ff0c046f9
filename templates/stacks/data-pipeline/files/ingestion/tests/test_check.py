from ingestion.check import check_mapping
from ingestion.suggest import suggest_mapping
from ingestion.tests.world import World

MAPPING = """
    connector: files
    files: { folder: "%(data)s" }
    tables:
      tx: { path: tx.csv }
    entities:
      sales_lines:
        from: tx
        columns:
          line_id: ticket
          ordered_at: when
          product_id: product
          quantity: quantity
          net_amount: value
"""


def check(world: World, rows: int = 10_000) -> str:
    findings = check_mapping(world.mapping(), rows)
    text = "\n".join(findings.report)
    assert (findings.problems > 0) == ("PROBLEM" in text)
    return text


def test_a_good_mapping_has_no_problems(world: World) -> None:
    world.map(MAPPING)
    world.write(
        "tx.csv", "ticket,when,product,quantity,value\n1,2025-03-04,a,1,2.5\n2,2025-03-05,a,-1,-2.5\n"
    )
    text = check(world)
    assert "no problems" not in text  # half of the lines are returns: the sign looks wrong
    world.write(
        "tx.csv",
        "ticket,when,product,quantity,value\n" + "".join(f"{i},2025-03-04,a,1,2.5\n" for i in range(9)),
    )
    text = check(world)
    assert "no problems" in text
    assert "ordered_at: 2025-03-04 to 2025-03-04" in text


def test_planted_faults_are_found(world: World) -> None:
    world.map(MAPPING)
    world.write(
        "tx.csv",
        'ticket,when,product,quantity,value\n1,04/03/2025,a,1,"2,50"\n'
        '1,05/03/2025,a,1,"3,50"\n,06/03/2025,,1,"4,50"\n',
    )
    text = check(world)
    assert "ordered_at: 04/03/2025 is not a date and time" in text
    assert 'format: "%d/%m/%Y"' in text
    assert "net_amount: 2,50 is not a number" in text
    assert 'decimal: ","' in text
    assert "repeats the key of another row" in text
    assert "key_of" in text
    assert "line_id is missing" in text
    assert "product_id is missing" in text


def test_unknown_columns_and_missing_columns_are_named(world: World) -> None:
    world.map(
        MAPPING.replace("quantity: quantity", "quantity: quantite").replace(
            "          net_amount: value\n", ""
        )
    )
    world.write("tx.csv", "ticket,when,product,quantity,value\n1,2025-03-04,a,1,2.5\n")
    assert "has no column 'quantite'. Did you mean 'quantity'?" in check(world)
    world.map(MAPPING.replace("          net_amount: value\n", ""))
    assert "sales_lines.columns.net_amount: not mapped" in check(world)


def test_a_mapping_is_proposed_from_the_data(world: World) -> None:
    world.map('connector: files\nfiles: { folder: "%(data)s" }\ntables: {}\nentities: {}\n')
    world.write(
        "transactions_2025.csv",
        "household_id;basket_id;product_id;store_id;quantity;sales_value;transaction_timestamp\n"
        + "".join(
            f"h{i % 3};b{i};p{i % 5};s1;{i % 4 + 1};{i},50;{i % 28 + 1:02d}/03/2025 10:00\n"
            for i in range(50)
        ),
    )
    world.map(suggest_mapping(world.mapping()))
    assert "no problems" in check(world)
    result = world.load()
    assert result.entity_rows == {"sales_lines": 50, "customers": 3, "products": 5}
    assert world.rows("select max(net_amount), max(ordered_at)::date::varchar from landing.sales_lines") == [
        (49.5, "2025-03-28")
    ]
