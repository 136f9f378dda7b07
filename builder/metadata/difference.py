"""What differs between two versions of an app, told element by element, ready to be put into sentences."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any

from builder.metadata.definitions import Document
from builder.metadata.elements import element_lists
from builder.metadata.values import Label


@dataclass(frozen=True)
class Difference:
    """One thing that was added, removed, changed, moved or renamed.

    A sentence is made of: the element's ``label``, its sort (``kind`` for the document, ``element_kind`` such
    as field or option for something inside it), ``what``, and for ``changed`` the ``path`` with both values.
    """

    kind: str
    document: str
    """Id of the document."""
    element: str
    """Id of the element inside the document, or empty for the document itself."""
    what: str
    """added, removed, changed, moved or renamed (its label)."""
    path: str = ""
    """Dotted path of the setting inside the element (``settings.decimals``), or empty."""
    before: Any = None
    after: Any = None
    element_kind: str = ""
    """field, option, section … or empty for the document itself."""
    name: str = ""
    """API name of the element, or of the document."""
    label: Label | None = None
    document_label: Label | None = None

    def as_document(self) -> dict[str, Any]:
        """Return the difference as JSON."""
        return asdict(self)


@dataclass(frozen=True)
class _Element:
    sort: str
    parent: str
    body: dict[str, Any]


def differences(before: Mapping[str, Document], after: Mapping[str, Document]) -> list[Difference]:
    """Return how ``after`` differs from ``before`` (document id → stored document), in document order.

    An element that comes or goes with what it lies in is not told by itself.
    """
    found: list[Difference] = []
    for key, document in after.items():
        if key not in before:
            found.append(_whole(document, "added"))
        elif before[key] != document:
            found += _within(before[key], document)
    return found + [_whole(document, "removed") for key, document in before.items() if key not in after]


def _whole(document: Document, what: str) -> Difference:
    label = document.get("label")
    return Difference(document["kind"], document["id"], "", what, name=document["name"], label=label)


def _within(before: Document, after: Document) -> Iterator[Difference]:
    old, new = _elements(before), _elements(after)
    moved = _moved(old, new)
    for key, element in new.items():
        earlier = old.get(key)
        if earlier is None:
            if element.parent in old:
                yield _told(after, key, element, "added")
            continue
        if key in moved:
            yield _told(after, key, element, "moved")
        yield from _changes(after, key, earlier, element)
    for key, element in old.items():
        if key not in new and element.parent in new:
            yield _told(after, key, element, "removed")


def _elements(document: Document) -> dict[str, _Element]:
    """Return id → element, the document itself under the empty id, each without the elements inside it."""
    whole = deepcopy(dict(document))
    found: dict[str, _Element] = {}
    lists = list(element_lists(whole))
    for one in reversed(lists):
        holder, parent = _holder(whole, one.path)
        for item in one.items:
            found[item["id"]] = _Element(one.sort, parent, item)
        del holder[str(one.path[-1])]
    ordered = {item_id: found[item_id] for item_id in _in_reading_order(document) if item_id in found}
    return {"": _Element("", "-", whole), **ordered}


def _in_reading_order(document: Document) -> list[str]:
    return [item["id"] for one in element_lists(dict(document)) for item in one.items]


def _holder(whole: dict[str, Any], path: Sequence[str | int]) -> tuple[dict[str, Any], str]:
    """Return the object that holds a list of elements, and the id of the nearest element around it."""
    value: Any = whole
    parent = ""
    for step in path[:-1]:
        value = value[step]
        if isinstance(step, int):
            parent = value["id"]
    return value, parent


def _moved(old: Mapping[str, _Element], new: Mapping[str, _Element]) -> set[str]:
    """Return the fewest elements whose moving explains the new order, and those that lie elsewhere now."""
    common = [key for key in new if key in old and key]
    elsewhere = {key for key in common if old[key].parent != new[key].parent}
    ranks = {key: rank for rank, key in enumerate(old)}
    groups: dict[tuple[str, str], list[str]] = {}
    for key in common:
        if key not in elsewhere:
            groups.setdefault((new[key].parent, new[key].sort), []).append(key)
    for keys in groups.values():
        elsewhere |= set(keys) - _longest_ascent(keys, ranks)
    return elsewhere


def _longest_ascent(keys: list[str], ranks: Mapping[str, int]) -> set[str]:
    """Return a longest subsequence that kept its order (patience sorting)."""
    tops: list[int] = []
    piles: list[str] = []
    below: dict[str, str | None] = {}
    for key in keys:
        place = bisect_left(tops, ranks[key])
        below[key] = piles[place - 1] if place else None
        tops[place : place + 1] = [ranks[key]]
        piles[place : place + 1] = [key]
    kept: set[str] = set()
    at = piles[-1] if piles else None
    while at is not None:
        kept.add(at)
        at = below[at]
    return kept


def _changes(document: Document, key: str, old: _Element, new: _Element) -> Iterator[Difference]:
    for path, before, after in _leaves(old.body, new.body):
        if path in ("order", "origin") or path.startswith("origin."):
            continue
        what = "renamed" if path == "label" else "changed"
        yield _told(document, key, new, what, path, (before, after))


def _leaves(before: Any, after: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield (path, before, after) of what differs; labels and conditions are told as wholes."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict) and path.rpartition(".")[2] not in _WHOLES:
        for key in dict.fromkeys((*before, *after)):
            yield from _leaves(before.get(key), after.get(key), f"{path}.{key}" if path else key)
    else:
        yield path, before, after


_WHOLES = frozenset(
    {"label", "help", "placeholder", "message", "plural", "description", "text", "when", "where", "filter"}
    | {"entry_condition", "default", "value", "definition", "goal", "methods", "tools", "script"}
)


def _told(
    document: Document,
    key: str,
    element: _Element,
    what: str,
    path: str = "",
    values: tuple[Any, Any] = (None, None),
) -> Difference:
    return Difference(
        kind=document["kind"],
        document=document["id"],
        element=key,
        what=what,
        path=path,
        before=values[0],
        after=values[1],
        element_kind=element.sort,
        name=str(element.body.get("name", "")),
        label=element.body.get("label"),
        document_label=document.get("label"),
    )
