"""Install and clone: apps with ids of their own, which remember where they came from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from builder.designer.exporting import export_app
from builder.designer.identifiers import ids_in
from builder.designer.installing import clone_app, install, templates
from builder.errors import Conflict, Invalid, NotFound
from builder.metadata.definitions import Document
from builder.runtime.undo import undo
from builder.storage.document_rows import load_documents, template_base
from builder.storage.history import change_sets
from tests.designer.conftest import Designer, Documents, named, records_of, shop


def write(file: Path, body: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(orjson.dumps(body))


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue"
    write(folder / "shop/template.json", {"label": {"en": "Shop"}, "version": "1.2"})
    for document in shop():
        write(folder / "shop" / document["kind"] / f"{document['name']}.json", document)
    samples = {
        "1_customer": {"entity": "customer", "records": [
            {"key": "acme", "values": {"name": "Acme", "level": "high"}}, {"key": "bolt", "values": {"name": "Bolt"}}
        ]},
        "2_order": {"entity": "order", "records": [
            {"key": "a1", "values": {"number": "A-1", "amount": "12.50", "customer": {"sample": "acme"}}}
        ]},
    }  # fmt: skip
    for name, body in samples.items():
        write(folder / f"shop/sample_data/{name}.json", body)
    return folder


def stored(designer: Designer) -> dict[str, list[Document]]:
    """Return app id → stored documents."""
    found: dict[str, list[Document]] = {}
    with designer.reading() as work:
        for app, body in load_documents(work.conn, work.space):
            found.setdefault(app, []).append(body)
    return found


def origins(node: Any) -> Iterator[tuple[str, str]]:
    """Yield (id, id of the origin) of everything that has both."""
    if isinstance(node, dict):
        if "origin" in node and "id" in node:
            yield node["id"], node["origin"]["id"]
        for value in node.values():
            yield from origins(value)
    elif isinstance(node, list):
        for item in node:
            yield from origins(item)


def without_identity(node: Any) -> Any:
    """Return documents without what tells two installations of the same template apart."""
    if isinstance(node, dict):
        return {key: without_identity(value) for key, value in node.items() if key not in ("id", "origin")}
    return [without_identity(item) for item in node] if isinstance(node, list) else node


def test_an_installed_template_is_an_app_like_any_other(designer: Designer, catalogue: Path) -> None:
    with designer.publishing() as work:
        done = install(work, "shop", folder=catalogue)
        assert done.sample_records == 0

    with designer.reading() as work:
        assert work.model.apps[done.app].name == "shop"
        assert [document["name"] for document in export_app(work, "shop")["documents"]] == [
            "shop", "seller", "customer", "order", "order_main", "high_orders"
        ]  # fmt: skip
        assert records_of(work, "order") == []
    assert done.published.changes


def test_every_element_remembers_its_origin(designer: Designer, catalogue: Path) -> None:
    with designer.publishing() as work:
        install(work, "shop", folder=catalogue)

    (documents,) = stored(designer).values()
    for document in documents:
        assert {key for key, _ in origins(document)} == set(ids_in(document)), document["name"]
        assert (document["origin"]["template"], document["origin"]["version"]) == ("shop", "1.2")


def test_the_documents_as_installed_are_kept_as_the_base(designer: Designer, catalogue: Path) -> None:
    with designer.publishing() as work:
        app = install(work, "shop", folder=catalogue).app
    before = sorted(stored(designer)[app], key=lambda body: str(body["id"]))
    designer.publish([{**named(shop(), "order"), "label": {"en": "Purchase"}}], "shop")
    with designer.reading() as work:
        base = template_base(work.conn, work.space, app)

    assert base is not None
    assert (base.template, base.version) == ("shop", "1.2")
    assert sorted(base.documents, key=lambda body: str(body["id"])) == before


def test_a_template_installed_twice_shares_no_id(designer: Designer, catalogue: Path) -> None:
    with designer.publishing() as work:
        first = install(work, "shop", folder=catalogue)
        second = install(work, "shop", ("outlet", {"en": "Outlet"}), folder=catalogue)

    documents = stored(designer)
    mine, others = ({key for body in documents[app] for key in ids_in(body)} for app in (first.app, second.app))
    assert not mine & others
    assert len(mine) == len(others)
    with designer.reading() as work:
        exports = [without_identity(export_app(work, app)["documents"]) for app in ("shop", "outlet")]
    assert exports[1][0]["name"] == "outlet"
    assert exports[1][0]["label"] == {"en": "Outlet"}
    assert exports[0][1:] == exports[1][1:]


def test_the_same_name_is_not_installed_twice(designer: Designer, catalogue: Path) -> None:
    with designer.publishing() as work:
        install(work, "shop", folder=catalogue)
        for clone in (None, ("shop", {"en": "Again"})):
            with pytest.raises(Conflict, match="app_exists"):
                install(work, "shop", clone, folder=catalogue)


@pytest.mark.parametrize("name", ["", "Shop 2", "1shop", "x" * 64, "a.b", "__proto__", "店"])
def test_a_clone_needs_a_name_that_an_app_can_have(designer: Designer, catalogue: Path, name: str) -> None:
    with designer.publishing() as work, pytest.raises(Invalid):
        install(work, "shop", (name, {"en": "Clone"}), folder=catalogue)

    assert stored(designer) == {}


def test_an_unknown_template_is_not_found(designer: Designer, catalogue: Path) -> None:
    with designer.publishing() as work, pytest.raises(NotFound, match="unknown_template"):
        install(work, "../shop", folder=catalogue)


def test_what_is_there_can_be_cloned_with_all_changes_made_to_it(designer: Designer, catalogue: Path) -> None:
    with designer.publishing() as work:
        source = install(work, "shop", folder=catalogue)
    designer.publish([{**named(shop(), "order"), "label": {"en": "Purchase"}}], "shop")
    with designer.publishing() as work:
        copy = clone_app(work, "shop", "outlet", {"en": "Outlet"})
        with pytest.raises(Conflict, match="app_exists"):
            clone_app(work, "shop", "outlet", {"en": "Outlet"})

    documents = stored(designer)
    first, second = ([pair for body in documents[app] for pair in origins(body)] for app in (source.app, copy.app))
    assert sorted(origin for _, origin in first) == sorted(origin for _, origin in second)
    assert not {key for key, _ in first} & {key for key, _ in second}
    with designer.reading() as work:
        assert named(export_app(work, "outlet")["documents"], "order")["label"] == {"en": "Purchase"}


def test_a_clone_of_an_app_made_by_hand_remembers_its_elements(designer: Designer) -> None:
    source = designer.publish(shop())
    with designer.publishing() as work:
        copy = clone_app(work, "shop", "outlet", {"en": "Outlet"})

    documents = stored(designer)
    mine = {key for body in documents[source.app] for key in ids_in(body)}
    assert {origin for body in documents[copy.app] for _, origin in origins(body)} == mine


def test_sample_records_refer_to_each_other_and_are_taken_back_as_one(designer: Designer, catalogue: Path) -> None:
    with designer.publishing() as work:
        assert install(work, "shop", sample_data=True, folder=catalogue).sample_records == 3

    with designer.reading() as work:
        (order,) = records_of(work, "order")
        (number,) = [item.id for item in change_sets(work.conn, work.space)]
    assert (order["number"], order["amount"]) == ("A-1", 1250)
    with designer.writing() as work:
        assert undo(work, number).restored == 3


def test_sample_records_that_do_not_fit_install_nothing(designer: Designer, catalogue: Path) -> None:
    records: Documents = [
        {"key": "x", "values": {"nothing": 1}},
        {"key": "y", "values": {"customer": {"sample": "nobody"}}},
    ]
    write(catalogue / "shop/sample_data/2_order.json", {"entity": "order", "records": records[:1]})
    with pytest.raises(Invalid) as refusal, designer.publishing() as work:
        install(work, "shop", sample_data=True, folder=catalogue)
    assert [problem.path for problem in refusal.value.problems] == ["order.x.nothing"]

    write(catalogue / "shop/sample_data/2_order.json", {"entity": "order", "records": records[1:]})
    with pytest.raises(Invalid) as refusal, designer.publishing() as work:
        install(work, "shop", sample_data=True, folder=catalogue)
    assert [problem.code for problem in refusal.value.problems] == ["unknown_record"]
    assert stored(designer) == {}


def test_every_template_of_the_product_can_be_installed(designer: Designer) -> None:
    for info in templates():
        with designer.publishing() as work:
            done = install(work, info.name, sample_data=True)
        with designer.reading() as work:
            assert work.model.apps[done.app].name
