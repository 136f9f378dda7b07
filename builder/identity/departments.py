"""Departments as a tree with heads, and teams across them.

They change rights, so whatever changes them runs in a unit of work that holds the workspace alone
(``Workspaces.publishing``) and raises ``rights_rev`` in the same transaction. What is no longer needed is closed, not
deleted: records and history go on naming it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.errors import Conflict, Invalid, NotFound, Problem
from builder.metadata.collation import search_words, sort_key
from builder.metadata.field_types.text import clean_line
from builder.metadata.values import BadValue, composed
from builder.storage import department_rows, people_rows
from builder.storage.department_rows import DepartmentRow
from builder.storage.engine import Connection
from builder.storage.head import bump
from builder.storage.space import Space

LONGEST_NAME = 200
DEEPEST = 20
"""Levels of departments."""


@dataclass(frozen=True)
class Department:
    """A department as pickers and the tree show it; found by the words in ``spelled``: pinyin and its initials."""

    id: int
    label: str
    parent: int | None
    spelled: str = ""
    head: int | None = None
    closed: bool = False
    people: int = 0
    """Members who work in it, those below it not counted."""


@dataclass(frozen=True)
class Team:
    """A team of members from wherever."""

    id: int
    label: str
    closed: bool
    people: int


def every_department(conn: Connection, space: Space) -> list[Department]:
    """Return every department, by name; closed ones too."""
    counted = people_rows.count_members(conn, space)
    rows = sorted(department_rows.departments(conn, space), key=lambda row: (sort_key(row.name), row.id))
    return [
        Department(
            id=row.id,
            label=row.name,
            parent=row.parent_id,
            spelled=search_words(row.name),
            head=row.head_id,
            closed=row.closed_at is not None,
            people=counted.get(row.id, 0),
        )
        for row in rows
    ]


def add_department(
    conn: Connection, space: Space, name: str, parent: int | None = None, head: int | None = None
) -> int:
    """Add a department and return its id. Raises Invalid for an unknown parent or head, or a bad name."""
    line, problems = _name(name)
    rows = {row.id: row for row in department_rows.departments(conn, space)}
    problems += [*_parent_problems(rows, None, parent), *_head_problems(conn, space, head)]
    if problems:
        raise Invalid(problems)
    found = department_rows.insert_department(conn, space, line, parent, head)
    bump(conn, space, "rights_rev")
    return found


def below(conn: Connection, space: Space, department: int | None) -> tuple[int, ...]:
    """Return a department and all below it; none for none. Raises NotFound."""
    if department is None:
        return ()
    rows = {row.id: row for row in department_rows.departments(conn, space)}
    if department not in rows:
        raise NotFound("unknown_department")
    found, level = set[int](), {department}
    while level:
        found |= level
        level = {row.id for row in rows.values() if row.parent_id in level} - found
    return tuple(sorted(found))


def change_department(conn: Connection, space: Space, department: int, changes: Mapping[str, Any], now: int) -> None:
    """Change ``name``, ``parent`` or ``head``, and whether it is ``closed``; what is not named stays.

    Raises NotFound, Invalid for a bad name, an unknown parent or head, or a parent below the department itself, and
    Conflict as ``close_department`` and ``reopen_department`` do.
    """
    rows = {row.id: row for row in department_rows.departments(conn, space)}
    if department not in rows:
        raise NotFound("unknown_department")
    columns: dict[str, Any] = {}
    problems: list[Problem] = []
    if "name" in changes:
        columns["name"], bad = _name(changes["name"])
        problems += bad
    if "parent" in changes:
        columns["parent_id"] = changes["parent"]
        problems += _parent_problems(rows, department, changes["parent"])
    if "head" in changes:
        columns["head_id"] = changes["head"]
        problems += _head_problems(conn, space, changes["head"])
    if problems:
        raise Invalid(problems)
    department_rows.update_department(conn, space, department, columns)
    bump(conn, space, "rights_rev")
    if changes.get("closed"):
        close_department(conn, space, department, now)
    elif "closed" in changes:
        reopen_department(conn, space, department)


def close_department(conn: Connection, space: Space, department: int, now: int) -> None:
    """Close a department: nobody can be put into it any more.

    Raises NotFound, and Conflict ``department_in_use`` while people work in it or others stand below it.
    """
    rows = {row.id: row for row in department_rows.departments(conn, space)}
    if department not in rows:
        raise NotFound("unknown_department")
    people = people_rows.count_members(conn, space).get(department, 0)
    below = sum(row.parent_id == department and row.closed_at is None for row in rows.values())
    if people or below:
        raise Conflict("department_in_use", people=people, departments=below)
    department_rows.update_department(conn, space, department, {"closed_at": now})
    bump(conn, space, "rights_rev")


def reopen_department(conn: Connection, space: Space, department: int) -> None:
    """Open a closed department again. Raises NotFound, and Conflict ``department_closed`` below a closed one."""
    rows = {row.id: row for row in department_rows.departments(conn, space)}
    if department not in rows:
        raise NotFound("unknown_department")
    above = rows.get(rows[department].parent_id or 0)
    if above is not None and above.closed_at is not None:
        raise Conflict("department_closed", name=above.name)
    department_rows.update_department(conn, space, department, {"closed_at": None})
    bump(conn, space, "rights_rev")


def every_team(conn: Connection, space: Space) -> list[Team]:
    """Return every team, by name; closed ones too."""
    sizes = department_rows.team_sizes(conn, space)
    rows = sorted(department_rows.teams(conn, space), key=lambda row: (sort_key(row.name), row.id))
    return [Team(row.id, row.name, row.closed_at is not None, sizes.get(row.id, 0)) for row in rows]


def add_team(conn: Connection, space: Space, name: str) -> int:
    """Add a team and return its id. Raises Invalid for a bad name."""
    line, problems = _name(name)
    if problems:
        raise Invalid(problems)
    found = department_rows.insert_team(conn, space, line)
    bump(conn, space, "rights_rev")
    return found


def change_team(conn: Connection, space: Space, team: int, changes: Mapping[str, Any], now: int) -> None:
    """Change the ``name`` of a team, or whether it is ``closed``. Raises NotFound, Invalid."""
    if team not in {row.id for row in department_rows.teams(conn, space)}:
        raise NotFound("unknown_team")
    columns: dict[str, Any] = {}
    if "name" in changes:
        columns["name"], problems = _name(changes["name"])
        if problems:
            raise Invalid(problems)
    if "closed" in changes:
        columns["closed_at"] = now if changes["closed"] else None
    department_rows.update_team(conn, space, team, columns)
    bump(conn, space, "rights_rev")


def _name(written: str) -> tuple[str, list[Problem]]:
    try:
        name = clean_line(composed(written)) or ""
    except BadValue:
        name = ""
    if not name or len(name) > LONGEST_NAME:
        return "", [Problem("name", "bad_name" if name else "required", params={"maximum": LONGEST_NAME})]
    return name, []


def _parent_problems(rows: Mapping[int, DepartmentRow], department: int | None, parent: int | None) -> list[Problem]:
    if parent is None:
        return []
    if parent not in rows or rows[parent].closed_at is not None:
        return [Problem("parent", "unknown_department")]
    above, place = 0, rows.get(parent)
    while place is not None and above <= DEEPEST:
        if place.id == department:
            return [Problem("parent", "department_below_itself")]
        above, place = above + 1, rows.get(place.parent_id or 0)
    if above + _levels(rows, department) > DEEPEST:
        return [Problem("parent", "departments_too_deep", params={"maximum": DEEPEST})]
    return []


def _levels(rows: Mapping[int, DepartmentRow], department: int | None) -> int:
    """Return how many levels a department and what is below it take."""
    levels, level = 0, {department}
    while level and levels <= DEEPEST:
        levels += 1
        level = {row.id for row in rows.values() if row.parent_id is not None and row.parent_id in level}
    return levels


def _head_problems(conn: Connection, space: Space, head: int | None) -> list[Problem]:
    if head is None:
        return []
    found = people_rows.member(conn, space, head)
    return [] if found is not None and found.disabled_at is None else [Problem("head", "unknown_user")]
