"""What the sample company sells, against whom, and how it looks for customers: products, rivals, plans, campaigns."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from builder.templates_catalog.crm.sample_company.making import DAY, Company, day, money, sample

_SOFTWARE_PRICES = (38_000, 128_000, 46_000, 52_000, 48_000, 66_000, 22_000)
_HARDWARE_PRICES = (4_800, 9_600, 3_200, 1_800, 2_400)
PRICES = (*_SOFTWARE_PRICES, *_HARDWARE_PRICES, 1_800, 36_000, 4_500, 2_200, 18_000, 26_000)
_CATEGORIES = ("licence",) * 7 + ("hardware",) * 5 + ("implementation",) * 2 + ("training",) * 2 + ("maintenance",) * 2
SOFTWARE, HARDWARE, SERVICES = range(7), range(7, 12), range(12, 16)
YEARLY = 16
_CAMPAIGNS = (
    ("exhibition", 205, 3, 180_000, 60),
    ("meeting", 250, 1, 40_000, 25),
    ("meeting", 30, 1, 60_000, 15),
    ("advertising", 120, 75, 150_000, 80),
    ("online", 62, 1, 15_000, 40),
    ("meeting", 150, 2, 50_000, 30),
    ("phone", 45, 60, 20_000, 50),
    ("exhibition", -12, 4, 120_000, 45),
)
"""Kind, days since it began, how many days it takes, budget, leads expected."""
_PLANS = (
    ("a", None, 3, "call"),
    ("b", None, 7, "wechat"),
    (None, "high_value", 30, "visit"),
    (None, "ordinary", 90, "call"),
)


def make_catalogue(company: Company) -> None:
    """Note competitors, products, price lists, follow-up plans and campaigns."""
    _competitors(company)
    _products(company)
    _price_lists(company)
    for index, (grade, tier, days, channel) in enumerate(_PLANS):
        values = {
            "name": company.words("plans")[index],
            "grades": [grade] if grade else None,
            "tiers": [tier] if tier else None,
            "every_days": days,
            "channel": channel,
            "most_a_week": 2,
            "script": company.word("scripts"),
        }
        company.add("follow_up_plan", f"plan_{index}", values, company.ago(360, 340), "director")
    _campaigns(company)


def _competitors(company: Company) -> None:
    for index, name in enumerate(company.words("competitors")):
        values = {
            "name": name,
            "website": f"https://www.{company.latin('competitors', index)}.example",
            "price_level": ("higher", "alike", "lower")[index % 3],
            "strengths": company.words("strengths")[index % 3],
            "weaknesses": company.words("weaknesses")[index % 3],
            "our_play": company.words("plays")[index % 2],
        }
        company.add("competitor", f"competitor_{index}", values, company.ago(360, 300), "manager")


def _products(company: Company) -> None:
    for index, name in enumerate(company.words("products")):
        values = {
            "name": name,
            "code": f"P-{index + 1:03d}",
            "category": _CATEGORIES[index],
            "unit": company.words("units")[index],
            "list_price": money(PRICES[index]),
            "cost": money(PRICES[index] * Decimal("0.55")),
            "is_active": index != 5,
            "repurchase_days": 365 if index in (YEARLY, 9, 10) else None,
        }
        company.add("product", f"product_{index}", values, company.ago(364, 350), "director")


def _price_lists(company: Company) -> None:
    year = company.setting.now.year
    for index, name in enumerate(company.words("price_lists")):
        tiers = [
            {"product": sample(f"product_{number}"), "min_quantity": str(least), "price": money(price)}
            for number in (0, 1, 7, 8)
            for least, price in ((1, PRICES[number]), (5, PRICES[number] * Decimal("0.92")))
        ]
        valid = {"start": f"{year}-01-01", "end": f"{year}-12-31"}
        values: dict[str, Any] = {"name": name, "valid": valid, "lines": tiers[: len(tiers) - 2 * index]}
        company.add("price_list", f"price_list_{index}", values, company.ago(330, 300), "director")


def _campaigns(company: Company) -> None:
    for index, (kind, begun, length, budget, leads) in enumerate(_CAMPAIGNS):
        start, end = company.now - begun * DAY, company.now - (begun - length) * DAY
        over = end < company.now
        running = start <= company.now
        made = company.after(start - 30 * DAY, 0, 5)
        stages = company.spread(
            ("planned", "running", "closed") if over else ("planned",), made, min(end, company.now), "marketer"
        )
        if running and not over:
            stages = company.spread(("planned", "running"), made, start, "marketer")
        values = {
            "name": company.words("campaigns")[index],
            "kind": kind,
            "starts_on": day(company, start),
            "ends_on": day(company, end),
            "budget": money(budget),
            "actual_cost": money(budget * company.dice.uniform(0.8, 1.08)) if over else None,
            "expected_leads": leads,
            "description": company.word("campaign_descriptions"),
        }
        company.add("campaign", f"campaign_{index}", values, made, "marketer", stages=stages)


def running_campaign(company: Company, moment: int) -> str | None:
    """Return the key of a campaign that brought leads around a moment, if there was one."""
    age = company.age(moment)
    fitting = [
        f"campaign_{index}"
        for index, (_, begun, length, *_) in enumerate(_CAMPAIGNS)
        if begun - length - 20 <= age <= begun
    ]
    return company.dice.choice(fitting) if fitting else None


def lines(company: Company, size: float) -> tuple[list[dict[str, Any]], Decimal]:
    """Return lines of products for a deal of a size (about 0.3 to 3), and what they come to."""
    dice = company.dice
    chosen = [dice.choice(SOFTWARE), dice.choice(HARDWARE), dice.choice(SERVICES)]
    found, total = [], Decimal(0)
    for number in dict.fromkeys(chosen):
        quantity = max(1, round(size * {"licence": 1, "hardware": 6, "implementation": 8}.get(_CATEGORIES[number], 2)))
        line, amount = _line(number, quantity, dice.choice((0, 0, 5, 8, 10)))
        found.append(line)
        total += amount
    return found, total


def yearly_lines(size: float) -> tuple[list[dict[str, Any]], Decimal]:
    """Return one line of maintenance."""
    line, amount = _line(YEARLY, max(1, round(size * 2)), 0)
    return [line], amount


def _line(number: int, quantity: int, discount: int) -> tuple[dict[str, Any], Decimal]:
    amount = Decimal(PRICES[number]) * quantity * (100 - discount) / 100
    line = {
        "product": sample(f"product_{number}"),
        "quantity": str(quantity),
        "price": money(PRICES[number]),
        "discount": str(discount),
        "amount": money(amount),
    }
    return line, amount
