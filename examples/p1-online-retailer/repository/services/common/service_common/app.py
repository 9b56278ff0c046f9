"""The shape of every service: health, readiness, metrics, limits, identity, one form of error."""

import asyncio
from collections.abc import Callable, Sequence

from fastapi import APIRouter, Depends, FastAPI
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from service_common.auth import authenticator, caller
from service_common.config import Section, settings_section
from service_common.errors import ErrorBody, error_response, install_error_handlers
from service_common.logging import configure_logging
from service_common.middleware import Limits, Metrics, RequestMiddleware

Check = Callable[[], str | None]
"""A readiness check: None when ready, else what is missing."""


class Status(BaseModel):
    """Whether the service is there."""

    status: str


def limits_from(section: Section) -> Limits:
    """Limits as `serving.limits` says."""
    limits = section.section("limits")
    default = Limits()
    return Limits(
        body_bytes=limits.whole("body_bytes", default.body_bytes, 1, 100_000_000),
        timeout_seconds=limits.number("timeout_seconds", default.timeout_seconds, 0.05, 3600),
        requests_per_minute=limits.whole("requests_per_minute", default.requests_per_minute, 0, 1_000_000),
    )


def create_app(
    *,
    title: str,
    description: str,
    routers: Sequence[APIRouter],
    checks: Sequence[Check] = (),
    settings: Section | None = None,
) -> FastAPI:
    """An application with the routes of a use case behind the common ones.

    Routes of `routers` need an identity token outside the local environment; /health, /ready and
    /metrics do not (the platform's ingress decides who reaches them).
    """
    configure_logging()
    section = settings or settings_section("serving")
    app = FastAPI(
        title=title,
        description=description,
        version="1",
        responses={code: {"model": ErrorBody} for code in (401, 403, 404, 413, 422, 429, 500, 503, 504)},
    )
    metrics = Metrics()
    app.state.authenticator = authenticator(section)
    install_error_handlers(app)
    app.add_middleware(RequestMiddleware, limits=limits_from(section), metrics=metrics)

    @app.get("/health", tags=["service"])
    async def health() -> Status:
        """Whether the process answers."""
        return Status(status="ok")

    @app.get("/ready", tags=["service"], response_model=Status)
    async def ready() -> JSONResponse:
        """Whether requests can be answered: data and model are there."""
        missing = [text for text in await asyncio.gather(*map(_run, checks)) if text]
        if missing:
            return error_response(503, " ".join(missing))
        return JSONResponse({"status": "ready"})

    @app.get("/metrics", tags=["service"], response_class=Response)
    async def prometheus() -> Response:
        """Counts and durations of requests in Prometheus' text format."""
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    for router in routers:
        app.include_router(router, dependencies=[Depends(caller)])
    return app


async def _run(check: Check) -> str | None:
    return await asyncio.to_thread(check)
