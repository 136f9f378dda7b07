"""In which language a request is answered."""

from __future__ import annotations

from flask import g, request

from builder.messages import FALLBACK, locale_for


def reader_locale() -> str:
    """Return the language of the answer: the first of Accept-Language that is ours, else the person's own."""
    for wanted, _quality in request.accept_languages:
        found = locale_for(wanted)
        if found is not None:
            return found
    person = g.get("person")
    return (person and locale_for(person.locale or "")) or FALLBACK
