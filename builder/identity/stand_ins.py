"""Stand-ins: members that samples bring along, who own records and head departments but cannot sign in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from builder.errors import Conflict
from builder.identity import departments, members
from builder.identity.sign_in_names import normal_email
from builder.metadata.model import Model
from builder.storage import account_rows, department_rows, people_rows
from builder.storage.engine import Connection
from builder.storage.head import bump
from builder.storage.space import Space
from builder.templates_catalog.samples import ME, SampleCompany, SamplePerson


@dataclass
class StandIns:
    """The people of a sample company in one workspace."""

    accounts: dict[str, int] = field(default_factory=dict)
    """Key → account; whoever asked is among them."""
    departments: dict[str, int] = field(default_factory=dict)
    """Key → department."""
    homes: dict[str, int | None] = field(default_factory=dict)
    """Key of a person → department."""
    made: list[int] = field(default_factory=list)
    """Departments that were not there before."""

    @property
    def hired(self) -> list[int]:
        """The accounts of the stand-ins."""
        return [account for key, account in self.accounts.items() if key != ME]


@dataclass(frozen=True)
class Hiring:
    """Who asks for stand-ins, from which department, for which app, and when (microseconds)."""

    model: Model
    app: str
    account: int
    department: int | None
    now: int

    @property
    def roles(self) -> Mapping[str, str]:
        """Name → id of the roles that the app brings."""
        model = self.model
        own = (model.documents[key] for key, app in model.app_of.items() if app == self.app)
        return {document["name"]: document["id"] for document in own if document["kind"] == "role"}


def bring(conn: Connection, space: Space, hiring: Hiring, company: SampleCompany) -> StandIns:
    """Make the people of a company members, in its departments and roles.

    The workspace must be held alone. Raises Conflict ``email_taken`` where somebody signs in with an address.
    """
    found = StandIns({ME: hiring.account}, {}, {ME: hiring.department})
    for person in company.people:
        found.accounts[person.key] = _hire(conn, space, person, hiring.now)
    known = {row.name: row.id for row in department_rows.departments(conn, space)}
    for item in company.departments:
        number = known.get(item.name)
        if number is None:
            number = departments.add_department(conn, space, item.name, head=found.accounts[item.head])
            found.made.append(number)
        found.departments[item.key] = number
    roles = hiring.roles
    for person in company.people:
        account = found.accounts[person.key]
        home = found.homes[person.key] = found.departments[person.department]
        members.place(conn, space, account, home, found.accounts[person.manager])
        wanted = {roles[name] for name in person.roles if name in roles} | set(
            people_rows.roles_of(conn, space, account)
        )
        members.set_roles(conn, space, hiring.model, account, wanted & hiring.model.documents.keys())
    return found


def _hire(conn: Connection, space: Space, person: SamplePerson, now: int) -> int:
    email = normal_email(person.email)
    row = account_rows.account_by_email(conn, email)
    if row is not None and row.password_hash is not None:
        raise Conflict("email_taken")
    account = row.id if row is not None else _account(conn, email, person.name, now)
    if people_rows.member(conn, space, account) is None:
        people_rows.insert_member(
            conn, space, account_id=account, display_name=person.name, email=email, is_admin=False, now=now
        )
    else:
        people_rows.update_member(conn, space, account, {"disabled_at": None, "display_name": person.name})
    return account


def _account(conn: Connection, email: str, name: str, now: int) -> int:
    return account_rows.insert_account(conn, email=email, display_name=name, password_hash=None, now=now)


def dismiss(conn: Connection, space: Space, people: Iterable[int], made: Sequence[int], now: int) -> None:
    """Let stand-ins go: they keep their names on what is left, and belong to no department and no role.

    Departments go where nobody else belongs to them. The workspace must be held alone.
    """
    gone = set(people)
    for account in gone:
        known = account_rows.account(conn, account)
        if known is None or known.password_hash is not None or people_rows.member(conn, space, account) is None:
            continue
        people_rows.replace_roles(conn, space, account, [])
        changes = {"disabled_at": now, "department_id": None, "manager_id": None}
        people_rows.update_member(conn, space, account, changes)
    others = people_rows.every_member(conn, space)
    for row in others:
        if row.manager_id in gone:
            people_rows.update_member(conn, space, row.account_id, {"manager_id": None})
    used = {row.department_id for row in others} | {row.parent_id for row in department_rows.departments(conn, space)}
    department_rows.remove(conn, space, [number for number in made if number not in used])
    bump(conn, space, "rights_rev")
