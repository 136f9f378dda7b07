"""Adds options to fields, shared option sets and tag sets: what an import does with words that it does not know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from builder.designer.publishing import Published, publish
from builder.errors import LimitExceeded
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.runtime.work import Work

LONGEST_NAME = 100
MOST_AT_ONCE = 500
"""More new words than this are no options but free text."""


def add_options(work: Work, entity: Entity, wanted: Mapping[str, Sequence[str]], message: str = "") -> Published | None:
    """Publish new options, given as field id → texts; texts that are options by now are passed over.

    Needs a unit of work from ``Workspaces.publishing``. Returns None when there is nothing to add. Raises
    NotAllowed unless the principal is an administrator, LimitExceeded ``too_many_new_options``.
    """
    changed: dict[str, dict[str, Any]] = {}
    for field_id, texts in wanted.items():
        item = entity.by_id[field_id]
        fresh = [text for text in dict.fromkeys(texts) if text.casefold() not in item.options.by_label]
        if len(fresh) > MOST_AT_ONCE:
            raise LimitExceeded("too_many_new_options", name=item.name, count=len(fresh), limit=MOST_AT_ONCE)
        if fresh:
            _append(work, changed, entity, item, fresh)
    return publish(work, entity.app, list(changed.values()), message=message) if changed else None


def _append(work: Work, changed: dict[str, dict[str, Any]], entity: Entity, item: Field, texts: Iterable[str]) -> None:
    shared = item.settings.get("option_set") or item.settings.get("tag_set")
    owner = shared or entity.id
    if owner not in changed:
        changed[owner] = deepcopy(dict(work.model.documents[owner]))
    options = _options_in(changed[owner], None if shared else item)
    taken = {option["name"] for option in options}
    language = work.model.settings.get("default_language", "zh-CN")
    for text in texts:
        name = _free_name(text, taken)
        taken.add(name)
        options.append({"name": name, "label": {language: text}})


def _options_in(document: dict[str, Any], item: Field | None) -> list[dict[str, Any]]:
    """Return the list to append to: of a set, or of a field in its entity."""
    if item is None:
        return document["tags"] if "tags" in document else document["options"]  # type: ignore[no-any-return]
    (field,) = (one for one in document["fields"] if one["id"] == item.id)
    settings = field.setdefault("settings", {})
    return settings.setdefault("options", [])  # type: ignore[no-any-return]


def _free_name(text: str, taken: set[str]) -> str:
    """Return a name after the text: no dots, no control characters, none that is taken."""
    plain = "".join(sign for sign in text if sign >= " " and sign != ".").strip()[: LONGEST_NAME - 4] or "option"
    name, number = plain, 2
    while name in taken:
        name, number = f"{plain} {number}", number + 1
    return name
