"""The few kinds of fields that every shape of the interface is made of.

Requests are strict (unknown keys are refused, numbers are not read from texts); answers are only described, never
dumped through marshmallow: what use cases return is the answer. Instead of sentences marshmallow is given codes, with
parameters after a bar (``too_long|max=64``); the edge makes problems of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate

from builder.metadata.values import LARGEST_ID

LONGEST_TEXT = 2_000
CODES: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": "missing_value",
    "null": "blank_not_allowed",
    "invalid": "wrong_type",
    "invalid_utf8": "wrong_type",
    "too_large": "number_too_large",
    "type": "wrong_type",
    "validator_failed": "wrong_type",
}
LOCALE_PATTERN = r"^[a-z]{2}(-[A-Z]{2})?$"
NAME_PATTERN = r"^[a-z][a-z0-9_]{0,62}$"


class RequestShape(Schema):
    """A body or a query string: anything that is not named is refused."""

    class Meta:
        """Unknown keys are an error with their path."""

        unknown = RAISE

    error_messages = {"unknown": "unknown_field", "type": "wrong_type"}


class AnswerShape(Schema):
    """An answer as the OpenAPI document describes it; clients must let new keys pass."""

    class Meta:
        """So the description does not close its objects."""

        unknown = EXCLUDE


class Component(fields.Raw):
    """A value described by a component that is not a marshmallow schema: a document, a condition, a label.

    A request only checks that it is an object; the use case checks the rest and names every problem.
    """

    def __init__(self, component: str, **rest: Any) -> None:
        self.component = component
        super().__init__(error_messages=CODES, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> Any:
        if not isinstance(value, dict):
            raise self.make_error("validator_failed")
        return value


class Texts(fields.Dict):
    """An object of texts by key; what is wrong with a key or its text is told at that key."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> Any:
        try:
            return super()._deserialize(value, attr, data, **rest)  # type: ignore[no-untyped-call]
        except ValidationError as error:
            if not isinstance(error.messages, dict):
                raise
            found = {key: [one for part in parts.values() for one in part] for key, parts in error.messages.items()}
            raise ValidationError(found, valid_data=error.valid_data) from error


class Words(fields.List[Any]):
    """Values joined by commas in a query string."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        return super()._deserialize([part for part in value.split(",") if part], attr, data, **rest)


def text(
    longest: int = LONGEST_TEXT, *, shortest: int = 0, one_of: Sequence[str] = (), pattern: str = "", **rest: Any
) -> fields.String:
    """Return a text field: bounded, of a pattern, or one of a few words."""
    rule: validate.Validator
    if one_of:
        rule = validate.OneOf(one_of, error="not_offered|choices={choices}")
    elif pattern:
        rule = validate.Regexp(pattern, error="wrong_format")
    else:
        rule = validate.Length(min=shortest or None, max=longest, error=f"wrong_length|min={shortest}|max={longest}")
    return fields.String(validate=rule, error_messages=CODES, **rest)


def count(least: int = 0, most: int = LARGEST_ID, *, strict: bool = True, **rest: Any) -> fields.Integer:
    """Return a whole number within bounds; ``strict`` accepts JSON numbers only (query strings need False)."""
    rule = validate.Range(min=least, max=most, error=f"out_of_range|min={least}|max={most}")
    return fields.Integer(strict=strict, validate=rule, error_messages=CODES, **rest)


def flag(**rest: Any) -> fields.Boolean:
    """Return a JSON true or false; words for them are refused."""
    return fields.Boolean(truthy={True}, falsy={False}, error_messages=CODES, **rest)


def listed(
    inner: type[Schema] | fields.Field[Any], most: int | None = None, least: int = 0, **rest: Any
) -> fields.List[Any]:
    """Return a list of shapes or of fields, with a number of items within bounds."""
    rules = [
        *([validate.Length(min=least, error=f"too_few_items|min={least}")] if least else []),
        *([validate.Length(max=most, error=f"too_many|max={most}")] if most else []),
    ]
    item = inner if isinstance(inner, fields.Field) else nested(inner)
    return fields.List(item, validate=rules, error_messages=CODES, **rest)


def names(most: int = 500, **rest: Any) -> fields.List[Any]:
    """Return a list of short texts: names, paths, document ids."""
    return listed(text(400, shortest=1), most, **rest)


def ids(most: int, **rest: Any) -> fields.List[Any]:
    """Return a list of record ids."""
    return listed(count(1), most, **rest)


def nested(shape: Any, **rest: Any) -> fields.Nested:
    """Return one shape inside another."""
    return fields.Nested(shape, error_messages=CODES, **rest)


def mapping(**rest: Any) -> fields.Dict:
    """Return an object with any keys and values: nothing in it is looked at here."""
    return fields.Dict(error_messages=CODES, metadata={"additionalProperties": {}}, **rest)


def label(**rest: Any) -> fields.Dict:
    """Return a text in several languages: locale → text."""
    return Texts(
        keys=text(pattern=LOCALE_PATTERN),
        values=text(LONGEST_TEXT),
        validate=validate.Length(min=1, max=20, error="wrong_length|min=1|max=20"),
        error_messages=CODES,
        **rest,
    )


def told(kind: type[fields.Field[Any]] = fields.String, **rest: Any) -> fields.Field[Any]:
    """Return a field that an answer always has."""
    return kind(required=True, **rest)


def told_list(inner: type[Schema] | fields.Field[Any], **rest: Any) -> fields.List[Any]:
    """Return a list that an answer always has."""
    return listed(inner, required=True, **rest)
