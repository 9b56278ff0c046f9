"""The contract of the infrastructure: names and places of what other parts made, such as services.

It holds no secret. A later minor version only adds keys; another major version is refused.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

# The major version that is read; the writer's is in infra/constructs/contract/stack-contract.ts.
MAJOR = "1"

_KEYS = (
    "contract",
    "stack",
    "client",
    "env",
    "project",
    "region",
    "residency",
    "datasets",
    "services",
    "secrets",
)
_SECRET = re.compile(r"^projects/[^/]+/secrets/[^/]+$")


class ContractError(RuntimeError):
    """A contract cannot be used; the message says where it is from, what is wrong and what to do."""


@dataclass(frozen=True)
class Service:
    """A service on Cloud Run."""

    uri: str
    service_account: str


@dataclass(frozen=True)
class Contract:
    """What a stack tells other programs about what it made."""

    stack: str
    client: str
    env: Literal["dev", "prod"]
    project: str
    region: str
    allowed_locations: tuple[str, ...]
    # Location by dataset.
    datasets: Mapping[str, str]
    services: Mapping[str, Service]
    # Resource name by secret.
    secrets: Mapping[str, str]


def read_contract(text: str, source: str, needs: Sequence[str] = ()) -> Contract:
    """Read a contract: the object in its bucket, or what `terraform output -json` printed.

    `needs` are keys the reader cannot do without, for instance `services.demand-forecasting`.
    """
    try:
        document: object = json.loads(text)
    except ValueError as error:
        raise ContractError(f"{source}: this is not JSON. Give the object as it is.") from error
    document = _at(document, ["contract", "value"]) or document
    version = _at(document, ["contract"])
    missing = [key for key in (*_KEYS, *needs) if _at(document, key.split(".", 1)) is None]
    if not isinstance(version, str) or version.split(".")[0] != MAJOR:
        lacking = f"; missing: {', '.join(missing)}" if missing else ""
        raise ContractError(
            f"{source}: the contract is of version {version!r}, expected {MAJOR}.x{lacking}. "
            "Bring the infrastructure and this service to versions of the toolbox that go together."
        )
    if missing:
        raise ContractError(
            f"{source}: the contract lacks {', '.join(missing)}. "
            "Apply the stack that writes it, with the parts these belong to."
        )
    try:
        return _contract(_entry("contract", document))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ContractError(f"{source}: {error!r} in the contract. Apply the stack again.") from error


def fetch_contract(project: str, env: str, stack: str = "gcp", needs: Sequence[str] = ()) -> Contract:
    """Fetch the contract from its bucket, as the account this runs as."""
    from google.api_core.exceptions import GoogleAPICallError
    from google.cloud.storage import Client

    bucket = f"{project}-contracts"
    name = f"contracts/{env}/{stack}.v{MAJOR}.json"
    source = f"gs://{bucket}/{name}"
    try:
        text = Client(project=project).bucket(bucket).blob(name).download_as_bytes().decode()
    except GoogleAPICallError as error:
        raise ContractError(
            f"{source}: Cloud Storage answered {error.code}. "
            "Apply the stack that writes it, and let this account read it (ContractPublication.grantRead)."
        ) from error
    return read_contract(text, source, needs)


def _contract(document: Mapping[str, object]) -> Contract:
    env = document["env"]
    if env not in {"dev", "prod"}:
        raise ValueError(f"env is {env!r}, expected dev or prod")
    secrets = {name: str(value) for name, value in _mapping(document, "secrets").items()}
    for name, value in secrets.items():
        if not _SECRET.match(value):
            raise ValueError(f"secrets.{name} is no name of a secret, projects/<project>/secrets/<id>")
    locations = _mapping(document, "residency")["allowedLocations"]
    if not isinstance(locations, list):
        raise TypeError("residency.allowedLocations is no list")
    return Contract(
        stack=str(document["stack"]),
        client=str(document["client"]),
        env="prod" if env == "prod" else "dev",
        project=str(document["project"]),
        region=str(document["region"]),
        allowed_locations=tuple(str(location) for location in locations),
        datasets={
            name: str(_entry(name, value)["location"])
            for name, value in _mapping(document, "datasets").items()
        },
        services={
            name: Service(str(_entry(name, value)["uri"]), str(_entry(name, value)["serviceAccount"]))
            for name, value in _mapping(document, "services").items()
        },
        secrets=secrets,
    )


def _mapping(document: Mapping[str, object], key: str) -> Mapping[str, object]:
    return _entry(key, document[key])


def _entry(name: str, value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError(f"{name} is {value!r}, expected keys and values")
    return value


def _at(value: object, keys: Sequence[str]) -> object:
    """The value at a path, or None. The last key may hold dots, as names do."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
