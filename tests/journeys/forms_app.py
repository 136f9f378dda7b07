"""A small app whose form holds every kind of control, and an entity of hundreds of fields; published from a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.journeys.products import Product


def labelled(zh: str, en: str) -> dict[str, str]:
    """Return a label in two languages."""
    return {"zh-CN": zh, "zh-TW": zh, "en": en}


def field(name: str, kind: str, label: str, **settings: Any) -> dict[str, Any]:
    """Return a field in catalogue form."""
    return {"name": name, "type": kind, "label": labelled(label, name.title()), "settings": settings}


def option(name: str, label: str, **more: Any) -> dict[str, Any]:
    """Return an option."""
    return {"name": name, "label": labelled(label, name.title()), **more}


MAKER = {
    "kind": "entity", "name": "maker", "label": labelled("厂家", "Maker"), "title": ["name"],
    "fields": [
        {**field("name", "text", "厂名"), "required": True, "searchable": True},
        field("town", "text", "城镇"),
        field("place", "address", "厂址"),
    ],
}  # fmt: skip

AREAS = [
    option("east", "华东"), option("north", "华北"),
    option("east_1", "浙江", parent="east"), option("east_2", "江苏", parent="east"),
    option("north_1", "河北", parent="north"),
]  # fmt: skip

THING = {
    "kind": "entity", "name": "thing", "label": labelled("设备", "Thing"), "title": ["name"], "attachments": True,
    "fields": [
        {**field("name", "text", "名称"), "required": True, "searchable": True},
        field("maker", "reference", "厂家", entity="maker"),
        field("others", "references", "其他厂家", entity="maker"),
        field("about", "reference_any", "关于", entities=["maker", "thing"]),
        field("place", "address", "地址"),
        field("story", "rich_text", "说明"),
        field("color", "color", "颜色"),
        field("spot", "location", "位置"),
        field("code", "barcode", "条码", format="ean13"),
        field("price", "money", "价格", show_in="10000"),
        field("count", "integer", "数量"),
        field("share", "percent", "占比"),
        field("budget", "number_range", "预算"),
        field("period", "date_range", "工期"),
        field("length", "duration", "时长"),
        field("area", "cascade", "大区", options=AREAS),
        field("keeper", "user", "保管人"),
        field("team", "users", "小组"),
        field("home", "department", "部门"),
        field("signed", "signature", "签字"),
        field("person", "id_number", "身份证"),
        field("credit", "credit_code", "信用代码"),
        field("mobile", "phone", "手机"),
        field("mail", "email", "邮箱"),
        field("site", "url", "网址"),
        field("extra", "json", "附加数据"),
        field("many", "select", "很多选项", options=[option(f"o{at}", f"选项 {at}") for at in range(3_000)]),
    ],
}  # fmt: skip

WIDE = {
    "kind": "entity", "name": "wide", "label": labelled("宽表", "Wide"), "title": ["f0"],
    "fields": [
        field(f"f{at}", ("text", "number", "date", "select", "boolean")[at % 5] if at else "text", f"字段 {at}",
              **({"options": [option("a", "甲"), option("b", "乙")]} if at and at % 5 == 3 else {}))
        for at in range(500)
    ],
}  # fmt: skip

APP = {
    "kind": "app", "name": "things", "label": labelled("设备台账", "Things"),
    "menu": [{"type": "entity", "entity": name} for name in ("thing", "maker", "wide")],
}  # fmt: skip


def publish_forms_app(product: Product, folder: Path) -> None:
    """Publish the app in a running product."""
    file = folder / "things.json"
    file.write_text(json.dumps({"format": "formloom.app/1", "documents": [APP, MAKER, THING, WIDE]}), encoding="utf-8")
    done = product.command("app", "publish", str(file))
    assert done.returncode == 0, done.stdout + done.stderr
