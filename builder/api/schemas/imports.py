"""Importing a file: what it holds, how its columns map to fields, what came of it."""

from __future__ import annotations

from flask_smorest.fields import Upload
from marshmallow import ValidationError, fields, validate
from werkzeug.datastructures import FileStorage

from builder.api.schemas.base import (
    CODES,
    AnswerShape,
    RequestShape,
    count,
    flag,
    listed,
    mapping,
    nested,
    text,
    told,
    told_list,
)
from builder.api.schemas.people import Person
from builder.api.schemas.problems import ProblemItem


def _is_file(sent: object) -> None:
    """Refuse a part of a form that comes without a file name: it is read as text."""
    if not isinstance(sent, FileStorage):
        raise ValidationError("not_a_file")


class UploadForm(RequestShape):
    """A file, and where its rows are to go."""

    file = Upload(required=True, validate=_is_file, error_messages=CODES)
    app = text(64, shortest=1, required=True)
    entity = text(64, shortest=1, required=True)


class ImportSheet(AnswerShape):
    """A sheet of a workbook."""

    name = told()
    hidden = told(fields.Boolean)
    rows = told(fields.Integer, allow_none=True)


class ImportFile(AnswerShape):
    """What the file turned out to be, and how it is read."""

    name = told()
    size = told(fields.Integer)
    kind = told()
    encoding = told(allow_none=True)
    separator = told(allow_none=True)
    sheet = told(allow_none=True)
    header = told(fields.Boolean)
    header_row = told(fields.Integer, allow_none=True)
    sheets = told_list(ImportSheet)
    rows = told(fields.Integer, metadata={"description": "Data rows; an estimate unless rows_exact."})
    rows_exact = told(fields.Boolean)
    warnings = told_list(ProblemItem)


class ColumnGuess(AnswerShape):
    """The type that most values fit, the part of them (0 to 1) that does, and what a field for them needs to know."""

    type = told()
    share = told(fields.Float)
    decimals = told(fields.Integer, allow_none=True, metadata={"description": "Of numbers, where there are any."})
    currency = told(allow_none=True, metadata={"description": "Of amounts: the commonest code."})
    separator = told(allow_none=True, metadata={"description": "Between several choices in one cell."})


class ImportColumn(AnswerShape):
    """A column of the file."""

    letter = told()
    name = told()
    guess = nested(ColumnGuess, required=True)
    samples = told_list(fields.String(allow_none=True), metadata={"description": "Its first different texts."})
    first = told_list(fields.String(), metadata={"description": "Its texts in the first rows, also where blank."})


class FileOptions(RequestShape):
    """Corrections to how the file is read."""

    encoding = text(40, allow_none=True)
    separator = text(4, allow_none=True)
    header = flag(allow_none=True)
    header_row = count(1, 1_000, allow_none=True)
    sheet = text(255, allow_none=True)


class MappingKey(RequestShape):
    """By what rows find the records they update: a field, or a column kept as foreign key."""

    field = text(400, shortest=1)
    column = text(8, shortest=1)
    source = text(100, shortest=1)


class ColumnSplit(RequestShape):
    """One piece of a divided text."""

    separator = text(20, shortest=1, required=True)
    index = count(-50, 50, required=True)


class MappingColumn(RequestShape):
    """Where columns go; ``to`` null leaves them out."""

    from_columns = listed(text(8, shortest=1), 20, 1, required=True, data_key="from", attribute="from")
    to = text(400, shortest=1, required=True, allow_none=True)
    join = text(20)
    split = nested(ColumnSplit, allow_none=True)
    values = mapping()
    unknown_option = text(one_of=["fail", "blank", "create"], data_key="unknown", attribute="unknown")
    match = text(400, shortest=1)
    unmatched = text(one_of=["fail", "blank"])
    separator = text(5, shortest=1)


class Mapping(RequestShape):
    """How a file becomes records."""

    key = nested(MappingKey, allow_none=True)
    on_match = text(one_of=["update", "fill", "skip", "fail"])
    columns = listed(MappingColumn, 1_000, required=True)
    constants = mapping()
    date_order = text(one_of=["ymd", "dmy", "mdy"], allow_none=True)
    decimal_mark = text(one_of=[".", ","], allow_none=True)
    time_zone = text(64, allow_none=True)


class MappingBody(RequestShape):
    """A mapping to try or to run."""

    mapping = nested(Mapping, required=True)


class ImportResult(AnswerShape):
    """What an import did."""

    created = told(fields.Integer)
    updated = told(fields.Integer)
    failed = told(fields.Integer)
    skipped = told(fields.Integer)
    unchanged = fields.Integer(metadata={"description": "Of the skipped: rows that say what is there already."})
    options = fields.Integer(metadata={"description": "Options added to fields; they stay when it is undone."})
    change_set = told(fields.Integer, allow_none=True)


class Import(AnswerShape):
    """An import, from the upload to its result."""

    id = told()
    app = told()
    entity = told()
    state = told(validate=validate.OneOf(["open", "queued", "running", "done", "failed", "cancelled"]))
    job = told(fields.Integer, allow_none=True)
    file = nested(ImportFile, required=True)
    columns = told_list(ImportColumn)
    mapping = nested(Mapping, required=True)
    result = nested(ImportResult, required=True, allow_none=True)
    undone = told(fields.Boolean, metadata={"description": "Whether what it wrote was taken back."})


class ImportSearch(RequestShape):
    """Imports into what, and how many."""

    app = text(64, shortest=1, required=True)
    entity = text(64, shortest=1, required=True)
    limit = count(1, 20, strict=False, load_default=5)


class EarlierImport(AnswerShape):
    """An import that was started, and what came of it."""

    id = told()
    file = told(metadata={"description": "Name of the file."})
    at = told(fields.DateTime)
    by = nested(Person, required=True)
    state = told(validate=validate.OneOf(["queued", "running", "done", "failed", "cancelled"]))
    job = told(fields.Integer)
    result = nested(ImportResult, required=True, allow_none=True)
    undone = told(fields.Boolean)


class EarlierImports(AnswerShape):
    """Imports, newest first."""

    items = told_list(EarlierImport)


class PreviewRow(AnswerShape):
    """What would become of one row."""

    number = told(fields.Integer)
    action = told(validate=validate.OneOf(["create", "update", "fail", "skip"]))
    values = mapping(required=True)
    problems = told_list(ProblemItem)
    warnings = told_list(ProblemItem)


class PreviewSummary(AnswerShape):
    """Counts over the rows that were checked."""

    create = told(fields.Integer)
    update = told(fields.Integer)
    fail = told(fields.Integer)
    skip = told(fields.Integer)
    checked = told(fields.Integer)


class ImportPreview(AnswerShape):
    """What an import would do."""

    rows = told_list(PreviewRow)
    summary = nested(PreviewSummary, required=True)


class StartedJob(AnswerShape):
    """The job that does the work."""

    job = told(fields.Integer)


class FailedRowsFormat(RequestShape):
    """The kind of file."""

    format = text(one_of=["csv", "xlsx"], load_default="csv")
