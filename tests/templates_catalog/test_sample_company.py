"""The sample company: the same each time, believable in numbers and dates, and worded in three languages."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest

from builder.metadata.written.number_checks import is_credit_code
from builder.templates_catalog import loader
from builder.templates_catalog.loader import FOLDER
from builder.templates_catalog.samples import ME, SampleCompany, SampleSetting
from tests.templates_catalog.test_crm import LANGUAGES, MAINLAND

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def company(locale: str = "zh-CN", now: datetime = NOW) -> SampleCompany:
    return loader.sample_company("crm", SampleSetting(now, locale))


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [text for one in inner for text in texts(one)]


def test_the_same_day_gives_the_same_company() -> None:
    assert company() == company()
    assert company() != company(now=NOW.replace(day=19))


def test_it_is_as_large_as_was_asked_for() -> None:
    made = company()
    counts = Counter(record.entity for record in made.records)
    assert len(made.people) == 8
    assert len(made.departments) == 3
    asked = {"lead": 300, "customer": 120, "contact": 160, "opportunity": 90, "follow_up": 600}
    assert {name: counts[name] for name in asked} == asked
    entities = {document["name"] for document in loader.load("crm") if document["kind"] == "entity"}
    assert counts.keys() == entities
    assert len({record.key for record in made.records}) == len(made.records)


@pytest.mark.parametrize("now", [NOW, NOW.replace(day=1, hour=0, minute=5), NOW.replace(day=22, hour=23)])
def test_nothing_happened_in_the_future_or_before_it_was_made(now: datetime) -> None:
    made = company(now=now)
    latest = int(now.timestamp()) * 1_000_000
    oldest = latest - 400 * 86_400_000_000
    for record in made.records:
        assert oldest < record.at <= latest, record
        times = [at for _, at, _ in record.stages]
        assert times == sorted(times), record
        assert not times or (times[0] == record.at and times[-1] <= latest), record


def test_names_of_companies_do_not_repeat_and_codes_are_real() -> None:
    customers = [record.values for record in company().records if record.entity == "customer"]
    assert len({values["name"] for values in customers}) == len(customers)
    assert all(is_credit_code(values["credit_code"]) for values in customers)
    assert not any("credit_code" in record.values for record in company("zh-TW").records)


@pytest.mark.parametrize("locale", LANGUAGES)
def test_each_language_has_its_own_words(locale: str) -> None:
    made = company(locale)
    found = [text for record in made.records for text in texts(record.values)]
    chinese = [text for text in found if any("\u4e00" <= sign <= "\u9fff" for sign in text)]
    if locale == "en":
        assert chinese == []
    else:
        assert len(chinese) > 3_000
    if locale == "zh-TW":
        assert [(word, text) for text in chinese for word in MAINLAND if word in text] == []


def test_every_word_is_there_in_three_languages() -> None:
    words = orjson.loads((FOLDER / "crm/sample_company/words.json").read_bytes())
    assert [(key, word) for key, found in words.items() for word in found if word.keys() != set(LANGUAGES)] == []


def test_nobody_real_can_be_written_to() -> None:
    made = company()
    addresses = [person.email for person in made.people]
    addresses += [record.values["email"] for record in made.records if "email" in record.values]
    assert all(address.endswith(".example") for address in addresses)
    mobiles = [record.values["mobile"] for record in made.records if "mobile" in record.values]
    assert all(mobile[7:11] == "0000" for mobile in mobiles)


OPEN = {"new", "assigned", "following", "confirmed", "todo", "doing"}
WON = {"won", "upsell_won", "renewed"}


def local_day(text: str) -> date:
    return datetime.fromisoformat(text).astimezone(NOW.tzinfo).date()


def my_figures(now: datetime) -> list[int]:
    """Return what stands behind the six figures of the workbench of whoever asked for the company."""
    made = company(now=now)
    stages = {record.key: record.stages[-1][0] for record in made.records if record.stages}
    mine: dict[str, list[Any]] = defaultdict(list)
    for record in made.records:
        owner = record.values["assignee"]["person"] if record.entity == "task" else record.owner
        if owner == ME:
            mine[record.entity].append(record)
    talks = sorted((one for one in made.records if one.entity == "follow_up"), key=lambda one: one.at)
    following = {one.values["about"]["id"]["sample"]: one.values.get("next_follow_at") for one in talks}
    agreed = [following.get(lead.key) for lead in mine["lead"] if stages[lead.key] in OPEN]
    days = [local_day(text) for text in agreed if text]
    due = [local_day(task.values["due_at"]) for task in mine["task"] if stages[task.key] in OPEN]
    won = [local_day(deal.values["closed_at"]) for deal in mine["opportunity"] if stages[deal.key] in WON]
    paid = [one.values["paid_on"] for one in mine["payment"] if one.values["kind"] == "received"]
    today, month = now.date(), now.date().replace(day=1)
    return [
        sum(day == today for day in days),
        sum(day < today for day in days),
        sum(day <= today for day in due),
        sum("closed_at" not in deal.values for deal in mine["opportunity"]),
        sum(day >= month for day in won),
        sum(text >= month.isoformat() for text in paid),
    ]


@pytest.mark.parametrize("day", [1, 2, 4, 5, 8, 14, 15, 22, 27, 28, 29, 30])
@pytest.mark.parametrize(("hour", "minute"), [(0, 5), (9, 30), (23, 59)])
def test_no_figure_of_the_workbench_is_empty_on_any_day(day: int, hour: int, minute: int) -> None:
    assert 0 not in my_figures(NOW.replace(day=day, hour=hour, minute=minute))
