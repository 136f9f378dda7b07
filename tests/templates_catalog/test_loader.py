"""The catalogue of templates: what is listed can be loaded, what is not listed cannot be reached."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import pytest

from builder.errors import NotFound
from builder.templates_catalog import loader
from builder.templates_catalog.loader import TemplateInfo
from builder.templates_catalog.samples import SampleCompany, SampleRecord, SampleSetting

SETTING = SampleSetting(datetime(2026, 11, 18, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai")), "zh-CN")


def write(file: Path, body: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(orjson.dumps(body))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "catalog"
    write(place / "shop/template.json", {"label": {"en": "Shop"}, "version": "3"})
    write(place / "crm/template.json", {"label": {"en": "CRM"}, "description": {"en": "Sales"}, "version": "1.2"})
    write(place / "crm/app/crm.json", {"kind": "app", "name": "crm"})
    write(place / "crm/entity/lead.json", {"kind": "entity", "name": "lead"})
    write(place / "crm/entity/contact.json", {"kind": "entity", "name": "contact"})
    write(
        place / "crm/sample_data/1_lead.json",
        {"entity": "lead", "records": [{"key": "acme", "values": {"name": "Acme"}}]},
    )
    write(place / "notes/app/notes.json", {"kind": "app", "name": "notes"})
    write(tmp_path / "secret/template.json", {"label": {}, "version": "1"})
    return place


def test_every_folder_with_a_head_is_listed(folder: Path) -> None:
    assert loader.catalog(folder) == [
        TemplateInfo("crm", {"en": "CRM"}, {"en": "Sales"}, "1.2", {"app": 1, "entity": 2}, has_sample_data=True),
        TemplateInfo("shop", {"en": "Shop"}, {}, "3"),
    ]


def test_documents_are_loaded_without_the_sample_data(folder: Path) -> None:
    assert [document["name"] for document in loader.load("crm", folder)] == ["crm", "contact", "lead"]
    made = loader.sample_company("crm", SETTING, folder)
    assert made == SampleCompany(records=(SampleRecord("lead", "acme", {"name": "Acme"}),))
    assert loader.sample_company("shop", SETTING, folder) == SampleCompany()


def test_what_lies_beside_the_documents_is_no_document(folder: Path) -> None:
    write(folder / "shop/sample_company/words.json", {"names": []})
    (folder / "shop/sample_company/__init__.py").write_text("raise SystemExit", encoding="utf-8")
    assert loader.load("shop", folder) == []
    assert loader.sample_company("shop", SETTING, folder) == SampleCompany(), "only the product's own code is run"


def test_a_template_tells_what_is_inside(folder: Path) -> None:
    assert [entity["name"] for entity in loader.contents("crm", folder).entities] == ["contact", "lead"]
    assert loader.contents("crm", folder).roles == ()


@pytest.mark.parametrize(
    "name", ["notes", "unknown", "", ".", "..", "../secret", "crm/../crm", "/etc", "*", "c[r]m", "\0"]
)
def test_no_name_leads_out_of_the_catalogue(folder: Path, name: str) -> None:
    for ask in (loader.load, loader.info, loader.contents):
        with pytest.raises(NotFound, match="unknown_template"):
            ask(name, folder)


def test_what_is_loaded_belongs_to_the_caller(folder: Path) -> None:
    first = loader.load("crm", folder)
    first[0]["name"] = "changed"  # type: ignore[index]

    assert loader.load("crm", folder)[0]["name"] == "crm"


def test_templates_of_the_product_say_what_they_are_in_three_languages() -> None:
    for info in loader.catalog():
        assert {"zh-CN", "zh-TW", "en"} <= info.label.keys() & info.description.keys(), info.name
        assert info.counts["app"] == 1, info.name
