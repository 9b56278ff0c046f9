"""The contract of the infrastructure."""

import json
from typing import Any

import pytest
from service_common.contract import ContractError, Service, read_contract


def document(**changes: Any) -> dict[str, Any]:
    return {
        "contract": "1.0",
        "stack": "gcp",
        "client": "acme",
        "env": "dev",
        "project": "acme-dev-4711",
        "region": "europe-west1",
        "residency": {"rule": "eu", "allowedLocations": ["EU"]},
        "datasets": {"marts": {"location": "EU"}},
        "services": {"forecast": {"uri": "https://forecast.example", "serviceAccount": "f@example.com"}},
        "secrets": {"crm-password": "projects/acme-dev-4711/secrets/crm-password"},
        **changes,
    }


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(document()),
        json.dumps({"contract": {"sensitive": False, "value": document()}}),
        json.dumps(document(contract="1.7", topics={"a": "b"})),
    ],
    ids=["object", "outputs of Terraform", "later minor version"],
)
def test_a_contract_is_read_in_every_form(text: str) -> None:
    contract = read_contract(text, "test", needs=["services.forecast"])
    assert contract.services["forecast"] == Service("https://forecast.example", "f@example.com")
    assert contract.datasets == {"marts": "EU"}
    assert contract.allowed_locations == ("EU",)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"contract": "2.0", "datasets": None}, "version '2.0', expected 1.x; missing: datasets"),
        ({"region": None}, "lacks region"),
        ({"env": "test"}, "env is 'test', expected dev or prod"),
        ({"secrets": {"crm-password": "hunter2"}}, "secrets.crm-password is no name of a secret"),
        ({"datasets": {"marts": "EU"}}, "marts is 'EU', expected keys and values"),
    ],
)
def test_what_cannot_be_used_is_named(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ContractError, match=message) as found:
        read_contract(json.dumps(document(**changes)), "out.json")
    assert str(found.value).startswith("out.json: ")
    assert "hunter2" not in str(found.value)


def test_what_a_service_needs_is_asked_for() -> None:
    with pytest.raises(ContractError, match=r"lacks services\.planner"):
        read_contract(json.dumps(document()), "test", needs=["services.planner"])
