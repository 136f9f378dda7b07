"""How options are named, written and found again by their texts; shared by every type that chooses from a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from builder.metadata.definitions import Field, Option
from builder.metadata.values import BadValue, called, text_of

OPTION_SOURCES = {
    "options": {"$ref": "common.json#/$defs/options"},
    "option_set": {"$ref": "common.json#/$defs/ref"},
}
LIST_SEPARATORS = (";", "；", "、", "|", "\n", ",", "，")


def parse_option(raw: object, field: Field) -> str:
    """Return the id of the option called ``raw``. Raises BadValue ``unknown_option``."""
    option = field.options.by_name.get(raw) if isinstance(raw, str) else None
    if option is None:
        raise BadValue("unknown_option", value=str(raw)[:100] if isinstance(raw, str) else "")
    return option.id


def option_called(text: str, field: Field) -> Option:
    """Return the option with this label, in any language, or name. Raises BadValue."""
    plain = text.strip()
    found = field.options.by_label.get(called(plain), [])
    if len(found) != 1:
        raise BadValue("ambiguous_option" if found else "unknown_option", value=plain[:100])
    return found[0]


def spoken(option_id: str, field: Field, locale: str) -> str:
    """Return an option's label, or its name where two options share the label; "" for one that is gone."""
    option = field.options.by_id.get(option_id)
    if option is None:
        return ""
    label = text_of(option.label, locale).strip()
    return label if len(field.options.by_label.get(called(label), [])) == 1 else option.name


def all_labels(option_id: str, field: Field) -> str:
    """Return an option's labels in all languages, for search."""
    option = field.options.by_id.get(option_id)
    return " ".join(option.label.values()) if option else ""


def joined(texts: Sequence[str]) -> str:
    """Return texts as one, parted by the first separator that none of them contains."""
    if len(texts) < 2:
        return "".join(texts)
    for separator in LIST_SEPARATORS:
        if not any(separator in text for text in texts):
            return (separator + " " if separator in ";," else separator).join(texts)
    return "\n".join(texts)


def pieces(text: str) -> Iterator[list[str]]:
    """Yield the ways to take a text for a list: whole, then parted by each separator that it contains."""
    yield [text.strip()]
    for separator in LIST_SEPARATORS:
        if separator in text:
            yield [piece.strip() for piece in text.split(separator) if piece.strip()]


def source_problems(field: Field) -> Iterator[tuple[str, str]]:
    """Yield problems of options named twice, taken from two places or standing under themselves."""
    if "options" in field.settings and "option_set" in field.settings:
        yield "option_set", "options_given_twice"
    if "options" not in field.settings and "option_set" not in field.settings:
        yield "options", "options_missing"
    names = [option.name for option in field.options]
    if len(set(names)) < len(names):
        yield "options", "duplicate_name"
    if runs_in_circle(field):
        yield "options", "option_tree_broken"


def runs_in_circle(field: Field) -> bool:
    """Whether the parents of an option lead back to it."""
    above: dict[str, str] = {}
    for option in field.options:
        parent = field.options.by_id.get(option.parent) or field.options.by_name.get(option.parent)
        if parent is not None:
            above[option.id] = parent.id
    while above:
        key, passed = next(iter(above)), set[str]()
        while key in above:
            passed.add(key)
            key = above.pop(key)
        if key in passed:
            return True
    return False
