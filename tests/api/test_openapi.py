"""The OpenAPI document is up to date, sound, and what the server answers is as it says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import orjson
import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, seed, settings
from jsonschema import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from builder.api.export_openapi import document_text
from builder.api.operations import Operation
from tests.api.conftest import API, RECORDS, Browser
from tests.samples.sample_fields import COMPANY_FIELDS

KEPT = Path(__file__).parents[2] / "admin_ui" / "openapi.json"
PROMISES = [not_a_server_error, response_schema_conformance, status_code_conformance, content_type_conformance]
LEFT_OUT = ("setUp", "signIn", "signOut")
FIELDS = [field["name"] for field in COMPANY_FIELDS] + ["stage", "owner", "created_at", "parent_company.name"]
KNOWN: dict[str, Any] = {
    "workspace": "main",
    "app": "sample",
    "entity": "company",
    "field": "tier",
    "template": "nothing",
}


def test_the_document_in_the_repository_is_up_to_date() -> None:
    assert KEPT.read_bytes() == document_text(), "run: python -m builder.api.export_openapi admin_ui/openapi.json"


def test_the_server_hands_out_the_same_document(visitor: Browser) -> None:
    assert orjson.loads(KEPT.read_bytes()) == visitor.get("/openapi.json")


def test_every_component_is_a_sound_schema_and_every_reference_leads_somewhere(visitor: Browser) -> None:
    document = visitor.get("/openapi.json")
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        for target in references(schema):
            assert target.removeprefix("#/components/schemas/") in schemas, (name, target)
    for target in references(document["paths"]):
        kind, name = target.removeprefix("#/components/").split("/")
        assert name in document["components"][kind], target


def test_every_operation_has_a_name_a_summary_and_an_answer(app: Flask, visitor: Browser) -> None:
    operations = [
        operation
        for path in visitor.get("/openapi.json")["paths"].values()
        for method, operation in path.items()
        if method != "parameters"
    ]
    declared = {
        view.operation.name
        for view in app.view_functions.values()
        if isinstance(getattr(view, "operation", None), Operation)
    }
    assert {operation["operationId"] for operation in operations} == declared
    assert len(operations) == len(declared)
    for operation in operations:
        assert operation["summary"].endswith("."), operation["operationId"]
        assert any(status.startswith("2") for status in operation["responses"]), operation["operationId"]
        assert "default" in operation["responses"]


def references(value: Any) -> list[str]:
    """Return every reference inside a document."""
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for inner in value.values() for found in references(inner)]
    return [found for inner in value for found in references(inner)] if isinstance(value, list) else []


PATHS = [
    (path, method)
    for path, operations in orjson.loads(KEPT.read_bytes())["paths"].items()
    for method, operation in operations.items()
    if method != "parameters" and operation["operationId"] not in LEFT_OUT
]


@pytest.fixture(scope="module")
def description(app: Flask) -> Any:
    """The document as schemathesis reads it."""
    return schemathesis.openapi.from_wsgi(f"{API}/openapi.json", app)


@pytest.mark.parametrize("known", [True, False], ids=["there", "anywhere"])
@pytest.mark.parametrize(("path", "method"), PATHS, ids=[f"{method} {path}" for path, method in PATHS])
def test_whatever_is_sent_is_answered_as_described(
    description: Any, admin: Browser, path: str, method: str, known: bool
) -> None:
    record = first_record(admin)

    @seed(20_261_124)
    @settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=description[path][method].as_strategy())
    def answered(case: schemathesis.Case) -> None:
        if known:
            lead_somewhere(case, record)
        send(case, admin)

    answered()


def first_record(browser: Browser) -> dict[str, Any]:
    """Return a company that is there, made when there is none."""
    found = browser.post(f"{RECORDS}/company/query", {"limit": 1})["items"]
    made: dict[str, Any] = found[0] if found else browser.post(f"{RECORDS}/company", {"values": {"name": "One"}})
    return made


def lead_somewhere(case: schemathesis.Case, record: dict[str, Any]) -> None:
    """Let a generated request speak of what is there: addresses, versions, fields."""
    known = {**KNOWN, "record": record["id"]}
    case.path_parameters.update({name: known[name] for name in case.path_parameters if name in known})
    if "If-Match" in case.headers:
        case.headers["If-Match"] = f'"{record["version"]}"'
    if isinstance(case.body, dict):
        names = cycle(FIELDS[len(repr(case.body)) % len(FIELDS) :] + FIELDS)
        case.body = with_fields(case.body, names)


def with_fields(value: Any, names: Iterator[str]) -> Any:
    """Return a body whose conditions, columns and values are about real fields."""
    if isinstance(value, list):
        return [with_fields(inner, names) for inner in value]
    if not isinstance(value, dict):
        return value
    found = {key: with_fields(inner, names) for key, inner in value.items()}
    if isinstance(found.get("field"), str):
        found["field"] = next(names)
    if isinstance(found.get("values"), dict):
        found["values"] = {next(names): inner for inner in found["values"].values()}
    return found


def send(case: schemathesis.Case, browser: Browser) -> None:
    """Send a generated request as somebody signed in and hold the answer to the document."""
    cookie = browser.client.get_cookie("formloom_session")
    assert cookie is not None
    headers = {"X-CSRF-Token": browser.csrf, "Accept-Encoding": "identity"}
    response = case.call(headers=headers, cookies={"formloom_session": cookie.value})
    case.validate_response(response, checks=PROMISES)
