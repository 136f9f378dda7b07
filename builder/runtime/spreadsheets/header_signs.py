"""Tells a table's header row from titles above it and from data, by what the rows below look like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from builder.runtime.spreadsheets.reports import Cell, Row
from builder.runtime.spreadsheets.tables import MergedRange
from builder.runtime.spreadsheets.type_tests import rough_class

ROWS_ABOVE = 30
ROWS_COMPARED = 100
LONGEST_HEADER = 60
HEADER_WORDS = re.compile(
    r"姓名|名称|名字|电话|手机|邮箱|邮件|地址|日期|时间|编号|编码|代码|序号|金额|价格|数量|单价|备注|说明|状态|类型|类别|来源|客户|公司|单位|部门"
    r"|负责人|联系人|性别|年龄|生日|行业|城市|省份|阶段|职位|标题|主题|账号|帐号|网址|國|號|稱|電話|類"
    r"|\b(?:id|no|name|first|last|mail|e-?mail|phone|mobile|tel|fax|address|street|city|state|country|zip|date|time|created|updated"
    r"|amount|price|qty|quantity|total|status|type|kind|source|owner|company|account|title|notes?|remarks?|description|code|key"
    r"|stage|industry|website|url|score|revenue|birthday|gender|age|number)\b",
    re.IGNORECASE,
)


def find_header(sample: Sequence[Row], merged: Sequence[MergedRange], *, told: bool) -> int | None:
    """Return the place of the header row in the sample, None when the table starts with data.

    ``told`` is a person's word that there is one: then it is the first row that is no title.
    """
    if not sample:
        return None
    first = _first_full_row(sample, merged)
    if told or _header_score(sample, first) > 0:
        return first
    return None


def second_header_row(sample: Sequence[Row], first: int, merged: Sequence[MergedRange]) -> bool:
    """Return whether the row below the header names the columns of merged or widely spaced groups.

    Without merged cells it has to look more like a header than the row below it: a first record under a
    column without a name looks no more like one than the second.
    """
    if first + 2 >= len(sample) or sample[first + 1].number != sample[first].number + 1:
        return False
    upper, lower = sample[first].cells, sample[first + 1].cells
    if not all(cell in {None, ""} or _is_namelike(cell) for cell in lower):
        return False
    groups = [
        range(left, right + 1)
        for (top, left), (bottom, right) in merged
        if top == bottom == sample[first].number - 1 and right > left
    ]
    if groups:
        return all(at < len(lower) and lower[at] not in {None, ""} for group in groups for at in group)
    gaps = [at for at, cell in enumerate(upper) if at and cell in {None, ""} and at < len(lower)]
    filled = [at for at in gaps if lower[at] not in {None, ""}]
    if not gaps or filled != gaps:
        return False
    score = _header_score(sample, first + 1)
    return score > 0 and score > _header_score(sample, first + 2)


def _first_full_row(sample: Sequence[Row], merged: Sequence[MergedRange]) -> int:
    """Skip titles: rows at the top with less than half the values that rows usually have; merged groups count full."""
    counts = [_filled(row.cells) + _covered(row, merged) for row in sample]
    usual = Counter(counts).most_common(1)[0][0]
    for at, count in enumerate(counts[:ROWS_ABOVE]):
        if count * 2 >= usual and (count > 1 or usual <= 1):
            return at
    return 0


def _covered(row: Row, merged: Sequence[MergedRange]) -> int:
    """Return how many more columns several merged groups in a row stand for; a single one is a title."""
    spans = [right - left for (top, left), (bottom, right) in merged if top == bottom == row.number - 1]
    return sum(spans) if len(spans) > 1 or _filled(row.cells) > 1 else 0


def _filled(cells: Sequence[Cell]) -> int:
    return sum(cell not in {None, ""} for cell in cells)


def _header_score(sample: Sequence[Row], at: int) -> float:
    """Let each column vote: for a header where its cell differs in kind from those below, against where not."""
    header = [cell for cell in sample[at].cells if cell not in {None, ""}]
    below = sample[at + 1 : at + 1 + ROWS_COMPARED]
    texts = [str(cell).strip().lower() for cell in header]
    score = -0.5 * (len(texts) - len(set(texts)))
    for column, cell in enumerate(sample[at].cells):
        if cell not in {None, ""}:
            score += _vote(cell, [row.cells[column] for row in below if column < len(row.cells)])
    return score + (0.25 if all(_is_namelike(cell) for cell in header) else 0.0)


def _vote(cell: Cell, below: Sequence[Cell]) -> float:
    values = [value for value in below if value not in {None, ""}]
    word = 1.0 if isinstance(cell, str) and len(cell) <= LONGEST_HEADER and HEADER_WORDS.search(_words(cell)) else 0.0
    own = rough_class(cell)
    if not values:
        return word if own == "text" else -0.5
    common, count = Counter(map(rough_class, values)).most_common(1)[0]
    if count * 3 < len(values) * 2:
        return word
    if own != "text":
        return -1.0 if own == common else -0.5
    if common != "text":
        return 1.0 + word
    return _vote_among_texts(cell, values) + word


def _vote_among_texts(cell: Cell, values: Sequence[Cell]) -> float:
    """Compare a text with the texts below: one of them again, or much longer than any, is no name."""
    if cell in values:
        return -1.0
    lengths = [len(str(value)) for value in values]
    return -0.5 if len(str(cell)) > max(LONGEST_HEADER, *lengths) else 0.0


def _words(text: str) -> str:
    """Cut snake_case and camelCase into words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[_\-./]", " ", text)


def _is_namelike(cell: Cell) -> bool:
    return isinstance(cell, str) and rough_class(cell) == "text" and len(cell) <= LONGEST_HEADER and "\n\n" not in cell
