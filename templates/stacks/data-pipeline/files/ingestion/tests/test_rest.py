import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from ingestion.check import check_mapping
from ingestion.tests.world import World

PAGE = 2
TOKEN = "let-me-in"  # noqa: S105 (of the server below)


@dataclass
class Api:
    """An API of orders: pages of two, filtered by `since`, open to who has the token."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    address: str = ""

    def answer(self, path: str, authorization: str | None) -> tuple[int, Any]:
        self.requests.append(path)
        if authorization != f"Bearer {TOKEN}":
            return 401, {"error": "no"}
        query = parse_qs(urlparse(path).query)
        since, offset = query.get("since", [""])[0], int(query.get("offset", ["0"])[0])
        found = [row for row in self.rows if row["updated_at"] >= since]
        return 200, {"data": found[offset : offset + PAGE], "total": len(found)}


@pytest.fixture
def api() -> Iterator[Api]:
    api = Api()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = api.answer(self.path, self.headers.get("authorization"))
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    api.address = f"http://127.0.0.1:{server.server_port}/"
    yield api
    server.shutdown()


def order(number: int, quantity: float, updated_at: str) -> dict[str, Any]:
    line = {"id": f"{number}-1", "sku": "a", "qty": quantity, "total": quantity * 2}
    return {"id": number, "created": "2025-03-04T10:00:00Z", "updated_at": updated_at, "lines": [line]}


def test_pages_are_read_and_later_runs_ask_for_news_only(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_URL", api.address)
    monkeypatch.setenv("SHOP_TOKEN", TOKEN)
    world.map(
        """
        connector: rest
        rest:
          base_url_env: SHOP_URL
          auth: { type: bearer, token_env: SHOP_TOKEN }
          paginator: { type: offset, limit: 2, total_path: total }
        tables:
          orders:
            path: orders
            rows: data
            key: [id]
            cursor: updated_at
            cursor_param: since
            cursor_start: "2020-01-01T00:00:00Z"
        entities:
          sales_lines:
            from: orders
            each: lines
            columns:
              line_id: item.id
              order_id: id
              ordered_at: created
              product_id: item.sku
              quantity: item.qty
              net_amount: item.total
        """
    )
    api.rows = [order(number, number, f"2025-03-0{number}T00:00:00Z") for number in (1, 2, 3)]
    assert (
        "entity sales_lines: 3 rows, 0 of them unusable"
        in check_mapping(world.mapping(), 10).report[2].strip()
    )
    api.requests.clear()
    assert world.load().entity_rows == {"sales_lines": 3}
    assert len(api.requests) == 2
    api.rows += [order(4, 4, "2025-03-09T00:00:00Z"), order(1, 9, "2025-03-09T00:00:00Z")]
    api.requests.clear()
    assert world.load().raw_rows == {"orders": 2}
    assert "since=2025-03-03" in api.requests[0]
    assert world.rows("select line_id, quantity from landing.sales_lines order by 1") == [
        ("1-1", 9.0),
        ("2-1", 2.0),
        ("3-1", 3.0),
        ("4-1", 4.0),
    ]
