"""Templates: what can be installed, and installing it."""

from __future__ import annotations

from typing import Any

from builder.api.auth import Access
from builder.api.operations import Resource, Transaction
from builder.api.schemas.apps import InstallBody, InstalledApp, TemplateList
from builder.designer import installing
from builder.runtime.describe_app import app_summary
from builder.runtime.work import Work

templates = Resource("templates", __name__, description="Ready-made apps.")


@templates.operation("GET", "/w/<workspace>/templates", "listTemplates", access=Access.BUILDER, answer=TemplateList)
def list_templates(work: Work) -> dict[str, Any]:
    """List the templates that come with the product."""
    del work
    return {
        "items": [
            {
                "name": item.name,
                "label": dict(item.label),
                "description": dict(item.description) or None,
                "version": item.version,
            }
            for item in installing.templates()
        ]
    }


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
    return {"app": app_summary(work.model.apps[installed.app])}
