"""Adds options to fields, shared option sets and tag sets: what an import does with words that it does not know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from builder.designer.drafting import draft_of
from builder.designer.publishing import publish, store
from builder.errors import Invalid, LimitExceeded, NotAllowed, Problem
from builder.metadata.definitions import Field, Option
from builder.metadata.elements import element_prefix
from builder.metadata.entity import Entity
from builder.metadata.ids import new_id
from builder.metadata.rights import Access
from builder.metadata.values import called, composed
from builder.runtime.work import Work

LONGEST_NAME = 100
MOST_AT_ONCE = 500
"""More new words than this are no options but free text."""
MOST_TAGS = 1_000
"""Tags of a set to which people still may add."""


def add_options(work: Work, entity: Entity, wanted: Mapping[str, Sequence[str]], message: str = "") -> int:
    """Publish new options, given as field id → texts, and return how many: texts that are options by now are none.

    In a cascade a text is a way from the root (``a / b``): the steps of it that are missing are added, each under
    the one before. Needs a unit of work from ``Workspaces.publishing``. Raises NotAllowed unless the principal is
    an administrator, LimitExceeded ``too_many_new_options``.
    """
    changed: dict[str, dict[str, Any]] = {}
    added = 0
    language = work.model.settings.get("default_language", "zh-CN")
    for field_id, texts in wanted.items():
        item = entity.by_id[field_id]
        shared = item.settings.get("option_set") or item.settings.get("tag_set")
        owner = shared or entity.id
        document = changed.get(owner) or deepcopy(dict(work.model.documents[owner]))
        prefix = element_prefix("tags" if "tags" in document else "options")
        grown = _Growth(_options_in(document, None if shared else item), prefix, language)
        for text in texts:
            if called(text) not in item.options.by_label:
                grown.add(item.type.option_steps(text))
        if grown.count > MOST_AT_ONCE:
            raise LimitExceeded("too_many_new_options", name=item.name, count=grown.count, limit=MOST_AT_ONCE)
        if grown.count:
            changed[owner] = document
            added += grown.count
    if changed:
        publish(work, entity.app, list(changed.values()), message=message)
    return added


def add_tag(work: Work, entity: Entity, item: Field, text: str) -> Option:
    """Publish a tag that somebody without other rights to build adds to the set of a field, and return it.

    What is called so already is returned as it is. Needs a unit of work from ``Workspaces.publishing``. Raises
    NotAllowed unless the set lets people add tags and the principal may write the field; Invalid for a text that is no
    tag, LimitExceeded ``too_many_tags``.
    """
    rights = work.rights.on(entity.id)
    may_write = rights.branches.get("edit") or rights.branches.get("create")
    if not item.settings.get("users_can_add") or not may_write or rights.access(item.id) is not Access.WRITE:
        raise NotAllowed(action="add_tag")
    tag = composed(text).strip()
    if not tag or len(tag) > LONGEST_NAME or any(sign < " " for sign in tag):
        raise Invalid([Problem("label", "bad_tag", params={"max": LONGEST_NAME})])
    if not item.options.by_label.get(called(tag)):
        _publish_tag(work, item, tag)
    grown = work.model.entities[entity.id].by_id[item.id].options
    return grown.by_label[called(tag)][0]


def _publish_tag(work: Work, item: Field, tag: str) -> None:
    set_id = item.settings["tag_set"]
    document = deepcopy(dict(work.model.documents[set_id]))
    if len(document["tags"]) >= MOST_TAGS:
        raise LimitExceeded("too_many_tags", limit=MOST_TAGS)
    language = work.model.settings.get("default_language", "zh-CN")
    _Growth(document["tags"], element_prefix("tags"), language).add([tag])
    draft = draft_of(work.model, work.model.app_of[set_id], [document])
    if draft.problems:
        raise Invalid(draft.problems)
    store(work, draft, "")


class _Growth:
    """A list of options that grows: each new one after the others, under its parent, with a name of its own."""

    def __init__(self, options: list[dict[str, Any]], prefix: str, language: str) -> None:
        self.count = 0
        """Options added."""
        self._options, self._prefix, self._language = options, prefix, language
        self._names = {option["name"] for option in options}
        self._ids: dict[tuple[str, str], str] = {}
        for option in options:
            for text in (option["name"], *option["label"].values()):
                self._ids.setdefault((option.get("parent", ""), called(text)), option["id"])

    def add(self, steps: Sequence[str]) -> None:
        """Add what is missing of a way from the root."""
        parent = ""
        for text in steps:
            place = (parent, called(text))
            if place not in self._ids:
                self._ids[place] = self._append(text, parent)
            parent = self._ids[place]

    def _append(self, text: str, parent: str) -> str:
        fresh, name = new_id(self._prefix), _free_name(text, self._names)
        under = {"parent": parent} if parent else {}
        self._options.append({"id": fresh, "name": name, "label": {self._language: text}, **under})
        self._names.add(name)
        self.count += 1
        return fresh


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
