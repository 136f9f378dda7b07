"""Compiles what happens to records: rules, stage flows, activities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from builder.metadata.definitions import Document, Field
from builder.metadata.entity import Activity, Entity
from builder.metadata.model import Advance, Stage, StageFlow, TaskRecords
from builder.metadata.reading import Reading
from builder.metadata.record_rules import Rule, RuleAction

TASK_FIELDS = ("about", "title", "assignee", "due")


def compile_rules_of(document: Document, entity: Entity, reading: Reading, path: str) -> tuple[Rule, ...]:
    """Return the rules of an entity or form that are switched on, in order."""
    found = []
    for index, rule in enumerate(document.get("rules", ())):
        if rule.get("disabled"):
            continue
        here = f"{path}.rules.{rule.get('name') or index}"
        when = reading.condition(entity, rule["when"], f"{here}.when")
        found.append(Rule(rule["id"], when, tuple(_actions(rule, entity, reading, here))))
    return tuple(found)


def _actions(rule: Document, entity: Entity, reading: Reading, path: str) -> Iterator[RuleAction]:
    for index, action in enumerate(rule["then"]):
        here = f"{path}.then.{index}"
        fields = reading.fields(entity, [action["field"]], f"{here}.field") if "field" in action else ()
        item = fields[0] if fields else None
        value = None
        if action["action"] == "set" and item is not None:
            value = reading.value(entity, item, action.get("value"), f"{here}.value")
        yield RuleAction(action["action"], item, action.get("section", ""), value, action.get("message"))


def compile_flow(document: Document, entity: Entity, reading: Reading) -> StageFlow:
    """Return a stage flow with its stages in order."""
    path = f"stage_flow.{document['name']}"
    transitions: Mapping[str, Any] = document.get("transitions", {"mode": "any"})
    return StageFlow(
        id=document["id"],
        name=document["name"],
        label=document["label"],
        when=reading.condition(entity, document.get("when"), f"{path}.when"),
        stages=tuple(_stage(stage, entity, reading, f"{path}.stages.{stage['name']}") for stage in document["stages"]),
        mode=transitions["mode"],
        listed=_listed(transitions.get("listed", ())),
        document=document,
        advances=tuple(
            Advance(
                item["to"],
                reading.condition(entity, item["when"], f"{path}.auto_advance.{at}.when"),
                item.get("on", "change"),
            )
            for at, item in enumerate(document.get("auto_advance", ()))
        ),
        task_records=_task_records(document, reading),
        **{key: entity.by_id.get(field) for key, field in document.get("fills", {}).items()},
    )


def _task_records(document: Document, reading: Reading) -> TaskRecords | None:
    """Return where tasks are made; without the entity or the fields that name them they are not."""
    said = document.get("task_records", {})
    entity = reading.model.entities.get(said.get("entity", ""))
    found = {key: entity.by_id.get(said.get(key, "")) if entity else None for key in TASK_FIELDS}
    about, title = found["about"], found["title"]
    if entity is None or about is None or title is None:
        return None
    language = str(reading.model.settings["default_language"])
    return TaskRecords(entity, about, title, found["assignee"], found["due"], language)


def _listed(moves: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], frozenset[str]]:
    """A move listed twice is for the roles of both; listed once without roles it is for everybody."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for move in moves:
        key, roles = (move["from"], move["to"]), frozenset(move.get("roles", ()))
        known = found.get(key, roles)
        found[key] = known | roles if known and roles else frozenset()
    return found


def _stage(document: Document, entity: Entity, reading: Reading, path: str) -> Stage:
    entry = document.get("entry_condition")
    return Stage(
        id=document["id"],
        name=document["name"],
        label=document["label"],
        type=document["type"],
        required_on_entry=_required(document, "required_on_entry", entity, reading, path),
        required_on_exit=_required(document, "required_on_exit", entity, reading, path),
        entry_condition=None if entry is None else reading.condition(entity, entry, f"{path}.entry_condition"),
        by_hand=document.get("set_by", "hand") == "hand",
        disabled=document.get("disabled", False),
        document=document,
    )


def _required(document: Document, key: str, entity: Entity, reading: Reading, path: str) -> tuple[Field, ...]:
    return reading.fields(entity, document.get(key, ()), f"{path}.{key}")


def compile_activity(entity: Entity, reading: Reading) -> Activity | None:
    """Return what makes records of the entity follow-ups, if it says so and its fields exist."""
    document = entity.document.get("activity")
    if document is None:
        return None
    subject, happened_at = (entity.by_id.get(document[key]) for key in ("subject", "happened_at"))
    if subject is None or happened_at is None:
        return None
    return Activity(
        subject=subject,
        happened_at=happened_at,
        channel=entity.by_id.get(document.get("channel", "")),
        next_at=entity.by_id.get(document.get("next_at", "")),
        qualifying=frozenset(document.get("qualifying_channels", ())),
        parents=tuple(_parents(document, entity, subject, reading)),
    )


def _parents(document: Mapping[str, Any], entity: Entity, subject: Field, reading: Reading) -> Iterator[Any]:
    """Yield a path for each parent: seen from the activity itself, or from the first subject that has the field."""
    settings = subject.settings
    keys = [settings["entity"]] if "entity" in settings else settings.get("entities", ())
    subjects = [reading.model.entities[key] for key in keys if key in reading.model.entities]
    quiet = Reading(reading.model, lambda _problem: None)
    for text in document.get("parents", ()):
        seen_from = [entity] if "." in text else subjects
        found = next((path for one in seen_from if (path := quiet.path(one, text, "")) is not None), None)
        if found is not None:
            yield found
