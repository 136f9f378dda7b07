"""A company that shows the template at work: a year of it up to now, made with a fixed seed."""

from __future__ import annotations

from builder.templates_catalog.crm.sample_company import names as naming
from builder.templates_catalog.crm.sample_company.catalogue import make_catalogue
from builder.templates_catalog.crm.sample_company.customers import found_customers, note_customers
from builder.templates_catalog.crm.sample_company.deals import make_deals, note_deals
from builder.templates_catalog.crm.sample_company.leads import make_leads
from builder.templates_catalog.crm.sample_company.making import Company
from builder.templates_catalog.crm.sample_company.papers import make_papers
from builder.templates_catalog.crm.sample_company.service import make_service
from builder.templates_catalog.crm.sample_company.talks import make_talks
from builder.templates_catalog.samples import SampleCompany, SampleSetting


def make(setting: SampleSetting) -> SampleCompany:
    """Return the company: the same for the same moment and language."""
    company = Company(setting)
    names = naming.Names(company)
    make_catalogue(company)
    converted = make_leads(company, names)
    customers = found_customers(company, names, converted)
    deals = make_deals(company, customers)
    note_customers(company, names, customers)
    note_deals(company, deals)
    contracts = make_papers(company, deals)
    make_service(company, names, contracts)
    make_talks(company, customers)
    return SampleCompany(naming.departments(company), naming.people(company), tuple(company.records))
