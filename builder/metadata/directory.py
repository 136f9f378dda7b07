"""Looks up documents, fields, options and stages by id or by name, in documents as they are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.system_fields import follow_statuses, system_fields_of

Raw = Mapping[str, Any]


class Ambiguous(Exception):
    """A name is borne by several documents of other apps."""


class Directory:
    """An index over the documents of one app (``own``) and those of the rest of the workspace."""

    def __init__(self, own: Iterable[Raw], others: Iterable[Raw] = ()) -> None:
        self._by_id: dict[tuple[str, str], Raw] = {}
        self._own: dict[tuple[str, str], Raw] = {}
        self._others: dict[tuple[str, str], list[Raw]] = defaultdict(list)
        # Each with its scope: as long as that is held, no other object is told by the same number.
        self._fields: dict[int, tuple[Raw, dict[str, Raw]]] = {}
        for document in others:
            self._by_id[document["kind"], document.get("id", "")] = document
            self._others[document["kind"], document["name"]].append(document)
        for document in own:
            self._by_id[document["kind"], document.get("id", "")] = document
            self._own.setdefault((document["kind"], document["name"]), document)
        self._flows: dict[int, list[Raw]] | None = None

    def document(self, kind: str, reference: str) -> Raw | None:
        """Return the document with this id, or of this name: the app's own before others. Raises Ambiguous."""
        found = self._by_id.get((kind, reference)) or self._own.get((kind, reference))
        if found is not None:
            return found
        elsewhere = self._others.get((kind, reference), [])
        if len(elsewhere) > 1:
            raise Ambiguous
        return elsewhere[0] if elsewhere else None

    def entity(self, reference: object) -> Raw | None:
        """Return an entity's document, or None also where several bear the name."""
        try:
            return self.document("entity", reference) if isinstance(reference, str) else None
        except Ambiguous:
            return None

    def flows_of(self, entity: Raw) -> list[Raw]:
        """Return the stage flows of an entity, in order."""
        if self._flows is None:
            self._flows = defaultdict(list)
            flows = {id(item): item for (kind, _), item in self._every() if kind == "stage_flow"}
            for flow in sorted(flows.values(), key=lambda item: (item.get("order", ""), item["name"])):
                owner = self.entity(flow["entity"])
                if owner is not None:
                    self._flows[id(owner)].append(flow)
        return self._flows.get(id(entity), [])

    def _every(self) -> Iterable[tuple[tuple[str, str], Raw]]:
        yield from self._own.items()
        yield from self._by_id.items()

    def field(self, scope: Raw, reference: str) -> Raw | None:
        """Return a field of an entity (or of a sub-table, given as its settings) by id or name."""
        known = self._fields.get(id(scope))
        if known is None:
            known = self._fields[id(scope)] = (scope, self._index(scope))
        return known[1].get(reference)

    def _index(self, scope: Raw) -> dict[str, Raw]:
        found: dict[str, Raw] = {}
        if scope.get("kind") == "entity":
            for item in system_fields_of(scope, bool(self.flows_of(scope))):
                found[item.name] = {"id": item.name, "name": item.name, "type": item.type}
        for key in ("name", "id"):
            found.update({item[key]: item for item in scope.get("fields", ()) if key in item})
        return found

    def choices(self, scope: Raw, field: Raw) -> list[Raw]:
        """Return the options (or tags, or stages) that a field chooses from, as written."""
        if field["name"] == "stage" and "settings" not in field and scope.get("kind") == "entity":
            return [stage for flow in self.flows_of(scope) for stage in flow["stages"]]
        if field["name"] == "follow_status" and "settings" not in field:
            return [{"id": option.id, "name": option.name} for option in follow_statuses()]
        settings = field.get("settings", {})
        found = list(settings.get("options", ()))
        for key, inside in (("option_set", "options"), ("tag_set", "tags")):
            if key in settings:
                found += self._inside(key, settings[key], inside)
        return found

    def _inside(self, kind: str, reference: str, inside: str) -> list[Raw]:
        try:
            document = self.document(kind, reference)
        except Ambiguous:
            return []
        return list(document.get(inside, ())) if document else []

    def path(self, scope: Raw | None, text: str) -> list[tuple[str, str]] | None:
        """Return the steps of a dotted path as (id form, name form); None where one of them means nothing."""
        steps: list[tuple[str, str]] = []
        last: Raw | None = None
        for segment in text.split("."):
            if scope is None:
                return [*steps, (segment, segment)] if last and _has_part(last, segment) else None
            reference, _, wanted = segment.partition(":")
            last = self.field(scope, reference)
            if last is None:
                return None
            scope, target = self.arrival(last, wanted)
            if wanted and target is None:
                return None
            steps.append(_spelt(last, target))
            if scope is None and len(steps) < text.count("."):
                return None
        return steps

    def arrival(self, field: Raw, wanted: str = "") -> tuple[Raw | None, Raw | None]:
        """Return (entity a path goes on in, entity that was named): the target of a reference, if it is one."""
        settings = field.get("settings", {})
        if field["type"] == "reference_any":
            possible = [self.entity(item) for item in settings.get("entities", ())]
            target = self.entity(wanted) if wanted else None
            found = target if target is not None and any(item is target for item in possible) else None
            return found, found
        if field["type"] == "reference" and not wanted:
            return self.entity(settings.get("entity")), None
        return None, None


def _has_part(field: Raw, part: str) -> bool:
    found = FIELD_TYPES.get(field["type"]) if field["type"] in FIELD_TYPES else None
    return found is not None and len(found.parts) > 1 and any(item.name == part for item in found.parts)


def _spelt(field: Raw, target: Raw | None) -> tuple[str, str]:
    """Return one step by id and by name; an id that is not given yet is spelt by name."""
    if target is None:
        return field.get("id", field["name"]), field["name"]
    return f"{field.get('id', field['name'])}:{target.get('id', target['name'])}", f"{field['name']}:{target['name']}"
