"""Who may call: an identity token for our audience, from an allowed account. Off on a laptop.

Google vouches for people and accounts of Google Cloud, a cluster for the service accounts of its pods.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from service_common.cluster_identity import ClusterVerifier
from service_common.config import LOCAL, Section, environment

log = logging.getLogger("service.auth")

Verifier = Callable[[str, str], Mapping[str, object]]


def google_verifier(token: str, audience: str) -> Mapping[str, object]:
    """Claims of a Google identity token whose signature, expiry and audience hold; ValueError otherwise."""
    from google.auth.transport.requests import Request as Transport
    from google.oauth2 import id_token

    verify: Callable[..., Mapping[str, object]] = id_token.verify_oauth2_token
    return verify(token, Transport(), audience)


def google_account(claims: Mapping[str, object]) -> str | None:
    """The verified address of a Google account."""
    return str(claims.get("email")) if claims.get("email_verified") is True else None


def cluster_account(claims: Mapping[str, object]) -> str | None:
    """The name of a service account, `system:serviceaccount:<namespace>:<name>`."""
    return str(claims.get("sub"))


@dataclass(frozen=True)
class Issuer:
    """Who vouches for callers, and how an account is named in its tokens."""

    token: str
    """What to send, for people."""
    verifier: Verifier
    account: Callable[[Mapping[str, object]], str | None]


GOOGLE = Issuer("a Google identity token", google_verifier, google_account)


class Authenticator:
    """Checks the `Authorization: Bearer` header of a request."""

    def __init__(
        self,
        audience: str | None,
        allowed_callers: tuple[str, ...],
        required: bool,
        issuer: Issuer = GOOGLE,
    ) -> None:
        self.audience = audience
        self.allowed_callers = frozenset(allowed_callers)
        self.required = required
        self.issuer = issuer

    async def caller(self, request: Request) -> str:
        """Account that calls; `local` where no token is asked for.

        Raises 401 without a valid token and 403 for an account that is not allowed.
        """
        if not self.required:
            return LOCAL
        if self.audience is None:
            raise HTTPException(503, "serving.auth.audience is not set, so no caller can be checked.")
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise HTTPException(
                401, f"Send {self.issuer.token} as `Authorization: Bearer <token>`.",
                headers={"WWW-Authenticate": "Bearer"},
            )  # fmt: skip
        try:
            # Fetching the issuer's keys may wait on the network.
            claims = await asyncio.to_thread(self.issuer.verifier, token, self.audience)
        except Exception as error:
            log.info("token refused: %s", type(error).__name__)
            raise HTTPException(
                401, "The identity token is not valid for this service.",
                headers={"WWW-Authenticate": "Bearer"},
            ) from error  # fmt: skip
        account = self.issuer.account(claims)
        if account is None or account not in self.allowed_callers:
            raise HTTPException(403, "This account may not call the service.")
        return account


def authenticator(section: Section, env: str | None = None) -> Authenticator:
    """As `serving.auth` says. Outside the local environment a token is always required."""
    auth = section.section("auth")
    kind = auth.choice("issuer", "google", ("google", "kubernetes"))
    return Authenticator(
        audience=auth.optional_text("audience"),
        allowed_callers=auth.texts("allowed_callers"),
        required=(env or environment()) != LOCAL,
        issuer=GOOGLE
        if kind == "google"
        else Issuer("a token of a service account", ClusterVerifier(), cluster_account),
    )


async def caller(request: Request) -> str:
    """FastAPI dependency: the account that calls."""
    checker = request.app.state.authenticator
    if not isinstance(checker, Authenticator):
        raise HTTPException(503, "The service has no authenticator.")
    return await checker.caller(request)


Caller = Annotated[str, Depends(caller)]
