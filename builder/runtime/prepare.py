"""A record before it is written: defaults, owner, first stage, the rules of the entity and of the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from builder.errors import Invalid, Problem
from builder.metadata.conditions import ALWAYS, Relative
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.evaluation import holds
from builder.metadata.field_types.base import PartKind, Shape
from builder.metadata.model import Stage, StageFlow
from builder.metadata.record_rules import RuleSet, compile_rules
from builder.metadata.relative import Moment, resolve_relative
from builder.metadata.values import Value, Values, is_blank
from builder.runtime.linked_defaults import LinkedDefaults
from builder.runtime.record_views import Neighbours, StoredView, named
from builder.runtime.stages import advanced, filled, first_stage, flow_of, stage_in, taken_over
from builder.runtime.work import Work
from builder.runtime.write_plan import Parsed, WritePlan

CURRENT = {"user": "me", "department": "my_department", "today": "today", "now": "now"}
"""Kinds of a ``current`` default → the relative value that says the same."""
ADVANCE_ON = {"update": "change", "owner": "owner", "activity": "activity"}
"""Kinds of changes after which a stage flow may move a record by itself, and what it calls them."""
PLACE = ("stage", "stage_entered_at")


class Preparation:
    """Prepares the records of one batch; what their rules look up is read once for all."""

    def __init__(self, work: Work, plan: WritePlan, form: str | None = None) -> None:
        """Raise Invalid ``unknown_form`` when the form is none of the entity."""
        self.work = work
        self.plan = plan
        self.rules = rules_for(work, plan, form)
        self.neighbours = Neighbours(work)
        self._linked = LinkedDefaults(work, plan.linked, self.neighbours)
        self._create_branches = work.rights.on(plan.entity.id).branches.get("create", ())
        self._creates_all = ALWAYS in self._create_branches
        self._looks_closer = bool(plan.row_fields) or not self._creates_all
        self._at_birth: list[tuple[str, Value]] = []
        if plan.entity.ownable:
            self._at_birth += [("owner", work.rights.user), ("department", work.moment.department)]
        if plan.entity.followed:
            self._at_birth.append(("follow_status", "none"))

    @property
    def self_contained(self) -> bool:
        """Whether new records are completed without a look at others: neither rules nor the right to create follow
        references.
        """
        return self._creates_all and not self.plan.followed

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

    def new(self, rows: Sequence[Parsed]) -> list[Parsed]:
        """Return new records with everything filled in, without blanks, and every problem of each.

        Nothing more is said of fields that did not parse. Steps are taken for all records in turn.
        """
        moment = self.work.moment
        filled = [self._with_defaults(self._filled(given), given) for given, _ in rows]
        for born, usual in self._at_birth:
            for values in filled:
                values.setdefault(born, usual)
        views = [StoredView(self.work, self.plan.entity, values, None, self.neighbours) for values in filled]
        ruled = self.rules.apply_all(filled, [None] * len(rows), views, moment)
        if self.plan.options.limits:
            ruled = [
                (values, problems + self._option_problems(before, values, {}))
                for before, (values, problems) in zip(filled, ruled, strict=True)
            ]
        found: list[Parsed] = [
            (values if values is before else self._filled(values), problems)
            for before, (values, problems) in zip(filled, ruled, strict=True)
        ]
        if self.plan.entity.flows:
            self._begin(found, views)
        return [
            (values, self._said(given, wrong, values, problems) if wrong or problems or self._looks_closer else [])
            for (given, wrong), (values, problems) in zip(rows, found, strict=True)
        ]

    def _said(self, given: Values, wrong: list[Problem], values: Values, ruled: list[Problem]) -> list[Problem]:
        """Return the problems of one new record: those of its values, of its rows, of rules, of the right to create."""
        broken = {problem.path.partition(".")[0] for problem in wrong}
        problems = wrong + self._foreign_rows({}, given) + [one for one in ruled if one.path not in broken]
        if not self._creates_all and not self._may_create(values):
            problems.append(Problem("", "not_allowed", params={"action": "create"}))
        return problems

    def _filled(self, values: Values) -> Values:
        """Return the values that are not blank: most fields are blank only as None."""
        found = {key: value for key, value in values.items() if value is not None and value != ""}
        for key in self.plan.hollow:
            if key in found and is_blank(found[key]):
                del found[key]
        return found

    def _begin(self, found: Iterable[Parsed], views: Iterable[StoredView]) -> None:
        """Put new records without a stage into the first one of their flow, and fill what that says of them."""
        only = self.plan.only_flow
        usual = first_stage(only) if only else None
        for (values, problems), view in zip(found, views, strict=True):
            came_with = values.get("stage")
            flow, stage = (only, usual) if only and came_with is None else self._stage_of(view, values)
            if flow is None or stage is None:
                if came_with is not None:
                    problems.append(Problem("stage", "stage_of_another_flow"))
                continue
            # Who comes with a past comes with the moments of it too.
            current = stage if "stage_entered_at" in values else None
            values["stage"] = stage.id
            values.setdefault("stage_entered_at", self.work.now)
            for key, value in filled(flow, current, stage, self.work.moment).items():
                if value is not None:
                    values.setdefault(key, value)

    def _stage_of(self, view: StoredView, values: Values) -> tuple[StageFlow | None, Stage | None]:
        view.values = values
        flow = flow_of(self.work, view)
        if flow is None:
            return None, None
        return flow, stage_in(flow, values["stage"]) if "stage" in values else first_stage(flow)

    def moved(self, values: Values, given: Values, record: int, kind: str) -> Values:
        """Return what a changed record takes from the moves that its flow makes by itself.

        One that another flow has taken over comes to a stage of that, and may be moved on from there. What was
        given stays, but for a stage that is none of the flow's.
        """
        if not self.plan.entity.flows:
            return {}
        view = StoredView(self.work, self.plan.entity, values, record, self.neighbours)
        taken = taken_over(self.work, view)
        view.values = {**values, **taken}
        found = {**taken, **(advanced(self.work, view, ADVANCE_ON[kind]) if kind in ADVANCE_ON else {})}
        return {key: value for key, value in found.items() if key in PLACE or key not in given}

    def changed(
        self, before: Values, given: Values, record: int | None = None, returning: bool = False
    ) -> tuple[Values, Values, list[Problem]]:
        """Return the whole record after a change, what differs (None where emptied), and every problem.

        ``returning`` is for undo, which brings rows of sub-tables back under the ids they had, and options no longer
        offered.
        """
        problems = [] if returning else self._foreign_rows(before, given)
        values = {**before, **given}
        view = StoredView(self.work, self.plan.entity, values, record, self.neighbours)
        ruled, found = self.rules.apply(values, before, view, self.work.moment)
        found += [] if returning else self._option_problems(values, ruled, before)
        after = without_blanks(ruled)
        changes = {key: after.get(key) for key in {**before, **after} if before.get(key) != after.get(key)}
        return after, changes, problems + found

    def _option_problems(self, given: Values, ruled: Values, before: Values) -> list[Problem]:
        """An option that is disabled is refused to people; a rule that sets it knows what it does."""
        options = self.plan.options
        return [*options.disabled(given, before), *options.misplaced(ruled, before)]

    def _with_defaults(self, values: Values, given: Values) -> Values:
        filled = []
        for item in self.plan.defaults:
            if item.id in given:
                continue
            value = self._default(item, values)
            if not is_blank(value) and _fits(item, value):
                values[item.id] = value
                filled.append(item)
        for item in filled if self.plan.options.dependent else ():
            if not self.plan.options.fits(item, values):
                del values[item.id]
        return values

    def _default(self, item: Field, values: Values) -> Value:
        default = item.default or {}
        if "current" in default:
            return current_value(default["current"], item, self.work.moment)
        if item.id in self.plan.linked:
            return self._linked.value(item.id, values)
        return list(item.initial) if isinstance(item.initial, list) else item.initial

    def _may_create(self, values: Values) -> bool:
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
    """A default, perhaps taken over from another record, must be one of this field's own options that is offered."""
    if item.type.parts and item.type.parts[0].kind is PartKind.OPTION:
        options = value if isinstance(value, list) else [value]
        known = [item.options.by_id.get(option) for option in options]
        return all(option is not None and not option.disabled for option in known)
    return True
