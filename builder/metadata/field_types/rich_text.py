"""Formatted text: a JSON document of known nodes and marks, never markup, kept aside from the row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import PRESENCE, FieldType, Part, PartKind, Shape, TextFormat
from builder.metadata.field_types.contacts import web_address
from builder.metadata.field_types.json_value import canonical_json
from builder.metadata.field_types.text import clean_text, trimmed
from builder.metadata.values import BadValue, JsonSchema, Value, composed

LARGEST = 200_000
"""Bytes of the canonical text."""
DEEPEST = 20
MOST_NODES = 10_000


class _Node(NamedTuple):
    """What a node may hold (blocks, items, inline, text, or nothing) and the attributes it may have."""

    content: str = ""
    attributes: Mapping[str, tuple[Any, ...]] = {}


_NODES: Mapping[str, _Node] = {
    "doc": _Node("blocks"),
    "paragraph": _Node("inline"),
    "heading": _Node("inline", {"level": (1, 2, 3, 4)}),
    "bullet_list": _Node("items"),
    "ordered_list": _Node("items"),
    "list_item": _Node("blocks"),
    "blockquote": _Node("blocks"),
    "code_block": _Node("text"),
    "horizontal_rule": _Node(),
    "hard_break": _Node(),
}
_CONTENT: Mapping[str, frozenset[str]] = {
    "": frozenset(),
    "blocks": frozenset(
        {"paragraph", "heading", "bullet_list", "ordered_list", "blockquote", "code_block", "horizontal_rule"}
    ),
    "items": frozenset({"list_item"}),
    "inline": frozenset({"text", "hard_break"}),
    "text": frozenset({"text"}),
}
_MARKS = frozenset({"strong", "em", "underline", "strike", "code"})
_LINK = "link"


class RichTextField(FieldType):
    """A document ``{"type": "doc", "content": […]}``; a plain text is taken for its paragraphs.

    Nodes and marks are those of ProseMirror's basic and list schemas. Canonically it is the document's JSON text.
    """

    name = "rich_text"
    shape = Shape.ASIDE
    parts = (Part("value", PartKind.TEXT, "json"),)
    operators = PRESENCE
    sortable = False
    widget = "rich_text"

    def wire_schema(self, field: Field) -> JsonSchema:
        return {
            "type": ["object", "string"],
            "properties": {"type": {"const": "doc"}, "content": {"type": "array", "items": {"type": "object"}}},
            "required": ["type"],
        }

    def parse(self, raw: object, field: Field) -> Value:
        if raw is None or isinstance(raw, str):
            text = clean_text(raw)
            return None if text is None else canonical_json(_paragraphs(text), LARGEST)
        if not isinstance(raw, Mapping) or raw.get("type") != "doc":
            raise BadValue("not_rich_text")
        document = _Reader().node(raw, 0)
        return canonical_json(document, LARGEST) if trimmed(plain_text(document)) else None

    def dump(self, value: Value, field: Field) -> object:
        return None if value is None else orjson.loads(value)

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        """Return the words without their format, one line for each paragraph."""
        return "" if value is None else plain_text(orjson.loads(value)).strip()

    def search_text(self, value: Value, field: Field) -> str:
        return "" if value is None else plain_text(orjson.loads(value))

    def unique_key(self, value: Value, field: Field) -> str | int | None:
        return None


class _Reader:
    """Copies a document node by node, so that only what is known gets through."""

    def __init__(self) -> None:
        self.count = 0

    def node(self, raw: Any, depth: int) -> dict[str, Any]:
        self.count += 1
        if self.count > MOST_NODES or depth > DEEPEST:
            raise BadValue("rich_text_too_large")
        kind = raw.get("type") if isinstance(raw, Mapping) else None
        if kind == "text":
            return self._text(raw)
        spec = _NODES.get(kind) if isinstance(kind, str) else None
        if spec is None or not raw.keys() <= {"type", "content", "attrs"}:
            raise BadValue("not_rich_text")
        made: dict[str, Any] = {"type": kind}
        if spec.attributes:
            made["attrs"] = _attributes(raw.get("attrs"), spec)
        children = raw.get("content") or []
        if not isinstance(children, list):
            raise BadValue("not_rich_text")
        found = [self.node(child, depth + 1) for child in children]
        if any(child["type"] not in _CONTENT[spec.content] for child in found):
            raise BadValue("not_rich_text")
        if found:
            made["content"] = found
        return made

    def _text(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        text = raw.get("text")
        if not isinstance(text, str) or not text or "\x00" in text or not raw.keys() <= {"type", "text", "marks"}:
            raise BadValue("not_rich_text")
        marks = raw.get("marks") or []
        if not isinstance(marks, list):
            raise BadValue("not_rich_text")
        made: dict[str, Any] = {"type": "text", "text": composed(text)}
        if marks:
            made["marks"] = [_mark(mark) for mark in marks]
        return made


def _attributes(raw: Any, spec: _Node) -> dict[str, Any]:
    given = raw if isinstance(raw, Mapping) else {}
    found = {name: given.get(name, allowed[0]) for name, allowed in spec.attributes.items()}
    if any(type(found[name]) is not int or found[name] not in allowed for name, allowed in spec.attributes.items()):
        raise BadValue("not_rich_text")
    return found


def _mark(raw: Any) -> dict[str, Any]:
    kind = raw.get("type") if isinstance(raw, Mapping) else None
    if isinstance(kind, str) and kind in _MARKS:
        return {"type": kind}
    attributes = raw.get("attrs") if kind == _LINK else None
    href = attributes.get("href") if isinstance(attributes, Mapping) else None
    if not isinstance(href, str) or not href.strip():
        raise BadValue("not_rich_text")
    return {"type": _LINK, "attrs": {"href": _address(href.strip())}}


def _address(href: str) -> str:
    """Only addresses of pages and mail: anything that a browser would run is refused."""
    if href.lower().startswith("mailto:") and "\x00" not in href and len(href) <= 300:
        return href
    return web_address(href)


def plain_text(node: Mapping[str, Any]) -> str:
    """Return the words of a document, one line for each block."""
    return "\n".join(_lines(node))


def _lines(node: Mapping[str, Any]) -> Iterator[str]:
    children: Sequence[Mapping[str, Any]] = node.get("content", ())
    if _NODES[node["type"]].content in ("inline", "text"):
        yield "".join(child.get("text", "\n") for child in children)
        return
    for child in children:
        yield from _lines(child)


def _paragraphs(text: str) -> dict[str, Any]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return {
        "type": "doc",
        "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": line}]} if line else {"type": "paragraph"}
            for line in lines
        ],
    }
