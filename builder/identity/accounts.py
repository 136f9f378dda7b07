"""Accounts: people who can sign in to this installation, whatever the workspaces they belong to."""

from __future__ import annotations

from dataclasses import dataclass

from builder.errors import Conflict, Invalid, NotFound, Problem
from builder.identity.passwords import hash_password, password_matches, password_problem
from builder.metadata.field_types.text import clean_line
from builder.metadata.time_zones import is_time_zone
from builder.metadata.values import FALLBACK_LOCALES, BadValue
from builder.storage import people_rows
from builder.storage.engine import Connection

LONGEST_NAME = 200


@dataclass(frozen=True)
class Account:
    """A person who may sign in."""

    id: int
    email: str
    display_name: str
    locale: str
    """One of the product's languages, or empty: as the browser asks."""
    time_zone: str
    """Of display only; empty: as the workspace has it."""


@dataclass(frozen=True)
class NewAccount:
    """What an account is made from: checked, the password hashed already."""

    email: str
    display_name: str
    password_hash: str
    locale: str = ""
    time_zone: str = ""


def new_account(email: str, password: str, display_name: str = "", locale: str = "", time_zone: str = "") -> NewAccount:
    """Check what an account is made from and hash the password; call it before a write begins.

    Without a name the part of the address before the @ is shown. Raises Invalid with every problem.
    """
    address, problems = _address(email)
    weakness = password_problem(password)
    if weakness is not None:
        problems.append(Problem("password", weakness[0], params=weakness[1]))
    shown, named = _name(display_name)
    problems += named + _profile_problems(locale, time_zone)
    if problems:
        raise Invalid(problems)
    name = shown or address.partition("@")[0]
    return NewAccount(address, name, hash_password(password), locale, time_zone)


def normal_email(email: str) -> str:
    """Return the one spelling under which an address is kept and looked up: NFC, lower case, ASCII domain."""
    return _address(email)[0]


def _address(email: str) -> tuple[str, list[Problem]]:
    from email_validator import EmailNotValidError, validate_email  # takes a tenth of a second to load

    try:
        found = validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except (EmailNotValidError, UnicodeError):
        return "", [Problem("email", "not_an_email")]
    domain = found.ascii_domain or found.domain
    return f"{found.local_part}@{domain}".lower(), []


def _name(written: str) -> tuple[str, list[Problem]]:
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
    if people_rows.is_claimed(conn, now):
        raise Conflict("already_set_up")
    account_id = create(conn, person, now)
    if not people_rows.claim_installation(conn, account_id):
        raise Conflict("already_set_up")
    return account_id


def is_set_up(conn: Connection) -> bool:
    """Whether the installation has its first administrator."""
    return people_rows.first_admin(conn) is not None


def first_admin(conn: Connection) -> int:
    """Return the account id of the first administrator. Raises Conflict ``not_set_up``."""
    found = people_rows.first_admin(conn)
    if found is None:
        raise Conflict("not_set_up")
    return found


def create(conn: Connection, person: NewAccount, now: int) -> int:
    """Create an account and return its id. Raises Conflict ``email_taken``."""
    if people_rows.account_by_email(conn, person.email) is not None:
        raise Conflict("email_taken")
    return people_rows.insert_account(
        conn,
        email=person.email,
        display_name=person.display_name,
        password_hash=person.password_hash,
        locale=person.locale or None,
        time_zone=person.time_zone or None,
        now=now,
    )


def verify(conn: Connection, email: str, password: str) -> Account | None:
    """Return the account if the address and the password belong together and it is not disabled.

    Unknown addresses take as long as wrong passwords.
    """
    row = people_rows.account_by_email(conn, normal_email(email))
    matches = password_matches(password, row.password_hash if row is not None else None)
    if row is None or not matches or row.disabled_at is not None:
        return None
    return account_of(row)


def find(conn: Connection, account_id: int) -> Account:
    """Return an account. Raises NotFound when it is unknown or disabled."""
    row = people_rows.account(conn, account_id)
    if row is None or row.disabled_at is not None:
        raise NotFound("unknown_account")
    return account_of(row)


def find_by_email(conn: Connection, email: str) -> Account:
    """Return the account with an address. Raises NotFound when it is unknown or disabled."""
    row = people_rows.account_by_email(conn, normal_email(email))
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
    name, problems = _name(display_name or "")
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
    people_rows.update_account(conn, account_id, {key: value for key, value in changes.items() if value is not None})
    return find(conn, account_id)


def new_password_hash(conn: Connection, account_id: int, current: str, new: str) -> str:
    """Check a change of password by the person themselves and return the hash to keep.

    Hashing takes long: call it before a write begins. Raises Invalid ``wrong_password`` at ``current``, or with what
    is wrong with the new one; NotFound.
    """
    row = people_rows.account(conn, account_id)
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
    people_rows.update_account(conn, account_id, {"password_hash": password_hash})


def account_of(row: people_rows.AccountRow) -> Account:
    """Return the account that a row describes."""
    return Account(row.id, row.email, row.display_name, row.locale or "", row.time_zone or "")
