"""Views for reporting tools when titles change that they read through other titles, and when fields are emptied."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from builder.runtime import save_records
from builder.storage import sql_views
from builder.storage.engine import Database
from builder.storage.space import Space
from tests.designer.conftest import Designer, Documents, field, named
from tests.designer.test_emptying_trash import Trash


def chain() -> Documents:
    """Return visits to a desk, which is called as its firm is."""
    return [
        {"kind": "app", "name": "shop", "label": {"en": "Shop"}},
        {
            "kind": "entity", "name": "firm", "label": {"en": "Firm"}, "title": ["name"],
            "fields": [field("name"), field("code")],
        },
        {
            "kind": "entity", "name": "desk", "label": {"en": "Desk"}, "title": ["firm"],
            "fields": [field("firm", "reference", settings={"entity": "firm"})],
        },
        {
            "kind": "entity", "name": "visit", "label": {"en": "Visit"}, "title": ["note"],
            "fields": [
                field("note"), field("desk", "reference", settings={"entity": "desk"}),
                field("kind", "select", settings={"options": [{"name": "long", "label": {"en": "Long"}}]}),
                field("kind_label"),
            ],
        },
    ]  # fmt: skip


class Titles(Trash):
    """A designer with a worker, and one visit."""

    def __init__(self, database: Database, space: Space, account: int) -> None:
        Designer.__init__(self, database, account)
        self.database, self.space = database, space
        self.documents = chain()
        self.publish(self.documents)
        with self.writing() as work:
            firm = save_records.create(work, work.entity("firm"), {"name": "A", "code": "B"})
            desk = save_records.create(work, work.entity("desk"), {"firm": firm})
            values = {"note": "N", "desk": desk, "kind": "long", "kind_label": "mine"}
            save_records.create(work, work.entity("visit"), values)

    def seen(self) -> dict[str, object]:
        """Return the visit as a reporting tool reads it."""
        name = '"v_main"."shop__visit"' if self.space.schema else '"v_main__shop__visit"'
        with self.database.read() as conn:
            return dict(conn.execute(text(f"SELECT * FROM {name}")).mappings().one())


@pytest.fixture
def titles(database: Database, space: Space, designer: Designer) -> Titles:
    return Titles(database, space, designer.account)


def test_a_title_read_through_another_follows_what_it_becomes(titles: Titles) -> None:
    assert titles.seen()["desk_label"] == "A"
    firm = named(titles.documents, "firm")
    firm["title"], firm["fields"] = ["code"], firm["fields"][1:]
    titles.publish(titles.documents)
    assert titles.seen()["desk_label"] == "B"
    job = titles.work_off(titles.empty())
    assert (job.state, job.result) == ("done", {"fields": 1, "entities": 0}), job.error


def test_a_field_called_like_the_label_of_another_keeps_its_name(titles: Titles) -> None:
    assert (titles.seen()["kind"], titles.seen()["kind_label"]) == ("long", "mine")


def test_a_view_that_is_too_wide_keeps_values_before_labels(titles: Titles, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = titles.seen()
    monkeypatch.setattr(sql_views, "MOST_COLUMNS", len(wide) - 1)
    named(titles.documents, "visit")["fields"].append(field("remark"))
    titles.publish(titles.documents)
    values = [name for name in wide if name == "kind_label" or not name.endswith("_label")]
    assert set(titles.seen()) == {*values, "remark"} - {"kind_label_label"}
