"""What a template brings to try it with: people, and records with the past that they would have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

ME = "me"
"""The key of whoever asks for the samples: some of the work is theirs, so that their own lists show something."""

Stage = tuple[str, int, str]
"""(name of the stage, microseconds at which it was entered, key of the person who moved the record there)."""


@dataclass(frozen=True)
class SampleSetting:
    """What samples are made for: when it is, in the workspace's zone, and in which language people write there."""

    now: datetime
    locale: str

    @property
    def microseconds(self) -> int:
        """Now, in microseconds since 1970, UTC."""
        return int(self.now.timestamp()) * 1_000_000


@dataclass(frozen=True)
class SampleDepartment:
    """A department and the key of its head."""

    key: str
    name: str
    head: str


@dataclass(frozen=True)
class SamplePerson:
    """A member who cannot sign in; department and manager by key, roles by name."""

    key: str
    name: str
    email: str
    department: str
    manager: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class SampleRecord:
    """A record: values in wire form, with ``{"sample": key}`` for records and ``{"person": key}`` for people.

    Without ``at`` it is made now, by whoever asks. ``later`` are values written when all records are there: it may
    name records that come after this one.
    """

    entity: str
    key: str
    values: Mapping[str, Any]
    at: int = 0
    """Microseconds since 1970, UTC."""
    by: str = ME
    owner: str = ME
    stages: tuple[Stage, ...] = ()
    later: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SampleCompany:
    """Everything that a template brings to try it with; records in the order in which they are made."""

    departments: tuple[SampleDepartment, ...] = ()
    people: tuple[SamplePerson, ...] = ()
    records: tuple[SampleRecord, ...] = ()
