"""How the floor writes a record into its row and a row into an answer: by hand, for this one table."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import orjson

from benchmarks.sample_app import GRADES, INDUSTRIES, REGIONS, SOURCES, STAGES
from builder.metadata.collation import sort_key

COLUMNS = (
    "id",
    "version",
    "created_at",
    "updated_at",
    "deleted_at",
    "owner",
    "department",
    "stage",
    "stage_entered_at",
    "follow_status",
    "last_followed_at",
    "next_follow_at",
    "code",
    "company_name",
    "company_sort",
    "contact_name",
    "contact_sort",
    "mobile",
    "email",
    "website",
    "source",
    "industry",
    "grade",
    "region",
    "employees",
    "score",
    "amount",
    "currency",
    "probability",
    "purchase_by",
    "last_call_at",
    "urgency",
    "do_not_call",
    "account",
)
_CODES = {
    options: {name: code for code, name in enumerate(options)} for options in (SOURCES, INDUSTRIES, GRADES, REGIONS)
}
_EPOCH_DAY = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Names:
    """What the floor knows of the one person and the one flow."""

    person: str
    flow: str
    clock: Callable[[], int] = field(default=lambda: time.time_ns() // 1_000)


def option(options: tuple[str, ...], name: str) -> int:
    """Return the code of an option."""
    return _CODES[options][name]


def stored(number: int | None, now: int, values: dict[str, Any]) -> tuple[Any, ...]:
    """Return the row of a record."""
    called = datetime.fromisoformat(values["last_call_at"])
    money = values["expected_amount"]
    company, contact = values["company_name"], values["contact_name"]
    return (
        number,
        1,
        now,
        now,
        None,
        1,
        None,
        0,
        now,
        0,
        None,
        None,
        values["code"],
        company,
        sort_key(company),
        contact,
        sort_key(contact),
        values["mobile"],
        values["email"],
        values["website"],
        _CODES[SOURCES][values["source"]],
        _CODES[INDUSTRIES][values["industry"]],
        _CODES[GRADES][values["grade"]],
        _CODES[REGIONS][values["region"]],
        values["employees"],
        int(values["score"].replace(".", "")),
        int(money["amount"].replace(".", "")),
        money["currency"],
        int(values["probability"]),
        date.fromisoformat(values["purchase_by"]).toordinal() - _EPOCH_DAY,
        int(called.timestamp()) * 1_000_000,
        values["urgency"],
        int(values["do_not_call"]),
        values["account"],
    )


def _moment(microseconds: int) -> str:
    seconds, rest = divmod(microseconds, 1_000_000)
    text = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{rest:06d}Z" if rest else f"{text}Z"


def _hundredths(number: int) -> str:
    return f"{number // 100}.{number % 100:02d}"


def record(row: Sequence[Any], names: Names) -> bytes:
    """Return the answer to reading one record: its row, its need, the account's and the person's name."""
    (number, version, created, updated, _, owner, department, stage, entered, _, followed, following, *own) = row
    (code, company, _, contact, _, mobile, email, website, source, industry, grade, region, *rest) = own
    (employees, score, amount, currency, probability, purchase, called, urgency, quiet, account, *joined) = rest
    need, account_name, person = joined
    someone = {"id": owner, "label": person}
    values = {
        "code": code,
        "company_name": company,
        "contact_name": contact,
        "mobile": mobile,
        "email": email,
        "website": website,
        "core_need": need,
        "source": SOURCES[source],
        "industry": INDUSTRIES[industry],
        "grade": GRADES[grade],
        "region": REGIONS[region],
        "employees": employees,
        "score": _hundredths(score),
        "expected_amount": {"amount": _hundredths(amount), "currency": currency},
        "probability": str(probability),
        "purchase_by": date.fromordinal(purchase + _EPOCH_DAY).isoformat(),
        "last_call_at": _moment(called),
        "urgency": urgency,
        "do_not_call": bool(quiet),
        "account": {"id": account, "label": account_name},
        "owner": someone,
        "department": department,
        "stage": STAGES[stage],
        "stage_entered_at": _moment(entered),
        "follow_status": "none",
        "last_followed_at": followed,
        "next_follow_at": following,
        "created_at": _moment(created),
        "created_by": someone,
        "updated_at": _moment(updated),
        "updated_by": someone,
    }
    found = {"id": number, "version": version, "title": company, "values": values, "stage_flow": names.flow}
    return orjson.dumps(found)


def listed(rows: Sequence[Sequence[Any]]) -> bytes:
    """Return the answer to the list; the cursor is the last row's place, which the product seals besides."""
    items = [
        {
            "id": row[0],
            "version": row[1],
            "title": row[2],
            "values": {
                "company_name": row[2],
                "contact_name": row[3],
                "mobile": row[4],
                "source": SOURCES[row[5]],
                "grade": GRADES[row[6]],
                "expected_amount": {"amount": _hundredths(row[7]), "currency": row[8]},
                "purchase_by": date.fromordinal(row[9] + _EPOCH_DAY).isoformat(),
                "account": {"id": row[10], "label": row[11]},
                "stage": STAGES[row[12]],
                "owner": {"id": row[13], "label": row[14]},
                "created_at": _moment(row[15]),
            },
        }
        for row in rows[:50]
    ]
    following = f"{rows[49][7]},{rows[49][0]}" if len(rows) > 50 else None
    return orjson.dumps({"items": items, "next": following, "previous": None, "indexed": True})
