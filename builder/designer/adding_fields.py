"""Adds fields to an entity in one step, where a person is already at work: in a list, a form or an import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from builder.designer.publishing import Published, publish
from builder.metadata.api_names import api_name
from builder.metadata.entity import Entity
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

    Needs a unit of work from ``Workspaces.publishing``. Raises NotAllowed unless the principal is an
    administrator, Invalid for an unknown type, a name that is taken or settings that do not fit.
    """
    document = deepcopy(dict(work.model.documents[entity.id]))
    taken = {item.name for item in (*entity.fields, *entity.system_fields)}
    names = []
    for field in wanted:
        name = field.name or api_name(_first(field.label), taken)
        taken.add(name)
        names.append(name)
        body = {"name": name, "type": field.type, "label": dict(field.label)}
        document["fields"].append({**body, "settings": dict(field.settings)} if field.settings else body)
    forms = [_with_items(form, names) for form in _main_forms(work, entity)]
    return names, publish(work, entity.app, [document, *forms])


def _first(label: Label) -> str:
    return next(iter(label.values()), "")


def _main_forms(work: Work, entity: Entity) -> list[Mapping[str, Any]]:
    """Return the entity's first main form, in a list; none when records are shown without a form."""
    forms = [form.document for form in work.model.forms.values() if form.entity is entity and form.purpose == "main"]
    return sorted(forms, key=lambda form: (form.get("order", ""), form["name"]))[:1]


def _with_items(form: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return the form with the fields at the end of its last section that holds fields."""
    changed = deepcopy(dict(form))
    sections = [section for section in changed["sections"] if "items" in section]
    if not sections:
        sections = [{"type": "section", "items": []}]
        changed["sections"].extend(sections)
    sections[-1]["items"].extend({"field": name} for name in names)
    return changed
