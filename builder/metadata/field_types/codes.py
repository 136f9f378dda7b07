"""Short codes with a form of their own: identity numbers, credit codes, colours, barcodes; one small class each."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import MATCHING, FieldType, Part, PartKind, as_it_is
from builder.metadata.field_types.text import clean_line
from builder.metadata.values import BadValue, JsonSchema, Value
from builder.metadata.written.number_checks import is_credit_code, is_id_number
from builder.metadata.written.number_texts import normal_width

_BLANKS = re.compile(r"[\s\-]+")
_COLOR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_PRINTABLE = re.compile(r"[ -~]{1,128}")


class CodeField(FieldType):
    """Text of a fixed form: brought into one spelling, then checked."""

    operators = MATCHING
    can_be_unique = True
    short = True
    longest: int

    @abstractmethod
    def checked(self, text: str, field: Field) -> str:
        """Return the one spelling of a code. Raises BadValue when it is none."""

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "string", "maxLength": self.longest}

    def parse(self, raw: object, field: Field) -> Value:
        text = clean_line(raw)
        return None if text is None else self.checked(text, field)

    def dump(self, value: Value, field: Field) -> object:
        return value

    def dumper(self, field: Field) -> Callable[[Value], Any]:
        return as_it_is


class IdNumberField(CodeField):
    """An 18-character Chinese identity number with its check digit (GB 11643)."""

    name = "id_number"
    parts = (Part("value", PartKind.TEXT, "id_number"),)
    widget = "id_number"
    longest = 40

    def checked(self, text: str, field: Field) -> str:
        code = _BLANKS.sub("", normal_width(text)).upper()
        if not is_id_number(code) or not code.isascii():
            raise BadValue("not_an_id_number")
        return code


class CreditCodeField(CodeField):
    """An 18-character unified social credit code with its check character (GB 32100)."""

    name = "credit_code"
    parts = (Part("value", PartKind.TEXT, "credit_code"),)
    widget = "credit_code"
    longest = 40

    def checked(self, text: str, field: Field) -> str:
        code = _BLANKS.sub("", normal_width(text)).upper()
        if not is_credit_code(code) or not code.isascii():
            raise BadValue("not_a_credit_code")
        return code


class ColorField(CodeField):
    """A colour as ``#rrggbb`` in lower case."""

    name = "color"
    parts = (Part("value", PartKind.TEXT, "color"),)
    can_be_unique = False
    widget = "color"
    longest = 7

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "string", "pattern": "^#[0-9a-f]{6}$"}

    def checked(self, text: str, field: Field) -> str:
        code = normal_width(text).lower()
        if not _COLOR.fullmatch(code):
            raise BadValue("not_a_color")
        return code if len(code) == 7 else "#" + "".join(digit * 2 for digit in code[1:])


class BarcodeField(CodeField):
    """What a barcode says: printable ASCII; with a format, digits with a check digit."""

    name = "barcode"
    parts = (Part("value", PartKind.TEXT, "barcode"),)
    widget = "barcode"
    longest = 128
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"format": {"enum": ["any", "ean13", "ean8", "upc_a"]}},
    }

    def checked(self, text: str, field: Field) -> str:
        code = normal_width(text)
        digits = _EAN_LENGTHS.get(field.settings.get("format", "any"))
        if not _PRINTABLE.fullmatch(code) or (digits and not _is_ean(code, digits)):
            raise BadValue("not_a_barcode", format=field.settings.get("format", "any"))
        return code


_EAN_LENGTHS: Mapping[str, int] = {"ean13": 13, "ean8": 8, "upc_a": 12}


def _is_ean(code: str, length: int) -> bool:
    """Source: GS1 General Specifications, check digit: weights 3 and 1 from the right."""
    if len(code) != length or not code.isdecimal():
        return False
    total = sum(int(digit) * (1 + 2 * (place % 2)) for place, digit in enumerate(reversed(code)))
    return total % 10 == 0
