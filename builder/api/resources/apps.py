"""Apps: the list, the model an interface draws, export, check, publish, revisions, the trash of elements."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from builder.api.answers import ASK_AGAIN, Answer
from builder.api.auth import Access
from builder.api.errors import problem_json
from builder.api.operations import Resource, Transaction
from builder.api.resources.people import member_names, named
from builder.api.schemas.apps import (
    AddedFields,
    AddedTag,
    AppExport,
    AppList,
    CheckBody,
    CheckResult,
    ElementTrash,
    NewFields,
    NewTag,
    PublishBody,
    PublishResult,
    RecordTrash,
    RevisionList,
)
from builder.api.schemas.imports import StartedJob
from builder.api.schemas.model import AppModel
from builder.designer import adding_fields, adding_options, element_trash, publishing, revisions
from builder.designer.conversions import conversion_document
from builder.designer.exporting import export_app
from builder.errors import Invalid, NotFound, Problem
from builder.metadata.instants import rfc3339
from builder.runtime.deleted_records import count_deleted
from builder.runtime.describe_app import app_summary, apps_of, describe_app, model_version
from builder.runtime.readable import shows
from builder.runtime.work import Work

apps = Resource("apps", __name__, description="Apps and what they are made of.")
APP = "/w/<workspace>/apps/<app>"


@apps.operation("GET", "/w/<workspace>/apps", "listApps", access=Access.MEMBER, answer=AppList)
def list_apps(work: Work) -> dict[str, Any]:
    """List the apps in which the reader may do something."""
    return {"items": [app_summary(app) for app in apps_of(work)]}


@apps.operation("GET", f"{APP}/model", "getModel", access=Access.MEMBER, answer=AppModel)
def get_model(work: Work) -> Answer:
    """Return everything that drawing the app needs, with the reader's rights applied."""
    return Answer(describe_app(work), etag=model_version(work), headers=ASK_AGAIN, whole=True)


@apps.operation("GET", f"{APP}/export", "exportApp", access=Access.BUILDER, answer=AppExport)
def export(work: Work) -> dict[str, Any]:
    """Return every document of the app, references by name."""
    return export_app(work, str(work.app))


@apps.operation(
    "POST",
    f"{APP}/check",
    "checkApp",
    access=Access.BUILDER,
    transaction=Transaction.READING,
    body=CheckBody,
    answer=CheckResult,
    app_may_be_new=True,
)
def check(work: Work, app: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return every problem of documents, and what publishing them would change."""
    delete, confirm = body.get("delete") or (), body.get("confirm") or ()
    checked = publishing.check(work, published_app(work, app), body["documents"], delete, confirm)
    return {
        "problems": [problem_json(problem) for problem in checked.problems],
        "changes": [change.as_document() for change in checked.changes],
        "conversions": [conversion_document(trial) for trial in checked.conversions],
    }


@apps.operation(
    "POST",
    f"{APP}/publish",
    "publishApp",
    access=Access.BUILDER,
    transaction=Transaction.PUBLISHING,
    body=PublishBody,
    answer=PublishResult,
    app_may_be_new=True,
)
def publish(work: Work, app: str, body: dict[str, Any]) -> dict[str, Any]:
    """Put documents into force, in one transaction. A new app is published under the name in the address."""
    target, delete, confirm = published_app(work, app), body.get("delete") or (), body.get("confirm") or ()
    message, revision = body.get("message", ""), body.get("revision")
    done = publishing.publish(work, target, body["documents"], delete, message, revision, confirm=confirm)
    made = work.model.apps[done.app]
    if app not in (made.id, made.name):
        raise Invalid([Problem("documents", "another_app", params={"app": made.name})])
    return published_json(done)


@apps.operation(
    "POST",
    f"{APP}/entities/<entity>/fields",
    "addFields",
    access=Access.BUILDER,
    transaction=Transaction.PUBLISHING,
    body=NewFields,
    answer=AddedFields,
    status=201,
)
def add_fields(work: Work, entity: str, body: dict[str, Any]) -> dict[str, Any]:
    """Add fields to an entity and put them at the end of its main form."""
    wanted = [adding_fields.NewField(**field) for field in body["fields"]]
    names, published = adding_fields.add_fields(work, work.entity(entity), wanted)
    return {**published_json(published), "names": names}


@apps.operation(
    "POST",
    f"{APP}/entities/<entity>/fields/<field>/tags",
    "addTag",
    access=Access.MEMBER,
    transaction=Transaction.PUBLISHING,
    body=NewTag,
    answer=AddedTag,
    status=201,
)
def add_tag(work: Work, entity: str, field: str, body: dict[str, Any]) -> dict[str, Any]:
    """Add a tag to the set of a field, where the set lets people do so; one that is called so is returned."""
    found = work.entity(entity)
    item = found.by_name.get(field)
    if item is None or not shows(work, found, item):
        raise NotFound("unknown_field", name=field[:100])
    tag = adding_options.add_tag(work, found, item, body["label"])
    return {"name": tag.name, "label": dict(tag.label), "color": tag.color}


@apps.operation("GET", f"{APP}/revisions", "listRevisions", access=Access.BUILDER, answer=RevisionList)
def list_revisions(work: Work) -> dict[str, Any]:
    """List what was published, newest first."""
    found = revisions.revisions(work, str(work.app))
    names = member_names(work, {item.by for item in found})
    return {"items": [{**asdict(item), "at": rfc3339(item.at), "by": named(names, item.by)} for item in found]}


@apps.operation("GET", f"{APP}/trash", "listElementTrash", access=Access.BUILDER, answer=ElementTrash)
def list_trash(work: Work) -> dict[str, Any]:
    """List deleted fields and entities whose data is still there."""
    found = element_trash.trashed_elements(work, str(work.app))
    return {"items": [trashed_json(item) for item in found]}


@apps.operation(
    "GET",
    f"{APP}/trash/records",
    "countDeletedRecords",
    access=Access.MEMBER,
    transaction=Transaction.READING,
    answer=RecordTrash,
)
def count_deleted_records(work: Work) -> dict[str, Any]:
    """Count the deleted records of each entity that the reader may bring back."""
    return count_deleted(work)


@apps.operation(
    "POST",
    f"{APP}/trash/<element>/restore",
    "restoreElement",
    access=Access.BUILDER,
    transaction=Transaction.PUBLISHING,
    answer=PublishResult,
)
def restore(work: Work, element: str) -> dict[str, Any]:
    """Bring a deleted field or entity back, with its data."""
    return published_json(element_trash.restore_element(work, str(work.app), element))


@apps.operation(
    "DELETE",
    f"{APP}/trash",
    "emptyElementTrash",
    access=Access.BUILDER,
    transaction=Transaction.PUBLISHING,
    answer=StartedJob,
    status=202,
)
def empty_trash(work: Work) -> dict[str, int]:
    """Give up all deleted fields and entities for good; a job removes their data."""
    return {"job": element_trash.purge_elements(work, str(work.app))}


@apps.operation(
    "DELETE",
    f"{APP}/trash/<element>",
    "purgeElement",
    access=Access.BUILDER,
    transaction=Transaction.PUBLISHING,
    answer=StartedJob,
    status=202,
)
def purge(work: Work, element: str) -> dict[str, int]:
    """Give up a deleted field or entity for good; a job removes its data."""
    return {"job": element_trash.purge_elements(work, str(work.app), [element])}


def published_app(work: Work, name: str) -> str | None:
    """Return the id of the app with this name or id, None while there is none."""
    found = work.model.app(name)
    return found.id if found is not None else None


def published_json(done: publishing.Published) -> dict[str, Any]:
    """Return what a publish did."""
    changes = [change.as_document() for change in done.changes]
    conversions = [conversion_document(trial) for trial in done.conversions]
    return {"revision": done.revision, "changes": changes, "jobs": list(done.jobs), "conversions": conversions}


def trashed_json(item: element_trash.TrashedElement) -> dict[str, Any]:
    """Return a deleted element."""
    return {
        "id": item.id,
        "kind": item.kind,
        "name": item.name,
        "label": dict(item.label),
        "entity": item.entity,
        "entity_label": dict(item.entity_label),
        "deleted_at": rfc3339(item.at),
        "revision": item.revision,
    }
