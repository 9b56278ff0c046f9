"""The one shape of an error: {"error": {"code", "message", "details", "request_id"}}."""

import logging
from collections.abc import Sequence

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from service_common.logging import request_id
from service_common.registry import RegistryError
from service_common.warehouse import WarehouseError

log = logging.getLogger("service")

_CODES = {
    400: "bad_request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    422: "invalid",
    429: "too_many_requests",
    503: "not_ready",
    504: "timeout",
}


class ErrorDetail(BaseModel):
    """One thing that is wrong with a request."""

    place: str = Field(description="Where in the request.", examples=["body.horizon"])
    message: str = Field(description="What was expected.")


class ErrorInfo(BaseModel):
    """What went wrong."""

    code: str = Field(examples=["not_found"])
    message: str
    details: list[ErrorDetail] = []
    request_id: str | None = None


class ErrorBody(BaseModel):
    """Body of every answer that is not 2xx."""

    error: ErrorInfo


def error_response(
    status: int,
    message: str,
    details: Sequence[ErrorDetail] = (),
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """An error in the one shape."""
    info = ErrorInfo(
        code=_CODES.get(status, "error"),
        message=message,
        details=list(details),
        request_id=request_id.get(),
    )
    return JSONResponse(jsonable_encoder(ErrorBody(error=info)), status_code=status, headers=headers)


def install_error_handlers(app: FastAPI) -> None:
    """Answer every known failure in the one shape; the middleware answers what is unexpected."""

    async def on_http(_: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, HTTPException):
            raise error
        headers = dict(error.headers) if error.headers else None
        return error_response(error.status_code, str(error.detail), headers=headers)

    async def on_invalid(_: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, RequestValidationError):
            raise error
        details = [
            ErrorDetail(place=".".join(str(p) for p in item["loc"]), message=str(item["msg"]))
            for item in error.errors()
        ]
        return error_response(422, "The request is not valid.", details)

    async def on_unavailable(_: Request, error: Exception) -> JSONResponse:
        log.warning("not ready: %s", error)
        return error_response(503, str(error))

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(WarehouseError, on_unavailable)
    app.add_exception_handler(RegistryError, on_unavailable)
