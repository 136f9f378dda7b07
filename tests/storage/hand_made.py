"""A tiny model made by hand, so that storage is tested without the compiler of documents."""

from __future__ import annotations

from typing import Any

from builder.metadata.definitions import Field, Option, OptionList
from builder.metadata.entity import Entity, UniqueKey
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.model import App, Model

APP = App("a_sample01", "sample", {"en": "Sample"})


def options(list_id: str, *names: str) -> OptionList:
    """Return options whose ids end with their names."""
    return OptionList(tuple(Option(f"o_{name}", name, {"en": name.title()}) for name in names), list_id)


def field(name: str, kind: str = "text", **more: Any) -> Field:
    """Return a field whose id follows from its name."""
    return Field(f"f_{name}", name, FIELD_TYPES[kind], {"en": name.title()}, **more)


def system_fields() -> tuple[Field, ...]:
    """Return system fields of types that every stage of the product knows."""
    return tuple(
        Field(name, name, FIELD_TYPES["number"], {"en": name}, settings={"decimals": 0}, system=True)
        for name in ("created_at", "updated_at")
    )


def entity(name: str, *fields: Field, unique: tuple[Field, ...] = (), **more: Any) -> Entity:
    """Return an entity whose id follows from its name, with a unique key for each of ``unique``."""
    keys = tuple(UniqueKey(item.id, (item,)) for item in unique)
    return Entity(
        f"e_{name}", name, {"en": name}, APP.id, fields, system_fields(), fields[:1], unique_keys=keys, **more
    )


def model(*entities: Entity) -> Model:
    """Return a model of one app."""
    documents = {APP.id: {"kind": "app", "id": APP.id, "name": APP.name}}
    lists = {item.options.list_id: item.options for one in entities for item in one.fields if item.options.list_id}
    return Model(documents, {}, {APP.id: APP}, {one.id: one for one in entities}, {}, lists)
