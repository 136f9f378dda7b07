"""One unit of work: a transaction, the compiled workspace, who asks, and when."""

from __future__ import annotations

from dataclasses import dataclass, field

from builder.errors import Conflict, NotAllowed, NotFound
from builder.metadata.entity import Entity
from builder.metadata.model import Model
from builder.metadata.relative import Moment
from builder.metadata.rights import Rights
from builder.storage.asker import Asker, Stamp
from builder.storage.catalog import Catalog
from builder.storage.engine import Connection
from builder.storage.space import Space


@dataclass
class Work:
    """What every use case is given. Holds no lock of its own and never commits."""

    conn: Connection
    catalog: Catalog
    rights: Rights
    moment: Moment
    app: str | None = None
    """Id of the app whose names are meant, where several have the same."""
    change_set: int | None = None
    """Id of the change set that collects the changes, if one is open."""
    source: str = "api"
    """Where the change comes from: api, import, undo, automation … kept with events."""
    secret: bytes = b""
    """Key of the installation with which cursors are sealed."""
    fast_lists: set[int] = field(default_factory=set)
    """Numbers of the lists made fast that were asked for: what is never asked for gives its index up."""
    _asker: Asker | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def model(self) -> Model:
        """The compiled documents."""
        return self.catalog.model

    @property
    def space(self) -> Space:
        """The workspace's names in the database."""
        return self.catalog.space

    @property
    def asker(self) -> Asker:
        """Who asks, when, and of which workspace: what every query is compiled with."""
        found = self._asker
        if found is None or found.catalog is not self.catalog:
            found = self._asker = Asker(self.catalog, self.rights, self.moment)
        return found

    @property
    def stamp(self) -> Stamp:
        """Who writes, and when."""
        return Stamp(self.rights.user, self.moment.now)

    @property
    def now(self) -> int:
        """Microseconds since 1970, UTC."""
        return self.moment.now

    def entity(self, reference: str) -> Entity:
        """Return an entity by id or name. Raises NotFound also when the principal may do nothing with it,
        Conflict ``app_needed`` where several apps have one of the name and none is chosen.
        """
        found = self.model.entity(reference, self.app)
        if found is None and self.app is None:
            found = self._named(reference)
        if found is None or not self.rights.on(found.id).branches:
            raise NotFound("unknown_entity", name=reference[:100])
        return found

    def _named(self, name: str) -> Entity | None:
        """Return the only entity of a name that the principal may see. Raises Conflict ``app_needed``."""
        seen = [one for one in self.model.entities.values() if one.name == name and self.rights.on(one.id).branches]
        if len(seen) > 1:
            raise Conflict("app_needed", known=sorted(self.model.apps[one.app].name for one in seen))
        return seen[0] if seen else None

    def require(self, entity: Entity, action: str) -> None:
        """Raise NotAllowed unless the action is possible on some record of the entity."""
        if not self.rights.on(entity.id).may(action):
            raise NotAllowed(action=action)
