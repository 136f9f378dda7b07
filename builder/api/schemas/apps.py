"""Apps, their documents, publishing, revisions, the trash of elements."""

from __future__ import annotations

from marshmallow import fields, validate

from builder.api.schemas.base import (
    AnswerShape,
    Component,
    RequestShape,
    count,
    label,
    listed,
    mapping,
    names,
    nested,
    text,
    told,
    told_list,
)
from builder.api.schemas.people import Person
from builder.api.schemas.problems import ProblemItem


class AppSummary(AnswerShape):
    """An installed app, as the launcher shows it."""

    id = told()
    name = told()
    label = Component("Label", required=True)
    icon = told(allow_none=True)
    color = told(allow_none=True)
    version = told(allow_none=True)


class AppList(AnswerShape):
    """The apps of a workspace, in order."""

    items = told_list(AppSummary)


class AppExport(AnswerShape):
    """An app as a file: every document, references by name."""

    format = told(validate=validate.Equal("formloom.app/1"))
    documents = told_list(Component("Document"))


class CheckBody(RequestShape):
    """Documents to be checked against what is published."""

    documents = listed(Component("Document"), 5_000, required=True)
    delete = names(5_000)
    confirm = names(10)


class Difference(AnswerShape):
    """One change between two versions of an app's documents."""

    kind = told()
    document = told()
    element = told()
    what = told(validate=validate.OneOf(["added", "removed", "changed", "moved", "renamed"]))
    path = told()
    before = told(fields.Raw, allow_none=True)
    after = told(fields.Raw, allow_none=True)
    element_kind = told()
    name = told()
    label = Component("Label", required=True, allow_none=True)
    document_label = Component("Label", required=True, allow_none=True)


class UnfitValue(AnswerShape):
    """A value that does not fit the new type of its field."""

    record = told(fields.Integer)
    value = told(fields.String)


class Conversion(AnswerShape):
    """How the values of a field take to its new type; of large tables the first 10 000 are tried."""

    entity = told(fields.String)
    field = told(fields.String)
    from_ = told(fields.String, data_key="from", attribute="from")
    to = told(fields.String)
    judged = told(fields.Integer)
    unfit = told(fields.Integer)
    complete = told(fields.Boolean)
    examples = told_list(UnfitValue)


class CheckResult(AnswerShape):
    """Every problem, and what publishing would change."""

    problems = told_list(ProblemItem)
    changes = told_list(Difference)
    conversions = told_list(Conversion)


class PublishBody(CheckBody):
    """Documents to be published; ``revision`` is the one that was edited."""

    message = text(2_000)
    revision = count(0)


class PublishResult(AnswerShape):
    """The new revision, and jobs that finish slow parts."""

    revision = told(fields.Integer)
    changes = told_list(Difference)
    jobs = told_list(fields.Integer())
    conversions = told_list(Conversion)


class NewField(RequestShape):
    """A field to add; the name is made from the label where none is given."""

    label = label(required=True)
    type = text(31, shortest=1, required=True)
    name = text(63, shortest=1)
    settings = mapping()


class NewFields(RequestShape):
    """Fields to add to an entity."""

    fields_ = listed(NewField, 100, 1, required=True, data_key="fields", attribute="fields")


class AddedFields(PublishResult):
    """The names of the fields that were added, in the order asked."""

    names = told_list(fields.String())


class NewTag(RequestShape):
    """A tag that somebody adds while filling in a field."""

    label = text(200, required=True)


class AddedTag(AnswerShape):
    """The tag, as the options of its field have it."""

    name = told()
    label = Component("Label", required=True)
    color = told()


class Revision(AnswerShape):
    """One published version."""

    number = told(fields.Integer)
    at = told(fields.DateTime)
    by = nested(Person, required=True)
    message = told()
    changes = told_list(Difference)


class RevisionList(AnswerShape):
    """Revisions, newest first."""

    items = told_list(Revision)


class DeletedElement(AnswerShape):
    """A deleted field or entity whose data is still there."""

    id = told()
    kind = told(validate=validate.OneOf(["field", "entity"]))
    name = told()
    label = Component("Label", required=True)
    entity = told(metadata={"description": "Id of the entity: of the field, or itself."})
    entity_label = Component("Label", required=True)
    revision = told(fields.Integer)
    deleted_at = told(fields.DateTime)


class ElementTrash(AnswerShape):
    """What can be brought back."""

    items = told_list(DeletedElement)


class DeletedCount(AnswerShape):
    """How many records of an entity are in the trash, and how many days they stay there."""

    entity = told()
    count = told(fields.Integer, allow_none=True)
    capped = told(fields.Boolean)
    days = told(fields.Integer)


class RecordTrash(AnswerShape):
    """Entities whose deleted records the reader may bring back."""

    items = told_list(DeletedCount)
