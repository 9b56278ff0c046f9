"""Limits, request ids, metrics and request logs, as plain ASGI so that nothing is buffered twice."""

import asyncio
import logging
import re
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service_common.errors import error_response
from service_common.logging import request_id

log = logging.getLogger("service.request")

_REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")
_UNLIMITED = frozenset({"/health", "/ready", "/metrics"})


@dataclass(frozen=True)
class Limits:
    """What one request and one client may take."""

    body_bytes: int = 65_536
    timeout_seconds: float = 10.0
    requests_per_minute: int = 600
    """Per client address and instance; 0 = no limit."""


class Metrics:
    """Counts and durations of requests, for Prometheus."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("http_requests_total", "Requests answered.", labels, registry=self.registry)
        self.seconds = Histogram(
            "http_request_duration_seconds",
            "Time to answer.",
            ("method", "route"),
            registry=self.registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
        )


class RateLimiter:
    """A token bucket per client; the clients heard of longest ago are forgotten first."""

    def __init__(
        self, per_minute: int, clock: Callable[[], float] = time.monotonic, clients: int = 10_000
    ) -> None:
        self.per_minute = per_minute
        self.clock = clock
        self.clients = clients
        self.buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allow(self, client: str) -> bool:
        """Take one token of the client's bucket, if there is one."""
        if self.per_minute <= 0:
            return True
        now = self.clock()
        tokens, since = self.buckets.pop(client, (float(self.per_minute), now))
        tokens = min(float(self.per_minute), tokens + (now - since) * self.per_minute / 60)
        allowed = tokens >= 1
        self.buckets[client] = (tokens - 1 if allowed else tokens, now)
        if len(self.buckets) > self.clients:
            self.buckets.popitem(last=False)
        return allowed


class RequestMiddleware:
    """Everything that holds for every request, in one place."""

    def __init__(self, app: ASGIApp, limits: Limits, metrics: Metrics) -> None:
        self.app = app
        self.limits = limits
        self.metrics = metrics
        self.limiter = RateLimiter(limits.requests_per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        given = headers.get("x-request-id", "")
        identifier = given if _REQUEST_ID.match(given) else uuid.uuid4().hex
        token = request_id.set(identifier)
        started = time.perf_counter()
        status = 500
        begun = False

        async def tracked_send(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status = message["status"]
                begun = True
                message["headers"] = [
                    *message.get("headers", []),
                    (b"x-request-id", identifier.encode()),
                    (b"x-content-type-options", b"nosniff"),
                ]
            await send(message)

        try:
            refused = self._refused(scope, headers)
            if refused is not None:
                await error_response(*refused)(scope, receive, tracked_send)
                return
            try:
                async with asyncio.timeout(self.limits.timeout_seconds):
                    await self.app(scope, self._limited(receive), tracked_send)
            except TimeoutError:
                if not begun:
                    await error_response(504, f"No answer within {self.limits.timeout_seconds:g} seconds.")(
                        scope, receive, tracked_send
                    )
            except Exception:
                # Logged with the request's id, and never shown to the caller.
                log.exception("unexpected error")
                if not begun:
                    answer = error_response(500, "Something went wrong on our side. Quote the request id.")
                    await answer(scope, receive, tracked_send)
        finally:
            self._record(scope, status, time.perf_counter() - started)
            request_id.reset(token)

    def _too_large(self) -> str:
        return f"The body is larger than {self.limits.body_bytes} bytes."

    def _refused(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > self.limits.body_bytes:
            return 413, self._too_large()
        client = scope["client"][0] if scope.get("client") else "unknown"
        if scope["path"] not in _UNLIMITED and not self.limiter.allow(client):
            return 429, f"More than {self.limits.requests_per_minute} requests a minute."
        return None

    def _limited(self, receive: Receive) -> Receive:
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.limits.body_bytes:
                raise HTTPException(413, self._too_large())
            return message

        return limited

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = scope.get("route")
        # The pattern and not the path: a path may hold a customer's number.
        pattern = getattr(route, "path", "(no route)")
        method = scope["method"]
        self.metrics.requests.labels(method, pattern, str(status)).inc()
        self.metrics.seconds.labels(method, pattern).observe(seconds)
        if scope["path"] not in _UNLIMITED:
            log.info(
                "%s %s %d", method, pattern, status,
                extra={"status": status, "duration_ms": round(seconds * 1000, 1)},
            )  # fmt: skip
