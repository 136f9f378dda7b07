"""What people sign in with: an address, a mobile number or a user name, each in the one spelling that is kept."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from builder.errors import Problem

LONGEST_USERNAME = 64
HOME_REGIONS = ("CN", "TW", "HK", "MO")
"""Where a number without a country code may be from when nothing says which."""
_USERNAME = re.compile(r"[^\W_](?:[._-]?[^\W_])+")


@dataclass(frozen=True)
class SignInName:
    """A name of one of the three kinds, in the spelling that is kept."""

    kind: str
    """``email``, ``mobile`` or ``username``: also the column of the account."""
    value: str


def names_meant(written: str) -> list[SignInName]:
    """Return the names that what somebody typed at the sign-in may mean; none where it can be nobody's."""
    text = unicodedata.normalize("NFKC", written).strip()
    if "@" in text:
        address = normal_email(text)
        return [SignInName("email", address)] if address else []
    numbers = [normal_mobile(text, region) for region in HOME_REGIONS]
    found = [SignInName("mobile", number) for number in dict.fromkeys(numbers) if number]
    username = normal_username(text)
    return found + ([SignInName("username", username)] if username else [])


def normal_email(written: str) -> str:
    """Return the one spelling of an address: NFC, lower case, ASCII domain; blank for what is none."""
    from email_validator import EmailNotValidError, validate_email  # takes a tenth of a second to load

    try:
        found = validate_email(written.strip(), check_deliverability=False, test_environment=True)
    except (EmailNotValidError, UnicodeError):
        return ""
    domain = found.ascii_domain or found.domain
    return f"{found.local_part}@{domain}".lower()


def normal_mobile(written: str, region: str) -> str:
    """Return a number as +8613812345678 (E.164), of ``region`` where it names no country; blank for what is none."""
    import phonenumbers

    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", written), region)
    except phonenumbers.NumberParseException:
        return ""
    if number.extension or not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normal_username(written: str) -> str:
    """Return a user name without regard to case and width; blank for what is none.

    Letters and digits of any script, single ``.``, ``_`` or ``-`` between them, and at least one letter, so that it
    is never taken for a number.
    """
    text = unicodedata.normalize("NFKC", written).strip().casefold()
    fits = 2 <= len(text) <= LONGEST_USERNAME and _USERNAME.fullmatch(text)
    return text if fits and any(letter.isalpha() for letter in text) else ""


def read_names(email: str, mobile: str, username: str, region: str) -> tuple[dict[str, str | None], list[Problem]]:
    """Return kind → spelling that is kept (None where nothing was given), and what is wrong with each."""
    given = {"email": email.strip(), "mobile": mobile.strip(), "username": username.strip()}
    kept: dict[str, str | None] = {
        "email": normal_email(email) or None,
        "mobile": normal_mobile(mobile, region) or None,
        "username": normal_username(username) or None,
    }
    problems = [Problem(kind, _CODES[kind]) for kind, text in given.items() if text and kept[kind] is None]
    return kept, problems


def counted_as(written: str) -> str:
    """Return what attempts at a name are counted under: the same however it is written."""
    meant = names_meant(written)
    return meant[0].value if meant else unicodedata.normalize("NFKC", written).strip().casefold()


_CODES = {"email": "not_an_email", "mobile": "not_a_phone", "username": "bad_username"}
