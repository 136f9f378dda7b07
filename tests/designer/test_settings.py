"""Settings belong to the workspace, unless an app brought them: they outlive what happens to apps."""

from __future__ import annotations

import pytest

from builder.designer.exporting import export_app
from builder.designer.publishing import publish
from builder.designer.settings import change_settings, fill_holidays, settings_of
from builder.errors import Invalid, NotAllowed, StaleVersion
from builder.metadata.working_time import day_number, day_text
from builder.runtime.working_days import working_calendar
from tests.designer.conftest import Designer, Documents, shop

OWN: Documents = [{"kind": "settings", "name": "ours", "label": {"en": "Ours"}, "currency": "USD"}]


def test_settings_need_no_app_and_outlive_what_is_published(designer: Designer) -> None:
    with designer.publishing() as work:
        made = change_settings(work, 0, {"week_start": 7, "calendar": {"work_days": [6, 1]}})
    designer.publish(shop())
    designer.publish(shop())
    with designer.reading() as work:
        found = settings_of(work)
        assert (found.version, found.values["week_start"]) == (made.version, 7)
        assert found.calendar["work_days"] == [1, 6]
        assert len(found.calendar["exceptions"]) > 60, "who changes the week alone keeps the holidays"
        assert all(body["kind"] != "settings" for body in export_app(work, "shop")["documents"])


def test_settings_that_an_app_brought_are_changed_where_they_are(designer: Designer) -> None:
    done = designer.publish([*shop(), *OWN])
    with designer.publishing() as work:
        before = settings_of(work)
        assert (before.version, before.values["currency"]) == (done.revision, "USD")
        after = change_settings(work, before.version, {"currency": "EUR"})
        assert (after.values["currency"], after.values["currencies"]) == ("EUR", ["EUR"])
        (document,) = work.model.of_kind("settings")
        assert (document["name"], work.model.app_of[document["id"]]) == ("ours", done.app)


def test_a_workspace_has_one_settings_document_whoever_brings_another(designer: Designer) -> None:
    with designer.publishing() as work:
        change_settings(work, 0, {"week_start": 7})
    with designer.publishing() as work, pytest.raises(Invalid) as refused:
        publish(work, None, [*shop(), *OWN])
    assert [one.code for one in refused.value.problems] == ["settings_only_once"]


def test_a_day_keeps_its_id_while_others_come_and_go(designer: Designer) -> None:
    days = [{"date": f"2026-12-{day}", "works": False} for day in (24, 31)]
    with designer.publishing() as work:
        first = change_settings(work, 0, {"calendar": {"exceptions": [days[1]]}})
        kept = next(iter(work.model.of_kind("settings")))["calendar"]["exceptions"][0]["id"]
    with designer.publishing() as work:
        change_settings(work, first.version, {"calendar": {"exceptions": days}})
        found = next(iter(work.model.of_kind("settings")))["calendar"]["exceptions"]
    assert [one["date"] for one in found] == ["2026-12-24", "2026-12-31"]
    assert (found[1]["id"], found[0]["id"] != kept) == (kept, True)


def test_working_days_are_counted_by_what_is_in_force(designer: Designer) -> None:
    with designer.reading() as work:
        usual = working_calendar(work)
        assert day_text(usual.next_working_day(day_number("2026-09-30"))) == "2026-10-08"
        assert usual.is_working_day(day_number("2026-10-10"))
    with designer.publishing() as work:
        change_settings(work, 0, {"calendar": {"exceptions": []}})
        assert day_text(working_calendar(work).next_working_day(day_number("2026-09-30"))) == "2026-10-01"


def test_only_administrators_change_settings_and_only_what_they_have_seen(
    designer: Designer, visitor: Designer
) -> None:
    with designer.publishing() as work:
        fill_holidays(work, 0, 2027)
    with designer.publishing() as work, pytest.raises(StaleVersion):
        change_settings(work, 0, {"week_start": 7})
    with visitor.publishing() as work, pytest.raises(NotAllowed):
        fill_holidays(work, 1, 2027)
    with visitor.reading() as work, pytest.raises(NotAllowed):
        settings_of(work)
