"""An app as one reader may see it: everything that drawing its lists, forms and menus needs, fetched once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from builder.errors import NotFound
from builder.metadata.entity import Entity
from builder.metadata.model import App
from builder.metadata.naming import with_names
from builder.metadata.rights import EntityRights
from builder.runtime.describe_entity import describe_entity
from builder.runtime.visible_documents import visible_form, visible_menu, visible_view
from builder.runtime.visible_pages import visible_page
from builder.runtime.work import Work

LANGUAGES = ("zh-CN", "en", "zh-TW")
DEFAULTS: Mapping[str, Any] = {
    "default_language": "zh-CN",
    "time_zone": "Asia/Shanghai",
    "currency": "CNY",
    "week_start": 1,
    "date_order": "ymd",
}
MOST_MODELS = 64
"""Descriptions kept with one catalogue: readers with the same rights share one."""


def describe_app(work: Work) -> dict[str, Any]:
    """Return the model of ``work.app`` as docs/api.md describes it. Raises NotFound for no app.

    The answer is shared between requests: nobody may change it.
    """
    app = _app(work)
    key = ("model", app.id, _fingerprint(work))
    found = work.catalog.plans.get(key)
    if found is None:
        kept = [other for other in work.catalog.plans if isinstance(other, tuple) and other[0] == "model"]
        for other in kept[: max(0, len(kept) - MOST_MODELS + 1)]:
            work.catalog.plans.pop(other, None)
        found = work.catalog.plans[key] = _describe(work, app)
    return found


def model_version(work: Work) -> str:
    """Return what changes when the description does: revisions of documents and settings, and the reader's rights."""
    head = work.catalog.head
    return f"{head.metadata_rev}.{head.settings_rev}.{_fingerprint(work)}"


def app_summary(app: App) -> dict[str, Any]:
    """Return an app as lists show it."""
    document = app.document
    return {
        "id": app.id,
        "name": app.name,
        "label": dict(app.label),
        "icon": document.get("icon"),
        "color": document.get("color"),
        "version": document.get("version"),
    }


def apps_of(work: Work) -> list[App]:
    """Return the apps in which the reader may do something, in order."""
    found = [app for app in work.model.apps.values() if work.rights.administrator or _entities(work, app)]
    return sorted(found, key=lambda app: (app.document.get("order", ""), app.name))


def _describe(work: Work, app: App) -> dict[str, Any]:
    document = with_names({**app.document, "menu": visible_menu(work, app.document.get("menu", ()))}, work.model)
    settings = work.model.settings
    return {
        "app": {
            **app_summary(app),
            "menu": document["menu"],
            "languages": list(document.get("languages") or settings.get("languages") or LANGUAGES),
            "home": document.get("home"),
        },
        "settings": _settings(settings),
        "revision": work.catalog.head.metadata_rev,
        "entities": [describe_entity(work, entity) for entity in _entities(work, app)],
        "forms": _visible(work, app, "form", visible_form),
        "views": _visible(work, app, "view", visible_view),
        "pages": _visible(work, app, "page", visible_page),
    }


def _settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    shown = {name: settings.get(name, default) for name, default in DEFAULTS.items()}
    currencies = list(settings.get("currencies") or [shown["currency"]])
    return {**shown, "languages": list(settings.get("languages") or LANGUAGES), "currencies": currencies}


def _visible(
    work: Work, app: App, kind: str, show: Callable[[Work, Mapping[str, Any]], dict[str, Any] | None]
) -> list[dict[str, Any]]:
    shown = (show(work, document) for document in work.model.of_kind(kind, app.id))
    return [document for document in shown if document is not None]


def _entities(work: Work, app: App) -> list[Entity]:
    documents = work.model.of_kind("entity", app.id)
    entities = (work.model.entities[document["id"]] for document in documents)
    return [entity for entity in entities if work.rights.on(entity.id).branches]


def _app(work: Work) -> App:
    app = work.model.apps.get(work.app or "")
    if app is None:
        raise NotFound("unknown_app")
    return app


def _fingerprint(work: Work) -> str:
    """Return what of the reader's rights decides what is shown: actions and access to fields."""
    rights = work.rights
    parts = [_of_entity(rights.default)]
    parts += [f"{entity_id}={_of_entity(one)}" for entity_id, one in sorted(rights.entities.items())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _of_entity(rights: EntityRights) -> str:
    actions = sorted(str(action) for action, branches in rights.branches.items() if branches)
    return f"{actions}{rights.default}{sorted(rights.fields.items())}"
