"""Rules that protect the data of an entity: require, block, set, clear and lock, on every write."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from builder.errors import Problem
from builder.metadata.conditions import Condition, FieldValue, Operand, Path, Related, Relative, Shared
from builder.metadata.definitions import Field
from builder.metadata.evaluation import Decision, RecordView, decision, value_at
from builder.metadata.relative import Moment, Span, resolve_relative
from builder.metadata.values import FALLBACK_LOCALES, Label, Value, Values, is_blank, text_of

if TYPE_CHECKING:
    from builder.metadata.entity import Entity
    from builder.metadata.model import Form

MOST_ROUNDS = 10
"""How often rules may follow from each other before they count as a circle."""


@dataclass(frozen=True)
class RuleAction:
    """One consequence of a rule. ``show``, ``hide`` and ``message`` matter to forms alone."""

    action: str
    """require, block, set, clear, lock, show, hide or message."""
    field: Field | None = None
    section: str = ""
    """Id of the section or tab of a form that is shown or hidden."""
    value: Operand = None
    """For ``set``: a canonical value, Relative or FieldValue."""
    message: Label | None = None


@dataclass(frozen=True)
class Rule:
    """When a condition holds for the record as it would be saved, then these actions."""

    id: str
    when: Condition
    actions: tuple[RuleAction, ...]


@dataclass(frozen=True)
class RuleSet:
    """The rules of one entity, or of one of its forms on top, ready to be applied to records."""

    required: tuple[Field, ...]
    rules: tuple[Rule, ...]
    locked: tuple[Field, ...] = ()
    """Fields that a form shows but does not let people change."""
    asked: tuple[Field, ...] = ()
    """Fields that a form requires, as long as its rules hide neither them nor what they stand in."""
    sections: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Section or tab of the form → ids of the fields in it."""

    def apply(
        self, values: Values, before: Values | None, view: RecordView, moment: Moment
    ) -> tuple[Values, list[Problem]]:
        """Return one record after its rules: ``apply_all`` of one."""
        return self.apply_all([values], [before], [view], moment)[0]

    def apply_all(
        self, rows: Sequence[Values], before: Sequence[Values | None], views: Sequence[RecordView], moment: Moment
    ) -> list[tuple[Values, list[Problem]]]:
        """Return each record after ``set`` and ``clear``, with every problem, in field and rule order.

        A record that no rule writes to is returned as the very object that was given.
        ``rows`` are whole records as they would be saved (field id → canonical value, not changed here),
        ``before`` the stored ones or None on create. ``views`` answer paths through references and
        related records; plain fields are read from the values themselves, as rules change them.
        Problems: ``required``, ``locked_by_rule``, ``blocked_by_rule``, ``rules_loop`` (still changing
        after 10 rounds), each at the API name of its field, or at no field. A rule is decided for all
        records before the next one is: the same function many times in a row runs twice as fast.
        """
        if not self.rules:
            return [(values, self._static_problems(values, old)) for values, old in zip(rows, before, strict=True)]
        records = [_Changing(values, view) for values, view in zip(rows, views, strict=True)]
        looping = self._settle(records, moment)
        active: dict[int, list[tuple[Rule, RuleAction]]] = {}
        for rule, decide in self._demanding:
            for at, record in enumerate(records):
                if decide(record, moment):
                    active.setdefault(at, []).extend((rule, action) for action in rule.actions)
        return [
            (record.values, [Problem("", "rules_loop")] if at in looping else self._demanded(record, given, old, said))
            for at, (record, given, old) in enumerate(zip(records, rows, before, strict=True))
            for said in (active.get(at, ()),)
        ]

    def _demanded(
        self,
        record: _Changing,
        given: Values,
        before: Values | None,
        active: Sequence[tuple[Rule, RuleAction]],
    ) -> list[Problem]:
        result = record.values
        if not active and not self.asked and before is None:
            return self._static_problems(result, None)
        problems = self._static_problems(result, before, self._hidden([action for _, action in active]))
        for rule, action in active:
            problems += _problems_of(rule, action, result, given, before)
        return _once(problems) if len(problems) > 1 else problems

    @cached_property
    def _writing(self) -> list[tuple[Rule, Decision]]:
        return self._deciding(("set", "clear"))

    @cached_property
    def _demanding(self) -> list[tuple[Rule, Decision]]:
        return self._deciding(("require", "block", "lock", *(("show", "hide") if self.asked else ())))

    def _deciding(self, verbs: Collection[str]) -> list[tuple[Rule, Decision]]:
        """Return the rules that do one of these things, each with the function that decides its condition."""
        chosen = [rule for rule in self.rules if any(action.action in verbs for action in rule.actions)]
        return [(rule, decision(rule.when)) for rule in chosen]

    def _hidden(self, active: list[RuleAction]) -> set[str]:
        """Return ids of fields that the form does not show: hidden now, or shown only on a condition that fails."""
        if not self.asked:
            return set()
        conditional = _targets("show", [action for rule in self.rules for action in rule.actions])
        hidden = (conditional - _targets("show", active)) | _targets("hide", active)
        return hidden.union(*(self.sections[target] for target in hidden if target in self.sections))

    def _settle(self, records: Sequence[_Changing], moment: Moment) -> Collection[int]:
        """Set and clear, in rule order, until nothing changes; return which records do not come to an end."""
        going: Collection[int] = range(len(records))
        for _ in range(MOST_ROUNDS):
            earlier: dict[int, Values] = {}
            for rule, decide in self._writing:
                for at in going:
                    record = records[at]
                    if decide(record, moment):
                        if at not in earlier:
                            earlier[at], record.values = record.values, dict(record.values)
                        _write(rule.actions, record, moment)
            going = [at for at, values in earlier.items() if values != records[at].values]
            if not going:
                break
        return going

    def _static_problems(self, values: Values, before: Values | None, hidden: Collection[str] = ()) -> list[Problem]:
        found = [
            Problem(item.name, "required")
            for item in (*self.required, *self.asked)
            if is_blank(values.get(item.id)) and (item in self.required or item.id not in hidden)
        ]
        if before is not None:
            found += [Problem(item.name, "locked_by_form") for item in self.locked if _differs(values, before, item)]
        return found


def _targets(verb: str, actions: Iterable[RuleAction]) -> set[str]:
    """Return the ids of the fields, sections and tabs to which a verb is applied."""
    return {action.field.id if action.field else action.section for action in actions if action.action == verb}


@dataclass
class _Changing:
    """A record whose own fields change while its rules are applied."""

    values: Values
    outer: RecordView

    def value(self, path: Path) -> Value:
        return self.outer.value(path) if path.steps else value_at(self.values, path)

    def related(self, related: Related) -> Iterable[RecordView]:
        return self.outer.related(related)

    def shared(self, shared: Shared, today: int) -> bool:
        return self.outer.shared(shared, today)


def _write(actions: Iterable[RuleAction], record: _Changing, moment: Moment) -> None:
    result = record.values
    for action in actions:
        if action.field is None:
            continue
        if action.action == "set":
            result[action.field.id] = _value(action, record, moment)
        elif action.action == "clear":
            result[action.field.id] = None


def _value(action: RuleAction, record: _Changing, moment: Moment) -> Value:
    if isinstance(action.value, FieldValue):
        return record.value(action.value.path)
    if isinstance(action.value, Relative) and action.field is not None:
        found = resolve_relative(action.value, action.field, moment)
        return found[0] if isinstance(found, Span) else found
    return action.value


def _problems_of(
    rule: Rule, action: RuleAction, result: Values, given: Values, before: Values | None
) -> Iterator[Problem]:
    item, message = action.field, text_in(action.message)
    params = {"rule": rule.id, "message": dict(action.message)} if action.message else {"rule": rule.id}
    if action.action == "block":
        yield Problem(item.name if item else "", "blocked_by_rule", message, params)
    elif item is None:
        return
    elif action.action == "require" and is_blank(result.get(item.id)):
        yield Problem(item.name, "required", message, params)
    elif action.action == "lock" and before is not None and _differs(given, before, item):
        yield Problem(item.name, "locked_by_rule", message, params)


def _differs(values: Values, before: Values, item: Field) -> bool:
    one, other = values.get(item.id), before.get(item.id)
    return one != other and not (is_blank(one) and is_blank(other))


def text_in(label: Label | None) -> str:
    """Return a document's own text for a problem; ``params.message`` keeps every language for the edge."""
    return text_of(label, FALLBACK_LOCALES[0])


def _once(problems: list[Problem]) -> list[Problem]:
    """Leave out what was said before of the same field."""
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for problem in problems:
        key = (problem.path, problem.code, problem.message if problem.code == "blocked_by_rule" else "")
        if key not in seen:
            seen.add(key)
            kept.append(problem)
    return kept


def compile_rules(entity: Entity, form: Form | None = None) -> RuleSet:
    """Return what holds on every write of the entity, and also what a form adds when the write names one.

    A form is stricter only: nothing that the entity demands is waived by it.
    """
    required = tuple(item for item in entity.fields if item.required)
    if form is None:
        return RuleSet(required, entity.rules)
    asked = tuple(item for item in form.required if item not in required)
    return RuleSet(required, (*entity.rules, *form.rules), form.locked, asked, form.sections)
