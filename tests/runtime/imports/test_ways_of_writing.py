"""Dates and numbers as other countries write them: what a file proves is proposed, what it leaves open is not."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from builder.identity import accounts
from builder.runtime import read_records
from tests.runtime.imports.conftest import Importer, columns, table


def proposed(importer: Importer, *rows: tuple[str, ...]) -> dict[str, Any]:
    """Return the ways of writing that are proposed for a file."""
    mapping = importer.open(table(*rows), "customer")["mapping"]
    return {name: mapping.get(name) for name in ("date_order", "decimal_mark")}


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (("01/31/2024", "02/03/2024"), "mdy"),
        (("31.01.2024", "03.02.2024"), "dmy"),
        (("01/02/2024", "03/04/2024"), None),
        (("2024-01-31", "2024-02-03"), None),
    ],
)
def test_the_order_of_dates_is_proposed_where_the_file_proves_it(
    importer: Importer, dates: tuple[str, ...], order: str | None
) -> None:
    found = proposed(importer, ("Name", "Signed"), *((f"Firm {at}", day) for at, day in enumerate(dates)))
    assert found == {"date_order": order, "decimal_mark": None}


@pytest.mark.parametrize(
    ("numbers", "mark"),
    [
        (("1.234,56", "12,5", "3"), ","),
        (("1,234.56", "12.5", "3"), None),
        (("1.234", "2.500"), None),
        (("12", "7"), None),
    ],
)
def test_the_decimal_mark_is_proposed_where_the_file_proves_it(
    importer: Importer, numbers: tuple[str, ...], mark: str | None
) -> None:
    found = proposed(importer, ("Name", "Revenue"), *((f"Firm {at}", one) for at, one in enumerate(numbers)))
    assert found == {"date_order": None, "decimal_mark": mark}


def test_years_of_taiwan_are_read_where_the_file_or_the_reader_says_so(importer: Importer) -> None:
    content = table(("Customer name", "First deal on"), ("Acme", "113/01/02"), ("Bolt", "民國113年1月2日"))
    mapping = columns(A="name", B="first_deal_on")
    rows = importer.preview(importer.open(content, "customer")["id"], mapping)["rows"]
    assert [[one.code for one in row["problems"]] for row in rows] == [["year_unclear"], []]
    assert importer.run(content, "customer", mapping)["failed"] == 1
    with importer.database.write() as conn:
        accounts.change_profile(conn, importer.account, locale="zh-TW")
    assert importer.run(content, "customer", mapping)["created"] == 2
    assert importer.records("customer", "first_deal_on") == [{"first_deal_on": "2024-01-02"}] * 3


def test_a_german_file_goes_in_as_proposed(importer: Importer) -> None:
    rows = [("Firma GmbH", "1.234.567,50 €", "31.01.2024"), ("Werk AG", "12,5 €", "03.02.2024")]
    opened = importer.open(table(("Customer name", "Annual revenue", "First deal on"), *rows), "customer")
    assert {item["to"] for item in opened["mapping"]["columns"]} == {"name", "annual_revenue", "first_deal_on"}
    job = importer.work_off(importer.start(opened["id"], opened["mapping"]))
    assert job.result is not None
    assert (job.result["created"], job.result["failed"]) == (2, 0)
    assert importer.records("customer", "annual_revenue", "first_deal_on") == [
        {"annual_revenue": {"amount": "1234567.50", "currency": "EUR"}, "first_deal_on": "2024-01-31"},
        {"annual_revenue": {"amount": "12.50", "currency": "EUR"}, "first_deal_on": "2024-02-03"},
    ]


def test_numbers_of_a_workbook_are_numbers_whatever_the_mark(importer: Importer) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for at, row in enumerate([("Name", "Revenue"), ("Firma", 1234.5), ("Werk", "1.234,5"), ("Haus", 7)]):
            sheet.write_row(at, 0, row)
    mapping = {**columns(A="name", B="annual_revenue"), "decimal_mark": ","}
    assert importer.run(file.getvalue(), "customer", mapping, "file.xlsx")["failed"] == 0
    amounts = [row["annual_revenue"]["amount"] for row in importer.records("customer", "annual_revenue")]
    assert amounts == ["1234.50", "1234.50", "7.00"]


def test_percentages_and_currencies_of_a_workbook_go_in_as_they_are_seen(importer: Importer) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Name", "Chance", "Amount", "Weight"])
        share, dollars = (workbook.add_format({"num_format": code}) for code in ("0%", "[$$-409]#,##0.00"))
        for at, (chance, amount) in enumerate([(0.07, 1234.5), (0.5, 100), (1, 7)], start=1):
            sheet.write(at, 0, f"Deal {at}")
            sheet.write(at, 1, chance, share)
            sheet.write(at, 2, amount, dollars)
    mapping = columns(A="name", B="probability", C="amount")
    customer = importer.run(table(("Customer name",), ("Acme",)), "customer", columns(A="name"))
    assert customer["created"] == 1
    with importer.reading() as work:
        acme = read_records.page(work, work.entity("customer"), {"fields": []})["items"][0]["id"]
    mapping["constants"] = {"customer": acme}
    result = importer.run(file.getvalue(), "opportunity", mapping, "file.xlsx")
    assert (result["created"], result["failed"]) == (3, 0)
    found = importer.records("opportunity", "probability", "amount")
    assert [row["probability"] for row in found] == ["7", "50", "100"]
    assert [row["amount"] for row in found] == [
        {"amount": amount, "currency": "USD"} for amount in ("1234.50", "100.00", "7.00")
    ]
