"""The type that is proposed for a column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest

from builder.runtime.spreadsheets.guessing import date_order, guess_type
from builder.runtime.spreadsheets.reports import Cell

COLUMNS: list[tuple[str, Sequence[Cell], str]] = [
    ("名称", ["上海甲公司", "北京乙公司", "广州丙公司"], "text"),
    ("数量", ["1", "20", "300"], "integer"),
    ("数量", ["1,000", "20", "３００"], "integer"),
    ("编号", ["001", "002", "003"], "text"),
    ("价格", ["1.5", "2", "3.25"], "number"),
    ("价格", [1.5, 2, 3.25], "number"),
    ("R", ["600.0000", "1000.000", "200.0000"], "number"),
    ("规模", ["3万", "2.5亿"], "number"),
    ("增长", ["5%", "12.5%"], "percent"),
    ("金额", ["¥1,000.00", "￥20"], "money"),
    ("金额", ["$10", "$-3"], "money"),
    ("金额", ["¥1,200", "300", "45.50", 7], "money"),
    ("金额", ["300", "¥1,200", "面议", "待定"], "text"),
    ("有效", ["是", "否", "是"], "boolean"),
    ("active", ["Yes", "no"], "boolean"),
    ("active", [True, False], "boolean"),
    ("日期", ["2024-01-05", "2024/1/6"], "date"),
    ("日期", ["2024年1月5日", "2024年12月31日"], "date"),
    ("日期", ["20240105", "20241231"], "date"),
    ("建档", [date(2024, 1, 5), date(2024, 1, 6)], "date"),
    ("生日", ["1945-12-30 00:00:00.000", "1950-03-06 00:00:00.000"], "date"),
    ("更新", ["2024-01-05 10:00", "2024-01-05T11:00:00Z"], "datetime"),
    ("更新", [datetime(2024, 1, 5, 10), datetime(2024, 1, 5)], "datetime"),  # noqa: DTZ001
    ("时刻", ["08:30", "17:45:10"], "time"),
    ("邮箱", ["a@b.com", "李四@例子.中国"], "email"),
    ("手机", ["13800138000", "+86 139-1234-5678"], "phone"),
    ("手机", ["13800138000.0", "13912345678.0"], "phone"),
    ("手机", [13800138000, 13912345678], "phone"),
    ("客户", ["13800138000", "13912345678"], "phone"),
    ("电话", ["021-63579999", "010-62771234转88", "400-800-1234"], "phone"),
    ("电话", ["63579999", "62771234"], "phone"),
    ("phone", ["245.555.0173", "555-0173"], "phone"),
    ("phone", ["245-555-0173", "1 (11) 500 555-0143", "+44 20 7946 0958"], "phone"),
    ("网址", ["https://例子.中国/路径", "www.example.com"], "url"),
    ("身份证", ["11010519491231002X"] * 3, "id_number"),
    ("税号", ["91350100M000100Y43"] * 3, "credit_code"),
    ("状态", ["新", "旧", "新", "旧", "新", "中"] * 2, "select"),
    ("标签", ["红;蓝", "蓝", "红;绿", "绿;蓝", "红", "蓝;绿", "红"], "multi_select"),
    ("兴趣", ["足球、篮球", "篮球", "足球、网球", "网球、篮球", "足球", "篮球"], "multi_select"),
    ("备注", ["第一行\n第二行", "短"], "long_text"),
    ("备注", ["长" * 300, "短"], "long_text"),
    ("空", ["", None, " "], "text"),
    ("混", ["1", "b", "2024-01-05"], "text"),
    ("比分", ["1-2", "3-0", "2-2"], "text"),
]


@pytest.mark.parametrize(("name", "cells", "expected"), COLUMNS, ids=lambda value: str(value)[:30])
def test_a_columns_type_is_guessed(name: str, cells: Sequence[Cell], expected: str) -> None:
    assert guess_type(name, cells).type == expected


def test_the_share_of_fitting_values_is_told() -> None:
    guess = guess_type("mail", [*(f"u{at}@x.com" for at in range(19)), "none", "", None])
    assert (guess.type, guess.share) == ("email", 0.95)


def test_choices_come_with_their_values_commonest_first() -> None:
    assert guess_type("状态", ["新"] * 6 + ["旧"] * 3).details["values"] == ["新", "旧"]
    several = guess_type("标签", ["红;蓝", "红", "红;绿", "绿;蓝", "红", "红"])
    assert (several.details["separator"], several.details["values"]) == (";", ["红", "蓝", "绿"])


@pytest.mark.parametrize(
    ("values", "order", "certain"),
    [
        (["1/2/2024", "13/2/2024"], "dmy", True),
        (["1/2/2024", "2/13/2024"], "mdy", True),
        (["1/2/2024", "3/4/2024"], "mdy", False),
        (["2024-01-02"], None, True),
        (["24/1/2", "99/12/30", "45/2/3"], "ymd", True),
    ],
)
def test_the_order_of_day_and_month_is_decided_over_the_column(
    values: list[str], order: str | None, certain: bool
) -> None:
    assert date_order(values)[:2] == (order, certain)


def test_details_say_what_an_import_needs() -> None:
    cases: list[tuple[list[Cell], dict[str, Any]]] = [
        (["¥1.50", "¥2"], {"decimals": 1, "decimal_mark": ".", "currency": "CNY"}),
        (["¥1,200", "300", "45.5"], {"decimals": 1, "decimal_mark": ".", "currency": "CNY"}),
        (["800000.0000", "600.0125"], {"decimals": 4, "decimal_mark": "."}),
        (["800000.0000", "1500.0000"], {"decimals": 0, "decimal_mark": "."}),
        (["12,5%", "7%"], {"decimals": 1, "decimal_mark": ","}),
        (["1.234,56", "7,5"], {"decimals": 2, "decimal_mark": ","}),
    ]
    for values, details in cases:
        assert guess_type("数", values).details == details
