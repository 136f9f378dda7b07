"""Groups as they leave: wire values of keys, their labels, and measures in the scale of their fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from builder.metadata.definitions import Field
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.field_types.base import Shape, TextFormat
from builder.metadata.query import GroupKey, GroupQuery, Measure
from builder.metadata.values import Value
from builder.runtime.naming import kind_named
from builder.runtime.wire import Collect, Dump, Labels, label_text, text_format, writer, writer_of
from builder.runtime.work import Work
from builder.storage.query.groups import Group


def dress_groups(work: Work, query: GroupQuery, groups: Sequence[Group], locale: str) -> list[dict[str, Any]]:
    """Return ``{"key": [wire values], "labels": [texts], "measures": [wire values]}`` for each group.

    Labels are in the language ``locale``, in that of the workspace where it is blank.
    """
    how = replace(text_format(work), locale=locale) if locale else text_format(work)
    keys = [_key_writer(work, key, how) for key in query.by]
    measures = [_measure_writer(measure) for measure in query.measures]
    labels = Labels()
    for at, (collect, _, _) in enumerate(keys):
        if collect is not None:
            for group in groups:
                if group.key[at] is not None:
                    collect(group.key[at], labels)
    labels.fetch(work)
    return [
        {
            "key": [_or_null(dump, value, labels) for (_, dump, _), value in zip(keys, group.key, strict=True)],
            "labels": [_or_null(name, value, labels) for (_, _, name), value in zip(keys, group.key, strict=True)],
            "measures": [write(value) for write, value in zip(measures, group.measures, strict=True)],
        }
        for group in groups
    ]


def _or_null(dump: Dump, value: Value, labels: Labels) -> Any:
    return None if value is None else dump(value, labels)


def _key_writer(work: Work, key: GroupKey, how: TextFormat) -> tuple[Collect | None, Dump, Dump]:
    item = key.path.field
    if key.grain:
        day = FIELD_TYPES["date"]
        dump = day.dumper(Field(item.id, item.name, day, item.label))
        return None, lambda value, _labels: dump(value), lambda value, _labels: str(dump(value))
    collect, write = _one_of_several(work, item) if item.type.shape is Shape.LINKS else writer(work, item)
    if kind_named(item) is not None:
        return collect, write, lambda value, labels: label_text(write(value, labels))
    to_text = item.type.to_text
    several = item.type.shape is Shape.LINKS
    return collect, write, lambda value, _labels: to_text([value] if several else value, item, how)


def _one_of_several(work: Work, item: Field) -> tuple[Collect | None, Dump]:
    """A group of a multi-value is one of its values."""
    asks, write = writer_of(work.model, item)

    def collect(value: Value, labels: Labels) -> None:
        if asks is not None:
            asks([value], labels)

    return collect, lambda value, labels: write([value], labels)[0]


def _measure_writer(measure: Measure) -> Callable[[Value], Any]:
    if measure.path is None or measure.function == "count":
        return lambda value: value
    item = measure.path.field
    if any(part.name == "currency" for part in item.type.parts):
        dump = item.type.dumper(item)
        return lambda value: [dump({"amount": amount, "currency": currency}) for currency, amount in value]
    dump = item.type.dumper(item)
    return lambda value: None if value is None else dump(value)
