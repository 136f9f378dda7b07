"""Reads templates from their folders: what there is to install, and its documents in catalogue form.

A template is a folder beside this module::

    crm/template.json               {"name", "label", "description", "version"}
    crm/app/crm.json                one document in each file, in folders by kind
    crm/entity/lead.json
    crm/sample_data/lead.json       optional: {"entity": "lead", "records": [{"key", "values"}]}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from builder.errors import NotFound
from builder.metadata.definitions import Document
from builder.metadata.values import Label

FOLDER = Path(__file__).parent
SAMPLE_FOLDER = "sample_data"


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


@dataclass(frozen=True)
class SampleRecords:
    """Records of one entity to try a template with; values in wire form.

    A reference to another sample record is written ``{"sample": its key}``.
    """

    entity: str
    records: tuple[tuple[str, Mapping[str, Any]], ...]
    """(key, values) in the order in which they are created."""


def catalog(folder: Path = FOLDER) -> list[TemplateInfo]:
    """Return every template, by name."""
    return [_info(head.parent) for head in sorted(folder.glob("*/template.json"))]


def load(name: str, folder: Path = FOLDER) -> list[Document]:
    """Return the documents of a template, references by name. Raises NotFound ``unknown_template``."""
    return [_read(file) for file in _document_files(_place(name, folder))]


def info(name: str, folder: Path = FOLDER) -> TemplateInfo:
    """Return what the catalogue says of one template. Raises NotFound ``unknown_template``."""
    return _info(_place(name, folder))


def sample_data(name: str, folder: Path = FOLDER) -> list[SampleRecords]:
    """Return the sample records of a template, in file order. Raises NotFound ``unknown_template``."""
    found = []
    for file in sorted((_place(name, folder) / SAMPLE_FOLDER).glob("*.json")):
        body = _read(file)
        found.append(SampleRecords(body["entity"], tuple((item["key"], item["values"]) for item in body["records"])))
    return found


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
        any((place / SAMPLE_FOLDER).glob("*.json")),
    )


def _document_files(place: Path) -> list[Path]:
    return [file for file in sorted(place.glob("*/*.json")) if file.parent.name != SAMPLE_FOLDER]


def _read(file: Path) -> dict[str, Any]:
    body: dict[str, Any] = orjson.loads(file.read_bytes())
    return body
