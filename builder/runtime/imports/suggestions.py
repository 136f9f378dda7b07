"""Proposes a mapping: columns named like fields, those whose values are its choices, then those that fit one field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.field_types.base import PartKind
from builder.metadata.rights import Access, EntityRights, Rights
from builder.metadata.values import called
from builder.runtime.naming import kind_named
from builder.runtime.spreadsheets.reports import ColumnReport

NUMERIC = frozenset({"number", "money", "percent"})
NO_SIGNS = re.compile(r"[\s_\-./()（）:：*#·]+")
TELLING_TYPES = frozenset({"email", "url", "credit_code", "id_number"})
"""Types narrow enough that the values alone say which field is meant; phones are not: there are several."""
ALSO_CALLED: tuple[tuple[str, ...], ...] = (
    ("company", "companyname", "account", "accountname", "organization", "organisation",
     "公司", "公司名称", "企业名称", "客户名称", "單位", "单位"),
    ("name", "fullname", "contactname", "contact", "联系人", "姓名", "聯絡人"),
    ("title", "jobtitle", "position", "职位", "职务", "職稱"),
    ("mobile", "mobilephone", "cellphone", "cell", "手机", "手机号", "手机号码", "手機"),
    ("phone", "telephone", "tel", "电话", "固定电话", "座机", "電話"),
    ("email", "emailaddress", "mail", "邮箱", "电子邮箱", "电子邮件", "電郵", "電子郵件"),
    ("website", "url", "web", "homepage", "网站", "官网", "網站"),
    ("source", "leadsource", "来源", "线索来源", "來源"),
    ("industry", "行业", "行業", "产业"),
    ("employees", "numberofemployees", "employeecount", "staff", "员工数", "人数", "員工數"),
    ("annualrevenue", "revenue", "年营业额", "年收入", "營業額"),
    ("remark", "remarks", "notes", "note", "comment", "description", "备注", "描述", "備註"),
    ("amount", "opportunityvalue", "dealvalue", "expectedamount", "value", "金额", "预计金额", "金額"),
    ("score", "leadscore", "externalscore", "rating", "评分", "得分", "評分"),
    ("owner", "salesrep", "负责人", "负责人邮箱", "負責人"),
)  # fmt: skip
"""Words that mean the same in files from elsewhere; a field is met when its own name or label is among them."""


FEW, MANY = 0.2, 0.5
"""Shares of a column's texts that are choices of a field: below the first it is not meant, from the second it is."""

Samples = Mapping[str, Sequence[str]]
"""Some different texts of a column, by its letter."""


def suggest(
    entity: Entity, rights: Rights, columns: Sequence[ColumnReport], samples: Samples | None = None
) -> dict[str, Any]:
    """Return a mapping document with one entry for each column; ``to`` is null where nothing fits.

    Two columns for one field are never proposed; first and last names are joined into a contact's name. Choices
    that are not known yet are to be created by those who may, and left blank by others: no row is lost for them.
    """
    stage = [entity.by_name["stage"]] if entity.flows else []
    fields = [item for item in (*entity.fields, *stage) if _can_be_filled(item, rights.on(entity.id))]
    found = _found(columns, fields, samples or {})
    unknown = "create" if rights.may_add_options else "blank"
    entries = [_entry(column, found.get(column.letter), unknown) for column in columns]
    joined = _with_names_joined(entries, columns, fields, found)
    return {"key": None, "on_match": "update", "columns": joined, **_ways_of_writing(columns)}


def _found(columns: Sequence[ColumnReport], fields: Sequence[Field], samples: Samples) -> dict[str, Field]:
    """Return the field that each column goes to, by the letter of the column."""

    def same_choices(column: ColumnReport, fields: Iterable[Field]) -> list[Field]:
        texts = samples.get(column.letter, ())
        return [item for item in fields if len(texts) > 1 and _share(item, texts) >= MANY]

    found: dict[str, Field] = {}
    for near in (_same_name, _same_meaning, same_choices, _same_kind):
        for column in columns:
            if column.letter in found:
                continue
            near_by = [item for item in near(column, fields) if item not in found.values()]
            fitting = _plainest([item for item in near_by if not _is_strange(item, samples.get(column.letter, ()))])
            if len(fitting) == 1:
                found[column.letter] = fitting[0]
    return found


def _share(item: Field, texts: Sequence[str]) -> float:
    """Return which part of the texts are choices of the field."""
    return sum(called(text) in item.options.by_label for text in texts) / len(texts)


def _is_strange(item: Field, texts: Sequence[str]) -> bool:
    """Whether hardly any text is one of the stages of a flow: an import makes no others."""
    return item.system and len(item.options) > 0 and len(texts) > 0 and _share(item, texts) < FEW


def _plainest(fitting: list[Field]) -> list[Field]:
    """Prefer fields that hold what stands there to references, which must find a record of that name."""
    return [item for item in fitting if kind_named(item) is not PartKind.RECORD] or fitting


def _ways_of_writing(columns: Sequence[ColumnReport]) -> dict[str, Any]:
    """Return the order of dates and the decimal mark that the values of the file prove; what is open is not guessed."""
    dated = [one.guess.details for one in columns if one.guess.type in ("date", "datetime")]
    orders = Counter(details["order"] for details in dated if details.get("proven"))
    numbers = [one.guess.details for one in columns if one.guess.type in NUMERIC]
    marks = {details.get("decimal_mark", ".") for details in numbers if details.get("decimals")}
    found: dict[str, Any] = {}
    if orders:
        found["date_order"] = orders.most_common(1)[0][0]
    if marks == {","}:
        found["decimal_mark"] = ","
    return found


def _can_be_filled(item: Field, rights: EntityRights) -> bool:
    return item.type.written_by_people and item.type.read_from_text and rights.access(item.id) is Access.WRITE


def _plain(text: str) -> str:
    return NO_SIGNS.sub("", called(text))


def _names(item: Field) -> set[str]:
    return {_plain(item.name), *(_plain(text) for text in item.label.values())}


def _same_name(column: ColumnReport, fields: Iterable[Field]) -> list[Field]:
    name = _plain(column.name)
    return [item for item in fields if name in _names(item)]


def _same_meaning(column: ColumnReport, fields: Iterable[Field]) -> list[Field]:
    name = _plain(column.name)
    words = next((set(words) for words in ALSO_CALLED if name in words), set())
    return [item for item in fields if words & _names(item)]


def _same_kind(column: ColumnReport, fields: Iterable[Field]) -> list[Field]:
    if column.guess.type not in TELLING_TYPES or not column.filled:
        return []
    return [item for item in fields if item.type.name == column.guess.type]


def _entry(column: ColumnReport, item: Field | None, unknown: str) -> dict[str, Any]:
    if item is None:
        return {"from": [column.letter], "to": None}
    is_choice = any(part.kind is PartKind.OPTION for part in item.type.parts)
    # Stages are never made by an import; a record whose stage is not known begins in the first.
    return {"from": [column.letter], "to": item.name} | (
        {"unknown": "blank" if item.system else unknown} if is_choice else {}
    )


FIRST, LAST = {"firstname", "givenname", "名"}, {"lastname", "surname", "familyname", "姓"}


def _with_names_joined(
    entries: list[dict[str, Any]], columns: Sequence[ColumnReport], fields: Sequence[Field], found: dict[str, Field]
) -> list[dict[str, Any]]:
    """Put first and last name together where the entity has one field for a person's name."""
    first = next((column for column in columns if _plain(column.name) in FIRST), None)
    last = next((column for column in columns if _plain(column.name) in LAST), None)
    people = set(ALSO_CALLED[1])
    target = next((item for item in fields if people & _names(item) and item not in found.values()), None)
    if first is None or last is None or target is None or {first.letter, last.letter} & found.keys():
        return entries
    western = first.name.isascii()
    pair = [first.letter, last.letter] if western else [last.letter, first.letter]
    kept = [entry for entry in entries if entry["from"][0] != last.letter]
    return [
        {"from": pair, "join": " " if western else "", "to": target.name} if entry["from"] == [first.letter] else entry
        for entry in kept
    ]
