"""The OpenAPI document of one app: for each entity its own paths, and schemas of what is read and written."""

from __future__ import annotations

from typing import Any

from builder.metadata.entity import Entity
from builder.metadata.entity_schema import record_schema
from builder.metadata.rights import Access
from builder.metadata.values import JsonSchema, text_of
from builder.runtime.readable import access_to
from builder.runtime.work import Work

PREFIX = "#/components/schemas/"


def app_document(work: Work) -> dict[str, Any]:
    """Return the document, with only those entities and fields that the reader may see."""
    app = work.model.apps[work.app or ""]
    entities = [
        item for item in work.model.entities.values() if item.app == app.id and work.rights.on(item.id).branches
    ]
    entities.sort(key=lambda item: (str(item.document.get("order", "")), item.name))
    schemas: dict[str, JsonSchema] = {}
    paths: dict[str, Any] = {}
    for entity in entities:
        schemas |= _schemas(work, entity)
        paths |= _paths(entity, app.name)
    return {
        "openapi": "3.1.0",
        "info": {"title": text_of(app.label, "en") or app.name, "version": str(work.catalog.head.metadata_rev)},
        "servers": [{"url": "../../../.."}],
        "security": [{"session": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "formloom_session"}},
        },
    }


def _schemas(work: Work, entity: Entity) -> dict[str, JsonSchema]:
    read = _bounded(work, entity, record_schema(entity, for_write=False), Access.MASKED)
    written = _bounded(work, entity, record_schema(entity, for_write=True), Access.WRITE)
    number = {"type": "integer", "minimum": 1}
    properties = {"id": number, "version": number, "title": {"type": "string"}, "values": read}
    return {
        entity.name: {"type": "object", "required": list(properties), "properties": properties},
        f"{entity.name}_values": {
            "type": "object",
            "required": ["values"],
            "properties": {"values": written, "form": {"type": ["string", "null"]}},
        },
    }


def _bounded(work: Work, entity: Entity, schema: JsonSchema, least: Access) -> JsonSchema:
    """Return the schema without fields the reader may not see, or not write."""
    order = list(Access)
    shown = {
        item.name
        for item in (*entity.fields, *entity.system_fields)
        if order.index(access_to(work, entity, item)) >= order.index(least)
    }
    properties = {name: value for name, value in schema.get("properties", {}).items() if name in shown}
    return {**schema, "properties": properties}


def _paths(entity: Entity, app: str) -> dict[str, Any]:
    base = f"/w/{{workspace}}/apps/{app}/records/{entity.name}"
    workspace = _parameter("workspace", "path", {"type": "string"})
    record = _parameter("record", "path", {"type": "integer", "minimum": 1})
    version = _parameter("If-Match", "header", {"type": "string"})
    answer, body = _content(entity.name), {"required": True, "content": _content(f"{entity.name}_values")["content"]}
    return {
        base: {
            "parameters": [workspace],
            "post": {
                "operationId": f"create_{entity.name}",
                "requestBody": body,
                "responses": {"201": {"description": "The record.", **answer}},
            },
        },
        f"{base}/{{record}}": {
            "parameters": [workspace, record],
            "get": {
                "operationId": f"get_{entity.name}",
                "responses": {"200": {"description": "The record.", **answer}},
            },
            "patch": {
                "operationId": f"update_{entity.name}",
                "parameters": [version],
                "requestBody": body,
                "responses": {"200": {"description": "The record.", **answer}},
            },
        },
    }


def _content(component: str) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": {"$ref": PREFIX + component}}}}


def _parameter(name: str, place: str, schema: JsonSchema) -> dict[str, Any]:
    return {"name": name, "in": place, "required": True, "schema": schema}
