"""One entity for each field type, and values of each: what a type must have to be promised at all.

Values are in wire form, as they come out. ``friend`` names records by their place among the friends that the
fixture makes, ``person`` people, ``unit`` departments.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from builder.metadata.field_types import FIELD_TYPES
from tests.samples.sample_fields import field as field_document
from tests.samples.sample_fields import label, option

OPTIONS = [option("high", "高"), option("middle", "中"), option("low", "低；一般")]
TREE = [
    option("industry", "工业"),
    option("steel", "钢铁", parent="industry"),
    option("other_a", "其他", parent="industry"),
    option("services", "服务业"),
    option("other_b", "其他", parent="services"),
]
FILE = {"id": "up_1", "name": "报价单.pdf", "size": 1024, "kind": "application/pdf"}
PICTURE = {"id": "up_2", "name": "a.png", "size": 5, "kind": "image/png"}
OTHER = {"id": "up_3", "name": "b.png", "size": 6, "kind": "image/png"}
THIRD = {**OTHER, "id": "up_4"}


def paragraph(text: str) -> dict[str, Any]:
    """Return a rich text of one paragraph."""
    return {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}]}


@dataclass(frozen=True)
class Sample:
    """Settings of a field and at least three different values, in ascending order where the type is sortable."""

    values: tuple[Any, ...]
    settings: dict[str, Any] | None = None
    names: str = ""
    """What the numbers in the values stand for: friend, person or unit."""


SAMPLES: dict[str, Sample] = {
    "text": Sample(('"quoted" it\'s', "阿里", "Zebra", "织表 🎉")),
    "long_text": Sample(("one line", "two\n\nlines", "长" * 3_000)),
    "rich_text": Sample((paragraph("words"), paragraph("其他"), paragraph("more words"))),
    "number": Sample(("-90071992547409.91", "-0.01", "0.00", "12.50"), {"decimals": 2}),
    "integer": Sample((-(2**53) + 1, -1, 0, 2**53 - 1)),
    "money": Sample(
        (
            {"amount": "-3.00", "currency": "USD"},
            {"amount": "0.00", "currency": "CNY"},
            {"amount": "1234567.89", "currency": "CNY"},
        ),
        {"decimals": 2},
    ),
    "percent": Sample(("-3.0", "0.0", "12.5"), {"decimals": 1}),
    "rating": Sample((1, 3, 5)),
    "boolean": Sample((False, True)),
    "date": Sample(("0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31")),
    "datetime": Sample(
        ("1969-12-31T23:59:59.999999Z", "2024-02-29T08:30:00Z", "2024-02-29T08:30:01Z", "9999-12-30T00:00:00Z")
    ),
    "time": Sample(("00:00:00", "08:30:00", "23:59:59")),
    "duration": Sample((0, 59, 3_661)),
    "date_range": Sample(
        (
            {"start": None, "end": "2024-02-01"},
            {"start": "2024-01-01", "end": "2024-02-01"},
            {"start": "2024-01-02", "end": None},
        )
    ),
    "number_range": Sample(
        ({"min": None, "max": "5.00"}, {"min": "-5.00", "max": "-3.00"}, {"min": "5.00", "max": "5.00"}),
        {"decimals": 2},
    ),
    "select": Sample(("high", "middle", "low"), {"options": OPTIONS}),
    "multi_select": Sample((["high"], ["low", "high"], ["middle", "low"], ["low"]), {"options": OPTIONS}),
    "cascade": Sample((["industry", "steel"], ["industry", "other_a"], ["services", "other_b"]), {"options": TREE}),
    "tags": Sample((["hot"], ["hot", "silent"], ["silent"]), {"tag_set": "things"}),
    "email": Sample(("a@example.com", "o'hara+crm@sub.example.co.uk", "李@例子.中国")),
    "phone": Sample(("+16502530000", "+8613800138000", "12345")),
    "url": Sample(("http://例子.中国:8080/路径", "https://acme.com/a?b=c#d", "https://beta.example/")),
    "id_number": Sample(("11010519491231002X", "110105194912310038", "110105194912310046")),
    "credit_code": Sample(("91110108551385082Q", "91330100799655058B", "91350100M000100Y43")),
    "color": Sample(("#00ff00", "#1677ff", "#ff0000")),
    "barcode": Sample(("6901234567892", "ABC-123 x", "abc")),
    "user": Sample((1, 2, 3), names="person"),
    "users": Sample(([1], [3, 1], [2]), names="person"),
    "department": Sample((1, 2, 3), names="unit"),
    "reference": Sample((1, 2, 3), {"entity": "friend"}, names="friend"),
    "references": Sample(([1], [3, 1], [2], [2, 3]), {"entity": "friend"}, names="friend"),
    "reference_any": Sample(
        ({"entity": "friend", "id": 1}, {"entity": "rival", "id": 4}, {"entity": "friend", "id": 2}),
        {"entities": ["friend", "rival"]},
        names="friend",
    ),
    "sub_table": Sample(
        (
            [{"item": "螺丝", "price": "0.125", "grade": "high", "count": 2}],
            [{"item": "a"}, {"item": "b", "grade": "low"}],
            [{"item": '"x"'}],
        ),
        {
            "fields": [
                field_document("item", "text", "品名", required=True),
                field_document("price", "number", "单价", {"decimals": 3}),
                field_document("grade", "select", "档次", {"options": OPTIONS}),
                field_document("count", "integer", "数量"),
            ]
        },
    ),
    "address": Sample(
        (
            {
                "province": "广东省",
                "city": "深圳市",
                "district": "南山区",
                "detail": "科技园路1号",
                "postal_code": "518000",
            },
            {"country": "US", "city": "San Francisco", "detail": "1 Market St; Suite 2"},
            {"detail": "city=x"},
        )
    ),
    "location": Sample(
        (
            {"latitude": "-1.000000", "longitude": "-180.000000", "label": "x"},
            {"latitude": "0.000000", "longitude": "0.000000"},
            {"latitude": "39.904200", "longitude": "116.407400", "label": "天安门"},
        )
    ),
    "file": Sample(([FILE], [FILE, PICTURE], [OTHER])),
    "image": Sample(([PICTURE], [PICTURE, OTHER], [OTHER])),
    "signature": Sample(([PICTURE], [OTHER], [THIRD])),
    "auto_number": Sample(("N-001", "N-002", "N-003"), {"parts": [{"fixed": "N-"}, {"counter": {"digits": 3}}]}),
    "json": Sample(({"b": [1, 2.5, None, True], "a": "织"}, [], "text", 0, False)),
}
ALL = "thing_of_all_types"
"""The entity that has a field of every type, called as the type is."""
TYPES = [name for name, one in FIELD_TYPES.items() if not one.part_only]


def entity_of(type_name: str) -> str:
    """Return the name of the entity that has a field of the type."""
    return f"thing_{type_name}"


def documents() -> list[dict[str, Any]]:
    """Return an app with an entity for each type that has a sample."""
    app = {"kind": "app", "name": "promises", "label": label("承诺", "Promises"), "menu": []}
    tags = {
        "kind": "tag_set",
        "name": "things",
        "label": label("标签", "Tags"),
        "tags": [option("hot", "热"), option("silent", "静")],
    }
    others = [_entity("friend", []), _entity("rival", [])]
    each = [_entity(entity_of(name), [_field("value", name, one)]) for name, one in SAMPLES.items()]
    return [app, tags, *others, *each, _entity(ALL, [_field(name, name, one) for name, one in SAMPLES.items()])]


def _field(name: str, type_name: str, sample: Sample) -> dict[str, Any]:
    return field_document(name, type_name, "值", sample.settings)


def _entity(name: str, fields: list[dict[str, Any]]) -> dict[str, Any]:
    title = field_document("name", "text", "名称", required=True, searchable=True)
    words = label(name, name)
    return {
        "kind": "entity",
        "name": name,
        "label": words,
        "plural": words,
        "ownable": name != ALL,
        "fields": [title, *fields],
        "title": ["name"],
    }
