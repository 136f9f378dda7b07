"""Links by which people join a workspace or set a password: the hash of each, for whom, and until when."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from sqlalchemy import Connection, delete, insert, select

from builder.storage.fixed_tables import account_link


@dataclass(frozen=True)
class LinkRow:
    """A link; ``id`` is the hash of its token, times are microseconds since 1970, UTC."""

    id: str
    account_id: int
    workspace: str
    created_by: int
    created_at: int
    expires_at: int


def replace(conn: Connection, row: LinkRow) -> None:
    """Keep a link in place of those that the account had for the same workspace."""
    same = (account_link.c.account_id == row.account_id, account_link.c.workspace == row.workspace)
    conn.execute(delete(account_link).where(*same))
    conn.execute(insert(account_link).values(asdict(row)))


def find(conn: Connection, link_id: str, *, lock: bool = False) -> LinkRow | None:
    """Return a link, held until the transaction ends where asked."""
    columns = [account_link.c[item.name] for item in fields(LinkRow)]
    query = select(*columns).where(account_link.c.id == link_id)
    row = conn.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else LinkRow(*row)


def remove_of(conn: Connection, account_id: int, workspace: str | None = None) -> None:
    """Remove the links of an account, of one workspace or of all."""
    gone = delete(account_link).where(account_link.c.account_id == account_id)
    conn.execute(gone if workspace is None else gone.where(account_link.c.workspace == workspace))


def remove_expired(conn: Connection, now: int) -> None:
    """Remove links whose time is over."""
    conn.execute(delete(account_link).where(account_link.c.expires_at <= now))
