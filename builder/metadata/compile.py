"""Compiles stored documents into the model that runs: entities, options, flows, forms, views.

First what needs nothing else (options), then entities with their fields, then everything that speaks of
fields: conditions, rules, flows, forms, views.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from builder.errors import Problem
from builder.metadata.compile_fields import compile_fields, compile_options, tag_rules
from builder.metadata.compile_layouts import compile_form, compile_view
from builder.metadata.compile_process import compile_activity, compile_flow, compile_rules_of
from builder.metadata.definitions import Document, Field, OptionList
from builder.metadata.entity import Entity, UniqueKey, WantedIndex
from builder.metadata.model import App, Form, Model, StageFlow, View
from builder.metadata.paths import UnknownField, find_path
from builder.metadata.reading import Reading
from builder.metadata.system_fields import compile_system_fields, follow_statuses

DEFAULT_SETTINGS: Mapping[str, Any] = {
    "languages": ["zh-CN", "zh-TW", "en"],
    "default_language": "zh-CN",
    "time_zone": "Asia/Shanghai",
    "currency": "CNY",
    "week_start": 1,
    "date_order": "ymd",
}


def compile_model(documents: Iterable[tuple[str, Document]], problems: list[Problem] | None = None) -> Model:
    """Return the model of (app id, stored document) pairs.

    Documents were checked when published, so nothing is refused here. What does not fit all the same is
    left out, a filter or scope that cannot be read finds nothing, and the reason is appended to ``problems``.
    """
    pairs = list(documents)
    return _Compiler(pairs, problems if problems is not None else []).model()


@dataclass
class _Compiler:
    """One compilation; the mappings of the model are filled step by step."""

    pairs: list[tuple[str, Document]]
    problems: list[Problem]
    lists: dict[str, OptionList] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    flows: dict[str, StageFlow] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    views: dict[str, View] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_kind: dict[str, list[tuple[str, Document]]] = {}
        self.settings: Document = {}
        for app, document in self.pairs:
            self.by_kind.setdefault(document["kind"], []).append((app, document))
        for found in self.by_kind.values():
            found.sort(key=lambda pair: (pair[1].get("order", ""), pair[1]["name"]))

    def model(self) -> Model:
        """Compile everything, in the order in which one thing needs another."""
        settings = self.settings = next((document for _, document in self.by_kind.get("settings", ())), {})
        model = Model(
            documents={document["id"]: document for _, document in self.pairs},
            app_of={document["id"]: app for app, document in self.pairs},
            apps={document["id"]: _app(document) for _, document in self.by_kind.get("app", ())},
            entities=self.entities,
            flows=self.flows,
            option_lists=self.lists,
            settings={**DEFAULT_SETTINGS, **settings},
            forms=self.forms,
            views=self.views,
        )
        self._options()
        for app, document in self.by_kind.get("entity", ()):
            self._entity(app, document)
        reading = Reading(model, self.problems.append)
        self._flows(reading)
        for entity in self.entities.values():
            _finish(entity, reading)
        self._layouts(reading)
        return model

    def _options(self) -> None:
        for kind, inside in (("option_set", "options"), ("tag_set", "tags")):
            for _, document in self.by_kind.get(kind, ()):
                rules = tag_rules(document) if kind == "tag_set" else None
                self.lists[document["id"]] = compile_options(document[inside], document["id"], rules)
        self.lists["follow_status"] = follow_statuses()
        stages: dict[str, list[Document]] = {}
        for _, flow in self.by_kind.get("stage_flow", ()):
            stages.setdefault(flow["entity"], []).extend(flow["stages"])
        for entity, found in stages.items():
            self.lists[f"{entity}.stage"] = compile_options(found, f"{entity}.stage")

    def _entity(self, app: str, document: Document) -> None:
        path = f"entity.{document['name']}"
        fields = compile_fields(document["fields"], self.lists, self.settings, self.problems.append, f"{path}.fields")
        self.lists.update({item.options.list_id: item.options for item in _with_rows(fields) if item.options.list_id})
        by_id = {item.id: item for item in fields}
        self.entities[document["id"]] = Entity(
            id=document["id"],
            name=document["name"],
            label=document["label"],
            app=app,
            fields=fields,
            system_fields=compile_system_fields(document, self.lists.get(f"{document['id']}.stage")),
            title=tuple(by_id[key] for key in document["title"] if key in by_id),
            default_sort=_sort(document),
            unique_keys=tuple(_unique_keys(document, fields)),
            ownable=document.get("ownable", False),
            followed=document.get("follow_ups", False),
            document=document,
        )

    def _flows(self, reading: Reading) -> None:
        by_entity: dict[str, list[StageFlow]] = {}
        for _, document in self.by_kind.get("stage_flow", ()):
            entity = self.entities.get(document["entity"])
            if entity is not None:
                flow = self.flows[document["id"]] = compile_flow(document, entity, reading)
                by_entity.setdefault(entity.id, []).append(flow)
        for key, flows in by_entity.items():
            _fill(self.entities[key], flows=tuple(flows))

    def _layouts(self, reading: Reading) -> None:
        for _, document in self.by_kind.get("form", ()):
            entity = self.entities.get(document["entity"])
            if entity is not None:
                self.forms[document["id"]] = compile_form(document, entity, reading)
        for _, document in self.by_kind.get("view", ()):
            entity = self.entities.get(document["entity"])
            if entity is not None:
                self.views[document["id"]] = compile_view(document, entity, reading)


def _app(document: Document) -> App:
    return App(document["id"], document["name"], document["label"], document)


def _with_rows(fields: Iterable[Field]) -> Iterator[Field]:
    for item in fields:
        yield item
        yield from item.fields


def _sort(document: Document) -> tuple[tuple[str, bool], ...]:
    return tuple((item["field"], item.get("direction") == "desc") for item in document.get("default_sort", ()))


def _unique_keys(document: Document, fields: Iterable[Field]) -> Iterator[UniqueKey]:
    """A unique field is a key of its own, called by the field's id; keys of several fields follow."""
    by_id = {item.id: item for item in fields}
    for item in by_id.values():
        if item.unique and item.type.can_be_unique:
            yield UniqueKey(item.id, (item,), item.message)
    for key in document.get("unique_keys", ()):
        found = tuple(by_id[reference] for reference in key["fields"] if reference in by_id)
        if len(found) == len(key["fields"]) and all(item.type.can_be_unique for item in found):
            yield UniqueKey(key["id"], found, key.get("message"))


def _finish(entity: Entity, reading: Reading) -> None:
    """Fill what speaks of fields, of this entity or of those it leads to."""
    path = f"entity.{entity.name}"
    _fill(
        entity,
        rules=compile_rules_of(entity.document, entity, reading, path),
        indexes=tuple(_indexes(entity, reading)),
        activity=compile_activity(entity, reading),
    )


def _indexes(entity: Entity, reading: Reading) -> Iterator[WantedIndex]:
    for item in entity.document.get("indexes", ()):
        try:
            paths = tuple(find_path(reading.model, entity, text) for text in item["fields"])
        except UnknownField:
            continue
        yield WantedIndex(item["id"], paths)


def _fill(entity: Entity, **parts: Any) -> None:
    """Entities point at each other, so the parts that do are filled once all of them are there."""
    for name, value in parts.items():
        object.__setattr__(entity, name, value)
