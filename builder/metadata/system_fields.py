"""The fields that every entity has without anyone making them; their ids equal their names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from builder.metadata.definitions import Field, Option, OptionList
from builder.metadata.field_types import FIELD_TYPES
from builder.metadata.values import Label

ALWAYS = "always"
OWNABLE = "ownable"
STAGES = "stages"
FOLLOWED = "follow_ups"

RESERVED = frozenset({"id", "version", "deleted_at", "archived_at"})
"""Names of columns that are no field with a value of its own, and that no field may take."""


@dataclass(frozen=True)
class SystemField:
    """One system field: its type, its texts, and what an entity must be to have it."""

    name: str
    type: str
    label: Label
    needs: str
    settings: Mapping[str, Any]


def _system(name: str, kind: str, needs: str, labels: str, **settings: Any) -> SystemField:
    mainland, taiwan, english = labels.split("|")
    return SystemField(name, kind, {"zh-CN": mainland, "zh-TW": taiwan, "en": english}, needs, settings)


SYSTEM_FIELDS = (
    _system("id", "integer", ALWAYS, "记录号|記錄編號|Record number"),
    _system("owner", "user", OWNABLE, "负责人|負責人|Owner"),
    _system("department", "department", OWNABLE, "所属部门|所屬部門|Department"),
    _system("stage", "select", STAGES, "阶段|階段|Stage"),
    _system("stage_entered_at", "datetime", STAGES, "进入阶段时间|進入階段時間|In stage since"),
    _system("follow_status", "select", FOLLOWED, "跟进状态|跟進狀態|Follow-up status"),
    _system("last_followed_at", "datetime", FOLLOWED, "最近跟进时间|最近跟進時間|Last followed up"),
    _system("next_follow_at", "datetime", FOLLOWED, "下次跟进时间|下次跟進時間|Next follow-up", deadline="kept"),
    _system("created_at", "datetime", ALWAYS, "创建时间|建立時間|Created at"),
    _system("created_by", "user", ALWAYS, "创建人|建立者|Created by"),
    _system("updated_at", "datetime", ALWAYS, "修改时间|修改時間|Updated at"),
    _system("updated_by", "user", ALWAYS, "修改人|修改者|Updated by"),
)
_FOLLOW_STATUSES = {
    "none": ("未跟进|未跟進|Not followed up", "gray"),
    "following": ("跟进中|跟進中|Following up", "blue"),
    "waiting": ("待跟进|待跟進|Follow-up due", "amber"),
    "overdue": ("已逾期|已逾期|Overdue", "red"),
}


@cache
def follow_statuses() -> OptionList:
    """Return the options of ``follow_status``; ids equal names."""
    options = []
    for name, (labels, color) in _FOLLOW_STATUSES.items():
        label = dict(zip(("zh-CN", "zh-TW", "en"), labels.split("|"), strict=True))
        options.append(Option(name, name, label, color))
    return OptionList(tuple(options), "follow_status")


def system_fields_of(document: Mapping[str, Any], has_stages: bool) -> Iterator[SystemField]:
    """Yield the system fields of an entity document."""
    for item in SYSTEM_FIELDS:
        if item.needs == ALWAYS or (has_stages if item.needs == STAGES else document.get(item.needs) is True):
            yield item


def compile_system_fields(document: Mapping[str, Any], stages: OptionList | None) -> tuple[Field, ...]:
    """Return the system fields of an entity whose flows, if any, have these stages as options."""
    return tuple(_compile(item, stages) for item in system_fields_of(document, stages is not None))


def _compile(item: SystemField, stages: OptionList | None) -> Field:
    options = {"stage": stages, "follow_status": follow_statuses()}.get(item.name)
    return Field(
        id=item.name,
        name=item.name,
        type=FIELD_TYPES[item.type],
        label=item.label,
        settings=item.settings,
        options=options if options is not None else OptionList(),
        system=True,
    )
