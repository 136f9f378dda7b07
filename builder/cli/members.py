"""``builder member``: who works in a workspace, inviting people, links for passwords, letting people go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from builder.cli.desk import Desk, at_desk
from builder.cli.output import Output
from builder.errors import Invalid, Problem

if TYPE_CHECKING:
    from builder.runtime.work import Work

MOST_LISTED = 10_000


@click.group()
def member() -> None:
    """List and invite the people of a workspace, make links for passwords, let people go."""


@member.command("list")
@click.option("--search", default="", metavar="TEXT", help="In name or address.")
@click.option("--state", type=click.Choice(["active", "invited", "disabled"]), help="Only these.")
@at_desk
def list_members(out: Output, desk: Desk, search: str, state: str | None) -> None:
    """List members by name."""
    from builder.identity import staff
    from builder.storage.people_rows import MembersAsked

    with desk.reading() as work:
        asked = MembersAsked(search=search, state=state or "", limit=MOST_LISTED)
        found, _ = staff.page(_office(work), asked)
        roles = {role["id"]: role["name"] for role in work.model.of_kind("role")}
    items = [{**vars(one), "roles": [roles[role] for role in one.roles]} for one in found]
    out.table(
        ["id", "name", "signs in with", "roles", "state"],
        [
            [
                one["id"],
                one["label"],
                _sign_in_name(one),
                "administrator" if one["administrator"] else one["roles"],
                one["state"],
            ]
            for one in items
        ],
    )
    out.answer({"items": items})


@member.command()
@click.argument("name")
@click.option("--email", "address", default="", metavar="ADDRESS", help="To sign in with.")
@click.option("--mobile", default="", metavar="NUMBER", help="To sign in with.")
@click.option("--username", default="", metavar="NAME", help="To sign in with, for who has no mailbox.")
@click.option("--role", "roles", multiple=True, metavar="NAME", help="API name of a role; may be repeated.")
@click.option("--administrator", is_flag=True, help="May do everything.")
@at_desk
def add(out: Output, desk: Desk, name: str, address: str, roles: tuple[str, ...], **given: Any) -> None:
    """Invite the person NAME; tells the link by which they join."""
    from builder.identity import staff

    with desk.publishing() as work:
        office = _office(work)
        wanted = _role_ids(work, roles)
        account = staff.invite(office, {"display_name": name, "email": address, "roles": wanted, **given})
        link = _link(desk, work, account)
    out.say("member_added", name=name, **link)
    out.answer({"account": account, **link})


@member.command()
@click.argument("who")
@at_desk
def link(out: Output, desk: Desk, who: str) -> None:
    """Make a link by which WHO (an address, a mobile number or a user name) joins or sets a new password."""
    with desk.publishing() as work:
        made = _link(desk, work, _account(work, who))
    out.say("member_link", **made)
    out.answer(made)


@member.command()
@click.argument("who")
@at_desk
def disable(out: Output, desk: Desk, who: str) -> None:
    """Let WHO go: from the next request on they reach nothing in the workspace."""
    _set_disabled(out, desk, who, True)


@member.command()
@click.argument("who")
@at_desk
def enable(out: Output, desk: Desk, who: str) -> None:
    """Take WHO back, with the place and roles they had."""
    _set_disabled(out, desk, who, False)


def _set_disabled(out: Output, desk: Desk, who: str, disabled: bool) -> None:
    from builder.identity import staff

    with desk.publishing() as work:
        office, account = _office(work), _account(work, who)
        (staff.disable if disabled else staff.enable)(office, account)
        found = staff.find(office, account)
    out.say("member_disabled" if disabled else "member_enabled", name=found.label)
    out.answer({"account": account, "state": found.state})


def _office(work: Work) -> Any:
    from builder.errors import NotAllowed
    from builder.identity.staff_changes import Office

    if not work.rights.administrator:
        raise NotAllowed(action="build")
    return Office(work.conn, work.space, work.model, work.rights.user, work.now)


def _account(work: Work, who: str) -> int:
    from builder.identity import accounts

    _office(work)
    return accounts.find_by_name(work.conn, who).id


def _role_ids(work: Work, names: tuple[str, ...]) -> list[str]:
    known = {role["name"]: role["id"] for role in work.model.of_kind("role", work.app)}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Invalid([Problem("roles", "unknown_reference", params={"name": name}) for name in unknown])
    return [known[name] for name in names]


def _link(desk: Desk, work: Work, account: int) -> dict[str, str]:
    from builder.identity import joining
    from builder.metadata.instants import rfc3339

    token, expires = joining.make(work.conn, work.space, account, work.rights.user, work.now)
    return {"url": f"{desk.config.address}/join#{token}", "expires_at": rfc3339(expires)}


def _sign_in_name(one: dict[str, Any]) -> str:
    return str(one["email"] or one["mobile"] or one["username"])
