"""Set-up and session: who is signed in."""

from __future__ import annotations

from marshmallow import fields

from builder.api.schemas.base import AnswerShape, RequestShape, nested, text, told, told_list
from builder.messages import LOCALES

LONGEST_EMAIL = 320
LONGEST_PASSWORD = 1_000


class SetupState(AnswerShape):
    """Whether the first account has still to be made."""

    needed = told(fields.Boolean)
    languages = told_list(fields.String())


class SetupBody(RequestShape):
    """The first administrator and the first workspace."""

    email = text(LONGEST_EMAIL, shortest=3, required=True)
    password = text(LONGEST_PASSWORD, shortest=1, required=True)
    display_name = text(200, required=True)
    locale = text(one_of=LOCALES, required=True)
    workspace_name = text(200, shortest=1, required=True)
    time_zone = text(64, allow_none=True)


class SignInBody(RequestShape):
    """What the person signs in with (an address, a mobile number or a user name) and the password."""

    name = text(LONGEST_EMAIL, required=True)
    password = text(LONGEST_PASSWORD, required=True)


class SessionChange(RequestShape):
    """What people may set about themselves."""

    locale = text(one_of=LOCALES, allow_none=True)
    time_zone = text(64, shortest=1, allow_none=True)
    display_name = text(200, shortest=1)


class PasswordBody(RequestShape):
    """The password in force and the one that shall replace it."""

    current = text(LONGEST_PASSWORD, shortest=1, required=True)
    new = text(LONGEST_PASSWORD, shortest=1, required=True)


class SessionUser(AnswerShape):
    """The person who is signed in."""

    id = told(fields.Integer)
    email = told()
    username = told()
    mobile = told()
    display_name = told()
    locale = told(allow_none=True)
    time_zone = told(allow_none=True)


class SessionWorkspace(AnswerShape):
    """A workspace the person is a member of."""

    key = told()
    name = told()
    administrator = told(fields.Boolean)


class SessionMap(AnswerShape):
    """Where the pieces of a drawn map come from, what it has to show, and how it is laid out."""

    tiles = told()
    attribution = told()
    datum = told()


class Session(AnswerShape):
    """Who is signed in, the CSRF token, the workspaces, and the map that this installation draws, if any."""

    user = nested(SessionUser, required=True)
    csrf = told()
    workspaces = told_list(SessionWorkspace)
    map = nested(SessionMap, required=True, allow_none=True)
