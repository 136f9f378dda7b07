"""Reads conditions, paths and values of documents while a model is compiled; what does not fit is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from builder.errors import Invalid, Problem
from builder.metadata.condition_parsing import parse_condition
from builder.metadata.conditions import ALWAYS, NEVER, Condition, Operand, Path
from builder.metadata.definitions import Field
from builder.metadata.entity import Entity
from builder.metadata.operands import parse_value
from builder.metadata.paths import UnknownField, find_path
from builder.metadata.values import BadValue

if TYPE_CHECKING:
    from builder.metadata.model import Model


@dataclass(frozen=True)
class Reading:
    """What reading needs: the model so far, and where problems go."""

    model: Model
    report: Callable[[Problem], None]

    def condition(self, entity: Entity, tree: Any, path: str) -> Condition:
        """Return a condition; ALWAYS where there is none, NEVER where it cannot be read."""
        if tree is None:
            return ALWAYS
        try:
            return parse_condition(self.model, entity, tree, path)
        except Invalid as invalid:
            for problem in invalid.problems:
                self.report(problem)
            return NEVER

    def path(self, entity: Entity, text: str, path: str) -> Path | None:
        """Return a path, or None where it leads nowhere."""
        try:
            return find_path(self.model, entity, text)
        except UnknownField as unknown:
            self.report(Problem(path, "unknown_field", params={"name": str(unknown.name)[:100]}))
            return None

    def fields(self, entity: Entity, references: Iterable[str], path: str) -> tuple[Field, ...]:
        """Return fields by id; those that do not exist are left out."""
        found = []
        for index, reference in enumerate(references):
            item = entity.find(reference)
            if item is None:
                self.report(Problem(f"{path}.{index}", "unknown_field", params={"name": reference[:100]}))
            else:
                found.append(item)
        return tuple(found)

    def value(self, entity: Entity, item: Field, raw: Any, path: str) -> Operand:
        """Return what a rule sets a field to; None where it does not fit."""
        try:
            return parse_value(self.model, entity, item, raw)
        except BadValue as bad:
            for problem in bad.problems_at(path):
                self.report(problem)
        except UnknownField as unknown:
            self.report(Problem(path, "unknown_field", params={"name": str(unknown.name)[:100]}))
        return None
