"""An entity as the interface draws it: fields with what may be asked of them, stages, rules; names for references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from builder.metadata.definitions import Field, Option
from builder.metadata.entity import Entity
from builder.metadata.model import Stage, StageFlow
from builder.metadata.naming import with_names
from builder.metadata.rights import Access, Action
from builder.runtime.readable import access_to
from builder.runtime.visible_documents import condition_shows, path_shows, visible_rules
from builder.runtime.work import Work

APART = frozenset({"options", "fields"})
"""Settings that are told apart from the others."""
GIVEN_BY_PRODUCT = frozenset({"auto_number"})
ACTIONS = tuple(action for action in Action if action is not Action.CONFIGURE)


def describe_entity(work: Work, entity: Entity) -> dict[str, Any]:
    """Return the entity with the reader's rights applied; hidden fields leave no trace."""
    rights, document = work.rights.on(entity.id), entity.document
    named = with_names({**document, "rules": visible_rules(work, entity, document.get("rules", ()))}, work.model)
    written = {item["id"]: item for item in named["fields"] if "id" in item}
    seen = [item for item in (*entity.fields, *entity.system_fields) if _shows(work, entity, item)]
    flows = [flow for flow in entity.flows if condition_shows(work, entity, flow.document.get("when"))]
    return {
        "id": entity.id,
        "name": entity.name,
        "label": dict(entity.label),
        "plural": named.get("plural"),
        "icon": named.get("icon"),
        "color": named.get("color"),
        "title": [item.name for item in entity.title if _shows(work, entity, item)],
        "default_sort": _sorts(work, entity, named),
        "actions": [action.value for action in _actions(entity) if rights.may(action)],
        "ownable": entity.ownable,
        "has_stages": bool(entity.flows),
        "search": any(item.searchable for item in seen),
        "attachments": bool(document.get("attachments")),
        "comments": bool(document.get("comments")),
        "followed": entity.followed,
        "activity": _activity(work, entity),
        "quick_create": document.get("quick_create"),
        "key_facts": [path for path in named.get("key_facts", ()) if path_shows(work, entity, path)],
        "fields": [
            describe_field(item, written.get(item.id, {}), access_to(work, entity, item), seen) for item in seen
        ],
        "flows": [_flow(work, entity, flow) for flow in flows],
        "rules": named["rules"],
    }


def describe_field(item: Field, written: Mapping[str, Any], access: Access, seen: Sequence[Field]) -> dict[str, Any]:
    """Return a field; ``written`` is its document with names, ``seen`` are the fields that the reader sees beside it.

    A masked one can be shown and nothing else.
    """
    kind = item.type
    readable = access is not Access.MASKED
    if access is Access.WRITE and (item.system or kind.name in GIVEN_BY_PRODUCT):
        access = Access.READ
    settings = written.get("settings", item.settings)
    rows = {inner.get("id"): inner for inner in settings.get("fields", ())}
    return {
        "id": item.id,
        "name": item.name,
        "type": kind.name,
        "widget": kind.widget,
        "label": dict(item.label),
        "help": item.help,
        "placeholder": item.placeholder,
        "required": item.required,
        "unique": item.unique,
        "searchable": item.searchable and readable,
        "system": item.system,
        "access": access.value,
        "operators": sorted(operator.value for operator in kind.operators) if readable else [],
        "sortable": kind.sortable and readable,
        "aggregates": sorted(kind.aggregates) if readable else [],
        "parts": [part.name for part in kind.parts] if len(kind.parts) > 1 else [],
        "settings": {key: value for key, value in {**settings, **item.options.rules}.items() if key not in APART},
        "default": written.get("default"),
        "options": describe_options(item, list(item.options), seen),
        "fields": [describe_field(inner, rows.get(inner.id, {}), access, item.fields) for inner in item.fields],
    }


def describe_options(item: Field, options: Sequence[Option], seen: Sequence[Field]) -> list[dict[str, Any]]:
    """Return options of a field in order; a parent, one of its own or of a seen field it depends on, by its name."""
    above = item.settings.get("depends_on")
    holders = [item, *(other for other in seen if above in (other.id, other.name))]
    names = {option.id: option.name for holder in holders for option in holder.options}
    return [
        {
            "name": option.name,
            "label": dict(option.label),
            "color": option.color or None,
            "score": option.score,
            "disabled": option.disabled,
            "parent": names.get(option.parent) or None,
        }
        for option in options
    ]


def _activity(work: Work, entity: Entity) -> dict[str, Any] | None:
    """Return what makes a record of the entity a follow-up of another one, by names; None without the main fields."""
    found = entity.activity
    if found is None or not (_reads(work, entity, found.subject) and _reads(work, entity, found.happened_at)):
        return None
    more = {"channel": found.channel, "next_at": found.next_at}
    return {
        "subject": found.subject.name,
        "happened_at": found.happened_at.name,
        **{key: item.name if item is not None and _reads(work, entity, item) else None for key, item in more.items()},
    }


def _reads(work: Work, entity: Entity, item: Field) -> bool:
    return access_to(work, entity, item) in (Access.READ, Access.WRITE)


def _actions(entity: Entity) -> tuple[Action, ...]:
    return ACTIONS if entity.document.get("comments") else tuple(one for one in ACTIONS if one is not Action.COMMENT)


def _shows(work: Work, entity: Entity, item: Field) -> bool:
    return access_to(work, entity, item) is not Access.HIDDEN


def _sorts(work: Work, entity: Entity, named: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"field": item["field"], "direction": item.get("direction", "asc")}
        for item in named.get("default_sort", ())
        if path_shows(work, entity, item["field"], Access.READ)
    ]


def _flow(work: Work, entity: Entity, flow: StageFlow) -> dict[str, Any]:
    named = with_names(flow.document, work.model)
    names = {stage.id: stage.name for stage in flow.stages}
    return {
        "id": flow.id,
        "name": flow.name,
        "label": dict(flow.label),
        "when": named.get("when") or {"all": []},
        "mode": flow.mode,
        "listed": [
            {"from": names[start], "to": names[end]}
            for (start, end), roles in sorted(flow.listed.items())
            if work.rights.has_one_of(roles)
        ],
        "stages": [_stage(work, entity, stage) for stage in flow.stages],
    }


def _stage(work: Work, entity: Entity, stage: Stage) -> dict[str, Any]:
    document = stage.document
    return {
        "id": stage.id,
        "name": stage.name,
        "label": dict(stage.label),
        "color": document.get("color"),
        "type": stage.type,
        "probability": document.get("probability"),
        "guidance": document.get("guidance"),
        "by_hand": stage.by_hand,
        "disabled": stage.disabled,
        "required_on_entry": [item.name for item in stage.required_on_entry if _shows(work, entity, item)],
        "required_on_exit": [item.name for item in stage.required_on_exit if _shows(work, entity, item)],
        "tasks": [{"label": dict(one["label"]), "required": one.get("required", False)} for one in stage.tasks],
        "rot_days": document.get("rot_days"),
        "remind_days": document.get("remind_days"),
    }
