"""Templates: what is inside, installing them, and their sample data."""

from __future__ import annotations

from marshmallow import fields

from builder.api.schemas.apps import AppSummary
from builder.api.schemas.base import (
    NAME_PATTERN,
    AnswerShape,
    Component,
    RequestShape,
    flag,
    label,
    nested,
    text,
    told,
    told_list,
)
from builder.messages import LOCALES


class TemplatePart(AnswerShape):
    """A kind of records or a role that a template brings."""

    name = told()
    label = Component("Label", required=True)
    icon = fields.String(allow_none=True)


class TemplatePicture(AnswerShape):
    """A screen of the app that a template becomes."""

    name = told()
    label = Component("Label", required=True)


class PictureSearch(RequestShape):
    """In which language the screen is."""

    locale = text(one_of=LOCALES, load_default="en")


class SampleState(AnswerShape):
    """The sample data of an app: ``done`` when they are there, ``removing`` while a job takes them away."""

    change_set = told(fields.Integer)
    records = told(fields.Integer)
    state = told()


class InstalledFrom(AnswerShape):
    """An app that was made from a template."""

    app = nested(AppSummary, required=True)
    sample_data = nested(SampleState, required=True, allow_none=True)


class Template(AnswerShape):
    """A template that can be installed."""

    name = told()
    label = Component("Label", required=True)
    description = Component("Label", required=True, allow_none=True)
    version = told()
    counts = told(
        fields.Dict, keys=fields.String(), values=fields.Integer(), metadata={"description": "Documents by kind."}
    )
    has_sample_data = told(fields.Boolean)
    pictures = told_list(TemplatePicture)
    entities = told_list(TemplatePart)
    roles = told_list(TemplatePart)
    installed = told_list(InstalledFrom)


class TemplateList(AnswerShape):
    """The templates that come with the product."""

    items = told_list(Template)


class CloneName(RequestShape):
    """Name and label of a copy, where the template is installed already."""

    name = text(pattern=NAME_PATTERN, required=True)
    label = label(required=True)


class InstallBody(RequestShape):
    """How to install a template."""

    clone = nested(CloneName, allow_none=True)
    sample_data = flag(load_default=False)


class InstalledApp(AnswerShape):
    """The app that a template became."""

    app = nested(AppSummary, required=True)
    sample_records = told(fields.Integer)


class AddedSamples(AnswerShape):
    """How many records were added."""

    records = told(fields.Integer)
