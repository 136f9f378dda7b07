"""Searching an app as a whole."""

from __future__ import annotations

from marshmallow import fields

from builder.api.schemas.base import AnswerShape, RequestShape, count, mapping, text, told, told_list


class AppSearch(RequestShape):
    """What is looked for, and how many records of each entity are wanted."""

    text = text(500, load_default="")
    limit = count(1, 10, strict=False, load_default=5)


class FoundInApp(AnswerShape):
    """A record, with values that tell it from others of the same name."""

    id = told(fields.Integer)
    title = told()
    facts = mapping(required=True)


class FoundGroup(AnswerShape):
    """Records of one entity."""

    entity = told()
    items = told_list(FoundInApp)
    more = told(fields.Boolean)


class FoundPlace(AnswerShape):
    """A list, view or page of the app; ``exact`` when it is called just as was typed, or begins with its initials."""

    type = told()
    id = told()
    name = told()
    exact = told(fields.Boolean)


class AppSearchResult(AnswerShape):
    """What was found; ``incomplete`` when time was up before every entity was searched."""

    groups = told_list(FoundGroup)
    places = told_list(FoundPlace)
    incomplete = told(fields.Boolean)
