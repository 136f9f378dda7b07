"""A record before it is written: defaults, owner, first stage, the rules of the entity and of the form."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from builder.errors import Invalid, Problem
from builder.metadata.conditions import ALWAYS, Relative
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.evaluation import holds
from builder.metadata.field_types.base import PartKind, Shape
from builder.metadata.record_rules import RuleSet, compile_rules
from builder.metadata.relative import Moment, resolve_relative
from builder.metadata.values import Value, Values, is_blank
from builder.runtime.record_views import Neighbours, StoredView, named
from builder.runtime.stages import first_stage, flow_of
from builder.runtime.work import Work
from builder.runtime.write_plan import WritePlan

CURRENT = {"user": "me", "department": "my_department", "today": "today", "now": "now"}
"""Kinds of a ``current`` default → the relative value that says the same."""


class Preparation:
    """Prepares the records of one batch; what their rules look up is read once for all."""

    def __init__(self, work: Work, plan: WritePlan, form: str | None = None) -> None:
        """Raise Invalid ``unknown_form`` when the form is none of the entity."""
        self.work = work
        self.plan = plan
        self.rules = rules_for(work, plan, form)
        self.neighbours = Neighbours(work)
        self._create_branches = work.rights.on(plan.entity.id).branches.get("create", ())

    def prefetch(self, rows: Iterable[Values]) -> None:
        """Read what the rules of a batch follow references to, with one query for each entity."""
        followed = self.plan.followed
        if not followed:
            return
        wanted: dict[Entity, dict[int, None]] = {}
        for values in rows:
            for field_id, target in followed:
                record = named(values.get(field_id), target)
                if record is not None:
                    wanted.setdefault(target, {})[record] = None
        for target, ids in wanted.items():
            self.neighbours.fetch(target, ids)

    def new(self, given: Values, broken: Collection[str] = ()) -> tuple[Values, list[Problem]]:
        """Return a new record with everything filled in, without blanks, and every problem.

        ``broken`` are names of fields that did not parse: nothing more is said of them.
        """
        work, entity = self.work, self.plan.entity
        values = self._with_defaults(without_blanks(given), given)
        if entity.ownable:
            values.setdefault("owner", work.rights.user)
            values.setdefault("department", work.moment.department)
        if entity.followed:
            values.setdefault("follow_status", "none")
        view = StoredView(work, entity, values, None, self.neighbours)
        ruled, problems = self.rules.apply(values, None, view, work.moment)
        view.values = ruled = without_blanks(ruled)
        flow = flow_of(work, view) if entity.flows else None
        stage = first_stage(flow) if flow else None
        if stage is not None and "stage" not in ruled:
            ruled |= {"stage": stage.id, "stage_entered_at": work.now}
        problems = self._foreign_rows({}, given) + [one for one in problems if one.path not in broken]
        if not self._may_create(ruled):
            problems.append(Problem("", "not_allowed", params={"action": "create"}))
        return ruled, problems

    def changed(
        self, before: Values, given: Values, record: int | None = None, returning: bool = False
    ) -> tuple[Values, Values, list[Problem]]:
        """Return the whole record after a change, what differs (None where emptied), and every problem.

        ``returning`` is for undo, which brings rows of sub-tables back under the ids they had.
        """
        problems = [] if returning else self._foreign_rows(before, given)
        values = {**before, **given}
        view = StoredView(self.work, self.plan.entity, values, record, self.neighbours)
        ruled, found = self.rules.apply(values, before, view, self.work.moment)
        after = without_blanks(ruled)
        changes = {key: after.get(key) for key in {**before, **after} if before.get(key) != after.get(key)}
        return after, changes, problems + found

    def _with_defaults(self, values: Values, given: Values) -> Values:
        for item in self.plan.defaults:
            if item.id in given:
                continue
            value = self._default(item, values)
            if not is_blank(value) and _fits(item, value):
                values[item.id] = value
        return values

    def _default(self, item: Field, values: Values) -> Value:
        default = item.default or {}
        if "current" in default:
            return current_value(default["current"], item, self.work.moment)
        path = self.plan.linked.get(item.id)
        if path is not None:
            return StoredView(self.work, self.plan.entity, values, None, self.neighbours).value(path)
        return list(item.initial) if isinstance(item.initial, list) else item.initial

    def _may_create(self, values: Values) -> bool:
        if ALWAYS in self._create_branches:
            return True
        stamped = {**values, "created_by": self.work.rights.user, "updated_by": self.work.rights.user}
        stamped |= {"created_at": self.work.now, "updated_at": self.work.now}
        view = StoredView(self.work, self.plan.entity, stamped, None, self.neighbours)
        return any(holds(branch, view, self.work.moment) for branch in self._create_branches)

    def _foreign_rows(self, before: Values, given: Values) -> list[Problem]:
        found = []
        for item in self.plan.row_fields:
            known = {row["id"] for row in before.get(item.id) or ()}
            for index, row in enumerate(given.get(item.id) or ()):
                if row.get("id") is not None and row["id"] not in known:
                    found.append(Problem(f"{item.name}.{index}.id", "unknown_row", params={"id": row["id"]}))
        return found


def without_blanks(values: Values) -> Values:
    """Return the values that are not blank. Numbers never are, and most values are plain: both are told at once."""
    return {
        key: value
        for key, value in values.items()
        if value is not None and (value != "" if type(value) is str else type(value) is int or not is_blank(value))
    }


def rules_for(work: Work, plan: WritePlan, form: str | None) -> RuleSet:
    """Return the rules of the entity, with those of the form a write names. Raises Invalid ``unknown_form``."""
    if form is None:
        return plan.rules
    found = work.model.forms.get(form)
    if found is None or found.entity is not plan.entity:
        raise Invalid([Problem("form", "unknown_form", params={"id": form[:100]})])
    key = ("form rules", form)
    rules: RuleSet | None = work.catalog.plans.get(key)
    if rules is None:
        rules = work.catalog.plans[key] = compile_rules(plan.entity, found)
    return rules


def current_value(kind: str, item: Field, moment: Moment) -> Value:
    """Return the user, department, day or time that a default stands for, as a value of the field."""
    value: Any = resolve_relative(Relative(CURRENT[kind]), item, moment)
    if isinstance(value, tuple):
        value = value[0]
    return [value] if item.type.shape is Shape.LINKS and value is not None else value


def _fits(item: Field, value: Value) -> bool:
    """A value taken over from another record must be one of this field's own options."""
    if item.type.parts and item.type.parts[0].kind is PartKind.OPTION:
        options = value if isinstance(value, list) else [value]
        return all(option in item.options.by_id for option in options)
    return True
