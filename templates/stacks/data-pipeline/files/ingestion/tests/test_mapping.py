import pytest

from ingestion.errors import IngestionError
from ingestion.freshness import source_ages
from ingestion.mapping import list_sources, read_mapping
from ingestion.tests.world import SALES_MAPPING, World


@pytest.mark.parametrize(
    ("found", "written", "said"),
    [
        ("sales_lines:", "sale_lines:", "entities.sale_lines: no such entity. Did you mean 'sales_lines'?"),
        ("quantity: qty", "quantiy: qty", "sales_lines has no such column. Did you mean 'quantity'?"),
        ("from: sales", "from: sale", "'sale' is not one of the tables above. Did you mean 'sales'?"),
        ("line_id: line\n", "channel: line\n", "columns.line_id: missing; it identifies a row"),
        (
            "quantity: qty",
            "quantity: { colum: qty }",
            "columns.quantity.colum: not known here. Did you mean 'column'?",
        ),
        ("connector: files", "connector: ftp", "connector: expected one of files, sql, rest, found 'ftp'"),
        ("path:", "pathh:", "tables.sales.path: missing; say what to read."),
        ("tables:", "tables: [", "is not valid YAML"),
    ],
)
def test_what_is_wrong_in_a_mapping_is_said_with_its_place(
    world: World, found: str, written: str, said: str
) -> None:
    assert found in SALES_MAPPING
    with pytest.raises(IngestionError) as error:
        world.map(SALES_MAPPING.replace(found, written, 1))
    assert said in str(error.value)


def test_all_problems_are_said_at_once(world: World) -> None:
    with pytest.raises(IngestionError) as error:
        world.map(SALES_MAPPING.replace("quantity", "quantiy").replace("net_amount", "net_amont"))
    assert "net_amont" in str(error.value)
    assert "quantiy" in str(error.value)


def test_an_unknown_source_names_the_known_ones(world: World) -> None:
    world.map(SALES_MAPPING)
    with pytest.raises(IngestionError, match="Sources: shop"):
        read_mapping("shopp", world.folder / "ingestion")


def test_every_mapping_of_this_repository_is_well_formed() -> None:
    for source in list_sources():
        assert read_mapping(source).source == source


def test_the_sample_is_fresh_only_once_it_is_loaded(world: World) -> None:
    (age,) = source_ages(["sample"], {"sources": {}}, world.warehouse)
    assert age.stale
    assert "never loaded" in age.line
