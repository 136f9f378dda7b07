"""Which fields a principal may look at: what is hidden answers exactly like what does not exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.errors import Invalid, Problem
from builder.metadata.conditions import All, Any_, Compare, Condition, FieldValue, Not, Path, Quantified
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.paths import Readable, path_text
from builder.metadata.rights import Access
from builder.runtime.work import Work

ORDER = (Access.HIDDEN, Access.MASKED, Access.READ, Access.WRITE)


def access_to(work: Work, entity: Entity, item: Field) -> Access:
    """Return the access to a field, for a part that to the whole field."""
    rights = work.rights.on(entity.id)
    if not rights.branches.get("view"):
        return Access.HIDDEN
    if item.id == "id":
        return Access.READ
    return Access(rights.access(item.id.partition(".")[0]))


def shows(work: Work, entity: Entity, item: Field) -> bool:
    """Whether the principal sees the field, perhaps masked."""
    return access_to(work, entity, item) is not Access.HIDDEN


def reader(work: Work, least: Access = Access.READ) -> Readable:
    """Return what tells a parser of requests which fields it may know of."""
    return lambda entity, item: ORDER.index(access_to(work, entity, item)) >= ORDER.index(least)


def is_open(work: Work, path: Path, least: Access = Access.READ) -> bool:
    """Whether the principal may follow the path and has at least that access to its end."""
    steps = [access_to(work, entity, step) for entity, step in path.steps]
    if any(access in (Access.HIDDEN, Access.MASKED) for access in steps):
        return False
    return ORDER.index(access_to(work, path.entity, path.field)) >= ORDER.index(least)


def refuse_unreadable(work: Work, condition: Condition, where: str) -> None:
    """Raise Invalid ``unknown_field`` for a condition that looks at what the principal may not read."""
    refuse_unreadable_paths(work, paths_in(condition), where)


def refuse_unreadable_paths(work: Work, paths: Iterable[Path], where: str, least: Access = Access.READ) -> None:
    """Raise Invalid ``unknown_field`` for paths that lead over or to a field the principal may not read.

    References on the way are always read in full; ``least`` is what the last field needs.
    """
    closed = [path for path in paths if not is_open(work, path, least)]
    if closed:
        raise Invalid([Problem(where, "unknown_field", params={"name": path_text(path, True)}) for path in closed])


def paths_in(condition: Condition) -> Iterator[Path]:
    """Yield every path that a condition looks at, those of related records included."""
    stack = [condition]
    while stack:
        match stack.pop():
            case All(items) | Any_(items):
                stack += items
            case Not(item):
                stack.append(item)
            case Compare(path, _, value):
                yield path
                if isinstance(value, FieldValue):
                    yield value.path
            case Quantified(related=related):
                yield Path((), related.entity, related.via)
                if related.of is not None:
                    yield related.of
                stack.append(related.where)
