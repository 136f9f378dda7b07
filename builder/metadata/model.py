"""Everything a workspace has published, compiled: entities, flows, views, forms, roles by id and name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from builder.metadata.conditions import ALWAYS, Condition, Path
from builder.metadata.definitions import Field, OptionList
from builder.metadata.entity import Entity
from builder.metadata.query import GroupKey, Sort
from builder.metadata.record_rules import Rule
from builder.metadata.values import Label


@dataclass(frozen=True, eq=False)
class Stage:
    """One step of a stage flow; stored in the record as an option of the flow's list."""

    id: str
    name: str
    label: Label
    type: str
    required_on_entry: tuple[Field, ...] = ()
    required_on_exit: tuple[Field, ...] = ()
    entry_condition: Condition | None = None
    by_hand: bool = True
    """False for stages that only the product sets (document ``set_by: system``)."""
    disabled: bool = False
    document: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def tasks(self) -> Sequence[Mapping[str, Any]]:
        """What is to be done in it: each with ``id`` and ``label``, perhaps ``required`` and ``due_days``."""
        found: Sequence[Mapping[str, Any]] = self.document.get("tasks", ())
        return found


@dataclass(frozen=True, eq=False)
class Advance:
    """A move that a flow makes by itself: to a later stage, once the condition holds."""

    to: str
    """Id of the stage."""
    when: Condition
    on: str = "change"
    """change: whenever a person changes the record; owner: when it is given to somebody."""


@dataclass(frozen=True, eq=False)
class TaskRecords:
    """Where the tasks of a flow's stages live: an entity, and which of its fields say what."""

    entity: Entity
    about: Field
    """Takes the record that is to be moved on."""
    title: Field
    assignee: Field | None = None
    due: Field | None = None
    language: str = ""
    """In which tasks are called: that of the workspace."""

    def title_of(self, task: Mapping[str, Any]) -> str:
        """Return what a task is called."""
        label = task["label"]
        return str(label.get(self.language) or next(iter(label.values())))


@dataclass(frozen=True, eq=False)
class StageFlow:
    """A path of stages for the records of an entity that satisfy ``when``."""

    id: str
    name: str
    label: Label
    when: Condition
    stages: tuple[Stage, ...]
    mode: str = "any"
    """any, forward or listed."""
    listed: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """(from stage id, to stage id) allowed in mode listed → ids of the roles it is for; empty: everybody."""
    advances: tuple[Advance, ...] = ()
    probability: Field | None = None
    """Takes the probability of the stage that a record comes to."""
    closed_at: Field | None = None
    """Takes the moment at which a record comes to a stage that is not open, and is emptied when it is opened again."""
    task_records: TaskRecords | None = None
    """Where the tasks of its stages are made."""
    document: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, eq=False)
class App:
    """An installed app: its document and the ids of what it owns."""

    id: str
    name: str
    label: Label
    document: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, eq=False)
class Form:
    """A form of one entity: the fields it shows and what it demands beyond the entity's own rules."""

    id: str
    name: str
    label: Label
    entity: Entity
    fields: tuple[Field, ...] = ()
    """Fields on the form, in reading order, each once."""
    required: tuple[Field, ...] = ()
    locked: tuple[Field, ...] = ()
    sections: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Id of each section and tab → ids of the fields in it, at whatever depth."""
    rules: tuple[Rule, ...] = ()
    purpose: str = "main"
    """main, quick or public."""
    document: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, eq=False)
class View:
    """A saved way of looking at the records of an entity."""

    id: str
    name: str
    label: Label
    entity: Entity
    type: str = "table"
    filter: Condition = ALWAYS
    sort: tuple[Sort, ...] = ()
    columns: tuple[Path, ...] = ()
    group: tuple[GroupKey, ...] = ()
    document: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, eq=False)
class Model:
    """All published documents of one workspace.

    ``documents`` maps id → stored document (references are ids); ``app_of`` maps document id → app id.
    """

    documents: Mapping[str, Mapping[str, Any]]
    app_of: Mapping[str, str]
    apps: Mapping[str, App]
    entities: Mapping[str, Entity]
    flows: Mapping[str, StageFlow]
    option_lists: Mapping[str, OptionList]
    """Option lists by owner: option set, tag set, flow group (entity id + '.stage') or field id."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """The workspace's settings document, or defaults."""
    forms: Mapping[str, Form] = field(default_factory=dict)
    views: Mapping[str, View] = field(default_factory=dict)

    @property
    def time_zone(self) -> str:
        """Where the days of the workspace begin."""
        return str(self.settings.get("time_zone", "Asia/Shanghai"))

    def app(self, reference: str) -> App | None:
        """Return the app with this id or name."""
        if reference in self.apps:
            return self.apps[reference]
        return next((app for app in self.apps.values() if app.name == reference), None)

    def entity(self, reference: str, app_id: str | None = None) -> Entity | None:
        """Return the entity with this id, or with this name in the app (or in the only app that has it)."""
        if reference in self.entities:
            return self.entities[reference]
        found = [e for e in self.entities.values() if e.name == reference and app_id in (None, e.app)]
        return found[0] if len(found) == 1 else None

    def of_kind(self, kind: str, app_id: str | None = None) -> list[Mapping[str, Any]]:
        """Return the documents of a kind, in order of their order key, of one app or of all."""
        found = [
            document
            for key, document in self.documents.items()
            if document["kind"] == kind and app_id in (None, self.app_of.get(key))
        ]
        return sorted(found, key=lambda document: (document.get("order", ""), document["name"]))
