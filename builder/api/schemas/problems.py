"""The one shape of every refusal (RFC 9457), and the remarks inside an answer."""

from __future__ import annotations

from marshmallow import fields

from builder.api.schemas.base import AnswerShape, told, told_list


class ProblemItem(AnswerShape):
    """One broken rule: where, a stable code, a sentence in the reader's language."""

    path = told()
    code = told()
    message = told()
    params = told(fields.Dict)


class ProblemDetails(AnswerShape):
    """Why a request was refused; nothing was changed."""

    type = told()
    title = told()
    status = told(fields.Integer)
    code = told()
    message = told()
    params = told(fields.Dict)
    request_id = told()
    problems = told_list(ProblemItem)
