"""Publish: documents are checked as a whole, stored, laid out as tables and numbered, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from builder.designer.conversions import conversions_of
from builder.designer.deferred_work import enqueue_deferred
from builder.designer.drafting import Draft, draft_of, model_after
from builder.designer.identifiers import emptied_id_problems, trashed_id_problems
from builder.designer.options_in_use import option_problems
from builder.designer.stages_in_use import stage_problems
from builder.errors import Conflict, Invalid, NotAllowed, Problem
from builder.metadata.definitions import Document
from builder.metadata.difference import Difference, differences
from builder.runtime.work import Work
from builder.storage import document_rows
from builder.storage.catalogs import load_catalog
from builder.storage.conversion_trial import Trial
from builder.storage.head import bump
from builder.storage.layout import emptying, from_text, load_layouts
from builder.storage.publish import lay_out

LONGEST_MESSAGE = 2_000


@dataclass(frozen=True)
class Checked:
    """What publishing would do: every problem, or every change."""

    problems: tuple[Problem, ...]
    changes: tuple[Difference, ...]
    conversions: tuple[Trial, ...] = ()
    """How the values of fields that get another type take to it."""


@dataclass(frozen=True)
class Published:
    """What publishing did."""

    app: str
    """Id of the app."""
    revision: int
    changes: tuple[Difference, ...] = ()
    jobs: tuple[int, ...] = ()
    """Jobs that finish the slow parts."""
    conversions: tuple[Trial, ...] = ()
    """How the values of fields that got another type took to it."""


def check(
    work: Work, app: str | None, documents: Sequence[Any], delete: Sequence[str] = (), confirm: Collection[str] = ()
) -> Checked:
    """Return every problem of the documents, and what publishing them would change; changes nothing.

    ``app`` is an id or name; None when the documents bring the app themselves. ``confirm`` are codes of problems
    that are accepted: ``option_in_use``. Raises NotAllowed unless the principal is an administrator.
    """
    require_builder(work)
    draft = _draft(work, app, documents, delete, confirm)
    if draft.problems:
        return Checked(tuple(draft.problems), ())
    return Checked((), tuple(differences(draft.before, draft.after)), conversions_of(work, draft))


def publish(  # noqa: PLR0913 one flat call, made from many places
    work: Work,
    app: str | None,
    documents: Sequence[Any],
    delete: Sequence[str] = (),
    message: str = "",
    revision: int | None = None,
    *,
    confirm: Collection[str] = (),
) -> Published:
    """Publish documents of an app: those given replace or join the published ones, ``delete`` names ids to remove.

    Needs a unit of work from ``Workspaces.publishing``; ``work.catalog`` is the new catalogue afterwards.
    ``revision`` is the one that the documents were edited from. Publishing what is published already
    changes nothing and makes no revision. ``confirm`` as in ``check``. Raises NotAllowed, Invalid with every problem,
    Conflict ``revision_changed``.
    """
    require_builder(work)
    _require_message(message)
    draft = _draft(work, app, documents, delete, confirm)
    if revision is not None:
        _require_revision(work, draft.app, revision)
    if draft.problems:
        raise Invalid(draft.problems)
    conversions = conversions_of(work, draft)
    return replace(store(work, draft, message), conversions=conversions)


def store(work: Work, draft: Draft, message: str) -> Published:
    """Write a draft without problems, and everything that follows from it."""
    changed, removed = draft.changed, draft.removed
    if not changed and not removed:
        return Published(draft.app, work.catalog.head.metadata_rev)
    changes = tuple(differences(draft.before, draft.after))
    head = bump(work.conn, work.space, *_parts_of_head(draft))
    document_rows.delete_documents(work.conn, work.space, removed)
    document_rows.save_documents(work.conn, work.space, draft.app, list(changed.values()), head.metadata_rev)
    laid_out = lay_out(work.conn, work.space, work.model, model_after(work.model, draft))
    body = _revision_body(changes, {key: draft.before.get(key) for key in (*changed, *removed)})
    stamp = (work.now, work.rights.user)
    document_rows.add_revision(work.conn, work.space, head.metadata_rev, draft.app, stamp, message, body)
    jobs = enqueue_deferred(work, laid_out.deferred)
    work.catalog = load_catalog(work.conn, work.space)
    return Published(draft.app, head.metadata_rev, changes, jobs)


def require_builder(work: Work) -> None:
    """Raise NotAllowed unless the principal may build."""
    if not work.rights.administrator:
        raise NotAllowed(action="configure")


def _draft(
    work: Work, app: str | None, documents: Sequence[Any], delete: Sequence[str], confirm: Collection[str]
) -> Draft:
    draft = draft_of(work.model, app, documents, delete)
    if not draft.problems:
        layouts = [from_text(body) for body in load_layouts(work.conn, work.space).values()]
        kept = {layout.entity_id: frozenset(layout.fields) for layout in layouts}
        draft.problems.extend(trashed_id_problems(draft.changed, kept))
        draft.problems.extend(emptied_id_problems(draft.changed, set(emptying(layouts))))
        draft.problems.extend(stage_problems(work, draft))
        draft.problems.extend(option_problems(work, draft, confirm))
    return draft


def _revision_body(changes: Sequence[Difference], before: Mapping[str, Document | None]) -> str:
    """Return what a revision keeps: its changes for people, and the documents as they were before."""
    return orjson.dumps({"changes": [change.as_document() for change in changes], "before": before}).decode()


def _require_message(message: str) -> None:
    if len(message) > LONGEST_MESSAGE:
        raise Invalid([Problem("message", "too_long", params={"max": LONGEST_MESSAGE})])
    if "\0" in message or message != message.encode(errors="replace").decode():
        raise Invalid([Problem("message", "not_text")])


def _require_revision(work: Work, app_id: str, revision: int) -> None:
    """Raise Conflict if the app was published after the revision that the editor started from."""
    latest = document_rows.latest_revision(work.conn, work.space, app_id)
    if latest > revision or revision > work.catalog.head.metadata_rev:
        raise Conflict("revision_changed", revision=latest)


def _parts_of_head(draft: Draft) -> list[str]:
    bodies = [*draft.changed.values(), *(draft.before[key] for key in draft.removed)]
    kinds = {body["kind"] for body in bodies}
    parts = ["metadata_rev", "layout_rev"]
    if "role" in kinds:
        parts.append("rights_rev")
    if "settings" in kinds:
        parts.append("settings_rev")
    return parts
