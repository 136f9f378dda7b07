"""Texts of documents that take the place of the product's sentence for a problem; its code stays."""

from __future__ import annotations

from dataclasses import replace

from builder.errors import Problem
from builder.metadata.definitions import Field
from builder.metadata.values import FALLBACK_LOCALES, BadValue, Label, text_of


def with_own_text(problem: Problem, label: Label | None) -> Problem:
    """Return a problem in the words of a document; ``params.message`` keeps every language for the edge."""
    if not label or problem.message:
        return problem
    text = text_of(label, FALLBACK_LOCALES[0])
    return replace(problem, message=text, params={**problem.params, "message": dict(label)})


def problems_of_value(bad: BadValue, path: str, item: Field) -> list[Problem]:
    """Return why a value does not fit its field, in the words of the field or of the column of its rows."""
    return [
        with_own_text(problem, _text_at(problem.path.removeprefix(path), item)) for problem in bad.problems_at(path)
    ]


def _text_at(rest: str, item: Field) -> Label | None:
    """Return the text of the field that a path below the field's own (``.2.quantity``) is about."""
    steps = rest.split(".")
    column = next((inner for inner in item.fields if len(steps) > 2 and inner.name == steps[2]), None)
    return column.message if column is not None else item.message
