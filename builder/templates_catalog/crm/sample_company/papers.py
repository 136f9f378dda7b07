"""What follows a deal: quotes, contracts, payments, orders and projects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from builder.templates_catalog.crm.sample_company.customers import Customer
from builder.templates_catalog.crm.sample_company.deals import Deal
from builder.templates_catalog.crm.sample_company.making import DAY, Company, Subject, day, money, person, sample
from builder.templates_catalog.samples import ME

_TAX = Decimal("1.13")
_OFFERED = ("quote", "negotiation", "renewal_quote", "upsell_quote")
_INSTALMENTS = {0: ((5, 30), (65, 50), (150, 20)), 1: ((5, 50), (120, 50))}
"""Terms of payment → days after signing, and percent."""


@dataclass
class Contract:
    """A contract as payments, projects and services need it."""

    key: str
    customer: Customer
    deal: Deal
    signed_at: int
    terms: int
    done: bool


def make_papers(company: Company, deals: list[Deal]) -> list[Contract]:
    """Note quotes, contracts, payments, orders and projects, and return the signed contracts."""
    for deal in deals:
        if deal.stage in _OFFERED or deal.outcome == "won" or (deal.outcome == "lost" and company.chance(55)):
            _quote(company, deal)
    contracts = [_contract(company, deal) for deal in deals if deal.outcome == "won"]
    for deal in [one for one in deals if one.stage in ("negotiation", "renewal_quote")][:6]:
        _draft(company, deal)
    _payments(company, contracts)
    for contract in contracts:
        _order(company, contract)
    fresh = [one for one in contracts if one.deal.kind == "new"]
    for index, contract in enumerate(sorted(fresh, key=lambda one: one.signed_at)[-26:]):
        _project(company, contract, index)
    return contracts


def _quote(company: Company, deal: Deal) -> None:
    at = company.after(deal.at, 2, 10)
    states = {"won": ("draft", "in_approval", "sent", "accepted"), "lost": ("draft", "sent", "rejected")}
    open_ones = (
        ("draft", "sent"),
        ("draft", "in_approval"),
        ("draft",),
        ("draft", "in_approval", "sent"),
        ("draft", "sent", "expired"),
    )
    way = states.get(deal.outcome) or company.dice.choice(open_ones)
    end = min(deal.closed_at or company.now, company.after(at, 1, 14))
    waits = way[-1] in ("sent", "draft", "in_approval")
    valid = company.now + company.dice.choice((-1, 0, 0, 0, 1, 2, 4, 8, 12, 20)) * DAY if waits else at + 30 * DAY
    values = {
        "customer": sample(deal.customer.key),
        "opportunity": sample(deal.key),
        "contact": sample(deal.contact[0]),
        "valid_until": day(company, valid),
        "lines": deal.lines,
        "subtotal": money(deal.amount),
        "tax_rate": "13",
        "total": money(deal.amount * _TAX),
        "terms": company.word("quote_terms"),
    }
    stages = company.spread(way, at, max(end, at), deal.customer.owner)
    company.add("quote", f"quote_{deal.key}", values, at, deal.customer.owner, stages=stages)


def _contract_values(company: Company, deal: Deal, terms: int) -> dict[str, Any]:
    return {
        "name": company.words("contract_names")[2 if deal.kind == "renewal" else terms].format(
            company=deal.customer.firm.short
        ),
        "customer": sample(deal.customer.key),
        "opportunity": sample(deal.key),
        "quote": sample(f"quote_{deal.key}"),
        "amount": money(deal.amount),
        "payment_terms": company.words("payment_terms")[terms],
        "lines": deal.lines,
        "terms": company.word("contract_terms"),
    }


def _contract(company: Company, deal: Deal) -> Contract:
    signed = company.after(deal.closed_at, 1, 6)
    terms = company.dice.choice((0, 0, 1))
    ends = signed + 365 * DAY
    age = company.age(signed)
    way: tuple[str, ...] = ("draft", "in_approval", "signed", "fulfilling", "completed")
    way = way[:3] if age < 12 else way[:4] if age < 330 or company.chance(70) else way
    if deal.customer.quiet == "dormant":
        way = ("draft", "in_approval", "signed", "terminated")
    values = {
        **_contract_values(company, deal, terms),
        "signed_on": day(company, signed),
        "starts_on": day(company, signed + 3 * DAY),
        "ends_on": day(company, ends),
    }
    begun = deal.closed_at
    times = company.spread(way, begun, max(begun, company.after(signed, 0, min(age, 30))), deal.customer.owner)
    key = company.add("contract", f"contract_{deal.key}", values, begun, deal.customer.owner, stages=times)
    return Contract(key, deal.customer, deal, signed, terms, way[-1] == "completed")


def _draft(company: Company, deal: Deal) -> None:
    at = company.ago(8, 0.2)
    stages = company.spread(
        company.dice.choice((("draft",), ("draft", "in_approval"))), at, company.after(at, 0.1, 3), deal.customer.owner
    )
    values = _contract_values(company, deal, 0)
    company.add("contract", f"contract_{deal.key}", values, at, deal.customer.owner, stages=stages)


@dataclass
class Instalment:
    """A part of a contract that is to be paid, and what became of it."""

    key: str
    contract: Contract
    due: int
    amount: Decimal
    state: str


def _payments(company: Company, contracts: list[Contract]) -> None:
    """Note what is to be paid, then what was: it refers to what was to be."""
    plans = [plan for contract in contracts for plan in _plans(company, contract)]
    for plan in plans:
        values = {**_common(company, plan), "kind": "planned", "amount": money(plan.amount), "state": plan.state}
        company.add("payment", plan.key, values, plan.contract.signed_at, plan.contract.customer.owner)
    paid = [(plan, _paid_at(company, plan)) for plan in plans if plan.state in ("received", "partly")]
    latest = max((at for plan, at in paid if plan.contract.customer.owner == ME), default=company.now)
    for plan, at in paid:
        # Whoever asks has been paid something this month, even on its first day: their figures are not empty.
        lately = at == latest < company.month and plan.contract.customer.owner == ME
        _received(company, plan, company.this_month(plan.contract.signed_at) if lately else at)


def _plans(company: Company, contract: Contract) -> Iterator[Instalment]:
    instalments = ((10, 100),) if contract.deal.kind == "renewal" else _INSTALMENTS[contract.terms]
    for index, (after, percent) in enumerate(instalments):
        due = contract.signed_at + after * DAY
        state = "not_due"
        if due < company.now:
            settled = contract.done or company.age(due) > 120
            state = "received" if settled else company.weighted({"received": 76, "partly": 8, "overdue": 16})
        yield Instalment(f"plan_{contract.key}_{index}", contract, due, contract.deal.amount * percent / 100, state)


def _common(company: Company, plan: Instalment) -> dict[str, Any]:
    contract = plan.contract
    facts = {"contract": sample(contract.key), "customer": sample(contract.customer.key)}
    return {**facts, "due_on": day(company, plan.due)}


def _paid_at(company: Company, plan: Instalment) -> int:
    paid = company.at_work(min(company.now, plan.due + company.dice.randint(-4, 18) * DAY))
    return max(paid, plan.contract.signed_at)


def _received(company: Company, plan: Instalment, paid: int) -> None:
    values = {
        **_common(company, plan),
        "kind": "received",
        "plan": sample(plan.key),
        "amount": money(plan.amount if plan.state == "received" else plan.amount / 2),
        "paid_on": day(company, paid),
        "method": company.weighted({"transfer": 74, "bill": 18, "cheque": 3, "online": 5}),
        "invoice_number": f"{company.dice.randint(10_000_000, 99_999_999)}",
        "state": "received",
    }
    contract = plan.contract
    company.add("payment", f"paid_{plan.key}", values, paid, contract.customer.owner)


def _order(company: Company, contract: Contract) -> None:
    ordered = company.after(contract.signed_at, 1, 12)
    age = company.age(ordered)
    delivery = "received" if age > 45 else "shipped" if age > 25 else company.dice.choice(("partly", "not_shipped"))
    values = {
        "customer": sample(contract.customer.key),
        "contract": sample(contract.key),
        "opportunity": sample(contract.deal.key),
        "ordered_on": day(company, ordered),
        "lines": contract.deal.lines,
        "amount": money(contract.deal.amount),
        "delivery": delivery,
        "delivered_on": day(company, company.after(ordered, 8, 30)) if delivery == "received" else None,
    }
    company.add("order", f"order_{contract.key}", values, ordered, contract.customer.owner)


def _project(company: Company, contract: Contract, index: int) -> None:
    start = company.after(contract.signed_at, 4, 12)
    length = company.dice.randint(70, 190)
    share = min(1.0, company.age(start) / length)
    late = index % 6 == 5
    accepted = share >= 1 and not late
    way: tuple[str, ...] = ("kick_off", "executing", "acceptance", "accepted")
    way = way if accepted else way[: 1 + round(share * 2)]
    marks = company.words("milestones")
    milestones = [
        {
            "title": title,
            "due_on": day(company, start + int(length * part * DAY)),
            "done_on": day(company, start + int(length * part * DAY)) if share > part or accepted else None,
        }
        for title, part in zip(marks, (0.03, 0.25, 0.7, 0.98), strict=True)
    ]
    roles = [
        {"role": role, "person": person(who)}
        for role, who in zip(company.words("roles"), ("success", "agent"), strict=True)
    ]
    values = {
        "name": contract.deal.name,
        "customer": sample(contract.customer.key),
        "contract": sample(contract.key),
        "goal": company.word("project_goals"),
        "roles": roles,
        "milestones": milestones,
        "progress": str(100 if accepted else min(95, round(share * 100))),
        "starts_on": day(company, start),
        "ends_on": day(company, start + length * DAY),
    }
    end = (
        company.after(start, length * 0.9, length)
        if accepted
        else company.after(start, 1, max(2, company.age(start) - 1))
    )
    key = company.add(
        "project",
        f"project_{contract.key}",
        values,
        contract.signed_at,
        "success",
        stages=company.spread(way, contract.signed_at, max(end, contract.signed_at), "success"),
    )
    if not accepted:
        company.subjects.append(
            Subject("project", key, "success", contract.customer.contacts[0][1], start, company.now, True, 2)
        )
