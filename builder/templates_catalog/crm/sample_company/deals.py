"""90 opportunities: won, lost and open ones, with what the customers became through them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from builder.templates_catalog.crm.sample_company.catalogue import lines, yearly_lines
from builder.templates_catalog.crm.sample_company.customers import BUYING, DECIDING, LOSING, Customer
from builder.templates_catalog.crm.sample_company.making import DAY, Company, Subject, day, instant, money, sample
from builder.templates_catalog.samples import ME, Stage

NEW = ("first_talk", "need", "quote", "negotiation")
RENEWAL = ("renewal_talk", "renewal_quote")
UPSELL = ("upsell_idea", "upsell_quote")
_ENDS = {"new": ("won", "lost"), "renewal": ("renewed", "not_renewed"), "upsell": ("upsell_won", "upsell_lost")}
_WAYS = {"new": NEW, "renewal": RENEWAL, "upsell": UPSELL}
_CHANCES = {
    "first_talk": 10,
    "need": 30,
    "quote": 50,
    "negotiation": 75,
    "renewal_talk": 50,
    "renewal_quote": 75,
    "upsell_idea": 30,
    "upsell_quote": 60,
}


@dataclass
class Deal:
    """An opportunity as quotes and contracts need it."""

    key: str
    customer: Customer
    kind: str
    at: int
    outcome: str
    """won, lost, or empty while it is open."""
    closed_at: int = 0
    stage: str = ""
    amount: Decimal = Decimal(0)
    lines: list[dict[str, Any]] | None = None
    name: str = ""
    contact: tuple[str, str] = ("", "")


def make_deals(company: Company, customers: list[Customer]) -> list[Deal]:
    """Return the opportunities; customers learn what they bought and how far they came."""
    old = [customer for customer in customers if customer.lead is None]
    buying = [customer for customer in old if customer.fate == BUYING]
    deals = [_deal(company, customer, "new", (365, 362), "won") for customer in buying[:10]]
    deals += [_deal(company, customer, "new", (345, 280), "won") for customer in buying[10:]]
    for index, customer in enumerate(buying[:10]):
        outcome = ("won", "won", "won", "won", "lost", "", "", "", "", "")[index]
        deals.append(_deal(company, customer, "renewal", (75, 20) if outcome else (60, 10), outcome))
    for index, customer in enumerate(buying[10:20]):
        outcome = ("won", "won", "won", "lost", "lost", "", "", "", "", "")[index]
        deals.append(_deal(company, customer, "upsell", (190, 60) if outcome else (50, 5), outcome))
    outcomes = {BUYING: "won", LOSING: "lost", DECIDING: ""}
    for customer in customers:
        if customer.lead is not None and customer.fate:
            age = company.age(customer.at)
            outcome = outcomes[customer.fate]
            span = (age, age * 0.9) if outcome else (min(age, 70), min(age * 0.6, 12))
            deals.append(_deal(company, customer, "new", span, outcome))
    _win_lately(company, deals)
    _go_quiet(buying, [customer for customer in old if not customer.fate])
    for customer in customers:
        _reach(company, customer, [deal for deal in deals if deal.customer is customer])
    return deals


def _deal(company: Company, customer: Customer, kind: str, span: tuple[float, float], outcome: str) -> Deal:
    at = max(customer.at, company.ago(*span))
    number = sum(1 for _ in customer.contacts) + customer.deals
    deal = Deal(f"{kind}_of_{customer.key}_{number}", customer, kind, at, outcome)
    size = company.dice.lognormvariate(0.1, 0.55)
    deal.lines, deal.amount = yearly_lines(size) if kind == "renewal" else lines(company, size)
    names = {"new": "opportunity_names", "renewal": "renewal_names", "upsell": "upsell_names"}[kind]
    deal.name = company.word(names).format(company=customer.firm.short)
    deal.contact = customer.contact(company)
    won, lost = _ENDS[kind]
    if outcome:
        quick = company.age(at) > 345  # bought at once: what was agreed for a year comes up again about now
        deal.closed_at = company.after(at, 2, 14) if quick else company.after(at, 12, 48)
        deal.stage = won if outcome == "won" else lost
    else:
        deal.stage = company.dice.choice(_WAYS[kind])
    if outcome == "won":
        customer.deals += 1
        customer.first_deal = min(customer.first_deal or deal.closed_at, deal.closed_at)
        customer.last_deal = max(customer.last_deal, deal.closed_at)
    return deal


def _win_lately(company: Company, deals: list[Deal]) -> None:
    """Let two of the deals of whoever asks be won this month, which may be an hour old: their figures are not empty."""
    mine = [deal for deal in deals if deal.outcome == "won" and deal.customer.owner == ME and not _is_first(deal)]
    for deal in sorted(mine, key=lambda deal: deal.closed_at)[-2:]:
        if deal.closed_at < company.month:
            deal.closed_at = company.this_month(deal.at)
    for customer in {id(deal.customer): deal.customer for deal in mine}.values():
        won = [deal.closed_at for deal in deals if deal.customer is customer and deal.outcome == "won"]
        customer.first_deal, customer.last_deal = min(won), max(won)


def _is_first(deal: Deal) -> bool:
    """Whether it made somebody a customer who was there before all leads: those are of a year ago."""
    return deal.kind == "new" and deal.customer.lead is None


def _go_quiet(buying: list[Customer], others: list[Customer]) -> None:
    """Let some of those who bought once, and some who never did, be forgotten."""
    once = [customer for customer in buying[20:] if customer.deals == 1]
    for index, customer in enumerate([*once, *others]):
        customer.quiet = ("silent", "", "dormant", "silent")[index % 4]


def _reach(company: Company, customer: Customer, deals: list[Deal]) -> None:
    """Say how far a customer came, by its furthest deal."""
    if customer.bought:
        customer.reached = "after_sales" if company.age(customer.first_deal) > 150 else "signed"
        customer.entered = company.after(customer.first_deal, 2, 8 if customer.reached == "signed" else 100)
        return
    furthest = {"need": "analysis", "quote": "proposal", "negotiation": "negotiation", "lost": "analysis"}
    if deals:
        customer.reached = furthest.get(deals[0].stage, "first_contact")
        customer.entered = company.after(deals[0].at, 1, 20)
    else:
        customer.reached = (
            "potential"
            if customer.lead is None
            else company.dice.choice(("first_contact", "first_contact", "analysis"))
        )
        customer.entered = company.after(customer.at, 1, 15)


def note_deals(company: Company, deals: list[Deal]) -> None:
    """Note the opportunities, and that they are talked about."""
    for deal in deals:
        stages = _stages(company, deal)
        customer = deal.customer
        values = {**_facts(company, deal), **_end(company, deal)}
        company.add("opportunity", deal.key, values, deal.at, customer.owner, stages=stages)
        end = deal.closed_at or company.now
        wanted = 5 if deal.kind == "new" else 3
        company.subjects.append(
            Subject("opportunity", deal.key, customer.owner, deal.contact[1], deal.at, end, not deal.outcome, wanted)
        )


def _stages(company: Company, deal: Deal) -> tuple[Stage, ...]:
    way = _WAYS[deal.kind]
    names = (
        (*way, deal.stage)
        if deal.outcome == "won"
        else way[: way.index(deal.stage) + 1]
        if not deal.outcome
        else (*way[: company.dice.randint(1, len(way))], deal.stage)
    )
    end = deal.closed_at or company.after(deal.at, 1, max(company.age(deal.at) - 2, 1.5))
    return company.spread(names, deal.at, end, deal.customer.owner)


def _facts(company: Company, deal: Deal) -> dict[str, Any]:
    dice, customer = company.dice, deal.customer
    expected = deal.closed_at or company.now + dice.randint(-12, 75) * DAY
    lead = customer.lead
    return {
        "name": deal.name,
        "customer": sample(customer.key),
        "contact": sample(deal.contact[0]),
        "kind": deal.kind,
        "campaign": sample(lead.campaign) if lead and lead.campaign and deal.kind == "new" else None,
        "source": lead.source if lead else "inbound",
        "amount": money(deal.amount),
        "lines": deal.lines,
        "close_on": day(company, expected),
        "probability": str({"won": 100, "lost": 0}.get(deal.outcome, _CHANCES.get(deal.stage, 0))),
        "next_step": company.word("next_actions") if not deal.outcome else None,
        "rivals": [
            {
                "competitor": sample(f"competitor_{dice.randint(0, 5)}"),
                "price": money(round(float(deal.amount) * dice.uniform(0.75, 1.1), -2)),
                "threat": dice.choice(("high", "medium", "low")),
            }
        ]
        if company.chance(35)
        else None,
        "description": lead.need if lead else company.word("needs"),
        "tags": [dice.choice(("strong", "budget_pending", "comparing"))] if not deal.outcome else None,
    }


def _end(company: Company, deal: Deal) -> dict[str, Any]:
    if not deal.outcome:
        return {}
    found: dict[str, Any] = {"closed_at": instant(deal.closed_at)}
    if deal.outcome == "won":
        found["win_factors"] = company.dice.sample(("price", "service", "product_fit", "relationship", "brand"), 2)
    else:
        found |= {
            "loss_reason": company.weighted(
                {"price": 30, "competitor": 26, "budget_cut": 22, "need_changed": 12, "no_response": 10}
            ),
            "loss_detail": company.word("loss_details"),
        }
    return found
