from typing import Any

import pytest

from ingestion.errors import IngestionError
from ingestion.streams.definition import late_after_minutes, read_streams
from ingestion.streams.delay import Arrivals

CLICKS = {
    "topic": "shop.clicks",
    "source": "web-shop",
    "columns": {"event_id": "text", "happened_at": "timestamp"},
    "key": ["event_id"],
    "time": "happened_at",
}


def settings(topics: Any) -> dict[str, Any]:
    return {"sources": {"web-shop": {}, "erp": {}}, "streaming": {"topics": topics}}


def test_a_topic_is_a_table_of_its_source() -> None:
    (stream,) = read_streams(settings({"clicks": CLICKS}))
    assert (stream.database, stream.name, stream.topic) == ("raw_web_shop", "clicks", "shop.clicks")
    assert stream.key == ("event_id",)


def test_without_a_key_a_table_is_sorted_by_time() -> None:
    without = {name: value for name, value in CLICKS.items() if name != "key"}
    assert read_streams(settings({"clicks": without}))[0].key == ("happened_at",)


def test_without_topics_nothing_is_read() -> None:
    assert read_streams({}) == []
    assert read_streams(settings({})) == []
    assert read_streams(settings(None)) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": "till"}, r"clicks\.source is 'till', expected one of sources \(web-shop, erp\)"),
        ({"topic": "a'b"}, r"clicks\.topic is \"a'b\", expected the name of a topic"),
        ({"topic": None}, r"clicks\.topic is missing"),
        ({"columns": {}}, r"clicks\.columns is \{\}, expected the fields of a message"),
        ({"columns": {"a`b": "text"}}, r"clicks\.columns is 'a`b', expected names of lower-case letters"),
        (
            {"columns": {"event_id": "uuid"}},
            r"clicks\.columns\.event_id is 'uuid', expected one of text, double",
        ),
        ({"time": "event_id"}, r"clicks\.time is 'event_id', expected a column of type timestamp or date"),
        ({"key": ["sku"]}, r"clicks\.key is \['sku'\], expected a list of columns \(event_id, happened_at\)"),
        ({"key": []}, r"clicks\.key is \[\]"),
    ],
)
def test_what_cannot_be_is_refused_with_file_and_key(change: dict[str, Any], message: str) -> None:
    with pytest.raises(IngestionError, match=r"^settings/common\.yaml: streaming\.topics\." + message):
        read_streams(settings({"clicks": CLICKS | change}))


def test_a_name_is_one_of_a_table() -> None:
    with pytest.raises(IngestionError, match=r"streaming\.topics\.Clicks-1 is 'Clicks-1'"):
        read_streams(settings({"Clicks-1": CLICKS}))
    with pytest.raises(IngestionError, match=r"streaming\.topics is \['clicks'\]"):
        read_streams(settings(["clicks"]))
    with pytest.raises(IngestionError, match=r"streaming\.topics\.clicks is 'shop', expected topic, source"):
        read_streams(settings({"clicks": "shop"}))


def test_what_is_late_is_a_number_of_minutes() -> None:
    assert late_after_minutes({}) == 15
    for wrong in (0, True, "soon"):
        with pytest.raises(IngestionError, match=r"streaming\.max_delay_minutes is"):
            late_after_minutes({"streaming": {"max_delay_minutes": wrong}})


def test_silence_is_late_only_where_the_reader_has_trouble() -> None:
    assert not Arrivals(rows=0, unreadable=0, slowest_minutes=0, problem="").late(15)
    assert Arrivals(rows=0, unreadable=0, slowest_minutes=0, problem="no broker").late(15)
    assert not Arrivals(rows=9, unreadable=1, slowest_minutes=1, problem="once").late(15)
    assert Arrivals(rows=9, unreadable=0, slowest_minutes=20, problem="").late(15)
