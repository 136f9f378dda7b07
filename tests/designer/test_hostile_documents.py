"""Documents with anything anywhere: refused with problems or accepted and published, never an error."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.designer.drafting import draft_of
from builder.errors import Invalid
from builder.metadata.compile import compile_model
from builder.storage.engine import Database
from builder.storage.installation import create_workspace
from tests.conftest import NOW
from tests.designer.conftest import Designer, Documents, new_member, shop
from tests.samples.sample_app import sample_documents

EMPTY = compile_model([])
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(
        [
            "",
            "\0",
            "\ud800",
            "__proto__",
            "constructor",
            "customer",
            "order",
            "name",
            "e_0123456",
            "f_00000000",
            "a" * 5_000,
        ]
    ),
    st.sampled_from([[], {}, [[]], [None], {"": {}}, {"id": 1}, {"name": []}, {"kind": "entity"}, [{}], {"en": "X"}]),
    st.recursive(st.none() | st.text(max_size=5), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)),
)


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield (container, key) of every value inside."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in list(items):
        yield node, key
        yield from places(value)


def spoil(documents: Documents, damage: list[tuple[int, str, Any]]) -> None:
    """Replace, remove or add at several places, chosen by number."""
    for number, how, junk in damage:
        every = list(places(documents))
        if not every:
            return
        container, key = every[number % len(every)]
        if how == "replace":
            container[key] = junk
        elif how == "remove":
            del container[key]
        elif isinstance(container, dict):
            container[junk if isinstance(junk, str) else str(junk)] = junk
        else:
            container.append(junk)


DAMAGE = st.lists(
    st.tuples(st.integers(0, 10_000), st.sampled_from(["replace", "remove", "add"]), JUNK), min_size=1, max_size=4
)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(damage=DAMAGE)
def test_spoiled_documents_have_problems_or_none_but_never_break_the_check(damage: list[tuple[int, str, Any]]) -> None:
    documents = sample_documents()
    spoil(documents, damage)

    draft = draft_of(EMPTY, None, documents)

    assert all(problem.code and isinstance(problem.path, str) for problem in draft.problems)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents=st.lists(JUNK, max_size=4), delete=st.lists(st.text(max_size=5), max_size=2))
def test_what_is_no_document_is_refused(documents: list[Any], delete: list[str]) -> None:
    assert draft_of(EMPTY, None, documents, delete).problems


WORKSPACES = count(1)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(damage=DAMAGE)
def test_what_passes_the_check_can_be_published(sqlite_database: Database, damage: list[tuple[int, str, Any]]) -> None:
    documents = shop()
    spoil(documents, damage)
    key = f"hostile{next(WORKSPACES)}"
    with sqlite_database.write() as conn:
        space = create_workspace(conn, key, key, NOW)
    designer = Designer(sqlite_database, new_member(sqlite_database, space, f"{key}@example.com"), key)
    try:
        done = designer.publish(documents)
    except Invalid:
        return
    with designer.reading() as work:
        assert orjson.dumps(work.model.apps[done.app].document)
