"""Adds fields to an entity in one step, where a person is already at work: in a list, a form or an import."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from builder.designer.publishing import Published, publish
from builder.metadata.api_names import api_name
from builder.metadata.entity import Entity
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.values import Label
from builder.runtime.work import Work


@dataclass(frozen=True)
class NewField:
    """A field that somebody wants; the name is made from the label where none is given."""

    label: Label
    type: str
    name: str = ""
    settings: Mapping[str, Any] | None = None


def add_fields(work: Work, entity: Entity, wanted: Sequence[NewField]) -> tuple[list[str], Published]:
    """Publish new fields, put at the end of the entity's main form, and return their names.

    A choice whose settings name no options begins without any; tags that name no set get one of their own.
    Needs a unit of work from ``Workspaces.publishing``. Raises NotAllowed unless the principal is an
    administrator, Invalid for an unknown type, a name that is taken or settings that do not fit.
    """
    document = deepcopy(dict(work.model.documents[entity.id]))
    taken = {item.name for item in (*entity.fields, *entity.system_fields)}
    names: list[str] = []
    sets: list[dict[str, Any]] = []
    for field in wanted:
        name = field.name or api_name(_first(field.label), taken)
        taken.add(name)
        names.append(name)
        settings = dict(field.settings or {})
        if "tag_set" in _choosable(field.type) and "tag_set" not in settings:
            sets.append(_tag_set(work, field.label, f"{entity.name}_{name}", sets))
            settings["tag_set"] = sets[-1]["name"]
        elif "options" in _choosable(field.type) and "option_set" not in settings:
            settings.setdefault("options", [])
        body = {"name": name, "type": field.type, "label": dict(field.label)}
        document["fields"].append({**body, "settings": settings} if settings else body)
    forms = [_with_items(form, names) for form in _main_forms(work, entity)]
    return names, publish(work, entity.app, [*sets, document, *forms])


def _choosable(kind: str) -> Container[str]:
    """Return the settings by which a type can be told its choices: ``options``, ``option_set``, ``tag_set``."""
    found = FIELD_TYPES[kind].settings_schema["properties"] if kind in FIELD_TYPES else {}
    return {"options", "option_set", "tag_set"} & found.keys()


def _tag_set(work: Work, label: Label, name: str, others: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return an empty tag set under a free name."""
    taken = {item["name"] for item in (*work.model.of_kind("tag_set"), *others)}
    return {"kind": "tag_set", "name": api_name(name, taken), "label": dict(label), "tags": []}


def _first(label: Label) -> str:
    return next(iter(label.values()), "")


def _main_forms(work: Work, entity: Entity) -> list[Mapping[str, Any]]:
    """Return the entity's first main form, in a list; none when records are shown without a form."""
    forms = [form.document for form in work.model.forms.values() if form.entity is entity and form.purpose == "main"]
    return sorted(forms, key=lambda form: (form.get("order", ""), form["name"]))[:1]


def _with_items(form: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return the form with the fields at the end of its last section that holds fields, better an open one."""
    changed = deepcopy(dict(form))
    sections = [section for section in changed["sections"] if "items" in section]
    if not sections:
        sections = [{"type": "section", "items": []}]
        changed["sections"].extend(sections)
    opened = [section for section in sections if not section.get("collapsed")]
    (opened or sections)[-1]["items"].extend({"field": name} for name in names)
    return changed
