"""Accounts: people who can sign in to this installation, whatever the workspaces they belong to."""

from __future__ import annotations

from dataclasses import dataclass

from builder.errors import Conflict, Invalid, NotFound, Problem
from builder.identity.passwords import hash_password, password_matches, password_problem
from builder.identity.sign_in_names import names_meant, normal_email
from builder.metadata.field_types.text import clean_line
from builder.metadata.time_zones import is_time_zone
from builder.metadata.values import FALLBACK_LOCALES, BadValue
from builder.storage import account_rows
from builder.storage.engine import Connection

LONGEST_NAME = 200


@dataclass(frozen=True)
class Account:
    """A person who may sign in."""

    id: int
    email: str
    """Empty for who has no mailbox."""
    display_name: str
    locale: str
    """One of the product's languages, or empty: as the browser asks."""
    time_zone: str
    """Of display only; empty: as the workspace has it."""
    username: str = ""
    mobile: str = ""
    """As +8613812345678 (E.164)."""

    @property
    def sign_in_name(self) -> str:
        """What the person signs in with, the first of what there is."""
        return self.email or self.mobile or self.username


@dataclass(frozen=True)
class NewAccount:
    """What an account is made from: checked, the password hashed already (None: to be set through a link)."""

    email: str | None
    display_name: str
    password_hash: str | None
    locale: str = ""
    time_zone: str = ""
    username: str | None = None
    mobile: str | None = None


def new_account(email: str, password: str, display_name: str = "", locale: str = "", time_zone: str = "") -> NewAccount:
    """Check what an account is made from and hash the password; call it before a write begins.

    Without a name the part of the address before the @ is shown. Raises Invalid with every problem.
    """
    address = normal_email(email)
    problems = [] if address else [Problem("email", "not_an_email")]
    weakness = password_problem(password)
    if weakness is not None:
        problems.append(Problem("password", weakness[0], params=weakness[1]))
    shown, named = read_name(display_name)
    problems += named + _profile_problems(locale, time_zone)
    if problems:
        raise Invalid(problems)
    name = shown or address.partition("@")[0]
    return NewAccount(address, name, hash_password(password), locale, time_zone)


def read_name(written: str) -> tuple[str, list[Problem]]:
    """Return a name on one line, blank where there is none, and what is wrong with it."""
    try:
        name = clean_line(written) or ""
    except BadValue:
        name = None
    if name is None or len(name) > LONGEST_NAME:
        return "", [Problem("display_name", "bad_display_name", params={"maximum": LONGEST_NAME})]
    return name, []


def _profile_problems(locale: str | None, time_zone: str | None) -> list[Problem]:
    problems = []
    if locale and locale not in FALLBACK_LOCALES:
        problems.append(Problem("locale", "unknown_locale", params={"known": list(FALLBACK_LOCALES)}))
    if time_zone and not is_time_zone(time_zone):
        problems.append(Problem("time_zone", "unknown_time_zone", params={"name": time_zone}))
    return problems


def create_first_admin(conn: Connection, person: NewAccount, now: int) -> int:
    """Create the account of the first administrator and return its id.

    The one row of the installation decides, so of any number of callers exactly one succeeds.
    Raises Conflict ``already_set_up``; the caller's transaction must then be rolled back.
    """
    if account_rows.is_claimed(conn, now):
        raise Conflict("already_set_up")
    account_id = create(conn, person, now)
    if not account_rows.claim_installation(conn, account_id):
        raise Conflict("already_set_up")
    return account_id


def is_set_up(conn: Connection) -> bool:
    """Whether the installation has its first administrator."""
    return account_rows.first_admin(conn) is not None


def first_admin(conn: Connection) -> int:
    """Return the account id of the first administrator. Raises Conflict ``not_set_up``."""
    found = account_rows.first_admin(conn)
    if found is None:
        raise Conflict("not_set_up")
    return found


def create(conn: Connection, person: NewAccount, now: int) -> int:
    """Create an account and return its id. Raises Conflict ``email_taken``, ``mobile_taken`` or ``username_taken``."""
    for kind in ("email", "mobile", "username"):
        name = getattr(person, kind)
        if name and account_rows.account_by_name(conn, kind, name) is not None:
            raise Conflict(f"{kind}_taken")
    return account_rows.insert_account(
        conn,
        email=person.email,
        display_name=person.display_name,
        password_hash=person.password_hash,
        locale=person.locale or None,
        time_zone=person.time_zone or None,
        username=person.username,
        mobile=person.mobile,
        now=now,
    )


def verify(conn: Connection, name: str, password: str) -> Account | None:
    """Return the account if the name and the password belong together and it is not disabled.

    A name is an e-mail address, a mobile number or a user name. Unknown ones take as long as wrong passwords.
    """
    row = _meant(conn, name)
    matches = password_matches(password, row.password_hash if row is not None else None)
    if row is None or not matches or row.disabled_at is not None:
        return None
    return account_of(row)


def _meant(conn: Connection, name: str) -> account_rows.AccountRow | None:
    """Return the one account that a name may mean: a number without its country that several have means none."""
    found = (account_rows.account_by_name(conn, one.kind, one.value) for one in names_meant(name))
    rows = {row.id: row for row in found if row is not None}
    return next(iter(rows.values())) if len(rows) == 1 else None


def find(conn: Connection, account_id: int) -> Account:
    """Return an account. Raises NotFound when it is unknown or disabled."""
    row = account_rows.account(conn, account_id)
    if row is None or row.disabled_at is not None:
        raise NotFound("unknown_account")
    return account_of(row)


def find_by_name(conn: Connection, name: str) -> Account:
    """Return the account with an address, a mobile number or a user name. Raises NotFound: unknown or disabled."""
    row = _meant(conn, name)
    if row is None or row.disabled_at is not None:
        raise NotFound("unknown_account")
    return account_of(row)


def change_profile(
    conn: Connection,
    account_id: int,
    display_name: str | None = None,
    locale: str | None = None,
    time_zone: str | None = None,
) -> Account:
    """Change what a person says of themselves; None leaves a part as it is. Raises Invalid."""
    name, problems = read_name(display_name or "")
    problems += _profile_problems(locale, time_zone)
    if display_name is not None and not display_name.strip():
        problems.append(Problem("display_name", "required"))
    if problems:
        raise Invalid(problems)
    changes = {
        "display_name": name or None,
        "locale": locale,
        "time_zone": time_zone,
    }
    account_rows.update_account(conn, account_id, {key: value for key, value in changes.items() if value is not None})
    return find(conn, account_id)


def new_password_hash(conn: Connection, account_id: int, current: str, new: str) -> str:
    """Check a change of password by the person themselves and return the hash to keep.

    Hashing takes long: call it before a write begins. Raises Invalid ``wrong_password`` at ``current``, or with what
    is wrong with the new one; NotFound.
    """
    row = account_rows.account(conn, account_id)
    if row is None or row.disabled_at is not None:
        raise NotFound("unknown_account")
    problems = []
    if not password_matches(current, row.password_hash):
        problems.append(Problem("current", "wrong_password"))
    weakness = password_problem(new)
    if weakness is not None:
        problems.append(Problem("new", weakness[0], params=weakness[1]))
    if problems:
        raise Invalid(problems)
    return hash_password(new)


def set_password(conn: Connection, account_id: int, password_hash: str) -> None:
    """Keep a new password of an account."""
    account_rows.update_account(conn, account_id, {"password_hash": password_hash})


def account_of(row: account_rows.AccountRow) -> Account:
    """Return the account that a row describes."""
    return Account(
        id=row.id,
        email=row.email or "",
        display_name=row.display_name,
        locale=row.locale or "",
        time_zone=row.time_zone or "",
        username=row.username or "",
        mobile=row.mobile or "",
    )
