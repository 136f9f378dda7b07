"""A field of every type with values that it takes: what the promise tests run over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from builder.metadata.definitions import Field, Option, OptionList
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.field_types.base import TextFormat

OPTIONS = (
    Option("o_high", "high", {"zh-CN": "高价值", "en": "High value", "zh-TW": "高價值"}),
    Option("o_low", "low", {"zh-CN": "普通", "en": "Ordinary"}),
    Option("o_odd", "odd; one", {"zh-CN": "奇怪；、|,", "en": "Odd; one, two"}),
    Option("o_twin", "twin", {"zh-CN": "普通", "en": "Twin"}),
)
TREE = (
    Option("o_industry", "industry", {"zh-CN": "工业", "en": "Industry"}),
    Option("o_steel", "steel", {"zh-CN": "钢铁", "en": "Steel"}, parent="o_industry"),
    Option("o_services", "services", {"zh-CN": "服务业", "en": "Services"}),
    Option("o_other_a", "other_a", {"zh-CN": "其他", "en": "Other"}, parent="o_industry"),
    Option("o_other_b", "other_b", {"zh-CN": "其他", "en": "Other"}, parent="o_services"),
)
FORMATS = [
    TextFormat(locale, zone, order)
    for locale, zone in (("zh-CN", "Asia/Shanghai"), ("zh-TW", "Asia/Taipei"), ("en", "America/New_York"))
    for order in ("ymd", "dmy", "mdy")
]
FILE = {"id": "up_1", "name": "报价单.pdf", "size": 1024, "kind": "application/pdf"}
PICTURE = {"id": "up_2", "name": "a.png", "size": 5, "kind": "image/png"}


def field(kind: str, choices: Sequence[Option] = (), /, rows: Sequence[Field] = (), **settings: Any) -> Field:
    """Return a field of a type with settings."""
    return Field(
        f"f_{kind}",
        kind,
        FIELD_TYPES[kind],
        {"en": kind},
        settings=settings,
        options=OptionList(tuple(choices), "f_list"),
        fields=tuple(rows),
    )


ROW_FIELDS = (
    Field("f_item", "item", FIELD_TYPES["text"], {}, required=True),
    Field("f_price", "price", FIELD_TYPES["number"], {}, settings={"decimals": 3}),
    Field("f_grade", "grade", FIELD_TYPES["select"], {}, options=OptionList(OPTIONS, "f_grade")),
    Field("f_count", "count", FIELD_TYPES["integer"], {}, initial=1),
)
SAMPLES: list[tuple[Field, list[Any]]] = [
    (field("text"), ["Acme", "织表 Formloom", 'it\'s "quoted" 🎉', "a;b,c"]),
    (field("text", min_length=2, max_length=4, pattern="[A-Z]+"), ["AB", "ABCD"]),
    (field("plain_text"), ["上海"]),
    (field("currency"), ["USD", "CNY"]),
    (field("long_text"), ["one line", "two\n\nlines"]),
    (field("rich_text"), ["words", "two\nlines"]),
    (field("number"), ["12.50", 3, "-0.01", 0, "90071992547409.91"]),
    (field("number", decimals=4, thousands=True, unit="kg", min="-9999", max="99999999"), ["1234567.8901", "-0.5", 12]),
    (field("number", decimals=0), ["9223372036854775807", "-1"]),
    (field("coordinate"), ["39.904200"]),
    (field("integer"), [0, -7, 9007199254740991]),
    (field("money"), [{"amount": "12.50", "currency": "CNY"}, {"amount": "-3", "currency": "USD"}, "7", 7]),
    (
        field("money", decimals=0, currency="JPY", thousands=True, currencies=["JPY", "THB"]),
        [1000000, {"amount": 1, "currency": "THB"}],
    ),
    (field("percent"), ["12.50", 0, "-3", "100"]),
    (field("rating"), [1, 5]),
    (field("boolean"), [True, False]),
    (field("date"), ["2024-02-29", "1969-12-31", "0001-01-01", "9999-12-31"]),
    (field("date", precision="month"), ["2024-02", "1969-12"]),
    (field("date", precision="quarter"), ["2024-Q1", "2024-Q4"]),
    (field("date", precision="year"), ["2024", "1900"]),
    (
        field("datetime"),
        ["2024-02-29T08:30:00Z", "2024-11-03T05:30:00Z", "2024-11-03T06:30:00Z", "1969-12-31T23:59:59.999999Z"],
    ),
    (field("time"), ["00:00:00", "23:59:59", "08:30"]),
    (field("duration"), [0, 59, 3600, 1_000_000]),
    (
        field("date_range"),
        [{"start": "2024-01-01", "end": "2024-02-01"}, {"start": None, "end": "2024-02-01"}, {"start": "2024-01-01"}],
    ),
    (
        field("number_range"),
        [
            {"min": "50", "max": "80.00"},
            {"min": "-5", "max": "-3"},
            {"min": "5"},
            {"max": "5"},
            {"min": "5", "max": "5"},
        ],
    ),
    (field("select", OPTIONS), ["high", "low", "odd; one", "twin"]),
    (field("multi_select", OPTIONS), [["high"], ["low", "high", "twin"], ["odd; one", "low"]]),
    (field("tags", OPTIONS, tag_set="t_1"), [["high"], ["odd; one", "twin"]]),
    (field("cascade", TREE), [["industry", "steel"], ["industry", "other_a"], ["services", "other_b"]]),
    (field("cascade", TREE, leaves_only=False), [["industry"]]),
    (field("email"), ["li.wei@acme.com", "o'hara+crm@sub.example.co.uk", "张三@例子.中国"]),
    (field("phone"), ["+8613812345678", "+16502530000", "+862112345678;ext=801", "555-12"]),
    (field("url"), ["https://acme.com/a?b=c#d", "http://例子.中国:8080/路径"]),
    (field("id_number"), ["11010519491231002X"]),
    (field("credit_code"), ["91350100M000100Y43"]),
    (field("color"), ["#1677ff"]),
    (field("barcode"), ["ABC-123 x"]),
    (field("barcode", format="ean13"), ["4006381333931"]),
    (field("user"), [7]),
    (field("users"), [[7], [9, 7, 8]]),
    (field("department"), [3]),
    (field("reference", entity="e_1"), [7, 9007199254740991]),
    (field("references", entity="e_1"), [[7, 1]]),
    (field("reference_any", entities=["e_1", "e_2"]), [{"entity": "e_2", "id": 7}]),
    (
        field("sub_table", rows=ROW_FIELDS),
        [[{"item": "螺丝", "price": "0.125", "grade": "high", "count": 2}, {"id": 7, "item": "x"}]],
    ),
    (
        field("address"),
        [
            {
                "province": "广东省",
                "city": "深圳市",
                "district": "南山区",
                "detail": "科技园路1号",
                "postal_code": "518000",
            },
            {"country": "US", "city": "San Francisco", "detail": "1 Market St; Suite 2"},
            {"detail": "city=x"},
        ],
    ),
    (
        field("location"),
        [
            {"latitude": "39.904200", "longitude": "-116.407400", "label": "天安门 east"},
            {"latitude": 0, "longitude": 0},
        ],
    ),
    (field("file"), [[FILE], [FILE, PICTURE]]),
    (field("image"), [[PICTURE]]),
    (field("signature"), [[PICTURE]]),
    (field("auto_number", parts=[{"fixed": "C-"}, {"counter": {"digits": 5}}]), ["C-00001"]),
    (field("json"), [{"b": [1, 2.5, None, True], "a": "织"}, [], 0, False, "text"]),
]
CASES = [(one, raw) for one, raws in SAMPLES for raw in raws]


def case_name(case: object) -> str:
    """Return what a test case is called."""
    if isinstance(case, Field):
        return "-".join([case.type.name, *map(str, case.settings)])
    return repr(case)[:40]
