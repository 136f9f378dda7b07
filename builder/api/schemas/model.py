"""The model of an app as the interface draws it: rights applied, references by name."""

from __future__ import annotations

from marshmallow import fields, validate

from builder.api.schemas.base import AnswerShape, Component, listed, nested, told, told_list
from builder.api.schemas.views import SavedView
from builder.metadata.field_types.base import Operator


class ModelApp(AnswerShape):
    """The app and its menu."""

    id = told()
    name = told()
    label = Component("Label", required=True)
    icon = told(allow_none=True)
    color = told(allow_none=True)
    version = told(allow_none=True)
    menu = told_list(Component("MenuItem"))
    languages = told_list(fields.String())
    home = told(allow_none=True)


class ModelSettings(AnswerShape):
    """The settings of the workspace that decide how values are written."""

    languages = told_list(fields.String())
    default_language = told()
    time_zone = told()
    currency = told()
    currencies = told_list(fields.String())
    week_start = told(fields.Integer)
    date_order = told(validate=validate.OneOf(["ymd", "dmy", "mdy"]))


class ModelSort(AnswerShape):
    """One level of order."""

    field = told()
    direction = told(validate=validate.OneOf(["asc", "desc"]))


class ModelOption(AnswerShape):
    """A choice."""

    name = told()
    label = Component("Label", required=True)
    color = told(allow_none=True)
    score = told(fields.Integer, allow_none=True)
    disabled = told(fields.Boolean)
    parent = told(allow_none=True)


class ModelField(AnswerShape):
    """A field the reader may at least see masked."""

    id = told()
    name = told()
    type = told()
    widget = told()
    label = Component("Label", required=True)
    help = Component("Label", required=True, allow_none=True)
    placeholder = Component("Label", required=True, allow_none=True)
    required = told(fields.Boolean)
    unique = told(fields.Boolean)
    searchable = told(fields.Boolean)
    system = told(fields.Boolean)
    access = told(validate=validate.OneOf(["masked", "read", "write"]))
    operators = told_list(fields.String(validate=validate.OneOf([item.value for item in Operator])))
    sortable = told(fields.Boolean)
    aggregates = told_list(fields.String())
    parts = told_list(fields.String())
    settings = told(fields.Dict)
    default = Component("FieldDefault", required=True, allow_none=True)
    options = told_list(ModelOption)
    fields_of_rows = fields.List(nested("ModelField"), required=True, data_key="fields", attribute="fields")


class ModelStage(AnswerShape):
    """A step of a flow."""

    id = told()
    name = told()
    label = Component("Label", required=True)
    color = told(allow_none=True)
    type = told(validate=validate.OneOf(["open", "won", "lost", "invalid"]))
    probability = told(fields.Integer, allow_none=True)
    guidance = told(fields.Dict, allow_none=True)
    by_hand = told(fields.Boolean)
    disabled = told(fields.Boolean)
    required_on_entry = told_list(fields.String())
    required_on_exit = told_list(fields.String())
    tasks = told_list(fields.Dict())
    rot_days = told(fields.Integer, allow_none=True)
    remind_days = told(fields.Integer, allow_none=True)


class ModelTransition(AnswerShape):
    """An allowed move, in flows of mode listed."""

    from_stage = told(data_key="from")
    to = told()


class ModelFlow(AnswerShape):
    """A path of stages."""

    id = told()
    name = told()
    label = Component("Label", required=True)
    when = Component("Condition", required=True)
    mode = told(validate=validate.OneOf(["any", "forward", "listed"]))
    listed = told_list(ModelTransition)
    stages = told_list(ModelStage)


class ModelActivity(AnswerShape):
    """Which fields of an entity make its records follow-ups of others; null where the reader may not read one."""

    subject = told()
    happened_at = told()
    channel = told(allow_none=True)
    next_at = told(allow_none=True)


class ModelEntity(AnswerShape):
    """An entity the reader may do something with."""

    id = told()
    name = told()
    label = Component("Label", required=True)
    plural = Component("Label", required=True, allow_none=True)
    icon = told(allow_none=True)
    color = told(allow_none=True)
    title = told_list(fields.String())
    default_sort = told_list(ModelSort)
    actions = told_list(fields.String())
    ownable = told(fields.Boolean)
    has_stages = told(fields.Boolean)
    search = told(fields.Boolean)
    attachments = told(fields.Boolean)
    comments = told(fields.Boolean)
    followed = told(fields.Boolean)
    activity = nested(ModelActivity, required=True, allow_none=True)
    quick_create = told(allow_none=True)
    key_facts = told_list(fields.String())
    fields_of_entity = listed(ModelField, required=True, data_key="fields", attribute="fields")
    flows = told_list(ModelFlow)
    rules = told_list(Component("Rule"))


class AppModel(AnswerShape):
    """Everything that drawing an app needs, at one revision."""

    app = nested(ModelApp, required=True)
    settings = nested(ModelSettings, required=True)
    revision = told(fields.Integer)
    entities = told_list(ModelEntity)
    forms = told_list(Component("Form"))
    views = told_list(SavedView)
    pages = told_list(Component("Page"))
