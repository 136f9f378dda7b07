"""Adding fields in one step: named after their labels, shown on the main form, refused as a publish is."""

from __future__ import annotations

import pytest

from builder.designer.adding_fields import NewField, add_fields
from builder.designer.adding_options import add_options
from builder.errors import Invalid, NotAllowed
from builder.metadata.api_names import api_name
from builder.runtime import save_records
from builder.runtime.read_records import read_one
from tests.designer.conftest import Designer, shop

NAMES = [
    ("预算范围", set(), "yu_suan_fan_wei"),
    ("Annual Revenue (CNY)", set(), "annual_revenue_cny"),
    ("Größe", set(), "grosse"),
    ("2024 目标", set(), "field_2024_mu_biao"),
    ("预算", {"yu_suan", "yu_suan_2"}, "yu_suan_3"),
    ("🙂", set(), "field"),
    ("__proto__", set(), "proto"),
    ("x" * 200, set(), "x" * 40),
]


@pytest.mark.parametrize(("label", "taken", "expected"), NAMES)
def test_a_name_is_made_from_the_label(label: str, taken: set[str], expected: str) -> None:
    assert api_name(label, taken) == expected


def test_new_fields_can_be_used_at_once_and_stand_on_the_form(designer: Designer) -> None:
    documents = shop()
    (main,) = (item for item in documents if item["kind"] == "form")
    main["sections"].append({"label": {"en": "More"}, "collapsed": True, "items": [{"field": "amount"}]})
    designer.publish(documents)
    with designer.publishing() as work:
        wanted = [NewField({"zh-CN": "交付城市"}, "text"), NewField({"en": "Paid"}, "boolean", "paid")]
        names, published = add_fields(work, work.entity("order"), wanted)
    assert names == ["jiao_fu_cheng_shi", "paid"]
    assert len(published.changes) == 4
    with designer.writing() as work:
        order = work.entity("order")
        record = save_records.create(work, order, {"number": "7", "jiao_fu_cheng_shi": "杭州", "paid": True})
        assert read_one(work, order, record)["values"]["jiao_fu_cheng_shi"] == "杭州"
        (form,) = [one for one in work.model.forms.values() if one.entity is order]
        assert [item.name for item in form.fields] == ["number", "customer", "jiao_fu_cheng_shi", "paid", "amount"]


@pytest.mark.parametrize("kind", ["select", "multi_select", "cascade", "tags"])
def test_a_choice_may_begin_without_options_and_take_them_later(designer: Designer, kind: str) -> None:
    designer.publish(shop())
    with designer.publishing() as work:
        (name,), _ = add_fields(work, work.entity("order"), [NewField({"zh-CN": "地区"}, kind)])
    with designer.publishing() as work:
        order = work.entity("order")
        assert list(order.by_name[name].options) == []
        add_options(work, order, {order.by_name[name].id: ["华东", "华南"]})
    with designer.reading() as work:
        chosen = work.entity("order").by_name[name]
        assert [option.label["zh-CN"] for option in chosen.options] == ["华东", "华南"]


def test_tags_get_a_set_of_their_own_and_share_none_by_accident(designer: Designer) -> None:
    designer.publish(shop())
    with designer.publishing() as work:
        add_fields(work, work.entity("order"), [NewField({"en": "Mood"}, "tags")])
        add_fields(work, work.entity("customer"), [NewField({"en": "Mood"}, "tags"), NewField({"en": "Mood"}, "tags")])
    with designer.reading() as work:
        sets = {item["name"]: item["label"] for item in work.model.of_kind("tag_set")}
    assert sets == {name: {"en": "Mood"} for name in ("order_mood", "customer_mood", "customer_mood_2")}


@pytest.mark.parametrize(
    ("field", "code"),
    [
        (NewField({"en": "A"}, "nonsense"), "unknown_field_type"),
        (NewField({"en": "A"}, "text", "number"), "duplicate_name"),
        (NewField({"en": "A"}, "text", "Bad Name"), "invalid_name"),
        (NewField({"en": "A"}, "text", settings={"min_length": 9, "max_length": 2}), "min_above_max"),
    ],
)
def test_a_field_that_makes_no_sense_is_refused(designer: Designer, field: NewField, code: str) -> None:
    designer.publish(shop())
    with pytest.raises(Invalid) as refused, designer.publishing() as work:
        add_fields(work, work.entity("order"), [field])
    assert code in {problem.code for problem in refused.value.problems}


def test_only_those_who_build_add_fields(designer: Designer, visitor: Designer) -> None:
    designer.publish(shop())
    with designer.reading() as work:
        order = work.entity("order")
    with pytest.raises(NotAllowed), visitor.publishing() as work:
        add_fields(work, order, [NewField({"en": "A"}, "text")])
    with designer.reading() as work:
        assert "a" not in work.entity("order").by_name
