"""Export: an app as one JSON document that people can read and any installation can publish."""

from __future__ import annotations

from typing import Any

from builder.designer.drafting import find_app
from builder.designer.publishing import require_builder
from builder.errors import Invalid, Problem
from builder.metadata.documents import KINDS
from builder.metadata.naming import app_with_names
from builder.runtime.work import Work

FORMAT = "formloom.app/1"


def export_app(work: Work, app: str) -> dict[str, Any]:
    """Return ``{"format", "documents"}``: every document of an app, references by name, ids kept beside.

    Publishing the answer elsewhere gives an app whose export is equal. Raises NotAllowed unless the
    principal is an administrator, NotFound ``unknown_app``.
    """
    require_builder(work)
    documents = app_with_names(work.model, find_app(work.model, app))
    return {"format": FORMAT, "documents": sorted(documents, key=lambda body: KINDS.index(body["kind"]))}


def documents_of(body: Any) -> list[Any]:
    """Return the documents of an export, or of a bare list of documents.

    Raises Invalid ``unknown_format``, or ``not_a_list`` where the documents are none.
    """
    if isinstance(body, list):
        return body
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise Invalid([Problem("format", "unknown_format", params={"known": [FORMAT]})])
    found = body.get("documents")
    if not isinstance(found, list):
        raise Invalid([Problem("documents", "not_a_list")])
    return found
