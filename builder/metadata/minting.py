"""Gives documents and their elements what identifies them: ids, order keys and the origin they came from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from builder.metadata.elements import KIND_PREFIXES, ElementList, element_lists
from builder.metadata.ids import new_id, order_between, order_sequence

Made = dict[str, Any]


def mint_missing(documents: Sequence[Made], last_orders: Mapping[str, str]) -> None:
    """Give ids and order keys to documents and elements that lack them, in place.

    ``last_orders`` is kind → the largest order key among documents that are there already.
    """
    last = dict(last_orders)
    for document in documents:
        kind = document["kind"]
        document.setdefault("id", new_id(KIND_PREFIXES[kind]))
        if "order" not in document:
            document["order"] = order_between(last.get(kind), None)
        last[kind] = max(last.get(kind, ""), document["order"])
        for found in list(element_lists(document)):
            _complete(found)


def _complete(found: ElementList) -> None:
    for item in found.items:
        item.setdefault("id", new_id(found.prefix))
    _order(found.items)


def _order(items: list[Made]) -> None:
    """Give order keys where they lack; those that have one keep it as long as the list stays in order."""
    known = [item["order"] for item in items if "order" in item]
    if known != sorted(set(known)):
        if len(known) == len(items) == len(set(known)):
            items.sort(key=lambda item: item["order"])
            return
        known = []
    if not known:
        for item, key in zip(items, order_sequence(len(items)), strict=True):
            item["order"] = key
        return
    before: str | None = None
    for index, item in enumerate(items):
        if "order" not in item:
            after = next((other["order"] for other in items[index + 1 :] if "order" in other), None)
            item["order"] = order_between(before, after)
        before = item["order"]


def mint_anew(documents: Sequence[Made], template: str, version: str) -> list[Made]:
    """Return documents whose every id is new, with references by old id following, and origins kept.

    An origin that is there already stays: a copy of a copy still knows its template.
    """
    fresh: dict[str, str] = {}
    made = deepcopy(list(documents))
    for document in made:
        for item, prefix, place in _identified(document):
            old = item.get("id")
            item.setdefault("origin", {"template": template, "version": version, "id": old or _origin_id(place)})
            item["id"] = new_id(prefix)
            if isinstance(old, str):
                fresh[old] = item["id"]
    if fresh:
        made = [_renamed(document, fresh) for document in made]
    return made


def _identified(document: Made) -> Iterator[tuple[Made, str, str]]:
    """Yield (document or element, prefix of its id, a place that stays the same from version to version)."""
    place = f"{document['kind']}.{document['name']}"
    yield document, KIND_PREFIXES[document["kind"]], place
    for found in list(element_lists(document)):
        inside = ".".join(str(step) for step in found.path)
        for index, item in enumerate(found.items):
            yield item, found.prefix, f"{place}.{inside}.{item.get('name') or index}"


def _origin_id(place: str) -> str:
    """Return the place itself where it is short, else a digest of it."""
    return place if len(place) <= 64 else "h_" + hashlib.sha256(place.encode()).hexdigest()[:32]


def _renamed(value: Any, fresh: Mapping[str, str], key: str = "") -> Any:
    """Return the value with old ids replaced, in dotted paths too; origins speak of the old world and stay."""
    if key == "origin":
        return value
    if isinstance(value, dict):
        return {name: _renamed(item, fresh, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, fresh) for item in value]
    if isinstance(value, str) and "_" in value:
        return fresh.get(value) or _renamed_path(value, fresh)
    return value


def _renamed_path(text: str, fresh: Mapping[str, str]) -> str:
    if "." not in text and ":" not in text:
        return text
    segments = [":".join(fresh.get(word, word) for word in part.split(":")) for part in text.split(".")]
    return ".".join(segments)


def lend_ids(document: Made, lender: Mapping[str, Any]) -> None:
    """Give a document without ids those of its earlier self, element by element, in place.

    ``lender`` speaks by name. Elements belong together when they have the same id, the same name, refer
    to the same things, or else stand at the same place.
    """
    for key in ("id", "order", "origin"):
        if key in lender:
            document.setdefault(key, deepcopy(lender[key]))
    for key, value in document.items():
        before = lender.get(key)
        if key in _WITHOUT_ELEMENTS or before is None:
            continue
        if isinstance(value, dict) and isinstance(before, dict):
            lend_ids(value, before)
        elif isinstance(value, list) and isinstance(before, list):
            _lend_to_elements(value, before)


_WITHOUT_ELEMENTS = ("fixed", "value", "when", "where", "filter", "entry_condition", "origin")
_TELLING = ("field", "entity", "view", "page", "form", "from", "to", "function", "type", "text", "label", "fields")


def _lend_to_elements(items: list[Any], before: list[Any]) -> None:
    free = [item for item in before if isinstance(item, dict) and "id" in item]
    wanting = [item for item in items if isinstance(item, dict)]
    pairs = _paired(wanting, free, lambda item: item.get("id"))
    fresh = [item for item in wanting if "id" not in item]
    pairs += _paired(fresh, free, lambda item: item.get("name"))
    pairs += _paired(fresh, free, _content)
    pairs += zip([item for item in fresh if "name" not in item], free, strict=False)
    for item, found in pairs:
        lend_ids(item, found)
    _forget_disorder(items, {id(item) for item, _ in pairs})


def _paired(wanting: list[Made], free: list[Made], telling: Callable[[Made], object]) -> list[tuple[Made, Made]]:
    """Take from both lists what tells the same, and return it in pairs."""
    index = {telling(item): item for item in reversed(free)}
    index.pop(None, None)
    pairs = []
    for item in list(wanting):
        found = index.pop(telling(item), None)
        if found is not None:
            pairs.append((item, found))
    taken = {id(item) for pair in pairs for item in pair}
    wanting[:] = [item for item in wanting if id(item) not in taken]
    free[:] = [item for item in free if id(item) not in taken]
    return pairs


def _content(item: Made) -> object:
    return None if "name" in item else repr([(key, item[key]) for key in _TELLING if key in item])


def _forget_disorder(items: list[Any], lent: set[int]) -> None:
    """A file without order keys means the order it is written in, also where that is not the earlier one."""
    orders = [item["order"] for item in items if isinstance(item, dict) and "order" in item]
    if orders != sorted(set(orders)):
        for item in items:
            if id(item) in lent:
                item.pop("order", None)
