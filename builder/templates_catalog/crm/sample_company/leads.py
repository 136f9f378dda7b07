"""300 leads of twelve months: those that became customers, and those that wait, are talked to or came to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from builder.templates_catalog.crm.sample_company.catalogue import running_campaign
from builder.templates_catalog.crm.sample_company.making import DAY, Company, Subject, day, instant, money, sample
from builder.templates_catalog.crm.sample_company.names import Firm, Names
from builder.templates_catalog.samples import Stage

LEADS = 300
CONVERTED = 80
_SOURCES = {
    "exhibition": 20,
    "website": 14,
    "referral": 10,
    "search_engine": 14,
    "social_media": 8,
    "meeting": 8,
    "advertising": 8,
    "inbound": 8,
    "registration": 5,
    "campaign": 5,
}
_OF_CAMPAIGN = ("exhibition", "meeting", "advertising", "campaign")
_AGES = ((2, 0.1, 14), (7, 2, 30), (30, 7, 66), (340, 30, 110))
"""Of leads that did not become customers: oldest and newest in days, and how many."""
_REASONS = ("no_answer", "unreachable", "other_region", "other_industry", "no_need")


@dataclass
class Lead:
    """A lead as others need it: who it is about and when it came."""

    key: str
    firm: Firm
    person: str
    mobile: str
    owner: str
    at: int
    converted_at: int = 0
    source: str = "unknown"
    campaign: str | None = None
    need: str = ""


def make_leads(company: Company, names: Names) -> list[Lead]:
    """Note the leads and return those that became customers, oldest first."""
    converted = [_lead(company, names, index, company.ago(350, 45)) for index in range(CONVERTED)]
    converted.sort(key=lambda lead: lead.at)
    for lead in converted:
        lead.converted_at = company.after(lead.at, 6, 40)
        _note(
            company,
            lead,
            company.spread(
                ("new", "assigned", "following", "confirmed", "converted"), lead.at, lead.converted_at, lead.owner
            ),
        )
    number = CONVERTED
    for oldest, newest, count in _AGES:
        for _ in range(count):
            lead = _lead(company, names, number, company.ago(oldest, newest))
            _note(company, lead, _way(company, lead))
            number += 1
    return converted


def _lead(company: Company, names: Names, number: int, at: int) -> Lead:
    lead = Lead(f"lead_{number}", names.firm(), names.person(), names.mobile(), company.seller(), at)
    lead.source = company.weighted(_SOURCES)
    if lead.source in _OF_CAMPAIGN:
        lead.campaign = running_campaign(company, at)
    lead.need = company.word("needs")
    return lead


def _way(company: Company, lead: Lead) -> tuple[Stage, ...]:
    """Return the stages of a lead that is no customer: the older, the further it came, or the sooner it ended."""
    age = company.age(lead.at)
    if age < 2:
        share = {"new": 50, "assigned": 45, "following": 5}
    elif age < 7:
        share = {"new": 12, "assigned": 33, "following": 52, "confirmed": 3}
    elif age < 30:
        share = {"assigned": 5, "following": 55, "confirmed": 28, "invalid": 12}
    else:
        share = {"following": 22, "confirmed": 14, "invalid": 64}
    reached = company.weighted(share)
    ways = {
        "new": ("new",),
        "assigned": ("new", "assigned"),
        "following": ("new", "assigned", "following"),
        "confirmed": ("new", "assigned", "following", "confirmed"),
        "invalid": ("new", "assigned", "following", "invalid"),
    }
    names = ways[reached]
    last = company.after(lead.at, 0.1, min(age * 0.8, 30)) if len(names) > 1 else lead.at
    return company.spread(names, lead.at, last, lead.owner)


def _note(company: Company, lead: Lead, stages: tuple[Stage, ...]) -> None:
    reached = stages[-1][0]
    known = reached not in ("new", "assigned")
    values = {**_facts(company, lead), **(_need(company, lead) if known or company.chance(40) else {})}
    if reached == "invalid":
        values["invalid_reason"] = company.dice.choice(_REASONS)
    values["tags"] = _tags(company, reached)
    later = {}
    if lead.converted_at:
        values["converted_at"] = instant(lead.converted_at)
        later = {
            "converted_customer": sample(f"customer_of_{lead.key}"),
            "converted_contact": sample(f"contact_of_{lead.key}"),
        }
    owner = "marketer" if reached == "new" else lead.owner
    by = "marketer" if lead.campaign else lead.owner
    company.add("lead", lead.key, values, lead.at, owner, stages=stages, later=later, by=by)
    if known:
        wanted = {"following": 2, "confirmed": 3, "converted": 3}.get(reached, 1)
        is_open = reached in ("following", "confirmed")
        end = company.now if is_open else stages[-1][1]
        start = stages[2][1]
        company.subjects.append(Subject("lead", lead.key, lead.owner, lead.person, start, end, is_open, wanted))


def _facts(company: Company, lead: Lead) -> dict[str, Any]:
    firm, dice = lead.firm, company.dice
    return {
        "company_name": firm.name,
        "contact_name": lead.person,
        "salutation": dice.choice(("mr", "ms")),
        "job_title": company.word("job_titles"),
        "mobile": lead.mobile,
        "email": f"info{dice.randint(1, 99)}@{firm.latin}.example" if company.chance(55) else None,
        "industry": firm.industry,
        "address": firm.address,
        "source": lead.source,
        "campaign": sample(lead.campaign) if lead.campaign else None,
        "contact_source_note": company.word("note") if lead.source == "exhibition" else None,
        "website": f"https://www.{firm.latin}.example" if company.chance(40) else None,
        "employees": firm.employees,
    }


def _need(company: Company, lead: Lead) -> dict[str, Any]:
    dice = company.dice
    least = dice.choice((5, 10, 15, 20, 30, 50)) * 10_000
    chain = [{"name": lead.person, "role": dice.choice(("buyer", "technical", "influencer")), "attitude": "supports"}]
    return {
        "core_need": lead.need,
        "budget": {"min": money(least), "max": money(least * 2)},
        "expected_amount": money(round(least * dice.uniform(1, 1.8), -3)),
        "purchase_by": day(company, company.now + dice.randint(10, 160) * DAY) if company.age(lead.at) < 120 else None,
        "need_product_fit": dice.choice(("high", "medium", "medium", "low")),
        "decision_chain": chain,
        "rivals": [_rival(company)] if company.chance(30) else None,
        "need_clarity": dice.randint(2, 5),
        "budget_fit": dice.randint(1, 5),
        "decision_completeness": dice.randint(1, 5),
        "urgency": dice.randint(1, 5),
    }


def _rival(company: Company) -> dict[str, Any]:
    return {
        "competitor": sample(f"competitor_{company.dice.randint(0, 5)}"),
        "threat": company.dice.choice(("high", "medium", "low")),
    }


def _tags(company: Company, reached: str) -> list[str] | None:
    if reached == "confirmed":
        return ["strong"]
    if reached == "following" and company.chance(50):
        return [company.dice.choice(("budget_pending", "comparing"))]
    return None
