"""Install and clone: a template, or an app that is there, becomes an app of its own with ids of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from builder.designer.drafting import draft_of, find_app
from builder.designer.publishing import Published, require_builder, store
from builder.designer.sample_records import create_samples
from builder.errors import Conflict, Invalid
from builder.metadata.naming import mint
from builder.metadata.values import Label
from builder.runtime.work import Work
from builder.storage.document_rows import save_template_base
from builder.templates_catalog import loader
from builder.templates_catalog.loader import FOLDER, TemplateInfo


@dataclass(frozen=True)
class Installed:
    """An app that was installed or cloned."""

    app: str
    """Id of the app."""
    name: str
    published: Published
    sample_records: int = 0


def templates(folder: Path = FOLDER) -> list[TemplateInfo]:
    """Return what can be installed, by name."""
    return loader.catalog(folder)


def install(
    work: Work,
    name: str,
    clone: tuple[str, Label] | None = None,
    sample_data: bool = False,
    folder: Path = FOLDER,
) -> Installed:
    """Install a template, under another (name, label) if ``clone`` gives one.

    Every element gets an id of its own and remembers its origin; the documents as installed are kept as
    the base of later upgrades. Needs a unit of work from ``Workspaces.publishing``. Raises NotAllowed,
    NotFound ``unknown_template``, Conflict ``app_exists``, Invalid when the documents have problems.
    """
    require_builder(work)
    info = loader.info(name, folder)
    documents = mint(_named(loader.load(info.name, folder), clone), (info.name, info.version))
    installed = _store(work, documents, (info.name, info.version))
    if sample_data:
        return replace(installed, sample_records=create_samples(work, installed.app, info.name, folder))
    return installed


def clone_app(work: Work, app: str, name: str, label: Label) -> Installed:
    """Make another app like one that is there, without its records; raises as ``install`` does.

    Each element remembers the template it came from, or else which element of the source, at which
    revision, it was made from.
    """
    require_builder(work)
    app_id = find_app(work.model, app)
    source = work.model.apps[app_id].name
    documents = [body for key, body in work.model.documents.items() if work.model.app_of[key] == app_id]
    origin = (source, str(work.catalog.head.metadata_rev))
    return _store(work, mint(_named(documents, (name, label)), origin), origin)


def _named(documents: Sequence[Mapping[str, Any]], clone: tuple[str, Label] | None) -> list[Mapping[str, Any]]:
    if clone is None:
        return list(documents)
    head = {"name": clone[0], "label": dict(clone[1])}
    return [{**body, **head} if body["kind"] == "app" else body for body in documents]


def _store(work: Work, documents: Sequence[Mapping[str, Any]], origin: tuple[str, str]) -> Installed:
    names = [body["name"] for body in documents if body["kind"] == "app"]
    if names and work.model.app(names[0]) is not None:
        raise Conflict("app_exists", name=names[0])
    draft = draft_of(work.model, None, documents)
    if draft.problems:
        raise Invalid(draft.problems)
    published = store(work, draft, "")
    save_template_base(work.conn, work.space, draft.app, *origin, list(draft.after.values()))
    return Installed(draft.app, names[0], published)
