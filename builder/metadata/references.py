"""Finds every place in a document that refers to something else, and in whose terms it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from builder.metadata.condition_references import condition_spots, value_spots
from builder.metadata.directory import Directory, Raw
from builder.metadata.spots import Place, Spot

Spots = Iterator[Spot]


def reference_spots(document: dict[str, Any], directory: Directory) -> list[Spot]:
    """Return the references of a document that fits its schema, in document order.

    All are found before any is replaced: each carries what it is read against.
    """
    return list(_FINDERS[document["kind"]](document, directory))


def _named(place: Place, keys: Mapping[str, str]) -> Spots:
    """References to documents: key → kind."""
    for key, kind in keys.items():
        for spot in place.each(key):
            yield Spot(spot.path, spot.holder, spot.key, kind)


def _paths(place: Place, keys: Sequence[str], scope: Raw | None) -> Spots:
    """Fields or paths, one or a list of them, seen from an entity."""
    for key in keys:
        for spot in place.each(key):
            yield Spot(spot.path, spot.holder, spot.key, "field", scope=scope)


def _field_keyed(place: Place, key: str, scope: Raw | None) -> Spots:
    """Lists of objects that each name a ``field``."""
    for item in place.items(key):
        yield from _paths(item, ["field"], scope)


def _app(document: dict[str, Any], _directory: Directory) -> Spots:
    place = Place(document)
    yield from _named(place, {"uses": "app", "home": "page"})
    yield from _menu(place, "menu")


def _menu(place: Place, key: str) -> Spots:
    for item in place.items(key):
        yield from _named(item, {"entity": "entity", "view": "view", "page": "page"})
        yield from _menu(item, "items")


def _nothing(_document: dict[str, Any], _directory: Directory) -> Spots:
    return iter(())


def _option_set(document: dict[str, Any], _directory: Directory) -> Spots:
    yield from _parents(Place(document), document.get("options", ()))


def _parents(place: Place, choices: Sequence[Raw]) -> Spots:
    for item in place.items("options"):
        for spot in item.each("parent"):
            yield Spot(spot.path, spot.holder, spot.key, "option", choices=choices)


def _tag_set(document: dict[str, Any], _directory: Directory) -> Spots:
    yield from _named(Place(document), {"entities": "entity"})


def _entity(document: dict[str, Any], directory: Directory) -> Spots:
    place = Place(document)
    for item in place.items("fields"):
        yield from _field(item, document, directory)
    yield from _paths(place, ["title", "key_facts"], document)
    yield from _named(place, {"quick_create": "form"})
    yield from _field_keyed(place, "default_sort", document)
    for key in ("unique_keys", "indexes"):
        for item in place.items(key):
            yield from _paths(item, ["fields"], document)
    for item in place.items("rules"):
        yield from _rule(item, document, directory, ())
    if "activity" in document:
        yield from _activity(place.inside("activity"), document, directory)


def _activity(place: Place, entity: Raw, directory: Directory) -> Spots:
    activity = place.value
    yield from _paths(place, ["subject", "happened_at", "channel", "next_at"], entity)
    channel = directory.field(entity, activity.get("channel", ""))
    choices = directory.choices(entity, channel) if channel else []
    for spot in place.each("qualifying_channels"):
        yield Spot(spot.path, spot.holder, spot.key, "option", choices=choices)
    subject = directory.field(entity, activity["subject"])
    for spot in place.each("parents"):
        # with a dot it is a path from the activity itself, about:order.company: several subjects may have a company
        scope = entity if "." in spot.text else _owner_of(directory, subject, spot.text)
        yield Spot(spot.path, spot.holder, spot.key, "field", scope=scope)


def _owner_of(directory: Directory, subject: Raw | None, text: str) -> Raw | None:
    """Return the possible subject that has the parent field; several may have one of that name."""
    settings = (subject or {}).get("settings", {})
    names = [settings["entity"]] if "entity" in settings else settings.get("entities", [])
    found = [directory.entity(name) for name in names]
    return next((entity for entity in found if entity is not None and directory.path(entity, text)), None)


def _field(place: Place, scope: Raw, directory: Directory) -> Spots:
    """A field of an entity, or of a sub-table (then ``scope`` is the settings that hold its siblings)."""
    document = place.value
    if "settings" in document:
        yield from _settings(place.inside("settings"), scope, directory)
    if "default" in document:
        default = place.inside("default")
        yield from _paths(default, ["linked"], scope)
        yield from value_spots(default, "fixed", scope, directory.choices(scope, document))


def _settings(place: Place, scope: Raw, directory: Directory) -> Spots:
    settings = place.value
    yield from _named(
        place, {"entity": "entity", "entities": "entity", "option_set": "option_set", "tag_set": "tag_set"}
    )
    yield from _paths(place, ["depends_on"], scope)
    above = directory.field(scope, settings["depends_on"]) if "depends_on" in settings else None
    choices = [*settings.get("options", ()), *(directory.choices(scope, above) if above else ())]
    yield from _parents(place, choices)
    if "filter" in settings:
        yield from condition_spots(place.inside("filter"), directory.entity(settings.get("entity")), directory)
    yield from _field_keyed(place, "parts", scope)
    for item in place.items("fields"):
        yield from _field(item, settings, directory)


def _rule(place: Place, scope: Raw | None, directory: Directory, sections: Sequence[Raw]) -> Spots:
    yield from condition_spots(place.inside("when"), scope, directory)
    for action in place.items("then"):
        yield from _paths(action, ["field"], scope)
        for spot in action.each("section"):
            yield Spot(spot.path, spot.holder, spot.key, "section", choices=sections)
        field = directory.field(scope, action.value.get("field", "")) if scope else None
        choices = directory.choices(scope, field) if scope and field else []
        yield from value_spots(action, "value", scope, choices)


def _stage_flow(document: dict[str, Any], directory: Directory) -> Spots:
    place, scope = Place(document), directory.entity(document["entity"])
    yield from _named(place, {"entity": "entity"})
    if "when" in document:
        yield from condition_spots(place.inside("when"), scope, directory)
    if "fills" in document:
        yield from _paths(place.inside("fills"), ["probability", "closed_at"], scope)
    if "task_records" in document:
        yield from _task_records(place.inside("task_records"), directory)
    for stage in place.items("stages"):
        yield from _paths(stage, ["required_on_entry", "required_on_exit"], scope)
        if "entry_condition" in stage.value:
            yield from condition_spots(stage.inside("entry_condition"), scope, directory)
    yield from _moves(place, document)
    for item in place.items("auto_advance"):
        yield from _stages(item, ["to"], document)
        yield from condition_spots(item.inside("when"), scope, directory)


def _moves(place: Place, flow: Raw) -> Spots:
    if "transitions" in flow:
        for item in place.inside("transitions").items("listed"):
            yield from _stages(item, ["from", "to"], flow)
            yield from _named(item, {"roles": "role"})


def _task_records(place: Place, directory: Directory) -> Spots:
    kept = directory.entity(place.value["entity"])
    yield from _named(place, {"entity": "entity"})
    yield from _paths(place, ["about", "title", "assignee", "due"], kept)


def _stages(place: Place, keys: Sequence[str], flow: Raw) -> Spots:
    for key in keys:
        for spot in place.each(key):
            yield Spot(spot.path, spot.holder, spot.key, "stage", choices=flow["stages"])


def _form(document: dict[str, Any], directory: Directory) -> Spots:
    place, scope = Place(document), directory.entity(document["entity"])
    yield from _named(place, {"entity": "entity"})
    yield from _sections(place, scope)
    for item in place.items("rules"):
        yield from _rule(item, scope, directory, list(form_sections(document)))


def _sections(place: Place, scope: Raw | None) -> Spots:
    for section in place.items("sections"):
        yield from _field_keyed(section, "items", scope)
        for tab in section.items("tabs"):
            yield from _sections(tab, scope)


def form_sections(holder: Raw) -> Iterator[Raw]:
    """Yield the sections and tabs of a form, outer ones first."""
    for section in holder.get("sections", ()):
        yield section
        for tab in section.get("tabs", ()):
            yield tab
            yield from form_sections(tab)


def _view(document: dict[str, Any], directory: Directory) -> Spots:
    place, scope = Place(document), directory.entity(document["entity"])
    yield from _named(place, {"entity": "entity"})
    for key in ("columns", "sort", "group", "totals"):
        yield from _field_keyed(place, key, scope)
    if "filter" in document:
        yield from condition_spots(place.inside("filter"), scope, directory)
    for item in place.items("row_colors"):
        yield from condition_spots(item.inside("when"), scope, directory)
    yield from _paths(place, ["quick_filters"], scope)
    for key in ("board", "calendar", "gallery", "tree"):
        if key in document:
            yield from _paths(place.inside(key), sorted(document[key]), scope)


def _role(document: dict[str, Any], directory: Directory) -> Spots:
    for grant in Place(document).items("entities"):
        yield from _named(grant, {"entity": "entity"})
        scope = directory.entity(grant.value["entity"])
        actions = grant.inside("actions")
        for action in actions.value:
            for item in actions.items(action):
                yield from condition_spots(item.inside("where"), scope, directory)
        yield from _field_keyed(grant, "fields", scope)


def _page(document: dict[str, Any], directory: Directory) -> Spots:
    place, own = Place(document), directory.entity(document.get("entity"))
    yield from _named(place, {"entity": "entity"})
    yield from _blocks(place, own, directory)


def _blocks(place: Place, own: Raw | None, directory: Directory) -> Spots:
    for block in place.items("blocks"):
        yield from _named(block, {"entity": "entity", "view": "view", "form": "form"})
        scope = directory.entity(block.value["entity"]) if "entity" in block.value else own
        yield from _paths(block, ["via", "fields", "by", "of"], scope)
        yield from _field_keyed(block, "sort", scope)
        yield from _where(block, scope, directory)
        for figure in block.items("figures"):
            yield from _figure(figure, own, directory)
        for shortcut in block.items("shortcuts"):
            yield from _named(shortcut, {"entity": "entity", "view": "view", "page": "page"})
        for tab in block.items("tabs"):
            yield from _blocks(tab, own, directory)


def _figure(place: Place, own: Raw | None, directory: Directory) -> Spots:
    yield from _named(place, {"entity": "entity", "view": "view"})
    yield from _paths(place, ["field"], own)
    scope = directory.entity(place.value["entity"]) if "entity" in place.value else own
    yield from _paths(place, ["via", "of"], scope)
    yield from _where(place, scope, directory)
    if "minus" in place.value:
        yield from _where(place.inside("minus"), scope, directory)


def _where(place: Place, scope: Raw | None, directory: Directory) -> Spots:
    if "where" in place.value:
        yield from condition_spots(place.inside("where"), scope, directory)


_FINDERS: Mapping[str, Callable[[dict[str, Any], Directory], Spots]] = {
    "app": _app,
    "settings": _nothing,
    "role": _role,
    "entity": _entity,
    "option_set": _option_set,
    "form": _form,
    "view": _view,
    "stage_flow": _stage_flow,
    "tag_set": _tag_set,
    "page": _page,
}
