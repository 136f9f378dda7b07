"""What comes after the sale: tickets, return visits, surveys, referrals, members of campaigns."""

from __future__ import annotations

from typing import Any

from builder.templates_catalog.crm.sample_company.customers import Customer
from builder.templates_catalog.crm.sample_company.making import (
    DAY,
    Company,
    Subject,
    about,
    instant,
    money,
    person,
    sample,
)
from builder.templates_catalog.crm.sample_company.names import Names
from builder.templates_catalog.crm.sample_company.papers import Contract

TICKETS, VISITS, REFERRALS, MEMBERS = 80, 70, 16, 60
_KINDS = {"question": 40, "repair": 36, "complaint": 12, "suggestion": 12}
_CATEGORIES = {
    "question": ("how_to", "account"),
    "repair": ("sign_in", "data", "device"),
    "complaint": ("business",),
    "suggestion": ("usage",),
}
_HOURS = {"urgent": 8, "high": 24, "normal": 48, "low": 96}


def make_service(company: Company, names: Names, contracts: list[Contract]) -> None:
    """Note tickets, visits, surveys, referrals and members."""
    served = list({contract.customer.key: contract for contract in contracts}.values())
    tickets = [_ticket(company, index, company.dice.choice(served)) for index in range(TICKETS)]
    visits = [_visit(company, index, served[index % len(served)].customer) for index in range(VISITS)]
    for entity, key, customer, at in [*tickets, *visits]:
        if at and company.chance(48):
            _survey(company, (entity, key), customer, at)
    for index in range(REFERRALS):
        _referral(company, names, index, company.dice.choice(served).customer)
    _members(company)


Done = tuple[str, str, Customer, int]
"""(entity, key, customer, when it was done, or 0)."""


def _ticket(company: Company, index: int, contract: Contract) -> Done:
    customer, dice = contract.customer, company.dice
    oldest = min(300.0, company.age(contract.signed_at))
    at = company.ago(min(oldest, 6), 0.05) if index < 16 else company.ago(oldest, min(oldest, 6))
    kind = company.weighted(_KINDS)
    priority = "high" if kind == "complaint" else company.weighted({"urgent": 8, "high": 22, "normal": 50, "low": 20})
    is_open = index < 16
    way = (
        dice.choice(
            (
                ("new",),
                ("new", "assigned"),
                ("new", "assigned", "in_progress"),
                ("new", "assigned", "in_progress", "waiting"),
            )
        )
        if is_open
        else ("new", "assigned", "in_progress", "resolved", "closed")
    )
    done = 0 if is_open else company.after(at, 0.1, 4)
    assignee = dice.choice(("agent", "agent", "success", "me")) if len(way) > 1 else None
    values: dict[str, Any] = {
        "subject": company.word(f"ticket_{kind}"),
        "customer": sample(customer.key),
        "contact": sample(customer.contact(company)[0]),
        "contract": sample(contract.key),
        "kind": kind,
        "category": dice.choice(_CATEGORIES[kind]),
        "priority": priority,
        "channel": dice.choice(("call", "call", "wechat", "mail", "web")),
        "assignee": person(assignee) if assignee else None,
        "description": company.word("ticket_descriptions"),
        "first_response_at": instant(company.after(at, 0.01, 0.2)) if len(way) > 2 else None,
        "sla_due_at": instant(at + _HOURS[priority] * 3_600_000_000),
    }
    if done:
        values |= {"resolved_at": instant(done), "solution": company.word("ticket_solutions")}
    end = done or company.after(at, 0.05, max(company.age(at) - 0.1, 0.06))
    key = company.add("ticket", f"ticket_{index}", values, at, "agent", stages=company.spread(way, at, end, "agent"))
    if is_open:
        company.subjects.append(Subject("ticket", key, "agent", customer.contacts[0][1], at, company.now, True, 1))
    return "ticket", key, customer, done


def _visit(company: Company, index: int, customer: Customer) -> Done:
    since = min(330.0, company.age(customer.first_deal))
    upcoming = index % 6 == 0
    planned = company.now + company.dice.randint(-6, 12) * DAY if upcoming else company.ago(since, min(since, 6))
    planned = company.at_work(planned, planned + DAY)
    done = 0 if upcoming else company.after(planned, 0, 2)
    kind = (
        "win_back" if customer.quiet == "dormant" else company.weighted({"satisfaction": 50, "care": 32, "renewal": 18})
    )
    values: dict[str, Any] = {
        "customer": sample(customer.key),
        "contact": sample(customer.contacts[0][0]),
        "kind": kind,
        "planned_at": instant(planned),
    }
    if done:
        values |= {
            "done_at": instant(done),
            "summary": company.word("visit_summaries"),
            "next_visit_at": instant(done + 90 * DAY),
        }
    owner = company.dice.choice(("success", "success", customer.owner))
    made = min(company.ago(since, min(since, 1)), planned - 2 * DAY)
    key = company.add("return_visit", f"visit_{index}", values, min(made, company.now), owner)
    return "return_visit", key, customer, done


def _survey(company: Company, of: tuple[str, str], customer: Customer, done: int) -> None:
    overall = company.dice.choices((5, 4, 3, 2, 1), (40, 36, 12, 8, 4))[0]
    at = company.after(done, 0.2, 5)
    values = {
        "customer": sample(customer.key),
        "contact": sample(customer.contacts[0][0]),
        "about": about(*of),
        "overall": overall,
        "nps": min(10, overall * 2 + company.dice.randint(-1, 0)),
        "liked": company.word("liked") if overall >= 3 else None,
        "to_improve": company.word("to_improve") if overall <= 3 or company.chance(25) else None,
        "would_refer": overall >= 4,
        "answered_at": instant(at),
    }
    company.add("survey_response", f"survey_{of[1]}", values, at, "success")


def _referral(company: Company, names: Names, index: int, customer: Customer) -> None:
    at = company.ago(min(300.0, company.age(customer.first_deal)), 1)
    firm = names.firm()
    ways = (
        ("submitted",),
        ("submitted", "valid"),
        ("submitted", "valid", "won"),
        ("submitted", "valid", "won", "rewarded"),
        ("submitted", "rejected"),
    )
    way = ways[index % len(ways)]
    won = "won" in way
    values = {
        "referrer": sample(customer.key),
        "consent": True,
        "referred_company": firm.name,
        "contact_name": names.person(),
        "mobile": names.mobile(),
        "lead": sample(f"lead_{index}") if won else None,
        "reward_kind": company.dice.choice(("points", "discount", "gift")) if won else None,
        "reward_amount": money(company.dice.choice((500, 1_000, 2_000))) if won else None,
    }
    stages = company.spread(way, at, company.after(at, 3, 40), "success")
    company.add("referral", f"referral_{index}", values, at, "success", stages=stages)


def _members(company: Company) -> None:
    """Leads that a campaign brought were there; others were only invited."""
    brought = [one for one in company.records if one.entity == "lead" and "campaign" in one.values][:MEMBERS]
    for index, lead in enumerate(brought):
        reached = lead.stages[-1][0]
        state = (
            "valid"
            if reached in ("following", "confirmed", "converted")
            else company.dice.choice(("attended", "registered", "invited"))
        )
        values = {"campaign": lead.values["campaign"], "lead": sample(lead.key), "state": state}
        company.add("campaign_member", f"member_{index}", values, lead.at, "marketer")
