"""Ways to reach people: e-mail addresses, phone numbers and web addresses, each in one spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import Part, PartKind, TextFormat
from builder.metadata.field_types.codes import CodeField
from builder.metadata.values import BadValue, JsonSchema, Value
from builder.metadata.written.number_texts import normal_width

_EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}")
_PLAIN_EMAIL = re.compile(
    r"(?:[A-Za-z0-9_+]+\.){0,8}[A-Za-z0-9_+]{1,32}@(?:[a-z0-9]{1,63}(?:-[a-z0-9]{1,30}){0,3}\.){1,8}[a-z]{2,63}"
)
"""Addresses that need no closer look: nearly all. Shorter than what is bounded."""
_MISPLACED = re.compile(r"\.\.|^\.|\.@|@-|-\.|\.-")
_MOBILE = re.compile(r"(?:\+?86|0086)?[ -]?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})", re.ASCII)
_PLAIN_MOBILE = re.compile(r"\+861[3-9]\d{9}", re.ASCII)
_EXTENSION = re.compile(r"\s*(?:转|轉|分机|分機)\s*")
_DIGITS = re.compile(r"\d", re.ASCII)
_BARE_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,63}(?::\d{1,5})?(?:[/?#].*)?")
_PLAIN_URL = re.compile(r"https?://(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63}(?:/[A-Za-z0-9._~/-]*)?", re.ASCII)
"""Addresses that need no closer look: nearly all."""
LONGEST_MAILBOX = 64
LONGEST_PHONE = 60
LONGEST_URL = 2_000
FEWEST_DIGITS = 3
HOME = "CN"
FREEPHONE = ("400", "800")
"""Beginnings of Chinese numbers that are written like American ones."""
_AMERICAN = re.compile(
    r"(?P<country>1(?:[ ./-]{1,2}|(?=\()))?(?:\([2-9]\d\d\)|[2-9]\d\d)[ ./-]{0,2}\d{3}[ .-]{1,2}\d{4}(?:\D.*)?",
    re.ASCII,
)
"""Numbers of North America as they are written there: three digits, three, four. Nothing in China is."""
_TEN_DIGITS = re.compile(r"[2-9]\d{9}", re.ASCII)


class EmailField(CodeField):
    """One e-mail address; its domain in lower case, compared without case."""

    name = "email"
    parts = (Part("value", PartKind.TEXT, "email"),)
    widget = "email"
    caseless = True
    longest = 254

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "string", "maxLength": self.longest, "format": "email"}

    def checked(self, text: str, field: Field) -> str:
        if len(text) <= LONGEST_MAILBOX and _PLAIN_EMAIL.fullmatch(text):
            return text
        plain = normal_width(text).removeprefix("mailto:")
        if len(plain) > self.longest or len(plain.rpartition("@")[0]) > LONGEST_MAILBOX:
            raise BadValue("not_an_email")
        if _EMAIL.fullmatch(plain) and not _MISPLACED.search(plain):
            name, _, domain = plain.rpartition("@")
            return f"{name}@{domain.lower()}"
        return _unusual_email(plain)

    def unique_key(self, value: Value, field: Field) -> str | None:
        return value.casefold() if value else None


def _unusual_email(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(text, check_deliverability=False, test_environment=True)
        again = validate_email(found.normalized, check_deliverability=False, test_environment=True)
    except (EmailNotValidError, ValueError):
        raise BadValue("not_an_email") from None
    return again.normalized


class PhoneField(CodeField):
    """One phone number, as +8613812345678 (E.164) with ``;ext=`` for an extension.

    Its country is the one it names, else the field's ``region``, else the workspace's, else China. What is no number
    that the plan of its country knows, but has three digits, is kept as typed, with a warning; and so is what is
    written the American way where numbers are Chinese, until the record names its country.
    """

    name = "phone"
    parts = (Part("value", PartKind.TEXT, "phone"),)
    widget = "phone"
    longest = LONGEST_PHONE
    workspace_settings = ("region",)
    settings_schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"region": {"type": "string", "pattern": "^[A-Z]{2}$"}},
    }

    def checked(self, text: str, field: Field) -> str:
        if _PLAIN_MOBILE.fullmatch(text):
            return text
        plain = normal_width(text).strip()
        mobile = _MOBILE.fullmatch(plain)
        if mobile:
            return "+86" + "".join(mobile.groups())
        if len(plain) > LONGEST_PHONE or len(_DIGITS.findall(plain)) < FEWEST_DIGITS:
            raise BadValue("not_a_phone")
        return _read(plain, field.settings.get("region", HOME)) or plain

    def warnings(self, value: Value, field: Field) -> list[str]:
        if not value or _PLAIN_MOBILE.fullmatch(value) or _MOBILE.fullmatch(value):
            return []
        return [] if _read(value, field.settings.get("region", HOME)) else ["phone_not_recognised"]

    def in_country(self, value: Value, field: Field, region: str) -> Value:
        return value if value.startswith("+") else _international(value, region) or value

    def unique_key(self, value: Value, field: Field) -> str | int | None:
        return value if not value or value.startswith("+") else _written_digits(value)

    def to_text(self, value: Value, field: Field, how: TextFormat) -> str:
        mobile = _MOBILE.fullmatch(value) if value else None
        return "".join(mobile.groups()) if mobile else value or ""

    def search_text(self, value: Value, field: Field) -> str:
        if not value or value.startswith("+"):
            return f"{value} {value[3:]}" if value and value.startswith("+86") else value or ""
        return f"{value} {_written_digits(value)}"

    def problems_in(self, field: Field) -> Iterator[tuple[str, str]]:
        own = field.document.get("settings", {}) if field.document else field.settings
        if "region" in own and not is_region(own["region"]):
            yield "region", "unknown_region"


def is_region(code: str) -> bool:
    """Whether a code of two letters (ISO 3166) names a region with a numbering plan."""
    import phonenumbers

    return code in phonenumbers.SUPPORTED_REGIONS


def _written_digits(text: str) -> str:
    """Return the digits of a number that was kept as typed: two that differ in signs only are the same."""
    return "".join(_DIGITS.findall(text))


def _read(text: str, region: str) -> str:
    """Return the E.164 form of a number of a country, or "" for what its plan does not know or may well not mean."""
    american = _AMERICAN.fullmatch(text)
    if american and american["country"]:
        return _international(text, "US")
    if region == HOME and (american or _TEN_DIGITS.fullmatch(text)):
        first = "".join(_DIGITS.findall(text))[:3]
        if first not in FREEPHONE and (american or _international(text, "US")):
            return ""
    return _international(text, region)


@lru_cache(maxsize=50_000)
def _international(text: str, region: str) -> str:
    """Return the E.164 form, or "" for what the numbering plans do not know."""
    import phonenumbers

    try:
        number = phonenumbers.parse(_EXTENSION.sub(" x", text), region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{written};ext={number.extension}" if number.extension else written


class UrlField(CodeField):
    """One web address, http or https; https is added where it is missing. Other schemes are refused."""

    name = "url"
    parts = (Part("value", PartKind.TEXT, "url"),)
    widget = "url"
    short = False
    longest = LONGEST_URL

    def wire_schema(self, field: Field) -> JsonSchema:
        return {"type": "string", "maxLength": self.longest, "format": "uri"}

    def checked(self, text: str, field: Field) -> str:
        return web_address(text)


def web_address(text: str) -> str:
    """Return an http or https address, with its scheme. Raises BadValue ``not_a_url``, also for other schemes."""
    if len(text) > LONGEST_URL - len("https://") or " " in text or not text.isprintable():
        raise BadValue("not_a_url")
    if _PLAIN_URL.fullmatch(text):
        return text
    if "://" not in text:
        if not _BARE_HOST.fullmatch(text):
            raise BadValue("not_a_url")
        text = "https://" + text
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise BadValue("not_a_url")
    return parts.scheme + text[len(parts.scheme) :]
