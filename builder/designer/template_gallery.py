"""The gallery of templates: what each holds, which apps were made from it, and whether those hold sample data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from builder.designer.drafting import find_app
from builder.designer.publishing import require_builder
from builder.designer.sample_records import create_samples
from builder.errors import NotFound
from builder.metadata.definitions import Document
from builder.runtime.background.sample_removal import remove_samples
from builder.runtime.describe_app import app_summary
from builder.runtime.sample_sets import samples_of
from builder.runtime.work import Work
from builder.storage.document_rows import templates_of_apps
from builder.templates_catalog import loader
from builder.templates_catalog.loader import FOLDER


def gallery(work: Work, folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Return every template with what is inside and the apps of this workspace that were made from it."""
    origins = templates_of_apps(work.conn, work.space)
    return [
        {
            "name": info.name,
            "label": dict(info.label),
            "description": dict(info.description) or None,
            "version": info.version,
            "counts": dict(info.counts),
            "has_sample_data": info.has_sample_data,
            "pictures": [{"name": one.name, "label": dict(one.label)} for one in info.pictures],
            **_contents(info.name, folder),
            "installed": [
                _installed(work, app) for app, template in origins.items() if _is_here(work, app, template, info.name)
            ],
        }
        for info in loader.catalog(folder)
    ]


def _is_here(work: Work, app: str, template: str, wanted: str) -> bool:
    return template == wanted and app in work.model.apps


def _contents(name: str, folder: Path) -> Mapping[str, Any]:
    found = loader.contents(name, folder)
    return {
        "entities": [_told(entity, "plural") | {"icon": entity.get("icon")} for entity in found.entities],
        "roles": [_told(role, "label") for role in found.roles],
    }


def _told(document: Document, text: str) -> dict[str, Any]:
    return {"name": document["name"], "label": dict(document.get(text) or document["label"])}


def _installed(work: Work, app: str) -> dict[str, Any]:
    samples = samples_of(work, app)
    told = None
    if samples is not None:
        brought = samples.label.get("records", samples.records)
        told = {"change_set": samples.id, "records": brought, "state": samples.state}
    return {"app": app_summary(work.model.apps[app]), "sample_data": told}


def add_samples(work: Work, app: str, folder: Path = FOLDER) -> int:
    """Add the sample data of its template to an installed app and return how many records they are.

    Needs a unit of work from ``Workspaces.publishing``. Raises NotAllowed, NotFound ``unknown_app`` or
    ``no_sample_data``, Conflict ``sample_data_there``, Invalid where the app has changed too much for them.
    """
    require_builder(work)
    app_id = find_app(work.model, app)
    template = templates_of_apps(work.conn, work.space).get(app_id, "")
    known = {info.name for info in loader.catalog(folder) if info.has_sample_data}
    if template not in known:
        raise NotFound("no_sample_data")
    return create_samples(work, app_id, template, folder)


def remove_samples_of(work: Work, app: str) -> int:
    """Have the sample data of an app taken away by a job, and return that; what people made or changed stays.

    Raises NotAllowed, NotFound ``unknown_app`` or ``no_sample_data``.
    """
    require_builder(work)
    return remove_samples(work, find_app(work.model, app))
