"""Who may do what otherwise once a role is changed or deleted: told before it is."""

from __future__ import annotations

from builder.designer.drafting import draft_of
from builder.designer.publishing import require_builder
from builder.designer.roles import Change, at_input, changed, find
from builder.errors import Invalid
from builder.identity.role_effects import Affected, affected
from builder.metadata.definitions import Document
from builder.metadata.naming import with_names
from builder.runtime.work import Work


def preview(work: Work, role: str, given: Change | None) -> tuple[list[Affected], bool]:
    """Return the members with a role and what changes for each, and whether there are more than are told.

    Without a change the role is deleted. Changes nothing. Raises NotAllowed, NotFound, Invalid with every problem.
    """
    require_builder(work)
    document = find(work, role)
    return affected(work.conn, work.catalog, role, _after(work, document, given) if given is not None else None)


def _after(work: Work, document: Document, given: Change) -> Document:
    """Return the role as it would be stored."""
    wanted = changed(work, document, with_names(document, work.model), given)
    draft = draft_of(work.model, work.model.app_of[document["id"]], [wanted])
    if draft.problems:
        raise at_input(work, Invalid(draft.problems), wanted, given)
    return draft.after[document["id"]]
