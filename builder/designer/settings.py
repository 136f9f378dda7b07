"""The settings of a workspace: what they are, changing them, and filling in the holidays of a year."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from builder.designer.drafting import Draft
from builder.designer.publishing import require_builder, store
from builder.errors import Invalid, Problem, StaleVersion
from builder.metadata.checks import find_problems
from builder.metadata.definitions import Document
from builder.metadata.field_types.contacts import HOME
from builder.metadata.naming import resolve
from builder.metadata.regional_holidays import holidays_of
from builder.metadata.working_time import USUAL_DAYS, USUAL_HOURS, day_text
from builder.runtime.work import Work
from builder.runtime.working_days import exceptions_of
from builder.storage import document_rows

WORKSPACE = "workspace"
"""Stands for an app as the owner of settings that no app brought."""
CHANGEABLE = (
    "languages",
    "default_language",
    "time_zone",
    "region",
    "currency",
    "currencies",
    "week_start",
    "date_order",
)
EMPTY: Document = {
    "kind": "settings",
    "name": "workspace",
    "label": {"zh-CN": "工作区设置", "zh-TW": "工作區設定", "en": "Settings of the workspace"},
}


@dataclass(frozen=True)
class Settings:
    """The settings in force, defaults included."""

    version: int
    """Revision that changed them last; 0 while nobody has."""
    values: Mapping[str, Any]
    """What may be changed, by name."""
    calendar: Mapping[str, Any]
    """work_days, hours, exceptions in order of their dates."""


def settings_of(work: Work) -> Settings:
    """Return the settings. Raises NotAllowed unless the principal is an administrator."""
    require_builder(work)
    model = work.model
    document = _document(work)
    written = model.settings.get("calendar", {})
    values = {name: model.settings.get(name) for name in CHANGEABLE}
    values["region"] = values["region"] or HOME
    values["currencies"] = values["currencies"] or [values["currency"]]
    calendar = {
        "work_days": list(written.get("work_days") or USUAL_DAYS),
        "hours": [dict(one) for one in written.get("hours") or USUAL_HOURS],
        "exceptions": exceptions_of(work),
    }
    version = document_rows.revision_of(work.conn, work.space, document["id"]) if document else 0
    return Settings(version, values, calendar)


def change_settings(work: Work, version: int, changes: Mapping[str, Any]) -> Settings:
    """Change what is named and return the settings then; a part of the calendar that is not named stays.

    Needs a unit of work from ``Workspaces.publishing``. Raises NotAllowed, StaleVersion when they were changed since
    ``version``, Invalid with every problem at its field.
    """
    before = settings_of(work)
    if before.version != version:
        raise StaleVersion("settings_changed", version=before.version)
    document = _document(work)
    written: dict[str, Any] = deepcopy(dict(document or EMPTY))
    written |= {name: value for name, value in changes.items() if name != "calendar"}
    if changes.get("calendar"):
        written["calendar"] = _calendar(written.get("calendar", {}), changes["calendar"])
    _store(work, document, written)
    return settings_of(work)


def fill_holidays(work: Work, version: int, year: int, region: str = "") -> Settings:
    """Fill in the holidays of a year, of the workspace's region or of another, and return the settings then.

    Days that a person set stay; days that were filled in before give way. Raises as ``change_settings``, and Invalid
    ``holidays_unknown`` where nothing is known.
    """
    before = settings_of(work)
    region = region or before.values["region"]
    found = holidays_of(region, year)
    if not found:
        raise Invalid([Problem("year", "holidays_unknown", params={"region": region, "year": year})])
    kept = [one for one in before.calendar["exceptions"] if not (_year(one) == year and one.get("filled"))]
    own = {one["date"] for one in kept}
    fresh = [
        {"date": day_text(day), "works": one.works, "label": dict(one.label), "filled": one.filled}
        for day, one in found.items()
        if day_text(day) not in own
    ]
    return change_settings(work, version, {"calendar": {"exceptions": [*kept, *fresh]}})


def effects_of(before: Settings, after: Settings) -> list[Problem]:
    """Return remarks on what a change means for what is there already."""
    remarks = []
    if before.values["currency"] != after.values["currency"]:
        remarks.append(Problem("currency", "amounts_keep_currency", params={"currency": after.values["currency"]}))
    if before.values["time_zone"] != after.values["time_zone"]:
        remarks.append(Problem("time_zone", "today_moves", params={"time_zone": after.values["time_zone"]}))
    return remarks


def _year(exception: Mapping[str, Any]) -> int:
    return int(exception["date"][:4])


def _document(work: Work) -> Document | None:
    return next(iter(work.model.of_kind("settings")), None)


def _calendar(written: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a calendar as it is stored: in order of dates; days that are there already keep what identifies them."""
    calendar = {**written, **changes}
    if "work_days" in changes:
        calendar["work_days"] = sorted(changes["work_days"])
    if "exceptions" in changes:
        known = {one["date"]: {"id": one["id"]} for one in written.get("exceptions", ())}
        calendar["exceptions"] = [
            {**known.get(one["date"], {}), **{key: value for key, value in one.items() if value not in ({}, None)}}
            for one in sorted(changes["exceptions"], key=lambda one: str(one["date"]))
        ]
    return calendar


def _store(work: Work, document: Document | None, written: Document) -> None:
    owner = work.model.app_of[document["id"]] if document else WORKSPACE
    before = {key: body for key, body in work.model.documents.items() if work.model.app_of[key] == owner}
    place = f"settings.{written['name']}."
    try:
        (resolved,) = resolve([written], work.model, list(before.values()))
        after = {**before, resolved["id"]: resolved}
        problems = find_problems(list(after.values()), work.model, (), owner)
    except Invalid as refusal:
        problems = list(refusal.problems)
    own = [one for one in problems if one.path.startswith(place)]
    if own:
        raise Invalid([Problem(one.path.removeprefix(place), one.code, one.message, one.params) for one in own])
    store(work, Draft(owner, before, after), "")
