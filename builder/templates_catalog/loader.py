"""Reads templates from their folders: what there is to install, and its documents in catalogue form.

A template is a folder beside this module::

    crm/template.json               {"name", "label", "description", "version"}
    crm/pictures/en/board.webp      optional: what it looks like, for each of the "pictures" of template.json
    crm/app/crm.json                one document in each file, in folders by kind
    crm/entity/lead.json
    crm/sample_data/lead.json       optional: {"entity": "lead", "records": [{"key", "values"}]}
    crm/sample_company/__init__.py  instead: ``make(setting)`` returns a whole company (``samples.SampleCompany``)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import orjson

from builder.errors import NotFound
from builder.metadata.definitions import Document
from builder.metadata.documents import KINDS
from builder.metadata.values import Label
from builder.templates_catalog.samples import SampleCompany, SampleRecord, SampleSetting

FOLDER = Path(__file__).parent
SAMPLE_FOLDER, SAMPLE_COMPANY = "sample_data", "sample_company"
PICTURE_FOLDER = "pictures"
CONTENTS = ("app", "entity", "role")


@dataclass(frozen=True)
class Picture:
    """A screen of the app that a template becomes."""

    name: str
    label: Label


@dataclass(frozen=True)
class TemplateInfo:
    """What the catalogue says of a template before it is installed."""

    name: str
    label: Label
    description: Label
    version: str
    counts: Mapping[str, int] = field(default_factory=dict)
    """Document kind → how many the template brings."""
    has_sample_data: bool = False
    pictures: tuple[Picture, ...] = ()
    """Those that are there in every language."""


@dataclass(frozen=True)
class Contents:
    """What is inside a template, for people who choose one."""

    entities: tuple[Document, ...]
    roles: tuple[Document, ...]


def catalog(folder: Path = FOLDER) -> list[TemplateInfo]:
    """Return every template, by name."""
    return [_info(head.parent) for head in sorted(folder.glob("*/template.json"))]


def load(name: str, folder: Path = FOLDER) -> list[Document]:
    """Return the documents of a template, references by name. Raises NotFound ``unknown_template``."""
    return [_read(file) for file in _document_files(_place(name, folder))]


def info(name: str, folder: Path = FOLDER) -> TemplateInfo:
    """Return what the catalogue says of one template. Raises NotFound ``unknown_template``."""
    return _info(_place(name, folder))


def contents(name: str, folder: Path = FOLDER) -> Contents:
    """Return the kinds of records, as the menu names them, and the roles. Raises NotFound ``unknown_template``."""
    place = _place(name, folder)
    apps, entities, roles = ([_read(file) for file in sorted((place / kind).glob("*.json"))] for kind in CONTENTS)
    named = [entity for app in apps for entity in _named_in(app.get("menu", ()))]
    entities.sort(key=lambda entity: named.index(entity["name"]) if entity["name"] in named else len(named))
    return Contents(tuple(entities), tuple(roles))


def picture(name: str, wanted: str, locale: str, folder: Path = FOLDER) -> bytes:
    """Return a picture of a template as WebP. Raises NotFound ``unknown_template`` or ``unknown_picture``."""
    place = _place(name, folder)
    if wanted in {one.name for one in _info(place).pictures}:
        for file in (place / PICTURE_FOLDER).glob(f"*/{wanted}.webp"):
            if file.parent.name == locale:
                return file.read_bytes()
    raise NotFound("unknown_picture", name=wanted[:100])


def _named_in(menu: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for item in menu:
        if "entity" in item:
            yield item["entity"]
        yield from _named_in(item.get("items", ()))


def sample_company(name: str, setting: SampleSetting, folder: Path = FOLDER) -> SampleCompany:
    """Return what a template brings to try it with. Raises NotFound ``unknown_template``."""
    place = _place(name, folder)
    if folder == FOLDER and _has_generator(place):
        made: SampleCompany = import_module(f"{__package__}.{place.name}.{SAMPLE_COMPANY}").make(setting)
        return made
    return SampleCompany(records=tuple(_sample_records(place)))


def _sample_records(place: Path) -> Iterator[SampleRecord]:
    for file in sorted((place / SAMPLE_FOLDER).glob("*.json")):
        body = _read(file)
        for item in body["records"]:
            yield SampleRecord(body["entity"], item["key"], item["values"])


def _has_generator(place: Path) -> bool:
    return (place / SAMPLE_COMPANY / "__init__.py").is_file()


def _place(name: str, folder: Path) -> Path:
    """Return the folder of a template: found by listing, so that no name leads elsewhere."""
    for head in folder.glob("*/template.json"):
        if head.parent.name == name:
            return head.parent
    raise NotFound("unknown_template", name=name[:100])


def _info(place: Path) -> TemplateInfo:
    head = _read(place / "template.json")
    kinds = Counter(file.parent.name for file in _document_files(place))
    return TemplateInfo(
        place.name,
        head["label"],
        head.get("description", {}),
        head["version"],
        dict(kinds),
        _has_generator(place) or any((place / SAMPLE_FOLDER).glob("*.json")),
        tuple(_pictures(place, head.get("pictures", ()))),
    )


def _pictures(place: Path, told: Sequence[Mapping[str, Any]]) -> Iterator[Picture]:
    folders = [one for one in (place / PICTURE_FOLDER).glob("*") if one.is_dir()]
    for item in told:
        if folders and all((one / f"{item['name']}.webp").is_file() for one in folders):
            yield Picture(item["name"], item["label"])


def _document_files(place: Path) -> list[Path]:
    return [file for file in sorted(place.glob("*/*.json")) if file.parent.name in KINDS]


def _read(file: Path) -> dict[str, Any]:
    body: dict[str, Any] = orjson.loads(file.read_bytes())
    return body
