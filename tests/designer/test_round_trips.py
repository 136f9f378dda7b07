"""Whatever an app says is kept: documents read and written again are equal, and so is an app published elsewhere."""

from __future__ import annotations

from typing import Any

from hypothesis import Phase, given
from hypothesis import settings as with_settings

from builder.designer.drafting import draft_of, model_after
from builder.metadata.compile import compile_model
from builder.metadata.naming import app_with_names
from tests.designer.app_strategies import apps

EMPTY = compile_model([])
IDS = ("id", "order", "origin")


def published(documents: list[Any]) -> list[Any]:
    """Return the documents as an export of an app that they were published as."""
    draft = draft_of(EMPTY, None, documents)
    assert draft.problems == []
    return app_with_names(model_after(EMPTY, draft), draft.app)


def bare(tree: Any, top: bool = True) -> Any:
    """Return documents without ids, and what follows from them."""
    if isinstance(tree, dict):
        return {key: bare(part) for key, part in tree.items() if key not in IDS}
    return [bare(part) for part in tree] if isinstance(tree, list) else tree


def by_name(documents: list[Any]) -> dict[tuple[str, str], Any]:
    return {(one["kind"], one["name"]): bare(one) for one in documents}


@given(apps())
@with_settings(max_examples=40, phases=[Phase.generate])
def test_documents_of_every_kind_are_written_as_they_were_read(documents):
    exported = published(documents)
    given_ones, found = by_name(documents), by_name(exported)
    assert found.keys() == given_ones.keys()
    for key, document in given_ones.items():
        assert found[key] == document
    assert published(exported) == exported
