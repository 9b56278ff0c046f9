"""The shape of every service, over real requests in process."""

import json
import logging
import time
from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient
from service_common.app import create_app
from service_common.auth import Authenticator, Issuer, authenticator, cluster_account, google_account
from service_common.cluster_identity import ClusterVerifier
from service_common.config import Section
from service_common.logging import JsonFormatter
from service_common.middleware import RateLimiter
from service_common.warehouse import WarehouseError

router = APIRouter()


@router.get("/items/{number}")
def item(number: int) -> dict[str, int]:
    return {"number": number}


@router.post("/echo")
def echo(body: dict[str, str]) -> dict[str, str]:
    return body


@router.get("/slow")
async def slow() -> None:
    import asyncio

    await asyncio.sleep(5)


@router.get("/broken")
def broken() -> None:
    raise ValueError("a secret detail")


@router.get("/no-data")
def no_data() -> None:
    raise WarehouseError("run predict first")


def client(missing: str | None = None, **limits: float) -> TestClient:
    settings = Section("serving", {"limits": limits})
    app = create_app(
        title="t", description="d", routers=[router], checks=[lambda: missing], settings=settings
    )
    return TestClient(app, raise_server_exceptions=False)


def test_health_does_not_depend_on_data_but_readiness_does() -> None:
    waiting = client(missing="no forecasts yet")
    assert waiting.get("/health").status_code == 200
    assert waiting.get("/ready").status_code == 503
    assert waiting.get("/ready").json()["error"]["message"] == "no forecasts yet"
    assert client().get("/ready").json() == {"status": "ready"}


def test_every_error_has_the_one_shape_and_the_request_id() -> None:
    app = client()
    for path, status, code in (
        ("/nowhere", 404, "not_found"),
        ("/items/abc", 422, "invalid"),
        ("/no-data", 503, "not_ready"),
        ("/broken", 500, "error"),
    ):
        answer = app.get(path, headers={"x-request-id": "abc-1"})
        assert answer.status_code == status
        assert answer.json()["error"]["code"] == code
        assert answer.json()["error"]["request_id"] == "abc-1"
        assert answer.headers["x-request-id"] == "abc-1"
    assert "secret" not in app.get("/broken").text
    assert app.get("/items/abc").json()["error"]["details"][0]["place"] == "path.number"


def test_a_request_id_that_is_no_token_is_replaced() -> None:
    answer = client().get("/items/1", headers={"x-request-id": "a b\\n{}"})
    assert answer.headers["x-request-id"].isalnum()


def test_bodies_over_the_limit_are_refused_with_and_without_a_length() -> None:
    app = client(body_bytes=50)
    assert app.post("/echo", json={"a": "b"}).status_code == 200
    assert app.post("/echo", json={"a": "b" * 100}).status_code == 413

    def chunks() -> Iterator[bytes]:
        yield b'{"a": "'
        yield b"b" * 100
        yield b'"}'

    assert app.post("/echo", content=chunks()).status_code == 413


def test_a_slow_answer_is_cut_off() -> None:
    started = time.monotonic()
    assert client(timeout_seconds=0.2).get("/slow").status_code == 504
    assert time.monotonic() - started < 3


def test_too_many_requests_are_refused_but_health_is_not() -> None:
    app = client(requests_per_minute=3)
    statuses = [app.get("/items/1").status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    assert app.get("/health").status_code == 200


def test_tokens_come_back_with_time() -> None:
    now = 0.0
    limiter = RateLimiter(60, clock=lambda: now)
    assert [limiter.allow("a") for _ in range(61)].count(True) == 60
    now = 2.0
    assert [limiter.allow("a") for _ in range(3)] == [True, True, False]
    assert limiter.allow("b")


def test_metrics_name_routes_and_not_what_was_asked_for() -> None:
    app = client()
    app.get("/items/4711")
    text = app.get("/metrics").text
    assert 'http_requests_total{method="GET",route="/items/{number}",status="200"} 1.0' in text
    assert "4711" not in text


@pytest.fixture
def guarded() -> TestClient:
    claims = {
        "good": {"email": "erp@example.com", "email_verified": True},
        "stranger": {"email": "x@example.com", "email_verified": True},
        "unverified": {"email": "erp@example.com", "email_verified": False},
    }

    def verifier(token: str, audience: str) -> dict[str, object]:
        assert audience == "https://here"
        if token not in claims:
            raise ValueError("bad signature")
        return dict(claims[token])

    app = client()
    app.app.state.authenticator = Authenticator(  # type: ignore[attr-defined]
        "https://here",
        ("erp@example.com",),
        required=True,
        issuer=Issuer("a token", verifier, google_account),
    )
    return app


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (None, 401),
        ("Basic good", 401),
        ("Bearer forged", 401),
        ("Bearer stranger", 403),
        ("Bearer unverified", 403),
        ("Bearer good", 200),
    ],
)
def test_only_named_accounts_with_a_valid_token_get_in(
    guarded: TestClient, header: str | None, status: int
) -> None:
    headers = {} if header is None else {"authorization": header}
    assert guarded.get("/items/1", headers=headers).status_code == status
    assert guarded.get("/health").status_code == 200


def test_without_an_audience_nobody_gets_in(guarded: TestClient) -> None:
    guarded.app.state.authenticator = Authenticator(None, ("erp@example.com",), required=True)  # type: ignore[attr-defined]
    assert guarded.get("/items/1", headers={"authorization": "Bearer good"}).status_code == 503


def test_on_kubernetes_the_cluster_vouches_for_its_service_accounts() -> None:
    section = Section("serving", {"auth": {"issuer": "kubernetes", "audience": "models"}})
    issuer = authenticator(section, "prod").issuer
    assert isinstance(issuer.verifier, ClusterVerifier)
    name = "system:serviceaccount:planning:erp"
    assert issuer.account is cluster_account
    app = client()
    app.app.state.authenticator = Authenticator(  # type: ignore[attr-defined]
        "models",
        (name,),
        required=True,
        issuer=Issuer("a token", lambda token, _: {"sub": token}, cluster_account),
    )
    for account, status in ((name, 200), ("system:serviceaccount:planning:other", 403)):
        assert app.get("/items/1", headers={"authorization": f"Bearer {account}"}).status_code == status


def test_logs_are_one_json_object_a_line() -> None:
    record = logging.makeLogRecord(
        {"name": "n", "levelname": "INFO", "msg": "a\n%s", "args": ("b",), "extra_field": 3}
    )
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"] == "a\nb"
    assert json.loads(line)["extra_field"] == 3
