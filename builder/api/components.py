"""Components of the OpenAPI document that come from the JSON Schemas of documents, not from marshmallow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from apispec import APISpec

from builder.api.schemas.base import Component
from builder.metadata.documents import COMMON, SCHEMAS

NAMES = {
    "label": "Label",
    "condition": "Condition",
    "operator": "ConditionOperator",
    "related": "RelatedRecords",
    "relative": "RelativeValue",
    "other_field": "OtherField",
    "rule": "Rule",
    "rule_action": "RuleAction",
    "color": "Color",
    "icon": "Icon",
    "id": "ElementId",
    "name": "ApiName",
    "order": "OrderKey",
    "origin": "Origin",
    "ref": "Reference",
    "path": "FieldPath",
    "literal": "Literal",
    "options": "OptionDefinitions",
    "sort": "SortDefinition",
    "field": "FieldDefinition",
}
"""Definition in common.json → name of the component."""
KINDS = {
    "app": "AppDocument",
    "settings": "SettingsDocument",
    "role": "RoleDocument",
    "entity": "EntityDocument",
    "option_set": "OptionSetDocument",
    "form": "Form",
    "view": "View",
    "stage_flow": "StageFlowDocument",
    "tag_set": "TagSetDocument",
    "page": "Page",
}
INNER = {
    "app": {"menu_item": "MenuItem"},
    "form": {"section": "FormSection"},
    "page": {"block": "PageBlock", "figure": "PageFigure", "shortcut": "PageShortcut", "tab": "PageTab"},
}
VIEW_PARTS = {
    "columns": "ViewColumn",
    "board": "BoardShape",
    "calendar": "CalendarShape",
    "gallery": "GalleryShape",
    "tree": "TreeShape",
}
PREFIX = "#/components/schemas/"
DROPPED = ("$schema", "$id", "$defs")


def add_components(spec: APISpec) -> None:
    """Add every definition that documents share, every document kind, and the unions made of them."""
    for definition, name in NAMES.items():
        spec.components.schema(name, _moved(COMMON["$defs"][definition], {}))
    for kind, name in KINDS.items():
        schema, inner = SCHEMAS[kind], INNER.get(kind, {})
        for definition, inner_name in inner.items():
            spec.components.schema(inner_name, _moved(schema["$defs"][definition], inner))
        spec.components.schema(name, _moved(schema, inner))
    spec.components.schema(
        "Document", {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    )
    default = COMMON["$defs"]["field"]["properties"]["default"]
    spec.components.schema("FieldDefault", _moved(default, {}))
    for part, name in VIEW_PARTS.items():
        shape = SCHEMAS["view"]["properties"][part]
        spec.components.schema(name, _moved(shape.get("items", shape), {}))


def refer(self: Any, field: Any, **_rest: Any) -> dict[str, Any]:  # noqa: ARG001 - the converter's protocol
    """Describe a Component field by reference; apispec calls this for every field."""
    if not isinstance(field, Component):
        return {}
    target = {"$ref": PREFIX + field.component}
    return {"anyOf": [target, {"type": "null"}]} if field.allow_none else target


def _moved(schema: Any, inner: Mapping[str, str]) -> Any:
    """Return a schema whose references point to components."""
    if isinstance(schema, list):
        return [_moved(item, inner) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    moved = {key: _moved(value, inner) for key, value in schema.items() if key not in DROPPED}
    if isinstance(schema.get("$ref"), str):
        definition = schema["$ref"].rsplit("/", 1)[-1]
        moved["$ref"] = PREFIX + (inner.get(definition) or NAMES[definition])
    return moved
