"""Records offered by a picker: those called just so first, with facts that tell equal names apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from builder.errors import Invalid, LimitExceeded, NotFound
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.values import composed
from builder.runtime.list_requests import condition_of
from builder.runtime.read_records import page
from builder.runtime.readable import is_open, reader, shows
from builder.runtime.work import Work
from builder.storage.query.time_limits import quickly
from builder.storage.search import is_searched

LARGEST_PICKER = 50
MOST_FIRST = 20
EXACT_SECONDS = 0.3
FACTS = 2
"""Values told of each record beside its title."""

Tree = Mapping[str, Any]


def find_for_picker(
    work: Work, entity: Entity, text: str, limit: int = 20, first: Sequence[int] = (), via: str = ""
) -> dict[str, Any]:
    """Return ``{"items": [{"id", "label", "fields"}]}`` of records by quick search.

    Those called just so come first, then those whose name begins so. Without a text the records
    ``first`` (ids) stand in front. ``fields`` are the values of the title's fields and a few facts more. ``via`` is
    the field that will refer to the record (``contact.company``, ``order.lines.product``): its filter holds.
    Raises Invalid for a text that is too long or broken, NotFound ``unknown_field`` for another ``via``.
    """
    picker = _Picker(work, entity, _filter_of(work, entity, via), max(1, min(limit, LARGEST_PICKER)))
    wanted = composed(text).strip()
    ahead = picker.called(wanted) if wanted else picker.those(first[:MOST_FIRST])
    known = {item["id"] for item in ahead}
    found = ahead + [item for item in picker.found(wanted) if item["id"] not in known]
    found.sort(key=lambda item: _rank(item, wanted, known))
    items = [{"id": item["id"], "label": item["title"], "fields": item["values"]} for item in found]
    return {"items": items[: picker.limit]}


def _rank(item: Mapping[str, Any], wanted: str, ahead: set[int]) -> int:
    title, text = item["title"].casefold(), wanted.casefold()
    if item["id"] in ahead or (text and title == text):
        return 0
    return 1 if text and title.startswith(text) else 2


class _Picker:
    """The queries of one picker, all with the filter of its field."""

    def __init__(self, work: Work, entity: Entity, where: Tree | None, limit: int) -> None:
        self.work, self.entity, self.where, self.limit = work, entity, where, limit
        own = [item.name for item in entity.title if shows(work, entity, item)]
        self.fields = [*own, *facts_of(work, entity)]

    def found(self, text: str) -> list[dict[str, Any]]:
        """Return records with the words; where quick search knows nothing of the entity, those whose name has them."""
        title = self._title()
        if not text or is_searched(self.entity) or title is None:
            return self._page({"search": text})
        return self._page({}, {"field": title.name, "op": "contains", "value": text})

    def those(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        """Return the records with the ids that still may be chosen, in that order."""
        if not ids:
            return []
        rows = self._page({}, {"field": "id", "op": "in", "value": list(ids)})
        return sorted(rows, key=lambda row: ids.index(row["id"]))

    def called(self, text: str) -> list[dict[str, Any]]:
        """Return records whose first title field is exactly the text; none where finding them takes long."""
        title = self._title()
        if title is None:
            return []
        words = {"search": text} if is_searched(self.entity) else {}
        try:
            with quickly(self.work.conn, EXACT_SECONDS):
                return self._page(words, {"field": title.name, "op": "eq", "value": text})
        except (LimitExceeded, Invalid):
            return []

    def _title(self) -> Field | None:
        """Return the first field of the title if it is a text that the reader sees in full."""
        first = next(iter(self.entity.title), None)
        return (
            first if first is not None and first.type.name == "text" and reader(self.work)(self.entity, first) else None
        )

    def _page(self, request: Mapping[str, Any], also: Tree | None = None) -> list[dict[str, Any]]:
        trees = [tree for tree in (self.where, also) if tree is not None]
        asked = {**request, "limit": self.limit, "fields": self.fields}
        if trees:
            asked["filter"] = {"all": trees}
        found: list[dict[str, Any]] = page(self.work, self.entity, asked)["items"]
        return found


def facts_of(work: Work, entity: Entity) -> list[str]:
    """Return the first columns, beyond the title, of the entity's first list that the reader sees in full."""
    views = (view for view in work.model.views.values() if view.entity is entity and view.columns)
    columns = next((view.columns for view in views), ())
    own = (path for path in columns if not path.steps and path.field not in entity.title and is_open(work, path))
    return [path.field.name for path in own][:FACTS]


def _filter_of(work: Work, entity: Entity, via: str) -> Tree | None:
    """Return which records a field may refer to, if its settings say so and the reader may look at what they name."""
    if not via:
        return None
    name, _, way = via.partition(".")
    item = _field_at(work, work.entity(name), way)
    if item is None or item.settings.get("entity") not in (None, entity.id):
        raise NotFound("unknown_field", name=via[:200])
    tree: Tree | None = item.settings.get("filter")
    if tree is None:
        return None
    try:
        condition_of(work, entity, {"filter": tree})
    except Invalid:
        return None  # A filter is a convenience, no right: whoever may not read what it looks at chooses from all.
    return tree


def _field_at(work: Work, owner: Entity, way: str) -> Field | None:
    steps = way.split(".")
    here = next((item for item in owner.fields if item.name == steps[0] and shows(work, owner, item)), None)
    for step in steps[1:]:
        here = next(_inside(here, step), None) if here is not None else None
    return here


def _inside(item: Field, name: str) -> Iterator[Field]:
    return (inner for inner in item.fields if inner.name == name)
