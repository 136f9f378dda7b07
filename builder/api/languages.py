"""In which language a request is answered."""

from __future__ import annotations

from flask import g, request

from builder.messages import FALLBACK, locale_for


def reader_locale() -> str:
    """Return the first language of Accept-Language that is ours, else the one of who is signed in."""
    for wanted, _quality in request.accept_languages:
        found = locale_for(wanted)
        if found is not None:
            return found
    asker = g.get("asker")
    return (asker and locale_for(asker.account.locale or "")) or FALLBACK
