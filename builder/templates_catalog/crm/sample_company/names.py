"""Names of the sample company's people, and of the companies and persons it deals with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.metadata.written.number_checks import CREDIT_ALPHABET, CREDIT_WEIGHTS
from builder.templates_catalog.crm.sample_company.making import Company
from builder.templates_catalog.samples import ME, SampleDepartment, SamplePerson

INDUSTRIES = {
    "manufacturing": 32,
    "electronics": 16,
    "healthcare": 8,
    "logistics": 8,
    "construction": 7,
    "energy": 7,
    "consumer": 9,
    "retail": 6,
    "education": 3,
    "software": 4,
}
_SUFFIXES = (70, 18, 12)
_STAFF = (
    ("director", "sales", ME, "sales_director"),
    ("manager", "sales", "director", "sales_manager"),
    ("rep_1", "sales", "manager", "sales_rep"),
    ("rep_2", "sales", "manager", "sales_rep"),
    ("rep_3", "sales", "manager", "sales_rep"),
    ("marketer", "marketing", "director", "marketing"),
    ("agent", "service", "director", "service"),
    ("success", "service", "director", "success_manager"),
)
_DEPARTMENTS = (("sales", "director"), ("marketing", "marketer"), ("service", "agent"))


def departments(company: Company) -> tuple[SampleDepartment, ...]:
    """Return the departments."""
    names = company.words("departments")
    return tuple(SampleDepartment(key, name, head) for (key, head), name in zip(_DEPARTMENTS, names, strict=True))


def people(company: Company) -> tuple[SamplePerson, ...]:
    """Return the members: addresses end in .example, where nobody can receive mail."""
    found = []
    for index, (key, department, manager, role) in enumerate(_STAFF):
        email = f"{company.latin('people', index)}@sample-company.example"
        found.append(SamplePerson(key, company.words("people")[index], email, department, manager, (role,)))
    return tuple(found)


@dataclass(frozen=True)
class Firm:
    """A company that might buy."""

    name: str
    short: str
    latin: str
    industry: str
    address: Mapping[str, Any]
    credit_code: str | None
    employees: int


class Names:
    """Gives each company and person a name; no company's comes twice."""

    def __init__(self, company: Company) -> None:
        self._company = company
        self._taken: set[str] = set()

    def firm(self) -> Firm:
        """Return a company with a name that was not given yet."""
        company, dice = self._company, self._company.dice
        while True:
            brand = dice.randrange(len(company.words("brands")))
            place = dice.randrange(len(company.words("places_city")))
            industry = company.weighted(INDUSTRIES)
            name = self._joined(brand, place, company.word(industry))
            if name not in self._taken:
                break
        self._taken.add(name)
        short = company.words("places_city")[place] + self._gap + company.words("brands")[brand]
        latin = company.latin("brands", brand) + company.latin("places_city", place)
        employees = round(dice.lognormvariate(5.2, 0.9) / 10) * 10 + 20
        return Firm(name, short, latin, industry, self._address(place), self._credit_code(), employees)

    @property
    def _gap(self) -> str:
        return " " if self._company.setting.locale == "en" else ""

    def _joined(self, brand: int, place: int, trade: str) -> str:
        company = self._company
        suffix = company.dice.choices(company.words("suffixes"), _SUFFIXES)[0]
        parts = (company.words("places_city")[place], company.words("brands")[brand], trade, suffix)
        return self._gap.join(parts)

    def _address(self, place: int) -> dict[str, str]:
        company = self._company
        number = company.dice.randint(6, 688)
        road = company.word("roads")
        return {
            "province": company.words("places_province")[place],
            "city": company.words("places_city_full")[place],
            "district": company.words("places_district")[place],
            "detail": f"{number} {road}" if self._gap else f"{road}{number}" + company.words("house")[0],
        }

    def _credit_code(self) -> str | None:
        """Return a code with its check character; companies of Taiwan have none. The dice fall alike for all."""
        dice = self._company.dice
        code = f"91{dice.randint(310_000, 440_999)}MA" + "".join(dice.choices(CREDIT_ALPHABET, k=7))
        total = sum(CREDIT_ALPHABET.index(sign) * weight for sign, weight in zip(code, CREDIT_WEIGHTS, strict=True))
        taiwan = self._company.setting.locale == "zh-TW"
        return None if taiwan else code + CREDIT_ALPHABET[(31 - total % 31) % 31]

    def person(self) -> str:
        """Return the name of a person."""
        return self._company.word("surnames") + self._gap + self._company.word("given")

    def mobile(self) -> str:
        """Return a mobile number out of a run of zeros, as nobody is given one."""
        dice = self._company.dice
        return f"+86 1{dice.choice(('38', '39', '50', '86', '91'))}0000{dice.randint(0, 9999):04d}"

    def phone(self) -> str:
        """Return a number of an office."""
        return f"+86 21 6000 {self._company.dice.randint(0, 9999):04d}"
