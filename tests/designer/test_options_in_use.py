"""Options in use are disabled rather than deleted; one that goes all the same is blank wherever it was chosen."""

from __future__ import annotations

from typing import Any

import pytest

from builder.designer.publishing import check
from builder.errors import Invalid
from builder.metadata.field_types.base import Operator
from builder.runtime import read_records
from builder.runtime.save_records import Update, create, update
from builder.runtime.trash_records import delete_many
from tests.designer.conftest import Designer, Documents, field, named, shop

CONFIRMED = ("option_in_use",)


def options(*names: str, **more: Any) -> list[dict[str, Any]]:
    return [{"name": name, "label": {"en": name.title()}, **more} for name in names]


def chosen(*names: str) -> Documents:
    """Return the shop with an option of four kinds of field: own, of several, of rows, of a shared set."""
    documents = shop()
    rows = [field("state", "select", settings={"options": options(*names)})]
    named(documents, "order")["fields"] += [
        field("state", "select", settings={"options": options(*names)}),
        field("signs", "multi_select", settings={"options": options(*names)}),
        field("kind", "select", settings={"option_set": "kinds"}),
        field("lines", "sub_table", settings={"fields": rows}),
    ]
    label = {"en": "Kinds"}
    documents.append({"kind": "option_set", "name": "kinds", "label": label, "options": options(*names)})
    return documents


@pytest.fixture
def orders(designer: Designer) -> list[int]:
    """Three orders: with the option that goes everywhere, with another one beside it, without any."""
    designer.publish(chosen("keep", "go", "free"))
    with designer.writing() as work:
        order = work.entity("order")
        line = {"state": "go"}
        given = (
            {"number": "1", "state": "go", "signs": ["go"], "kind": "go", "lines": [line, line]},
            {"number": "2", "state": "keep", "signs": ["go", "keep"], "kind": "keep"},
            {"number": "3"},
        )
        return [create(work, order, values) for values in given]


def refused(designer: Designer, documents: Documents) -> dict[str, int]:
    with designer.reading() as work:
        found = check(work, "shop", documents).problems
    with pytest.raises(Invalid) as refusal:
        designer.publish(documents, "shop")
    assert list(refusal.value.problems) == list(found)
    assert {problem.code for problem in found} == {"option_in_use"}
    return {problem.path: problem.params["count"] for problem in found}


def test_an_option_in_use_is_not_deleted_unless_that_is_confirmed(designer: Designer, orders: list[int]) -> None:
    documents = chosen("keep", "free")
    assert refused(designer, documents) == {
        "entity.order.fields.state.settings.options.go": 1,
        "entity.order.fields.signs.settings.options.go": 2,
        "entity.order.fields.lines.settings.fields.state.settings.options.go": 1,
        "option_set.kinds.options.go": 1,
    }
    with designer.reading() as work:
        assert check(work, "shop", documents, confirm=CONFIRMED).changes
    assert designer.publish(documents, "shop", confirm=CONFIRMED).changes


def test_an_option_that_nobody_chose_goes_and_one_in_use_is_disabled(designer: Designer, orders: list[int]) -> None:
    documents = chosen("keep", "go")
    named(documents, "kinds")["options"][1]["disabled"] = True
    assert designer.publish(documents, "shop").changes


def test_records_in_the_trash_and_fields_that_go_too_hold_nothing_back(designer: Designer, orders: list[int]) -> None:
    with designer.writing() as work:
        delete_many(work, work.entity("order"), [(orders[0], None)])
    documents = chosen("keep", "free")
    fields = named(documents, "order")["fields"]
    fields[:] = [one for one in fields if one["name"] != "signs"]
    assert designer.publish(documents, "shop").changes


def found(work: Any, name: str, op: Operator) -> int:
    asked = {"filter": {"field": name, "op": op}, "exact": True}
    return int(read_records.count(work, work.entity("order"), asked)["count"])


def test_what_goes_all_the_same_is_blank_in_every_place(designer: Designer, orders: list[int]) -> None:
    documents = chosen("keep", "free")
    designer.publish(documents, "shop", confirm=CONFIRMED)
    with designer.reading() as work:
        order = work.entity("order")
        first, second = (read_records.read_one(work, order, record)["values"] for record in orders[:2])
        assert (first["state"], first["signs"], first["kind"]) == (None, None, None)
        assert [row.get("state") for row in first["lines"]] == [None, None]
        assert second["signs"] == ["keep"]
        for name in ("state", "signs", "kind"):
            assert found(work, name, Operator.BLANK) == 2
            assert found(work, name, Operator.NOT_BLANK) == 1
            groups = read_records.group(work, order, {"by": [{"field": name}]})["groups"]
            assert [(one["key"][0], one["measures"][0]) for one in groups] == [(None, 2), ("keep", 1)]
            if name != "signs":
                sort = {"sort": [{"field": name}, {"field": "number"}], "fields": ["number"]}
                page = read_records.page(work, order, sort)["items"]
                assert [one["values"]["number"] for one in page] == ["1", "3", "2"]
        assert (
            read_records.count(work, order, {"filter": {"field": "state", "op": "eq", "value": "keep"}})["count"] == 1
        )
        assert (
            read_records.count(work, order, {"filter": {"field": "state", "op": "ne", "value": "keep"}})["count"] == 2
        )


def test_a_required_choice_whose_option_went_is_asked_for_again(designer: Designer, orders: list[int]) -> None:
    documents = chosen("keep", "free")
    (state,) = (one for one in named(documents, "order")["fields"] if one["name"] == "state")
    state["required"] = True
    designer.publish(documents, "shop", confirm=CONFIRMED)
    with designer.writing() as work:
        with pytest.raises(Invalid) as refusal:
            update(work, work.entity("order"), Update(orders[0], None, {"number": "9"}))
        assert [(one.path, one.code) for one in refusal.value.problems] == [("values.state", "required")]
        update(work, work.entity("order"), Update(orders[0], None, {"state": "keep"}))


def test_an_option_that_comes_back_brings_what_was_chosen(designer: Designer, orders: list[int]) -> None:
    with designer.reading() as work:
        before = [dict(body) for body in work.model.documents.values() if body["name"] in ("order", "kinds")]
    designer.publish(chosen("keep", "free"), "shop", confirm=CONFIRMED)
    designer.publish(before, "shop")
    with designer.reading() as work:
        values = read_records.read_one(work, work.entity("order"), orders[0])["values"]
    assert (values["state"], values["signs"], values["kind"]) == ("go", ["go"], "go")
