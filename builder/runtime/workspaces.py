"""Units of work: opens the transaction, reads the head in it, and says who asks, with which rights, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from builder.errors import NotFound
from builder.identity.rights import Principal, principal_of
from builder.metadata.model import Model
from builder.metadata.relative import Moment
from builder.runtime.fast_list_uses import FastListUses
from builder.runtime.work import Work
from builder.storage.catalog import Catalog
from builder.storage.catalogs import CatalogCache
from builder.storage.engine import Connection, Database
from builder.storage.head import Head, hold, hold_alone
from builder.storage.installation import sealing_secret, workspaces
from builder.storage.space import KEY_PATTERN, Space


@dataclass(frozen=True)
class Membership:
    """A workspace as one of its members sees it."""

    key: str
    name: str
    administrator: bool


class Workspaces:
    """The door to every workspace of an installation.

    ``clock`` gives microseconds since 1970 in UTC. One instance serves all threads of a process.
    """

    def __init__(self, database: Database, clock: Callable[[], int]) -> None:
        self.database = database
        self.clock = clock
        self.catalogs = CatalogCache(database)
        self.fast_list_uses = FastListUses(database)
        self._spaces: Mapping[str, Space] = {}
        self._secret = b""

    @contextmanager
    def reading(self, workspace: str, account_id: int, app: str | None = None) -> Iterator[Work]:
        """Give a unit of work that only reads.

        Raises NotFound for a workspace the account is no member of, and for an unknown app.
        """
        with self.database.read() as conn:
            yield self.reading_on(conn, workspace, account_id, app)

    def reading_on(
        self, conn: Connection, workspace: str, account_id: int, app: str | None = None, head: Head | None = None
    ) -> Work:
        """Return a unit of work that reads in a transaction already open, which may know the head.

        Raises as ``reading``.
        """
        space = self.space(conn, workspace)
        return self._work(conn, self.catalogs.at(conn, space, head), account_id, app)

    @contextmanager
    def writing(
        self,
        workspace: str,
        account_id: int,
        app: str | None = None,
        priority: Literal["interactive", "bulk"] = "interactive",
    ) -> Iterator[Work]:
        """Give a unit of work that writes; it commits when the block ends and rolls back when it raises.

        The head is held and read inside the transaction: no publish can replace the rules before it ends.
        """
        if priority == "interactive":
            self.database.somebody_saves()
        with self.database.write(priority) as conn:
            space = self.space(conn, workspace)
            hold(conn, space)
            yield self._work(conn, self.catalogs.at(conn, space), account_id, app)

    @contextmanager
    def publishing(self, workspace: str, account_id: int, app: str | None = None) -> Iterator[Work]:
        """Give a unit of work that may replace documents, roles or members: nobody else writes meanwhile."""
        with self.database.write("interactive") as conn:
            space = self.space(conn, workspace)
            hold_alone(conn, space)
            yield self._work(conn, self.catalogs.at(conn, space), account_id, app)

    def space(self, conn: Connection, workspace: str) -> Space:
        """Return the place of a workspace in the database. Raises NotFound ``unknown_workspace``."""
        found = self.find_space(conn, workspace)
        if found is None:
            raise NotFound("unknown_workspace")
        return found

    def find_space(self, conn: Connection, workspace: str) -> Space | None:
        """Return the place of a workspace in the database, if there is such a workspace."""
        found = self._spaces.get(workspace)
        if found is None:
            self._spaces = {
                row.key: Space(self.database.dialect, row.key)
                for row in workspaces(conn)
                if KEY_PATTERN.fullmatch(row.key)
            }
            found = self._spaces.get(workspace)
        return found

    def memberships(self, account_id: int) -> list[Membership]:
        """Return the workspaces that an account belongs to, by name."""
        found = []
        with self.database.read() as conn:
            for row in workspaces(conn):
                space = Space(self.database.dialect, row.key)
                try:
                    principal = principal_of(conn, self.catalogs.at(conn, space), account_id)
                except NotFound:
                    continue
                found.append(Membership(row.key, row.name, principal.rights.administrator))
        return sorted(found, key=lambda item: (item.name, item.key))

    def _work(self, conn: Connection, catalog: Catalog, account_id: int, app: str | None) -> Work:
        principal = principal_of(conn, catalog, account_id)
        moment = moment_of(catalog.model, principal, self.clock())
        self._secret = self._secret or sealing_secret(conn)
        return Work(conn, catalog, principal.rights, moment, _app_id(catalog.model, app), secret=self._secret)


def moment_of(model: Model, principal: Principal, now: int) -> Moment:
    """Return when and by whom something is asked; the zone is the workspace's."""
    facts = principal.facts
    return Moment(
        now=now,
        time_zone=model.time_zone,
        week_start=model.settings.get("week_start", 1),
        user=facts.id,
        department=facts.department,
        departments=facts.department_tree,
        subordinates=facts.subordinates,
    )


def _app_id(model: Model, reference: str | None) -> str | None:
    if reference is None:
        return None
    found = model.app(reference)
    if found is None:
        raise NotFound("unknown_app", name=reference[:100])
    return found.id
