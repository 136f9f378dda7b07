"""The interface described by itself: the OpenAPI document, and one with a real schema for each entity of an app."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any, cast

from flask import Flask, current_app
from flask_smorest import Api
from marshmallow import fields

from builder.api.answers import ASK_AGAIN, Answer
from builder.api.auth import Access
from builder.api.entity_documents import app_document
from builder.api.operations import Resource
from builder.api.schemas.base import AnswerShape, told
from builder.runtime.describe_app import model_version
from builder.runtime.work import Work

documents = Resource("openapi", __name__, description="The interface described by itself.")
EXTENSION = "formloom-openapi"


class OpenApiDocument(AnswerShape):
    """An OpenAPI 3.1 document."""

    openapi = told()
    info = told(fields.Dict)
    paths = told(fields.Dict)
    components = told(fields.Dict)


def keep(app: Flask, make: Callable[[], dict[str, Any]]) -> None:
    """Keep what makes the document with the application."""
    app.extensions[EXTENSION] = make


def document_of(api: Api) -> dict[str, Any]:
    """Return the OpenAPI document of the interface as plain JSON."""
    document = deepcopy(api.spec.to_dict())
    document["tags"] = sorted(document.get("tags", ()), key=lambda tag: str(tag["name"]))
    return cast("dict[str, Any]", document)


@documents.operation("GET", "/openapi.json", "getOpenApi", access=Access.PUBLIC, answer=OpenApiDocument)
def get_document() -> dict[str, Any]:
    """Return this document."""
    return cast("dict[str, Any]", current_app.extensions[EXTENSION]())


@documents.operation(
    "GET",
    "/w/<workspace>/apps/<app>/openapi.json",
    "getAppOpenApi",
    access=Access.MEMBER,
    answer=OpenApiDocument,
)
def get_app_document(work: Work) -> Answer:
    """Return the records of an app described with one schema for each entity."""
    return Answer(app_document(work), etag=model_version(work), headers=ASK_AGAIN, whole=True)
