"""A template with its sample company: every view shows something, people belong to it, and it goes as one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from builder.designer.adding_options import add_options
from builder.designer.installing import install
from builder.designer.template_gallery import add_samples, gallery, remove_samples_of
from builder.errors import Conflict, NotAllowed, NotFound
from builder.jobs import queue
from builder.jobs.worker import Worker, WorkerSettings
from builder.metadata.query import Query
from builder.runtime.background.handlers import job_handlers
from builder.runtime.comments import write_comment
from builder.runtime.move_stage import move_stage
from builder.runtime.read_records import page, read_one
from builder.runtime.record_story import stages_of
from builder.runtime.save_records import Update, create, update
from builder.runtime.set_owner import set_one_owner
from builder.runtime.undo import undo
from builder.runtime.work import Work
from builder.runtime.workspaces import Workspaces
from builder.storage import account_rows, department_rows, people_rows
from builder.storage.engine import Database
from builder.storage.query.pages import count
from builder.storage.space import Space
from tests.conftest import WORKSPACE, Originals
from tests.designer.conftest import Designer, new_member

NOW = 1_795_055_400_000_000
"""Wednesday, 18 November 2026, 10:30 in Shanghai."""


class Company:
    """A workspace in which the CRM was installed with its sample company."""

    def __init__(self, database: Database, space: Space, account: int) -> None:
        self.workspaces = Workspaces(database, lambda: NOW)
        self.database, self.space, self.account = database, space, account
        self.worker = Worker(
            database, job_handlers(self.workspaces, add_options), lambda: NOW, WorkerSettings(threads=1)
        )

    @contextmanager
    def work(self, kind: str = "writing") -> Iterator[Work]:
        if kind == "publishing":
            with self.workspaces.publishing("main", self.account) as work:
                yield work
        else:
            with getattr(self.workspaces, kind)("main", self.account, "crm") as work:
                yield work

    def count(self, entity: str) -> int:
        with self.work("reading") as work:
            return count(work.conn, work.asker, Query(work.entity(entity)), None)

    def first(self, entity: str, *fields: str, **filters: Any) -> dict[str, Any]:
        with self.work("reading") as work:
            query = {"fields": fields, "limit": 1, **filters}
            return page(work, work.entity(entity), query)["items"][0]

    def remove(self) -> dict[str, Any]:
        with self.work() as work:
            job = remove_samples_of(work, "crm")
        self.worker.run_one(self.space, job)
        with self.database.read() as conn:
            done = queue.find(conn, self.space, job)
        assert done.state == "done", done.error
        assert done.result is not None
        return done.result


def install_company(database: Database, _folder: Path) -> int:
    """Put an administrator and the CRM with its company into a database, and return the administrator's account."""
    space = database.space(WORKSPACE)
    company = Company(database, space, new_member(database, space, "anna@example.com"))
    with company.work("publishing") as work:
        done = install(work, "crm", sample_data=True)
    assert done.sample_records > 2_000
    return company.account


@pytest.fixture(params=["sqlite", "postgresql"])
def crm(request: pytest.FixtureRequest, originals: Originals, tmp_path: Path) -> Iterator[Company]:
    """A workspace with the CRM and its company, on a copy of a database of each kind in turn."""
    url, account = originals.copy(request.param, install_company, tmp_path)
    database = Database(url, tmp_path)
    yield Company(database, database.space(WORKSPACE), account)
    database.close()
    originals.drop(url)


def test_every_view_shows_something(crm: Company) -> None:
    with crm.work("reading") as work:
        views = work.model.views.values()
        empty = [view.name for view in views if not count(work.conn, work.asker, Query(view.entity, where=view.filter))]
    assert empty == []


def test_records_have_a_past_and_belong_to_people(crm: Company) -> None:
    lead = crm.first(
        "lead", "converted_customer", "created_at", filter={"field": "stage", "op": "eq", "value": "converted"}
    )
    with crm.work("reading") as work:
        story = stages_of(work, work.entity("lead"), lead["id"])["items"]
        members = people_rows.every_member(work.conn, work.space)
    assert [item["to"] for item in story] == ["new", "assigned", "following", "confirmed", "converted"]
    assert story[0]["seconds"] is None
    assert all(item["seconds"] >= 0 for item in story[1:])
    assert lead["values"]["converted_customer"]["label"]
    assert lead["values"]["created_at"] < "2026-11-18"
    assert len(members) == 9
    stand_ins = [row for row in members if row.account_id != crm.account]
    with crm.database.read() as conn:
        hashes = {account_rows.account(conn, row.account_id).password_hash for row in stand_ins}  # type: ignore[union-attr]
        assert all(people_rows.roles_of(conn, crm.space, row.account_id) for row in stand_ins)
    assert hashes == {None}, "nobody can sign in as one of them"
    assert all(row.department_id for row in stand_ins)


def test_it_goes_as_one_with_its_people_and_can_be_had_again(crm: Company) -> None:
    assert crm.remove()["count"] == 0
    assert [crm.count(entity) for entity in ("lead", "customer", "follow_up", "payment")] == [0, 0, 0, 0]
    with crm.work("reading") as work:
        assert [row.account_id for row in people_rows.every_member(work.conn, work.space) if not row.disabled_at] == [
            crm.account
        ]
        assert department_rows.departments(work.conn, work.space) == []
    with crm.work() as work, pytest.raises(NotFound, match="no_sample_data"):
        remove_samples_of(work, "crm")
    with crm.work("publishing") as work:
        assert add_samples(work, "crm") > 2_000
    assert crm.count("lead") == 300


def test_a_lead_that_is_given_to_somebody_is_assigned(crm: Company) -> None:
    stages = []
    with crm.work() as work:
        lead = work.entity("lead")
        record = create(work, lead, {"company_name": "Acme", "mobile": "13812345678"})
        for owner in (None, crm.account):
            set_one_owner(work, lead, record, owner)
            stages.append(read_one(work, lead, record)["values"]["stage"])
    assert stages == ["new", "assigned"]


def test_a_deal_that_is_won_counts_in_the_figure_of_its_month(crm: Company) -> None:
    with crm.work("reading") as work:
        entity = work.entity("opportunity")
        flows = [stage for flow in entity.flows for stage in flow.stages]
        chances = {stage.name: f"{stage.document['probability']}" for stage in flows}
        listed = page(work, entity, {"fields": ["stage", "probability"], "limit": 1_000})["items"]
    assert {(one["values"]["stage"], one["values"]["probability"]) for one in listed} <= set(chances.items())

    this_month = {"field": "closed_at", "op": "eq", "value": {"relative": "this_month"}}
    won = {"all": [{"field": "stage", "op": "eq", "value": "won"}, this_month]}
    deal = crm.first("opportunity", filter={"field": "stage", "op": "eq", "value": "quote"})
    with crm.work() as work:
        entity = work.entity("opportunity")
        factors = [entity.by_name["win_factors"].options.options[0].name]
        move_stage(work, entity, deal["id"], None, "won", {"win_factors": factors, "next_step": "Sign"})
        now = page(work, entity, {"filter": won, "fields": ["probability", "closed_at"], "limit": 1_000})["items"]
    assert deal["id"] in {one["id"] for one in now}
    assert {one["values"]["probability"] for one in now} == {"100"}


def test_what_people_made_or_changed_stays_with_all_it_needs(crm: Company) -> None:
    deal = crm.first("opportunity", "customer")
    rival = crm.first("competitor")
    # The first follow-up moves a lead that was only assigned, so that lead counts as changed.
    assigned, spoken = (
        crm.first("lead", filter={"field": "stage", "op": "eq", "value": stage}) for stage in ("assigned", "following")
    )
    with crm.work() as work:
        update(work, work.entity("opportunity"), Update(deal["id"], None, {"next_step": "Mine"}))
        for lead in (assigned, spoken):
            about = {"entity": "lead", "id": lead["id"]}
            create(work, work.entity("follow_up"), {"about": about, "channel": "call", "summary": "We spoke"})
        write_comment(work, work.entity("competitor"), rival["id"], "Beware")
    result = crm.remove()

    why = {(one["entity"], one["id"]): one["code"] for one in result["conflicts"]}
    customer = deal["values"]["customer"]["id"]
    assert why["opportunity", deal["id"]] == "sample_changed"
    assert why["customer", customer] == "sample_needed"
    assert why["lead", assigned["id"]] == "sample_changed"
    assert why["lead", spoken["id"]] == "sample_needed"
    assert why["competitor", rival["id"]] == "sample_changed"
    assert result["count"] == len(why)
    assert all(one["title"] for one in result["conflicts"])
    assert crm.count("follow_up") == 2
    assert crm.first("opportunity", "customer")["values"]["customer"]["label"] == deal["values"]["customer"]["label"]
    with crm.work("reading") as work:
        assert department_rows.departments(work.conn, work.space), "kept records still belong to departments"


def test_taking_it_away_can_be_taken_back(crm: Company) -> None:
    number = crm.remove()["change_set"]
    with crm.work() as work:
        assert undo(work, number, "rest").restored > 2_000
    assert crm.count("lead") == 300
    with crm.work("publishing") as work, pytest.raises(Conflict, match="sample_data_there"):
        add_samples(work, "crm")
    again = crm.remove()
    assert (again["count"], crm.count("lead")) == (0, 0)


def test_the_gallery_tells_what_is_there_and_only_builders_change_it(crm: Company) -> None:
    visitor = Designer(crm.database, new_member(crm.database, crm.space, "eve@example.com", administrator=False))
    with crm.work("reading") as work:
        (item,) = [one for one in gallery(work) if one["name"] == "crm"]
    assert len(item["entities"]) == item["counts"]["entity"] == 21
    assert len(item["roles"]) == 7
    (installed,) = item["installed"]
    assert installed["app"]["name"] == "crm"
    assert installed["sample_data"]["state"] == "done"
    assert installed["sample_data"]["records"] > 2_000
    with crm.work("publishing") as work, pytest.raises(Conflict, match="sample_data_there"):
        add_samples(work, "crm")
    with visitor.publishing() as work, pytest.raises(NotAllowed):
        add_samples(work, "crm")
    with visitor.writing() as work, pytest.raises(NotAllowed):
        remove_samples_of(work, "crm")


@pytest.mark.parametrize(("locale", "word"), [("zh-TW", "有限公司"), ("en", "Co., Ltd.")])
def test_it_speaks_the_language_of_who_asks(database: Database, space: Space, locale: str, word: str) -> None:
    account = new_member(database, space, "anna@example.com")
    with database.write() as conn:
        account_rows.update_account(conn, account, {"locale": locale})
    company = Company(database, space, account)
    with company.work("publishing") as work:
        install(work, "crm", sample_data=True)
    names = company.first("customer", "name", filter={"field": "name", "op": "contains", "value": word})
    assert names["values"]["name"]
    talk = company.first("follow_up", "summary")["values"]["summary"]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in talk) is (locale == "zh-TW")


def test_a_clone_has_a_sample_company_of_its_own(crm: Company) -> None:
    with crm.work("publishing") as work:
        install(work, "crm", ("second", {"en": "Second"}), sample_data=True)
    assert crm.remove()["count"] == 0
    with crm.workspaces.reading("main", crm.account, "second") as work:
        assert count(work.conn, work.asker, Query(work.entity("lead")), None) == 300
        members = people_rows.every_member(work.conn, work.space)
    assert not any(row.disabled_at for row in members), "its people are still needed there"
