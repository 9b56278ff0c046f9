"""Tokens of Kubernetes service accounts: who calls, as the cluster we run in vouches for it."""

import base64
import json
import math
import ssl
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

_API = "https://kubernetes.default.svc"
_ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")
_PAUSE_SECONDS = 60.0
_RETRY_SECONDS = 2.0

Fetch = Callable[[str], Mapping[str, object]]


def ask_cluster(path: str) -> Mapping[str, object]:
    """A document of the cluster's API, read with the account of this pod."""
    token = (_ACCOUNT / "token").read_text(encoding="utf-8").strip()
    headers = {"Authorization": f"Bearer {token}"}
    request = urllib.request.Request(f"{_API}{path}", headers=headers)  # noqa: S310 - always https
    trusted = ssl.create_default_context(cafile=str(_ACCOUNT / "ca.crt"))
    # No proxy of the environment: the API is in the cluster.
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusted)
    )
    with opener.open(request, timeout=5) as answer:
        document: object = json.load(answer)
    if not isinstance(document, Mapping):
        raise ValueError(f"{path} of the cluster's API is no object")
    return document


class ClusterVerifier:
    """Checks tokens against the keys that the cluster publishes; they are read again when one is new."""

    def __init__(self, fetch: Fetch = ask_cluster, clock: Callable[[], float] = time.monotonic) -> None:
        self.fetch = fetch
        self.clock = clock
        self._lock = threading.Lock()
        self._issuer = ""
        self._keys: Mapping[str, bytes] = {}
        self._next_read = -math.inf

    def __call__(self, token: str, audience: str) -> Mapping[str, object]:
        """Claims of a token whose signature, time, issuer and audience hold; ValueError otherwise."""
        from google.auth import jwt

        read_header: Callable[[str], Mapping[str, object]] = jwt.decode_header
        verify: Callable[..., Mapping[str, object]] = jwt.decode
        issuer, keys = self._published(str(read_header(token).get("kid")))
        claims = verify(token, certs=keys)
        for_whom = claims.get("aud")
        audiences = for_whom if isinstance(for_whom, list) else [for_whom]
        if claims.get("iss") != issuer or audience not in audiences:
            raise ValueError("the token is of another cluster or for another service")
        return claims

    def _published(self, kid: str) -> tuple[str, Mapping[str, bytes]]:
        with self._lock:
            # Whoever sends nonsense must not make us ask the cluster each time.
            if kid not in self._keys and self.clock() >= self._next_read:
                self._next_read = self.clock() + _RETRY_SECONDS
                issuer = str(self.fetch("/.well-known/openid-configuration")["issuer"])
                listed = self.fetch("/openid/v1/jwks")["keys"]
                self._keys = (
                    {str(one["kid"]): _pem(one) for one in listed} if isinstance(listed, list) else {}
                )
                self._issuer = issuer
                self._next_read = self.clock() + _PAUSE_SECONDS
            return self._issuer, self._keys


def _pem(key: Mapping[str, str]) -> bytes:
    """A public key of a key set (RFC 7517) as PEM."""
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey
    if key["kty"] == "RSA":
        public = rsa.RSAPublicNumbers(_number(key["e"]), _number(key["n"])).public_key()
    elif key["kty"] == "EC" and key["crv"] == "P-256":
        public = ec.EllipticCurvePublicNumbers(
            _number(key["x"]), _number(key["y"]), ec.SECP256R1()
        ).public_key()
    else:
        raise ValueError(f"a key of the cluster is {key['kty']}, expected RSA or EC on P-256")
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
