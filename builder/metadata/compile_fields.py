"""Compiles the fields and options of an entity from its document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from builder.errors import Problem
from builder.metadata.definitions import Document, Field, Option, OptionList
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.operands import parse_stored
from builder.metadata.values import BadValue

Report = Callable[[Problem], None]
OptionLists = Mapping[str, OptionList]
"""Id of an option set or tag set → its options."""


def compile_options(documents: Sequence[Document], list_id: str, rules: Document | None = None) -> OptionList:
    """Return the options (tags, stages) of a list of option documents."""
    return OptionList(tuple(_option(document) for document in documents), list_id, rules)


def tag_rules(document: Document) -> Document:
    """Return what a tag set says of the fields that use it: of an exclusive one a record has one tag at most."""
    exclusive = {"max_count": 1} if document.get("exclusive") else {}
    return {**exclusive, **({"users_can_add": True} if document.get("users_can_add") else {})}


def _option(document: Document) -> Option:
    return Option(
        id=document["id"],
        name=document["name"],
        label=document["label"],
        color=document.get("color", ""),
        score=document.get("score"),
        disabled=document.get("disabled", False),
        parent=document.get("parent", ""),
        document=document,
    )


def compile_fields(
    documents: Sequence[Document], lists: OptionLists, usual: Document, report: Report, path: str
) -> tuple[Field, ...]:
    """Return the fields of an entity or of a sub-table; one of a type nobody knows is reported and left out.

    ``usual`` are the settings of the workspace.
    """
    found = []
    for document in documents:
        here = f"{path}.{document['name']}"
        field_type = FIELD_TYPES.get(document["type"]) if document["type"] in FIELD_TYPES else None
        if field_type is None or field_type.part_only:
            report(Problem(f"{here}.type", "unknown_field_type", params={"type": document["type"][:40]}))
        else:
            found.append(_field(document, lists, usual, report, here))
    return tuple(found)


def _field(document: Document, lists: OptionLists, usual: Document, report: Report, path: str) -> Field:
    kind = FIELD_TYPES[document["type"]]
    settings: Mapping[str, Any] = document.get("settings", {})
    if kind.workspace_settings:
        settings = {**{key: usual[key] for key in kind.workspace_settings if key in usual}, **settings}
    inner = settings.get("fields", ())
    options = _options(document["id"], settings, lists)
    settings = {**settings, **options.rules} if options.rules else settings
    field = Field(
        id=document["id"],
        name=document["name"],
        type=kind,
        label=document["label"],
        order=document.get("order", ""),
        required=document.get("required", False),
        unique=document.get("unique", False),
        searchable=document.get("searchable", False),
        tracked=document.get("tracked", True),
        default=document.get("default"),
        settings=settings,
        options=options,
        fields=compile_fields(inner, lists, usual, report, f"{path}.settings.fields"),
        help=document.get("help"),
        placeholder=document.get("placeholder"),
        message=document.get("message"),
        mask=document.get("mask", ""),
        api_hidden=document.get("api_hidden", False),
        document=document,
    )
    return _with_initial(field, report, path)


def _options(field_id: str, settings: Mapping[str, Any], lists: OptionLists) -> OptionList:
    for key in ("option_set", "tag_set"):
        if key in settings:
            return lists.get(settings[key], OptionList())
    if "options" in settings:
        return compile_options(settings["options"], field_id)
    return OptionList()


def _with_initial(field: Field, report: Report, path: str) -> Field:
    """Read a fixed default once; one that does not fit is reported and there is none."""
    if not field.default or "fixed" not in field.default:
        return field
    try:
        object.__setattr__(field, "initial", parse_stored(field, field.default["fixed"]))
    except BadValue as bad:
        for problem in bad.problems_at(f"{path}.default.fixed"):
            report(problem)
    return field
