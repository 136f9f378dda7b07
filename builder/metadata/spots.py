"""Places in a document: where a reference stands, so that it can be judged, named or replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Spot:
    """One reference: where it stands, what it refers to, and what it is read against."""

    path: str
    holder: Any
    """The object or list that holds the text."""
    key: str | int
    sort: str
    """A document kind, or ``field`` (a path too), ``option``, ``stage``, ``section``."""
    scope: Raw | None = None
    """For a field: the entity document (or the settings of a sub-table) it is seen from; None when unknown."""
    choices: Sequence[Raw] = ()
    """For an option, a stage or a section: what it may be."""

    @property
    def text(self) -> str:
        """The reference as written."""
        return str(self.holder[self.key])


@dataclass(frozen=True)
class Place:
    """A value inside a document with its dotted path; elements are spoken of by name where they have one."""

    value: Any
    path: str = ""

    def inside(self, key: str) -> Place:
        """Return the value under a key."""
        return Place(self.value[key], self._under(key))

    def items(self, key: str) -> Iterator[Place]:
        """Yield the objects of the list under a key, if there is one; items of other kinds are left out."""
        found = self.value.get(key)
        for index, item in enumerate(found if isinstance(found, list) else ()):
            if isinstance(item, dict):
                yield Place(item, f"{self._under(key)}.{item.get('name') or index}")

    def each(self, key: str) -> Iterator[Spot]:
        """Yield the text under a key, or each text of the list under it."""
        found = self.value.get(key)
        if isinstance(found, str):
            yield Spot(self._under(key), self.value, key, "")
        elif isinstance(found, list):
            for index, item in enumerate(found):
                if isinstance(item, str):
                    yield Spot(f"{self._under(key)}.{index}", found, index, "")

    def _under(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key
