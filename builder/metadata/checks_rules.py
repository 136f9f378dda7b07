"""Checks rules: actions that lack something, rules that contradict each other or chase each other in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Any

from builder.errors import Problem
from builder.metadata.conditions import All, Any_, Compare, Condition, FieldValue, Not, Relative
from builder.metadata.definitions import Document, Field
from builder.metadata.entity import Entity
from builder.metadata.evaluation import PlainRecord, holds
from builder.metadata.reading import Reading
from builder.metadata.record_rules import Rule, RuleSet
from builder.metadata.relative import Moment
from builder.metadata.values import Value, Values

_ON_FIELDS = ("require", "set", "clear", "lock")
_SHOWING = ("show", "hide")
MOST_TRIALS = 200
"""Made-up records on which the writing rules of one entity are tried."""
MOST_VALUES = 6
_MOMENT = Moment(now=0)
_GOLDEN = 0.6180339887
"""Leaps of this share of a whole visit all of it evenly."""


def rule_problems(document: Document, reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with the rules of an entity or of a form."""
    form = reading.model.forms.get(document["id"])
    entity = form.entity if form else reading.model.entities.get(document["id"])
    if entity is None:
        return
    for place, rule in enumerate(document.get("rules", ())):
        here = f"rules.{rule.get('name') or place}"
        for index, action in enumerate(rule["then"]):
            for problem in _action(action, entity, document["kind"] == "form"):
                yield problem.under(f"{here}.then.{index}")
        if _contradicts_itself(rule["then"]):
            yield Problem(here, "rules_contradict")
    rules = (*entity.rules, *form.rules) if form else entity.rules
    yield from _conflicts(document, rules)


def _action(action: Mapping[str, Any], entity: Entity, in_form: bool) -> Iterator[Problem]:
    verb, item = action["action"], entity.find(action.get("field", ""))
    if verb in (*_SHOWING, "message") and not in_form:
        yield Problem("action", "action_only_in_forms", params={"action": verb})
    if verb in _ON_FIELDS and "field" not in action:
        yield Problem("field", "required")
    if verb in _SHOWING and not {"field", "section"} & action.keys():
        yield Problem("field", "required")
    if verb == "message" and "message" not in action:
        yield Problem("message", "required")
    if verb == "set" and "value" not in action:
        yield Problem("value", "required")
    if verb in ("set", "clear") and item is not None and (item.system or not item.type.written_by_people):
        yield Problem("field", "field_not_settable", params={"name": item.name})


def _contradicts_itself(actions: Sequence[Mapping[str, Any]]) -> bool:
    """Whether one rule sets a field twice, or clears what it sets or requires."""
    verbs = [(action.get("field"), action["action"]) for action in actions if "field" in action]
    writes = [field for field, verb in verbs if verb in ("set", "clear")]
    cleared = {field for field, verb in verbs if verb == "clear"}
    return len(set(writes)) < len(writes) or any(verb == "require" and field in cleared for field, verb in verbs)


def _conflicts(document: Document, rules: Sequence[Rule]) -> Iterator[Problem]:
    """Try the writing rules on made-up records, with the very code that applies them to real ones.

    A rule that is always overruled by a later one contradicts it; one that now and then is, is refined by it.
    """
    writing = _entangled([rule for rule in rules if _written(rule)])
    names = {rule["id"]: rule.get("name") or place for place, rule in enumerate(document.get("rules", ()))}
    loops: set[str] = set()
    effect: dict[str, bool] = {}
    for values in _trials(writing):
        result, problems = RuleSet((), writing).apply(values, None, PlainRecord(values), _MOMENT)
        active = [rule for rule in writing if holds(rule.when, PlainRecord(result), _MOMENT)]
        if problems:
            loops |= {rule.id for rule in active or writing}
            continue
        for rule in active:
            effect[rule.id] = effect.get(rule.id, False) or _has_effect(rule, result)
    for key, name in names.items():
        if key in loops:
            yield Problem(f"rules.{name}", "rules_loop")
        elif effect.get(key) is False:
            yield Problem(f"rules.{name}", "rules_contradict")


def _has_effect(rule: Rule, result: Values) -> bool:
    """Whether the settled record has anything of what the rule writes; what is known only then may be it."""
    return any(
        isinstance(value, FieldValue | Relative) or result.get(key) == value for key, value in _written(rule).items()
    )


def _entangled(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return the rules that write what another one writes or looks at, and those others."""
    writes = [set(_written(rule)) for rule in rules]
    looks = [{item.id for item, _ in _spoken(rule.when)} for rule in rules]
    found = set()
    for one, mine in enumerate(writes):
        for other, theirs in enumerate(writes):
            if one != other and mine & (theirs | looks[other]):
                found |= {one, other}
    return tuple(rule for place, rule in enumerate(rules) if place in found)


def _written(rule: Rule) -> dict[str, Value]:
    """Return field id → what a rule writes there; a rule that writes the same field twice keeps the last."""
    return {
        action.field.id: action.value if action.action == "set" else None
        for action in rule.actions
        if action.field is not None and action.action in ("set", "clear")
    }


def _trials(writing: Sequence[Rule]) -> Iterator[Values]:
    """Yield records that take the values which the rules themselves speak of, in all combinations up to a bound."""
    candidates: dict[str, list[Value]] = {}
    for rule in writing:
        for item, value in (*_spoken(rule.when), *_literals(rule)):
            known = candidates.setdefault(item.id, [None])
            for near in _near(value):
                if near not in known and len(known) < MOST_VALUES:
                    known.append(near)
    total = prod(len(values) for values in candidates.values())
    stride = 1 if total <= MOST_TRIALS else int(total * _GOLDEN) | 1
    for number in range(min(total, MOST_TRIALS)):
        yield _combination(candidates, number * stride % total)


def _combination(candidates: Mapping[str, Sequence[Value]], number: int) -> Values:
    """Return one of all combinations, by its number; leaping through the numbers visits every field's values."""
    chosen: Values = {}
    for key, values in candidates.items():
        number, place = divmod(number, len(values))
        if values[place] is not None:
            chosen[key] = values[place]
    return chosen


def _literals(rule: Rule) -> Iterator[tuple[Field, Value]]:
    for action in rule.actions:
        if action.action == "set" and action.field is not None:
            yield action.field, action.value


def _spoken(condition: Condition) -> Iterator[tuple[Field, Value]]:
    """Yield (field, value) of the comparisons of plain fields in a condition."""
    match condition:
        case All(items) | Any_(items):
            for item in items:
                yield from _spoken(item)
        case Not(item):
            yield from _spoken(item)
        case Compare(path, _, value) if not path.steps and not path.part and len(path.field.type.parts) == 1:
            for one in value if isinstance(value, list) else [value]:
                yield path.field, one


def _near(value: Value) -> Iterator[Value]:
    if value is None or isinstance(value, FieldValue | Relative):
        return
    yield value
    if isinstance(value, int):
        yield from (value + 1, value - 1)
