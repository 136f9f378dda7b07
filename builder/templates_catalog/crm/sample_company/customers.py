"""120 customers and their 160 contacts: 40 from before, 80 that were leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from builder.templates_catalog.crm.sample_company.leads import Lead
from builder.templates_catalog.crm.sample_company.making import Company, birthday, day, instant, money, sample
from builder.templates_catalog.crm.sample_company.names import Firm, Names

OLD, CONTACTS = 40, 160
STAGES = ("potential", "first_contact", "analysis", "proposal", "negotiation", "signed", "after_sales")
BUYING, LOSING, DECIDING = "buying", "losing", "deciding"


@dataclass
class Customer:
    """A customer as deals and services need it."""

    key: str
    firm: Firm
    owner: str
    at: int
    lead: Lead | None
    fate: str
    """buying, losing or deciding; empty: no deal yet."""
    reached: str = "potential"
    entered: int = 0
    first_deal: int = 0
    last_deal: int = 0
    deals: int = 0
    quiet: str = ""
    """silent or dormant, where nobody spoke to them for long."""
    contacts: list[tuple[str, str]] = field(default_factory=list)
    """(key, name) of each."""

    @property
    def bought(self) -> bool:
        """Whether there was a deal."""
        return self.deals > 0

    def contact(self, company: Company) -> tuple[str, str]:
        """Return one of the contacts, more often the first."""
        return self.contacts[0] if len(self.contacts) == 1 or company.chance(70) else company.dice.choice(self.contacts)


def found_customers(company: Company, names: Names, converted: list[Lead]) -> list[Customer]:
    """Return the customers, before anything is sold to them."""
    found = []
    for index in range(OLD):
        fate = BUYING if index < 30 else ""
        found.append(Customer(f"customer_{index}", names.firm(), company.seller(), company.ago(365, 350), None, fate))
    fates = [BUYING] * 15 + [LOSING] * 9 + [DECIDING] * 16 + [""] * (len(converted) - 40)
    company.dice.shuffle(fates)
    for lead, fate in zip(converted, fates, strict=True):
        found.append(Customer(f"customer_of_{lead.key}", lead.firm, lead.owner, lead.converted_at, lead, fate))
    for index, customer in enumerate(found):
        first = f"contact_of_{customer.lead.key}" if customer.lead else f"contact_{index}"
        customer.contacts = [(first, customer.lead.person if customer.lead else names.person())]
    for index in range(CONTACTS - len(found)):
        customer = found[index * 3 % len(found)]
        customer.contacts.append((f"more_contact_{index}", names.person()))
    return found


def note_customers(company: Company, names: Names, customers: list[Customer]) -> None:
    """Note customers as the deals left them, then their contacts."""
    for customer in customers:
        _note(company, names, customer)
    for customer in customers:
        for index, (key, name) in enumerate(customer.contacts):
            company.add("contact", key, _contact(company, names, customer, index, name), customer.at, customer.owner)


def _note(company: Company, names: Names, customer: Customer) -> None:
    firm, dice = customer.firm, company.dice
    values: dict[str, Any] = {
        "party_type": "company",
        "name": firm.name,
        "short_name": firm.short,
        "credit_code": firm.credit_code,
        "industry": firm.industry,
        "employees": firm.employees,
        "annual_revenue": money(round(firm.employees * dice.uniform(25, 80), 0) * 10_000),
        "address": firm.address,
        "website": f"https://www.{firm.latin}.example",
        "phone": names.phone(),
        "email": f"office@{firm.latin}.example",
        "source": customer.lead.source if customer.lead else "inbound",
        "source_lead": sample(customer.lead.key) if customer.lead else None,
        **_intent(company, customer),
        **_life(company, customer),
    }
    way = STAGES[: STAGES.index(customer.reached) + 1]
    entered = max(customer.entered, customer.at)
    stages = company.spread(way, customer.at, entered if len(way) > 1 else customer.at, customer.owner)
    company.add("customer", customer.key, values, customer.at, customer.owner, stages=stages)


def _intent(company: Company, customer: Customer) -> dict[str, Any]:
    if customer.reached == "potential":
        return {}
    dice = company.dice
    least = dice.choice((8, 10, 15, 20, 30, 50, 80)) * 10_000
    chain = [
        {
            "name": name,
            "role": role,
            "attitude": dice.choice(("supports", "supports", "neutral", "unknown")),
        }
        for (_, name), role in zip(customer.contacts, ("decider", "technical", "buyer"), strict=False)
    ]
    return {
        "core_need": customer.lead.need if customer.lead else company.word("needs"),
        "budget": {"min": money(least), "max": money(least * 2)},
        "purchase_cycle": dice.choice((30, 45, 60, 90, 120)),
        "need_product_fit": dice.choice(("high", "high", "medium", "low")),
        "decision_chain": chain,
        "tags": [dice.choice(("strong", "budget_pending", "comparing"))] if customer.fate == DECIDING else None,
    }


def _life(company: Company, customer: Customer) -> dict[str, Any]:
    """Return kind, lifecycle, tier and activity, as what was bought and said makes them."""
    if not customer.bought:
        intent = customer.fate == DECIDING
        return {
            "kind": "trial" if intent and company.chance(35) else "potential",
            "lifecycle": "intent" if customer.fate else "potential",
            "tier": company.weighted({"ordinary": 62, "promising": 38}),
            **_quiet(customer),
        }
    loyal = customer.deals >= 2
    churned = customer.quiet == "dormant"
    found = {
        "kind": "long_term" if loyal else "formal",
        "lifecycle": "churned" if churned else ("loyal" if loyal else "purchase"),
        "tier": "high_value" if loyal or company.chance(25) else company.weighted({"promising": 45, "ordinary": 55}),
        "success_owner": {"person": company.dice.choice(("success", "success", "me"))},
        "formalised_at": instant(customer.first_deal),
        "first_deal_on": day(company, customer.first_deal),
        "last_deal_on": day(company, customer.last_deal),
        "next_repurchase_on": day(company, customer.last_deal + 365 * 86_400_000_000),
        **_quiet(customer),
    }
    if churned:
        found |= {"churned_at": day(company, company.ago(40, 5)), "churn_reason": company.word("churn_reasons")}
    return found


def _quiet(customer: Customer) -> dict[str, Any]:
    if customer.quiet == "dormant":
        return {"activity": "dormant", "risk_tags": ["churn_warning", "long_silent"]}
    if customer.quiet == "silent":
        return {"activity": "silent", "risk_tags": ["long_silent"]}
    return {"activity": "active"}


def _contact(company: Company, names: Names, customer: Customer, index: int, name: str) -> dict[str, Any]:
    dice = company.dice
    place = dice.randrange(len(company.words("job_titles")))
    return {
        "name": name,
        "customer": sample(customer.key),
        "salutation": dice.choice(("mr", "ms")),
        "job_title": company.words("job_titles")[place],
        "works_in": company.word("works_in"),
        "role_in_decision": "decider"
        if index == 0 and company.chance(45)
        else dice.choice(("influencer", "user", "buyer", "technical", "finance")),
        "mobile": customer.lead.mobile if customer.lead and index == 0 else names.mobile(),
        "email": f"contact{index + 1}@{customer.firm.latin}.example" if company.chance(70) else None,
        "wechat": f"wx_{customer.firm.latin}_{index + 1}"[:60] if company.chance(50) else None,
        "birthday": birthday(company) if company.chance(60) else None,
        "source": customer.lead.source if customer.lead else "inbound",
        "is_primary": index == 0,
        "tags": [dice.choice(("supporter", "neutral", "old_friend"))] if company.chance(40) else None,
        "remark": company.word("remarks") if company.chance(15) else None,
    }
