"""What the interface says in the language of a page, by the key of the text."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.journeys.looks import LOCALES


def told(page: Page, key: str) -> re.Pattern[str]:
    """Return what matches the whole of a text of the interface, whatever stands in its places."""
    text = _texts(page.evaluate("document.documentElement.lang"))
    for part in key.split("."):
        text = text[part]
    pieces = (re.escape(piece) for piece in re.split(r"\{\{.*?\}\}", str(text)))
    return re.compile(f"^{'.+'.join(pieces)}$")


@cache
def _texts(locale: str) -> Any:
    return json.loads((LOCALES / f"{locale}.json").read_text(encoding="utf-8"))
