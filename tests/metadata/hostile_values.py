"""Values and edits meant to harm: what a broken, hostile or careless client puts into a document."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

LONG_CHINESE = "长" * 200


def deep(levels: int) -> Any:
    """Return lists in lists."""
    value: Any = "bottom"
    for _ in range(levels):
        value = [value]
    return value


HOSTILE: list[Any] = [
    None,
    True,
    0,
    -1,
    10**40,
    1.5,
    float("nan"),
    float("inf"),
    "",
    " ",
    "\x00",
    "\ud800",
    "__proto__",
    "constructor",
    "'; DROP TABLE x; --",
    "😀" * 70,
    LONG_CHINESE,
    "x" * 100_000,
    "a.b.c.d.e.f.g.h.i.j",
    "f_00000000",
    "e_00000000:",
    [],
    {},
    [[]],
    [None],
    {"": ""},
    {"__proto__": {"admin": True}},
    {"\x00": 1},
    {5: 6},
    {"id": "f_00000000", "name": "x"},
    {"relative": "today", "offset": 10**30},
    {"field_of_record": {"a": 1}},
    deep(200),
    deep(50),
    object(),
]

WELL_FORMED: list[Any] = [
    None,
    True,
    7,
    "text",
    "tier",
    "company",
    "parent_company.parent_company.name",
    "about:person.company.tier",
    "budget.max",
    "stage",
    "__proto__",
    LONG_CHINESE,
    [],
    {},
    ["high", "low"],
    {"all": []},
    {"not": {"any": []}},
    {"field": "tier", "op": "eq", "value": "high"},
    {"field": "name", "op": "between", "value": ["a", {"relative": "today"}]},
    {"exists": {"entity": "visit", "via": "about"}},
    {"zh-CN": LONG_CHINESE, "en": "\"'<b>😀"},
    {"fixed": [{"x": 1}]},
    {"linked": "parent_company.name"},
    {"current": "user"},
]


def edited(document: dict[str, Any], values: list[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy of the document with one to three of its values replaced, removed, repeated or added to."""
    step = st.tuples(st.integers(0, 10**6), st.integers(0, 5), st.integers(0, len(values) - 1))
    return st.lists(step, min_size=1, max_size=3).map(lambda steps: _carried_out(document, steps, values))


def _carried_out(document: dict[str, Any], steps: list[tuple[int, int, int]], values: list[Any]) -> Any:
    made: Any = {"document": deepcopy(document)}
    for number, verb, chosen in steps:
        places = list(_places(made))
        holder, key = places[number % len(places)]
        value = deepcopy(values[chosen])
        if verb == 0 and holder is not made:
            del holder[key]
        elif verb == 1 and isinstance(holder, list):
            holder.append(deepcopy(holder[key]))
        elif verb == 2 and isinstance(holder, dict):
            holder[value if isinstance(value, str) else "extra"] = deepcopy(holder[key])
        else:
            holder[key] = value
    return made["document"]


def _places(value: Any) -> Any:
    """Yield (holder, key) of everything inside."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in list(pairs):
        yield value, key
        yield from _places(item)
