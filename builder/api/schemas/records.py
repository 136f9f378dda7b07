"""Records: queries, counts, groups, single records, history, bulk changes."""

from __future__ import annotations

from marshmallow import fields, validate

from builder.api.schemas.base import (
    AnswerShape,
    Component,
    RequestShape,
    Words,
    count,
    flag,
    ids,
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
from builder.metadata.query import LARGEST_PAGE

COLOR_PATTERN = "^(#[0-9a-fA-F]{6}|gray|red|orange|amber|green|teal|blue|indigo|purple|pink)$"


class RecordTask(AnswerShape):
    """What is to be done in the stage of a record: another record, whose id is told to those who see it."""

    entity = told()
    id = told(fields.Integer, allow_none=True)
    label = Component("Label", required=True)
    required = told(fields.Boolean)
    state = told(validate=validate.OneOf(["open", "won", "lost", "invalid"]))


class Record(AnswerShape):
    """A record: values by field name, in wire form; hidden fields are absent."""

    id = told(fields.Integer)
    version = told(fields.Integer)
    title = told()
    values = mapping(required=True)
    stage_flow = fields.String(allow_none=True)
    stage_tasks = listed(nested(RecordTask))
    deleted = fields.Boolean()
    out_of_sight = fields.Boolean()
    warnings = listed(ProblemItem)


class RecordRow(AnswerShape):
    """A row of a page: values by path."""

    id = told(fields.Integer)
    version = told(fields.Integer)
    title = told()
    values = mapping(required=True)
    color = fields.String(
        allow_none=True, metadata={"description": "Where rows are coloured: by the first rule that holds, or null."}
    )


class RecordPage(AnswerShape):
    """A page; cursors are opaque."""

    items = told_list(RecordRow)
    next = told(allow_none=True)
    previous = told(allow_none=True)
    indexed = told(fields.Boolean)


class SortBody(RequestShape):
    """One level of order."""

    field = text(400, shortest=1, required=True)
    direction = text(one_of=["asc", "desc"], load_default="asc")


class RecordFilter(RequestShape):
    """Which records."""

    filter = Component("Condition", allow_none=True)
    search = text(500, allow_none=True)
    view = text(64, shortest=1, allow_none=True)
    trash = flag()


class RowColorBody(RequestShape):
    """A colour for the rows that a condition holds for."""

    when = Component("Condition", required=True)
    color = text(pattern=COLOR_PATTERN, required=True)


class QueryBody(RecordFilter):
    """A page of records."""

    fields_asked = names(500, data_key="fields", attribute="fields", allow_none=True)
    sort = listed(SortBody, 5, allow_none=True)
    limit = count(1, LARGEST_PAGE)
    row_colors = listed(RowColorBody, 20, allow_none=True)
    cursor = text(4_000, shortest=1, allow_none=True)
    direction = text(one_of=["next", "previous"])


class CountBody(RecordFilter):
    """How many records; exact counts are bounded in time."""

    exact = flag()


class CountResult(AnswerShape):
    """A count, and whether it stopped at its cap."""

    count = told(fields.Integer)
    capped = told(fields.Boolean)


class GroupKeyBody(RequestShape):
    """A field to group by."""

    field = text(400, shortest=1, required=True)
    grain = text(one_of=["day", "week", "month", "quarter", "year"])


class MeasureBody(RequestShape):
    """What to compute for each group."""

    field = text(400, shortest=1)
    function = text(one_of=["count", "sum", "avg", "min", "max"], required=True)


class GroupBody(RecordFilter):
    """Aggregates by zero or more keys."""

    by = listed(GroupKeyBody, 3, required=True)
    measures = listed(MeasureBody, 20)
    limit = count(1, 1_000)


class Group(AnswerShape):
    """One group: wire values of its keys, labels for people, measures in the order asked for."""

    key = told_list(fields.Raw(allow_none=True))
    labels = told_list(fields.Raw(allow_none=True))
    measures = told_list(fields.Raw(allow_none=True))


class GroupResult(AnswerShape):
    """Groups, and whether there are more."""

    groups = told_list(Group)
    more = told(fields.Boolean)


class RecordSearch(RequestShape):
    """Quick search for pickers."""

    limit = count(1, 50, strict=False, load_default=20)
    first = Words(count(1, strict=False), validate=validate.Length(max=20, error="too_many|max=20"))
    via = text(200)
    text = text(500, load_default="")


class FoundRecord(AnswerShape):
    """A record a picker can offer."""

    id = told(fields.Integer)
    label = told()
    fields_shown = mapping(required=True, data_key="fields", attribute="fields")


class FoundRecords(AnswerShape):
    """Records found."""

    items = told_list(FoundRecord)


class RecordBody(RequestShape):
    """Values by field name; ``form`` names the form whose stricter rules hold too."""

    values = mapping(required=True)
    form = text(64, shortest=1, allow_none=True)


class StageBody(RequestShape):
    """A move to another stage, with the values it asks for."""

    stage = text(100, shortest=1, required=True)
    values = mapping()


class OwnerBody(RequestShape):
    """The new owner, or none."""

    owner = count(1, required=True, allow_none=True)


class ChangeSetNumber(AnswerShape):
    """The change set that can be undone."""

    change_set = told(fields.Integer, allow_none=True)


class RecordChange(AnswerShape):
    """One field before and after."""

    field = told()
    before = told(fields.Raw, allow_none=True)
    after = told(fields.Raw, allow_none=True)


class RecordVersion(AnswerShape):
    """One version of a record."""

    version = told(fields.Integer)
    at = told(fields.DateTime)
    by = nested(Person, required=True, allow_none=True)
    kind = told()
    changes = told_list(RecordChange)


class RecordHistory(AnswerShape):
    """Versions, newest first."""

    items = told_list(RecordVersion)


class StageMove(AnswerShape):
    """One move, and how long the record had been in the stage before."""

    from_stage = told(data_key="from", allow_none=True)
    to = told()
    at = told(fields.DateTime)
    by = nested(Person, required=True, allow_none=True)
    seconds = told(fields.Integer, allow_none=True)


class StageMoves(AnswerShape):
    """Moves, in order."""

    items = told_list(StageMove)


class BulkRecord(RequestShape):
    """One record of a bulk change."""

    id = count(1)
    version = count(1)
    values = mapping()


class BulkBody(RequestShape):
    """A change to many records: listed one by one, by ids, or by a filter (then a job does it)."""

    action = text(one_of=["create", "update", "delete", "restore", "owner", "stage", "choices"], required=True)
    records = listed(BulkRecord, 10_000)
    excluded = ids(1_000)
    ids = ids(100_000)
    filter = Component("Condition", allow_none=True)
    search = text(500, allow_none=True)
    view = text(64, shortest=1, allow_none=True)
    values = mapping()
    stage = text(100, shortest=1)
    field = text(64, shortest=1)
    add = listed(fields.Raw(), 1_000)
    remove = listed(fields.Raw(), 1_000)


class BulkFailure(AnswerShape):
    """A record that was left out, by its place in the request."""

    index = told(fields.Integer)
    id = told(fields.Integer, allow_none=True)
    problems = told_list(ProblemItem)


class BulkResult(AnswerShape):
    """What was done at once, or the job that does it."""

    change_set = fields.Integer(allow_none=True)
    created = fields.Integer()
    updated = fields.Integer()
    unchanged = fields.Integer()
    failed = listed(BulkFailure)
    job = fields.Integer()
