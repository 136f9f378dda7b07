"""What a measurement found: figures with their target, what they were measured with, and how they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One figure of the product beside the floor's."""

    name: str
    work: str
    unit: str
    product: float
    target: str
    reached: bool
    floor: float | None = None
    runs: Sequence[float] = ()
    """The figure of each run; ``product`` is their median."""
    floor_runs: Sequence[float] = ()
    remarks: Sequence[str] = ()
    statements: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """SQL by who runs it."""
    database: str = ""

    @property
    def ratio(self) -> float | None:
        """The product's figure in floors."""
        return self.product / self.floor if self.floor else None

    def document(self) -> dict[str, Any]:
        """Return the figure as JSON."""
        return {**asdict(self), "ratio": self.ratio}


def number(value: float | None) -> str:
    """Return a figure with three digits that count."""
    if value is None:
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(figures: Iterable[Figure]) -> str:
    """Return figures as a table in Markdown."""
    lines = [
        "| database | work | product | floor | ratio | reach | reached |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in figures:
        cells = (
            one.database,
            one.work,
            f"{number(one.product)} {one.unit}",
            f"{number(one.floor)} {one.unit}" if one.floor is not None else "–",
            number(one.ratio),
            one.target,
            "yes" if one.reached else "**no**",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def describe(one: Figure) -> str:
    """Return a figure with everything that it was measured with."""
    lines = [f"{one.name} on {one.database}: {one.work}"]
    lines.append(f"  product  {number(one.product)} {one.unit}   runs: {', '.join(map(number, one.runs)) or '–'}")
    if one.floor is not None:
        lines.append(
            f"  floor    {number(one.floor)} {one.unit}   runs: {', '.join(map(number, one.floor_runs)) or '–'}"
        )
        lines.append(f"  ratio    {number(one.ratio)}")
    lines.append(f"  reach    {one.target}: {'reached' if one.reached else 'MISSED'}")
    lines += [f"  {remark}" for remark in one.remarks]
    for who, statements in one.statements.items():
        lines += [f"  SQL of the {who}:", *(f"    {statement}" for statement in statements)]
    return "\n".join(lines)
