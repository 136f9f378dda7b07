"""The CRM template: whole, in three languages that agree with one glossary, and installable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from builder.metadata.checks import find_problems
from builder.metadata.naming import mint, resolve
from builder.templates_catalog import loader
from builder.templates_catalog.loader import FOLDER

LANGUAGES = ("zh-CN", "zh-TW", "en")
LONGEST_TERM = 12
"""Characters of a label that counts as a term; longer ones are sentences."""
MAINLAND = (
    "字段",
    "导入",
    "視圖",
    "视图",
    "打印",
    "數據",
    "数据",
    "默認",
    "默认",
    "用戶",
    "用户",
    "自定義",
    "自定义",
    "合同",
    "回款",
    "信息",
    "軟件",
    "网络",
    "網絡",
    "質量",
)
"""Words that Taiwan writes otherwise:
欄位, 匯入, 檢視, 列印, 資料, 預設, 使用者, 自訂, 合約, 收款, 資訊, 軟體, 網路, 品質."""
DOCUMENTS = loader.load("crm")


def labels(part: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(part, dict):
        if part and part.keys() <= set(LANGUAGES):
            yield path, part
            return
        for key, value in part.items():
            yield from labels(value, f"{path}.{key}")
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from labels(value, f"{path}.{index}")


LABELS = [
    (f"{document['kind']}.{document['name']}{path}", label)
    for document in DOCUMENTS
    for path, label in labels(document)
]


def test_every_label_is_there_in_three_languages() -> None:
    assert [path for path, label in LABELS if set(label) != set(LANGUAGES) or not all(label.values())] == []


def test_labels_say_what_the_glossary_says() -> None:
    terms = {term["zh-CN"]: term for term in orjson.loads((FOLDER / "crm" / "glossary.json").read_bytes())}
    wrong = []
    for path, label in LABELS:
        if len(label["zh-CN"]) > LONGEST_TERM:
            continue
        term = terms.get(label["zh-CN"])
        if term is None or label["zh-TW"] != term["zh-TW"] or label["en"] not in term["en"]:
            wrong.append((path, label))
    assert wrong == []


def test_the_glossary_holds_no_term_that_is_not_used() -> None:
    used = {(label["zh-CN"], label["en"]) for _, label in LABELS}
    terms = orjson.loads((FOLDER / "crm" / "glossary.json").read_bytes())
    assert [(term["zh-CN"], text) for term in terms for text in term["en"] if (term["zh-CN"], text) not in used] == []
    assert len({term["zh-CN"] for term in terms}) == len(terms)


def test_traditional_chinese_has_its_own_words() -> None:
    found = [(path, word) for path, label in LABELS for word in MAINLAND if word in label["zh-TW"]]
    assert found == []


def test_the_documents_agree_with_each_other() -> None:
    assert find_problems(resolve(mint(DOCUMENTS, ("crm", "1")), None, []), None) == []


@pytest.mark.parametrize(
    "entity", [document for document in DOCUMENTS if document["kind"] == "entity"], ids=lambda d: d["name"]
)
def test_an_entity_has_a_short_form_a_whole_form_and_a_first_view(entity: dict[str, Any]) -> None:
    forms = [one for one in DOCUMENTS if one["kind"] == "form" and one["entity"] == entity["name"]]
    quick = next(form for form in forms if form["name"] == entity["quick_create"])
    assert sum(len(section["items"]) for section in quick["sections"]) <= 6
    shown = {
        item["field"] for form in forms if form["purpose"] == "main" for s in form["sections"] for item in s["items"]
    }
    assert {field["name"] for field in entity["fields"]} - shown == set()
    views = [one for one in DOCUMENTS if one["kind"] == "view" and one["entity"] == entity["name"]]
    assert sum(bool(view.get("default")) for view in views) == 1


def test_a_list_in_order_of_the_next_follow_up_shows_it_beside_the_title() -> None:
    lists = [one for one in DOCUMENTS if one["kind"] == "view" and one["type"] == "table"]
    ordered = [one for one in lists if "next_follow_at" in [by["field"] for by in one.get("sort", [])]]
    assert len(ordered) >= 5
    for view in ordered:
        assert [column["field"] for column in view["columns"]].index("next_follow_at") == 1, view["name"]
        assert view["frozen"] == 1, view["name"]


STAGED = [document for document in DOCUMENTS if document["kind"] == "stage_flow"]
ENTITIES = {document["name"]: document for document in DOCUMENTS if document["kind"] == "entity"}


@pytest.mark.parametrize("flow", STAGED, ids=lambda flow: flow["name"])
def test_each_stage_is_explained_in_four_parts(flow: dict[str, Any]) -> None:
    parts = {"definition", "goal", "methods", "tools"}
    assert [stage["name"] for stage in flow["stages"] if parts - stage.get("guidance", {}).keys()] == []


def test_what_has_stages_has_a_board_and_what_has_days_a_calendar() -> None:
    views = {(one["entity"], one["type"]) for one in DOCUMENTS if one["kind"] == "view"}
    staged = {flow["entity"] for flow in STAGED}
    assert {name for name in staged if (name, "board") not in views} == set()
    # Prices and answers have nothing along which a card could go.
    assert {name for name in ENTITIES if (name, "board") not in views} == {"price_list", "survey_response"}
    dated = {"campaign", "contract", "payment", "project", "return_visit", "task", "ticket", "opportunity", "follow_up"}
    assert {name for name in dated if (name, "calendar") not in views} == set()


def test_every_entity_stands_in_the_menu_once() -> None:
    app = next(document for document in DOCUMENTS if document["kind"] == "app")
    groups = [item for item in app["menu"] if item["type"] == "group"]
    shown = [item["entity"] for group in groups for item in group["items"]]
    assert sorted(shown) == sorted(ENTITIES)
    assert all(group.get("icon") for group in groups)


def test_every_role_says_what_it_may_do_with_what_its_people_meet() -> None:
    for role in (document for document in DOCUMENTS if document["kind"] == "role"):
        granted = {grant["entity"] for grant in role["entities"]}
        assert {"lead", "customer", "contact", "follow_up", "task", "product"} <= granted, role["name"]
        if role["name"] in ("crm_administrator", "sales_director"):
            assert granted == ENTITIES.keys(), role["name"]


def test_a_signed_customer_needs_a_signed_contract() -> None:
    flow = next(flow for flow in STAGED if flow["name"] == "customer_flow")
    signed = next(stage for stage in flow["stages"] if stage["name"] == "signed")
    assert signed["entry_condition"]["exists"]["entity"] == "contract"


PAGES = [document for document in DOCUMENTS if document["kind"] == "page" and document["type"] == "record"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_a_record_page_gives_every_field_its_place(page: dict[str, Any]) -> None:
    entity = next(one for one in DOCUMENTS if one["kind"] == "entity" and one["name"] == page["entity"])
    placed = set(entity["title"])
    blocks = list(page["blocks"])
    while blocks:
        block = blocks.pop()
        blocks += [inner for tab in block.get("tabs", []) for inner in tab["blocks"]]
        if block["type"] in ("facts", "fields"):
            placed |= {path.partition(".")[0] for path in block["fields"]}
        placed |= {figure["field"] for figure in block.get("figures", []) if "field" in figure}
        if block["type"] == "tags":
            placed |= {field["name"] for field in entity["fields"] if field["type"] == "tags"}
    assert {field["name"] for field in entity["fields"]} - placed == set()
