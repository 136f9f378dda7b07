"""An app far from usual: names of 200 characters, right-to-left and with emoji, 200 stages, 3 000 options."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.journeys.products import Product

LONG = "华东大区二零二六年第三季度各展会与官网收集的重点跟进对象" * 8
LONG_EN = "Incomprehensibilities_without_any_place_to_break_" * 5
ARABIC = "شركة النور للصناعات الدقيقة"
EMOJI = "👩‍🚀🚀 火箭 🇨🇳👨‍👩‍👧‍👦"
NAMES = (
    LONG[:200],
    LONG_EN[:200],
    ARABIC,
    f"{ARABIC} 2026 (ABC) 有限公司",
    EMOJI,
    "e\u0301\u0302\u0303" * 20,
    "丨" * 200,
)
STAGES = 200


def _label(chinese: str, english: str) -> dict[str, str]:
    return {"zh-CN": chinese, "zh-TW": chinese, "en": english}


def _field(name: str, kind: str, chinese: str, **settings: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "label": _label(chinese, chinese), "settings": settings}


APP = {
    "kind": "app", "name": "extremes", "label": _label(LONG[:120], LONG_EN[:120]),
    "menu": [{"type": "entity", "entity": "odd"}],
}  # fmt: skip

ODD = {
    "kind": "entity", "name": "odd", "label": _label(LONG[:100], LONG_EN[:100]), "title": ["name"], "ownable": True,
    "follow_ups": True, "attachments": True, "comments": True, "key_facts": ["arabic", "amount", "many"],
    "fields": [
        {**_field("name", "text", LONG[:100]), "required": True, "searchable": True},
        _field("arabic", "text", ARABIC),
        _field("emoji", "text", EMOJI),
        _field("unbroken", "text", LONG_EN[:100]),
        _field("amount", "money", "金额"),
        _field("many", "select", "三千个选项", options=[
            {"name": f"o{at}", "label": _label(f"{NAMES[at % len(NAMES)][:60]} {at}", f"Option {at}")}
            for at in range(3_000)
        ]),
        _field("mail", "email", "邮箱"),
    ],
}  # fmt: skip

FLOW = {
    "kind": "stage_flow", "name": "odd_flow", "label": _label("二百个阶段", "Two hundred stages"), "entity": "odd",
    "stages": [
        {"name": f"s{at}", "label": _label(f"{NAMES[at % len(NAMES)][:80]} {at}", f"Stage {at}"), "type": "open"}
        for at in range(STAGES - 2)
    ]
    + [
        {"name": "won", "label": _label("成交", "Won"), "type": "won"},
        {"name": "lost", "label": _label("丢失", "Lost"), "type": "lost"},
    ],
}  # fmt: skip

VIEWS = [
    {
        "kind": "view", "name": "odd_all", "label": _label(LONG[:100], LONG_EN[:100]), "entity": "odd", "type": "table",
        "default": True, "quick_filters": ["many", "owner"],
        "columns": [{"field": name} for name in ("name", "stage", "arabic", "emoji", "many", "unbroken", "amount")],
    },
    {
        "kind": "view", "name": "odd_board", "label": _label("看板", "Board"), "entity": "odd", "type": "board",
        "board": {"field": "stage", "card": ["arabic", "amount", "many"], "sum": "amount"},
    },
]  # fmt: skip

VALUES = [
    {
        "name": name, "arabic": ARABIC, "emoji": EMOJI, "unbroken": LONG_EN[:200], "many": f"o{at}",
        "amount": {"amount": "999999999999.99", "currency": "CNY"}, "mail": f"{'a' * 60}@{'b' * 60}.example",
    }
    for at, name in enumerate(NAMES)
]  # fmt: skip


def publish_extremes(product: Product, folder: Path) -> None:
    """Publish the app in a running product."""
    file = folder / "extremes.json"
    documents = [APP, ODD, FLOW, *VIEWS]
    file.write_text(json.dumps({"format": "formloom.app/1", "documents": documents}), encoding="utf-8")
    done = product.command("app", "publish", str(file))
    assert done.returncode == 0, done.stdout + done.stderr
