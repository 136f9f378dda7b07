"""Checks how records move and who may do what: stage flows, roles, settings of the workspace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from builder.errors import Problem
from builder.metadata.checks_calendar import calendar_problems
from builder.metadata.currencies import is_currency
from builder.metadata.definitions import Document, Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.contacts import is_region
from builder.metadata.reading import Reading
from builder.metadata.time_zones import is_time_zone
from builder.metadata.values import BadValue

FILLED_TYPES: Mapping[str, tuple[str, ...]] = {
    "probability": ("integer", "number", "percent"),
    "closed_at": ("date", "datetime"),
}

TASK_TYPES: Mapping[str, tuple[str, ...]] = {
    "about": ("reference", "reference_any"),
    "title": ("text", "long_text"),
    "assignee": ("user",),
    "due": ("date", "datetime"),
}


def flow_problems(document: Document, reading: Reading) -> Iterator[Problem]:
    """Yield stages that no record can reach, a flow without a beginning, conditions that do not fit."""
    in_use = [stage for stage in document["stages"] if not stage.get("disabled")]
    if not in_use:
        yield Problem("stages", "no_first_stage")
        return
    reached = _reached(document, in_use[0]["id"])
    for stage in in_use:
        if stage["id"] not in reached and stage.get("set_by") != "system":
            yield Problem(f"stages.{stage['name']}", "unreachable_stage", params={"name": stage["name"]})
    yield from _late_reminders(document)
    entity = reading.model.entities.get(document["entity"])
    if entity is not None:
        yield from _unfitting_fills(document, entity)
        yield from _tasks(document, entity, reading)
        found: list[Problem] = []
        quiet = Reading(reading.model, found.append)
        for index, item in enumerate(document.get("auto_advance", ())):
            quiet.condition(entity, item["when"], f"auto_advance.{index}.when")
        yield from found


def _late_reminders(document: Document) -> Iterator[Problem]:
    """Yield reminders of a long stay that would come after it is too long already."""
    for stage in document["stages"]:
        longest = stage.get("rot_days")
        if longest is not None and stage.get("remind_days", 0) > longest:
            yield Problem(f"stages.{stage['name']}.remind_days", "too_large", params={"max": longest})


def _unfitting_fills(document: Document, entity: Entity) -> Iterator[Problem]:
    """Yield fields that cannot take what a flow fills them with."""
    for key, fitting in FILLED_TYPES.items():
        field = entity.by_id.get(document.get("fills", {}).get(key, ""))
        if field is None:
            continue
        if field.system or field.type.name not in fitting:
            yield Problem(f"fills.{key}", "wrong_field_type")
        elif key == "probability":
            yield from _unfitting_probabilities(document, field)


def _tasks(document: Document, entity: Entity, reading: Reading) -> Iterator[Problem]:
    """Yield why the tasks of stages could not be made: where they go is not said, or does not take them."""
    said = document.get("task_records")
    if said is None:
        if any(stage.get("tasks") for stage in document["stages"]):
            yield Problem("task_records", "required")
        return
    kept = reading.model.entities.get(said["entity"])
    if kept is None:
        return
    if kept.id == entity.id or not kept.flows or any(flow.task_records for flow in kept.flows):
        yield Problem("task_records.entity", "not_for_tasks", params={"name": kept.name})
    filled = {key: item for key in TASK_TYPES if (item := kept.by_id.get(said.get(key, "")))}
    for key, item in filled.items():
        yield from _unfitting_task_field(key, item, entity)
    for item in kept.fields:
        if item.required and item.default is None and item not in filled.values() and item.type.written_by_people:
            yield Problem("task_records", "task_lacks_field", params={"name": item.name})


def _unfitting_task_field(key: str, item: Field, entity: Entity) -> Iterator[Problem]:
    types = TASK_TYPES[key]
    if item.type.name not in types:
        yield Problem(
            f"task_records.{key}", "wrong_field_type", params={"type": item.type.name, "expected": list(types)}
        )
    elif item.unique:
        yield Problem(f"task_records.{key}", "task_field_unique", params={"name": item.name})
    elif key == "about" and entity.id not in _targets(item):
        yield Problem("task_records.about", "wrong_entity", params={"name": entity.name})


def _targets(item: Field) -> list[str]:
    one = item.settings.get("entity")
    return [one] if one else list(item.settings.get("entities", ()))


def _unfitting_probabilities(document: Document, field: Field) -> Iterator[Problem]:
    for stage in document["stages"]:
        try:
            field.type.parse(stage.get("probability"), field)
        except BadValue as bad:
            yield Problem(f"stages.{stage['name']}.probability", bad.code, params=bad.params)


def _reached(document: Document, first: str) -> set[str]:
    """Return the stages that a record can come to; what the product sets by itself can come at any time."""
    transitions: Mapping[str, Any] = document.get("transitions", {"mode": "any"})
    if transitions["mode"] != "listed":
        return {stage["id"] for stage in document["stages"]}
    starts = {first, *(item["to"] for item in document.get("auto_advance", ()))}
    starts |= {stage["id"] for stage in document["stages"] if stage.get("set_by") == "system"}
    steps: dict[str, list[str]] = {}
    for item in transitions.get("listed", ()):
        steps.setdefault(item["from"], []).append(item["to"])
    reached, open_ends = set(starts), list(starts)
    while open_ends:
        for target in steps.get(open_ends.pop(), ()):
            if target not in reached:
                reached.add(target)
                open_ends.append(target)
    return reached


def role_problems(document: Document, reading: Reading) -> Iterator[Problem]:
    """Yield scopes that do not fit their entity, and entities named twice."""
    found: list[Problem] = []
    quiet = Reading(reading.model, found.append)
    seen: set[str] = set()
    for place, grant in enumerate(document["entities"]):
        entity = reading.model.entities.get(grant["entity"])
        if grant["entity"] in seen:
            found.append(Problem(f"entities.{place}.entity", "repeated_item"))
        seen.add(grant["entity"])
        if entity is None:
            continue
        for action, scopes in grant["actions"].items():
            for index, scope in enumerate(scopes if isinstance(scopes, list) else ()):
                path = f"entities.{place}.actions.{action}.{index}"
                if isinstance(scope, dict):
                    quiet.condition(entity, scope["where"], f"{path}.where")
    yield from found


def settings_problems(document: Document, reading: Reading) -> Iterator[Problem]:
    """Yield a time zone, region or currency that does not exist, a default language not among the languages."""
    zone = document.get("time_zone")
    if zone is not None and not is_time_zone(zone):
        yield Problem("time_zone", "unknown_time_zone", params={"name": zone})
    region = document.get("region")
    if region is not None and not is_region(region):
        yield Problem("region", "unknown_region", params={"name": region})
    if "currency" in document and not is_currency(document["currency"]):
        yield Problem("currency", "not_a_currency")
    for index, code in enumerate(document.get("currencies", ())):
        if not is_currency(code):
            yield Problem(f"currencies.{index}", "not_a_currency")
    language, languages = document.get("default_language"), document.get("languages")
    if language is not None and languages is not None and language not in languages:
        yield Problem("default_language", "not_one_of", params={"allowed": list(languages)})
    yield from (problem.under("calendar") for problem in calendar_problems(document.get("calendar", {})))
    if sum(1 for other in reading.model.documents.values() if other["kind"] == "settings") > 1:
        yield Problem("kind", "settings_only_once")
