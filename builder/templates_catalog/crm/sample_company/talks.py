"""600 follow-ups and 150 tasks: who was spoken to, about what, and what is to be done next."""

from __future__ import annotations

from typing import Any

from builder.templates_catalog.crm.sample_company.customers import Customer
from builder.templates_catalog.crm.sample_company.making import DAY, Company, Subject, about, instant, person
from builder.templates_catalog.samples import ME

FOLLOW_UPS, TASKS = 600, 150
FOR_TODAY = 3
"""How many of the leads of whoever asks are to be contacted today, whatever the dice say."""
_CHANNELS = {"call": 42, "visit": 16, "wechat": 16, "mail": 8, "meeting": 10, "demo": 6, "sample": 2}
_OUTCOMES = ("proposal_sent", "waiting", "visit_agreed", "quote_asked")
_MILESTONES = {"meeting": "need_confirmed", "demo": "demo_attended", "sample": "sample_sent", "visit": "plant_visit"}
_NEXT = (-9, -6, -4, -2, -1, 0, 0, 0, 1, 1, 2, 3, 4, 5, 7, 9, 12)
"""Days from now until the next step that was agreed with somebody: some are overdue, some due today."""


def make_talks(company: Company, customers: list[Customer]) -> None:
    """Note follow-ups, oldest first, then tasks."""
    for customer in customers:
        _of_customer(company, customer)
    talks = [talk for subject, count in _shares(company) for talk in _talks(company, subject, count)]
    mine = [subject for subject in company.subjects if subject.entity == "lead" and subject.owner == ME]
    today = [id(subject) for subject in mine if subject.is_open][:FOR_TODAY]
    for index, (at, subject, is_last) in enumerate(sorted(talks, key=lambda talk: talk[0])):
        _follow_up(company, index, subject, at, is_last, is_today=id(subject) in today)
    subjects = [subject for subject in company.subjects if subject.is_open]
    tasks = [(index, company.dice.choice(subjects)) for index in range(TASKS)]
    first = next((index for index, subject in tasks if _is_open_task(index) and subject.owner == ME), None)
    for index, subject in tasks:
        _task(company, index, subject, is_today=index == first)


def _of_customer(company: Company, customer: Customer) -> None:
    """Customers are called when nothing is being sold, too; those who went quiet were not for long."""
    quiet = {"silent": 45, "dormant": 130}.get(customer.quiet, 0)
    end = company.now - quiet * DAY
    if end <= customer.at or not (customer.bought or quiet or not customer.fate):
        return
    wanted = 1 if quiet else 2
    person_name = customer.contacts[0][1]
    company.subjects.append(
        Subject("customer", customer.key, customer.owner, person_name, customer.at, end, not quiet, wanted)
    )


def _shares(company: Company) -> list[tuple[Subject, int]]:
    """Return how many follow-ups each subject gets, so that they come to the whole."""
    shares = {index: subject.wanted for index, subject in enumerate(company.subjects)}
    order = sorted(shares, key=lambda index: (company.subjects[index].is_open, company.subjects[index].start))
    while sum(shares.values()) != FOLLOW_UPS:
        step = 1 if sum(shares.values()) < FOLLOW_UPS else -1
        for index in order if step < 0 else reversed(order):
            if shares[index] + step >= 1:
                shares[index] += step
            if sum(shares.values()) == FOLLOW_UPS:
                break
    return [(company.subjects[index], count) for index, count in shares.items()]


def _talks(company: Company, subject: Subject, count: int) -> list[tuple[int, Subject, bool]]:
    """Return when a subject was spoken to: spread over its time, the last time lately where it is open."""
    span = max(subject.end - subject.start, 0)
    times = [
        company.at_work(subject.start + int(span * company.dice.uniform(0, 0.9)), subject.end) for _ in range(count)
    ]
    if subject.is_open:
        latest = _today(company) if company.chance(6) else _lately(company, subject)
        times[-1] = max(subject.start, latest)
    times = sorted(max(subject.start, at) for at in times)
    return [(at, subject, index == count - 1) for index, at in enumerate(times)]


def _lately(company: Company, subject: Subject) -> int:
    return company.at_work(subject.end - int(company.dice.triangular(0.3, 18, 4) * DAY), subject.end)


def _today(company: Company) -> int:
    """Return a moment of today that is over, whatever the hour and the day of the week."""
    midnight = int(company.local(company.now).replace(hour=0, minute=0, second=0).timestamp()) * 1_000_000
    return midnight + int((company.now - midnight) * company.dice.uniform(0.5, 0.97))


def _follow_up(company: Company, index: int, subject: Subject, at: int, is_last: bool, *, is_today: bool) -> None:
    dice = company.dice
    channel = company.weighted(_CHANNELS)
    text = company.word("care" if subject.entity in ("customer", "project", "ticket") else channel)
    values: dict[str, Any] = {
        "about": about(subject.entity, subject.key),
        "channel": channel,
        "happened_at": instant(at),
        "summary": text.format(person=subject.person, product=company.word("products")),
        "outcome": dice.choice(_OUTCOMES) if company.chance(75) else None,
        "milestone": _MILESTONES.get(channel)
        if subject.entity in ("lead", "opportunity") and company.chance(40)
        else None,
        "objections": company.word("objections") if company.chance(18) else None,
        "promises": company.word("promises") if company.chance(18) else None,
        "participants": [person(subject.owner)] if channel in ("visit", "meeting", "demo") else None,
    }
    if is_last and subject.is_open:
        days = 0 if is_today else dice.choice(_NEXT)
        upcoming = company.now + days * DAY
        if upcoming > at:
            values |= {
                "next_action": company.word("next_actions"),
                "next_follow_at": instant(_at_office(company, upcoming)),
            }
    company.add("follow_up", f"follow_up_{index}", values, at, subject.owner)


def _at_office(company: Company, moment: int) -> int:
    there = company.local(moment).replace(
        hour=company.dice.randint(9, 17), minute=company.dice.choice((0, 30)), second=0, microsecond=0
    )
    return int(there.timestamp()) * 1_000_000


def _is_open_task(index: int) -> bool:
    return index % 5 < 2


def _task(company: Company, index: int, subject: Subject, *, is_today: bool) -> None:
    dice = company.dice
    at = company.ago(40, 0.2)
    is_open = _is_open_task(index)
    days = 0 if is_today else dice.randint(-5, 12)
    due = _at_office(company, company.now + days * DAY) if is_open else company.after(at, 1, 9)
    way = (("todo",), ("todo", "doing"))[index % 2] if is_open else ("todo", "doing", "done")
    if index % 37 == 36:
        way = ("todo", "cancelled")
    end = company.after(at, 0.2, 6)
    done = way[-1] == "done"
    items = company.words("checklist")
    values: dict[str, Any] = {
        "title": company.word("tasks"),
        "about": about(subject.entity, subject.key),
        "assignee": person(subject.owner),
        "priority": company.weighted({"high": 25, "normal": 55, "low": 20}),
        "due_at": instant(due),
        "planned_hours": str(dice.choice((1, 2, 3, 4))),
        "spent_hours": str(dice.choice((1, 2, 3, 5))) if done else None,
        "checklist": [{"item": item, "done": done or place == 0} for place, item in enumerate(items)]
        if company.chance(35)
        else None,
    }
    company.add(
        "task",
        f"task_{index}",
        values,
        at,
        subject.owner,
        stages=company.spread(way, at, end if len(way) > 1 else at, subject.owner),
    )
