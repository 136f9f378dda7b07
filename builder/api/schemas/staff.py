"""Looking after members, departments and teams; links to join and to set a password; a person's own sessions."""

from __future__ import annotations

from marshmallow import fields, validate

from builder.api.schemas.base import (
    AnswerShape,
    RequestShape,
    count,
    flag,
    listed,
    names,
    nested,
    text,
    told,
    told_list,
)
from builder.api.schemas.session import LONGEST_EMAIL, LONGEST_PASSWORD
from builder.identity.joining import LONGEST_TOKEN, Purpose
from builder.identity.sign_in_names import LONGEST_USERNAME
from builder.identity.staff_changes import LONGEST_POSITION

STATES = ("active", "invited", "disabled")


class MemberSearch(RequestShape):
    """Which members: by text, department (with those below it), role, team, state."""

    search = text(200)
    department = count(1, strict=False)
    role = text(60)
    team = count(1, strict=False)
    state = text(one_of=STATES)
    cursor = text(4_000)
    limit = count(1, 200, strict=False, load_default=50)


class Absence(AnswerShape):
    """The first and the last day of an absence, and who stands in."""

    since = told(fields.Date, data_key="from")
    until = told(fields.Date)
    deputy = told(fields.Integer, allow_none=True)


class Member(AnswerShape):
    """A member as administrators see them."""

    id = told(fields.Integer)
    label = told()
    email = told()
    mobile = told()
    username = told()
    department = told(fields.Integer, allow_none=True)
    manager = told(fields.Integer, allow_none=True)
    position = told()
    administrator = told(fields.Boolean)
    state = told(validate=validate.OneOf(STATES))
    signs_in = told(
        fields.Boolean, metadata={"description": "Has a password; not told of who has not joined yet: false."}
    )
    roles = told_list(fields.String(), metadata={"description": "Ids of role documents."})
    teams = told_list(fields.Integer())
    absence = nested(Absence, required=True, allow_none=True)


class MemberList(AnswerShape):
    """A page of members, by name."""

    items = told_list(Member)
    next = told(allow_none=True)


class AbsenceBody(RequestShape):
    """The first and the last day of an absence, and who stands in."""

    since = text(10, required=True, data_key="from")
    until = text(10, required=True)
    deputy = count(1, allow_none=True, load_default=None)


class MemberChange(RequestShape):
    """What a workspace says of a member; what is not named stays."""

    display_name = text(400)
    position = text(LONGEST_POSITION)
    department = count(1, allow_none=True)
    manager = count(1, allow_none=True)
    administrator = flag()
    roles = names(100)
    teams = listed(count(1), 100)
    absence = nested(AbsenceBody, allow_none=True)
    disabled = flag()


class NewMember(RequestShape):
    """A person who becomes a member: a name, and at least one thing to sign in with."""

    display_name = text(400, required=True)
    email = text(LONGEST_EMAIL)
    mobile = text(60)
    username = text(LONGEST_USERNAME)
    position = text(LONGEST_POSITION)
    department = count(1, allow_none=True)
    manager = count(1, allow_none=True)
    administrator = flag()
    roles = names(100)
    teams = listed(count(1), 100)


class MemberLink(AnswerShape):
    """An address to hand to the person; it is told once, works once, and until it expires."""

    url = told()
    expires_at = told(fields.DateTime)


class HeldPlace(AnswerShape):
    """A field in which a member stands, and in how many living records; null where counting takes too long."""

    entity = told()
    entity_label = told(fields.Dict)
    app = told()
    field = told()
    field_label = told(fields.Dict)
    owner = told(fields.Boolean)
    count = told(fields.Integer, allow_none=True)
    capped = told(fields.Boolean)


class HeldList(AnswerShape):
    """Where a member stands, as far as whoever asks may change it."""

    items = told_list(HeldPlace)


class PlaceNamed(RequestShape):
    """A field of an entity of an app, by their names."""

    app = text(100, shortest=1, required=True)
    entity = text(100, shortest=1, required=True)
    field = text(100, shortest=1, required=True)


class HandOverBody(RequestShape):
    """To whom, and what."""

    to = count(1, required=True)
    places = listed(PlaceNamed, 2_000, 1, required=True)


class JobMade(AnswerShape):
    """The job that does it."""

    job = told(fields.Integer)


class RoleItem(AnswerShape):
    """A role that can be given to members."""

    id = told()
    name = told()
    label = told(fields.Dict)
    description = told(fields.Dict, allow_none=True)
    app = told()
    administrator = told(fields.Boolean)


class RoleList(AnswerShape):
    """All roles of the workspace's apps."""

    items = told_list(RoleItem)


class NewDepartment(RequestShape):
    """A department and its place in the tree."""

    name = text(400, required=True)
    parent = count(1, allow_none=True)
    head = count(1, allow_none=True)


class DepartmentChange(RequestShape):
    """What changes of a department; a closed one takes nobody in."""

    name = text(400)
    parent = count(1, allow_none=True)
    head = count(1, allow_none=True)
    closed = flag()


class NewTeam(RequestShape):
    """A team."""

    name = text(400, required=True)


class TeamChange(RequestShape):
    """What changes of a team."""

    name = text(400)
    closed = flag()


class Team(AnswerShape):
    """A team of members from wherever."""

    id = told(fields.Integer)
    label = told()
    closed = told(fields.Boolean)
    people = told(fields.Integer)


class TeamList(AnswerShape):
    """All teams, by name."""

    items = told_list(Team)


class Made(AnswerShape):
    """The number of what was made."""

    id = told(fields.Integer)


class LinkBody(RequestShape):
    """The secret part of a link."""

    token = text(LONGEST_TOKEN, shortest=1, required=True)


class LinkUse(RequestShape):
    """The secret part of a link, and the password that it sets, where it does."""

    token = text(LONGEST_TOKEN, shortest=1, required=True)
    password = text(LONGEST_PASSWORD, shortest=1)


class Link(AnswerShape):
    """What a link is for."""

    purpose = told(validate=validate.OneOf([*Purpose]))
    workspace = told()
    workspace_name = told()
    display_name = told()
    sign_in_name = told()
    expires_at = told(fields.DateTime)


class Device(AnswerShape):
    """A browser in which the person is signed in."""

    id = told()
    user_agent = told()
    address = told()
    created_at = told(fields.DateTime)
    last_seen_at = told(fields.DateTime)
    current = told(fields.Boolean)


class DeviceList(AnswerShape):
    """Browsers, the one seen last first."""

    items = told_list(Device)
