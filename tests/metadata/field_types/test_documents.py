"""Formatted text and composed numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from builder.metadata.field_types.auto_number import composed, counter_of, counter_period, fields_shown
from builder.metadata.field_types.base import TextFormat
from builder.metadata.relative import EPOCH_DAY
from builder.metadata.values import BadValue
from tests.metadata.field_types.fields import field

RICH = field("rich_text")


def text(words: str, *marks: Any) -> dict[str, Any]:
    return {"type": "text", "text": words, **({"marks": list(marks)} if marks else {})}


def doc(*content: Any) -> dict[str, Any]:
    return {"type": "doc", "content": list(content)}


def paragraph(*content: Any) -> dict[str, Any]:
    return {"type": "paragraph", "content": list(content)}


FULL = doc(
    {"type": "heading", "attrs": {"level": 2}, "content": [text("标题")]},
    paragraph(
        text("bold", {"type": "strong"}), {"type": "hard_break"}, text("x", {"type": "em"}, {"type": "underline"})
    ),
    {"type": "bullet_list", "content": [{"type": "list_item", "content": [paragraph(text("one"))]}]},
    {"type": "blockquote", "content": [paragraph(text("quoted"))]},
    {"type": "code_block", "content": [text("a < b")]},
    {"type": "horizontal_rule"},
    paragraph(text("link", {"type": "link", "attrs": {"href": "https://acme.com"}})),
)


def test_a_formatted_text_comes_out_as_it_went_in() -> None:
    assert RICH.type.dump(RICH.type.parse(FULL, RICH), RICH) == FULL


def test_its_words_are_read_and_searched_without_their_format() -> None:
    value = RICH.type.parse(FULL, RICH)
    assert RICH.type.to_text(value, RICH, TextFormat()).splitlines() == [
        "标题",
        "bold",
        "x",
        "one",
        "quoted",
        "a < b",
        "link",
    ]
    assert "quoted" in RICH.type.search_text(value, RICH)


def test_plain_text_becomes_paragraphs() -> None:
    assert RICH.type.dump(RICH.type.parse("a\n\nb", RICH), RICH) == doc(
        paragraph(text("a")), {"type": "paragraph"}, paragraph(text("b"))
    )


def test_a_document_without_words_is_blank() -> None:
    assert RICH.type.parse(doc(paragraph()), RICH) is None
    assert RICH.type.parse({"type": "doc"}, RICH) is None


def deep(levels: int) -> dict[str, Any]:
    node = paragraph(text("x"))
    for _ in range(levels):
        node = {"type": "blockquote", "content": [node]}
    return doc(node)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (doc({"type": "script", "content": [text("alert(1)")]}), "not_rich_text"),
        (doc({"type": ["paragraph"]}), "not_rich_text"),
        (doc({**paragraph(text("x")), "onclick": "alert(1)"}), "not_rich_text"),
        (doc(paragraph(text("x", {"type": "link", "attrs": {"href": "javascript:alert(1)"}}))), "not_a_url"),
        (doc(paragraph(text("x", {"type": "link"}))), "not_rich_text"),
        (doc(paragraph(text("x", {"type": "blink"}))), "not_rich_text"),
        (doc(paragraph({"type": "text", "text": 7})), "not_rich_text"),
        (doc(paragraph({"type": "text", "text": "a\x00b"})), "not_rich_text"),
        (doc(paragraph({"type": "text", "text": "\ud800"})), "broken_character"),
        (doc({"type": "heading", "attrs": {"level": 9}, "content": [text("x")]}), "not_rich_text"),
        (doc({"type": "heading", "attrs": {"level": True}, "content": [text("x")]}), "not_rich_text"),
        (doc(text("x")), "not_rich_text"),
        (doc({"type": "bullet_list", "content": [paragraph(text("x"))]}), "not_rich_text"),
        ({"type": "doc", "content": "x"}, "not_rich_text"),
        (doc(7), "not_rich_text"),
        (paragraph(text("x")), "not_rich_text"),
        (deep(30), "rich_text_too_large"),
        (doc(*[paragraph(text("x"))] * 6_000), "rich_text_too_large"),
        ("x" * 200_001, "too_long"),
        (7, "not_rich_text"),
    ],
)
def test_what_is_no_known_format_is_refused(raw: Any, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        RICH.type.parse(raw, RICH)
    assert refused.value.code == code


def day(iso: str) -> int:
    return date.fromisoformat(iso).toordinal() - EPOCH_DAY


NUMBERED = field(
    "auto_number",
    parts=[
        {"fixed": "C-"},
        {"date": "yyyyMM"},
        {"field": "f_region"},
        {"counter": {"digits": 4, "start": 10, "reset": "month"}},
    ],
)


def test_a_number_is_put_together_from_its_parts() -> None:
    assert composed(NUMBERED, 12, day("2024-03-05"), {"f_region": "-SH-"}) == "C-202403-SH-0012"
    assert composed(NUMBERED, 12345, day("2024-03-05"), {}) == "C-20240312345"
    assert fields_shown(NUMBERED) == ["f_region"]


def test_a_long_text_in_a_number_leaves_its_counter_alone() -> None:
    assert composed(NUMBERED, 12, day("2024-03-05"), {"f_region": "x" * 900}).endswith("x0012")


@pytest.mark.parametrize(
    ("reset", "period"), [("never", ""), ("year", "2024"), ("month", "2024-03"), ("day", "2024-03-05")]
)
def test_a_counter_starts_again_with_its_period(reset: str, period: str) -> None:
    one = field("auto_number", parts=[{"counter": {"reset": reset}}])
    assert counter_period(one, day("2024-03-05")) == period


def test_a_counter_says_what_it_begins_with() -> None:
    assert counter_of(NUMBERED) == (10, 4, "")
    assert counter_of(field("auto_number", parts=[{"counter": {}}])) == (1, 1, "")
    assert counter_of(field("auto_number", parts=[{"counter": {"sequence": "deals"}}])).sequence == "deals"
