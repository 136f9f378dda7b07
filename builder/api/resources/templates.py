"""Templates: what can be installed, installing it, and its sample data."""

from __future__ import annotations

from typing import Any

from flask import Response

from builder.api.auth import Access
from builder.api.operations import Resource, Transaction
from builder.api.schemas.imports import StartedJob
from builder.api.schemas.templates import AddedSamples, InstallBody, InstalledApp, PictureSearch, TemplateList
from builder.designer import installing, template_gallery
from builder.runtime.describe_app import app_summary
from builder.runtime.work import Work
from builder.templates_catalog import loader

templates = Resource("templates", __name__, description="Ready-made apps.")
PICTURE = "image/webp"
SAMPLE_DATA = "/w/<workspace>/apps/<app>/sample-data"


@templates.operation("GET", "/w/<workspace>/templates", "listTemplates", access=Access.BUILDER, answer=TemplateList)
def list_templates(work: Work) -> dict[str, Any]:
    """List the templates that come with the product, what is inside, and the apps made from each."""
    return {"items": template_gallery.gallery(work)}


@templates.operation(
    "GET",
    "/w/<workspace>/templates/<template>/pictures/<picture>",
    "getTemplatePicture",
    access=Access.BUILDER,
    query=PictureSearch,
    answer=None,
    content_type=PICTURE,
)
def get_picture(_work: Work, template: str, picture: str, query: dict[str, Any]) -> Response:
    """Return a screen of the app that a template becomes, as a picture."""
    response = Response(loader.picture(template, picture, query["locale"]), mimetype=PICTURE)
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@templates.operation(
    "POST",
    "/w/<workspace>/templates/<template>/install",
    "installTemplate",
    access=Access.BUILDER,
    transaction=Transaction.PUBLISHING,
    body=InstallBody,
    answer=InstalledApp,
    status=201,
)
def install(work: Work, template: str, body: dict[str, Any]) -> dict[str, Any]:
    """Install a template as an app with ids of its own."""
    clone = body.get("clone")
    named = (clone["name"], clone["label"]) if clone else None
    installed = installing.install(work, template, named, body["sample_data"])
    return {"app": app_summary(work.model.apps[installed.app]), "sample_records": installed.sample_records}


@templates.operation(
    "POST",
    SAMPLE_DATA,
    "addSampleData",
    access=Access.BUILDER,
    transaction=Transaction.PUBLISHING,
    answer=AddedSamples,
    status=201,
)
def add_sample_data(work: Work) -> dict[str, Any]:
    """Add the sample company of its template to an app."""
    return {"records": template_gallery.add_samples(work, work.app or "")}


@templates.operation("DELETE", SAMPLE_DATA, "removeSampleData", access=Access.BUILDER, answer=StartedJob, status=202)
def remove_sample_data(work: Work) -> dict[str, Any]:
    """Take the sample company away by a job; what people made or changed meanwhile stays and is told."""
    return {"job": template_gallery.remove_samples_of(work, work.app or "")}
