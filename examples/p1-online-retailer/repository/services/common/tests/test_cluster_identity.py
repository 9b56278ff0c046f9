"""Tokens of service accounts, signed with keys made here, in the place of a cluster's."""

import base64
import json
import time
from collections.abc import Mapping

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from google.auth import jwt
from google.auth.crypt import EsSigner, RSASigner
from service_common.cluster_identity import ClusterVerifier

ISSUER = "https://kubernetes.default.svc"
RSA = rsa.generate_private_key(65537, 2048)
CURVE = ec.generate_private_key(ec.SECP256R1())


def _text(number: int) -> str:
    length = (number.bit_length() + 7) // 8
    return base64.urlsafe_b64encode(number.to_bytes(length)).rstrip(b"=").decode()


def _curve_key(kid: str, key: EllipticCurvePublicKey) -> dict[str, str]:
    numbers = key.public_numbers()
    return {"kty": "EC", "crv": "P-256", "kid": kid, "x": _text(numbers.x), "y": _text(numbers.y)}


class Cluster:
    """Publishes keys, and counts how often it is asked."""

    def __init__(self) -> None:
        numbers = RSA.public_key().public_numbers()
        rsa_key = {"kty": "RSA", "kid": "rsa", "n": _text(numbers.n), "e": _text(numbers.e)}
        self.keys = [rsa_key, _curve_key("curve", CURVE.public_key())]
        self.asked = 0

    def fetch(self, path: str) -> Mapping[str, object]:
        self.asked += 1
        return {"issuer": ISSUER} if path.startswith("/.well-known") else {"keys": self.keys}


def _pem(key: "rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey") -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _token(kid: str = "rsa", **claims: object) -> str:
    now = int(time.time())
    said = {"iss": ISSUER, "aud": ["models"], "sub": "system:serviceaccount:planning:erp", "iat": now}
    signer = (
        EsSigner.from_string(_pem(CURVE), kid) if kid == "curve" else RSASigner.from_string(_pem(RSA), kid)
    )
    token: bytes = jwt.encode(signer, {**said, "exp": now + 600, **claims})
    return token.decode()


@pytest.mark.parametrize("kid", ["rsa", "curve"])
def test_an_account_is_known_by_a_token_of_its_cluster(kid: str) -> None:
    verify = ClusterVerifier(Cluster().fetch)
    assert verify(_token(kid), "models")["sub"] == "system:serviceaccount:planning:erp"


def _forged() -> str:
    head, body, signature = _token().split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    claims["sub"] = "system:serviceaccount:kube-system:admin"
    changed = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{head}.{changed}.{signature}"


@pytest.mark.parametrize(
    "token",
    [
        _forged(),
        _token(aud=["another"]),
        _token(aud="modelsandmore"),
        _token(iss="https://another.cluster"),
        _token(exp=int(time.time()) - 3600, iat=int(time.time()) - 7200),
        _token("unknown"),
        "nonsense",
    ],
)
def test_every_other_token_is_refused(token: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is never shown
        ClusterVerifier(Cluster().fetch)(token, "models")


def test_the_cluster_is_asked_once_and_again_for_a_new_key_but_not_for_nonsense() -> None:
    cluster = Cluster()
    now = 0.0
    verify = ClusterVerifier(cluster.fetch, clock=lambda: now)
    verify(_token(), "models")
    verify(_token("curve"), "models")
    assert cluster.asked == 2
    cluster.keys.append({**cluster.keys[0], "kid": "new"})
    for _ in range(3):
        with pytest.raises(ValueError):  # noqa: PT011
            verify(_token("new"), "models")
    assert cluster.asked == 2
    now = 61.0
    verify(_token("new"), "models")
    assert cluster.asked == 4


def test_a_cluster_that_does_not_answer_is_asked_again_soon() -> None:
    cluster = Cluster()
    now = 0.0
    down = True

    def fetch(path: str) -> Mapping[str, object]:
        if down:
            cluster.asked += 1
            raise OSError("no route to host")
        return cluster.fetch(path)

    verify = ClusterVerifier(fetch, clock=lambda: now)
    with pytest.raises(OSError, match="no route"):
        verify(_token(), "models")
    with pytest.raises(ValueError):  # noqa: PT011
        verify(_token(), "models")
    assert cluster.asked == 1
    down = False
    now = 2.0
    assert verify(_token(), "models")["iss"] == ISSUER
