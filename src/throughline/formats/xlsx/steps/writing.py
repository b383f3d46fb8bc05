"""What writing steps as columns has in common: when a step applies, and what later ones may name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from throughline.engines.funding.steps import Step, StepsAllocation
from throughline.engines.funding.steps.columns import Exact
from throughline.engines.funding.steps.state import StepResult
from throughline.formats.xlsx.steps.compile import Compiler
from throughline.formats.xlsx.steps.layout import Column, Value


@dataclass
class StepWriter:
    """Writes one step after another; what a step came to is a column that later steps name."""

    allocation: StepsAllocation
    compiler: Compiler
    paid: dict[str, Column] = field(default_factory=dict)

    def know(self, result: StepResult, column: Column) -> None:
        """This function will let later steps know what a step came to."""
        step = result.step
        self.compiler.columns[step.key] = column
        self.compiler.names[step.key] = column.cell
        if result.cents is not None:
            self.paid[step.key] = column
            so_far = list(self.paid.values())
            self.compiler.names["paid"] = lambda row: f"({'+'.join(one.cell(row) for one in so_far)})"
            self.compiler.values["paid"] = Exact.of(self._so_far())

    @property
    def ids(self) -> list[str]:
        return [self.allocation.schools.school_ids[at] for at in self.compiler.order]

    def sorted(self, exact: Exact) -> list[Fraction]:
        """This function will put a result in the order of the rows."""
        return [exact.at(at) for at in self.compiler.order]

    def add(self, heading: str, formula: Callable[[int], str], values: list[Value] | list[Fraction]) -> Column:
        """This function will write a column of the sheet of calculations."""
        return self.compiler.working.add(heading, formula, values)

    def helper(self, step: Step, name: str) -> Column:
        """This function will write a calculation as a column, where the step applies."""
        tree = step.expressions[name].tree
        where = self.applies(step, without_when=True)
        values = [
            value if holds else Fraction(0)
            for value, holds in zip(self.compiler.exact(tree), self.holds(step), strict=True)
        ]
        return self.add(
            f"{step.key}: {name}",
            lambda row: only_if(where(row), self.compiler.text(step.expressions[name], row)),
            values,
        )

    def applies(self, step: Step, *, without_when: bool = False) -> Callable[[int], str]:
        """This function will write the condition under which a step applies, empty where it always does."""
        names = ("where",) if without_when else ("where", "when")
        conditions = [step.expressions[name] for name in names if name in step.expressions]
        conditions += [m.eligible for m in self.allocation.formula.sources if m.key == step.source and m.eligible]
        if not conditions:
            return lambda row: ""
        return lambda row: f"AND({','.join(self.compiler.text(one, row) for one in conditions)})"

    def when(self, step: Step, row: int, text: str) -> str:
        """This function will let a step come to nothing while its `when` does not hold."""
        return only_if(self.compiler.text(step.expressions["when"], row), text) if "when" in step.expressions else text

    def source_paid(self, source: str) -> list[Column]:
        """This function will return the columns of what a source has paid so far."""
        keys = [one.step.key for one in self.allocation.components if one.step.source == source]
        return [self.paid[key] for key in keys if key in self.paid]

    def helper_everywhere(self, step: Step, name: str) -> Column:
        """This function will write a calculation as a column for every school, wherever the step applies."""
        text = step.expressions[name]
        values = self.compiler.exact(text.tree)
        return self.add(f"{step.key}: {name}", lambda row: self.compiler.text(text, row), values)

    def holds(self, step: Step) -> list[bool]:
        """This function will say at which schools a step applies, in the order of the rows."""
        conditions = [step.expressions["where"]] if "where" in step.expressions else []
        conditions += [m.eligible for m in self.allocation.formula.sources if m.key == step.source and m.eligible]
        holds = [True] * len(self.compiler.order)
        for one in conditions:
            holds = [a and bool(b) for a, b in zip(holds, self.compiler.exact(one.tree), strict=True)]
        return holds

    def _so_far(self) -> list[Fraction]:
        sums = [0] * self.allocation.schools.n_schools
        for one in self.allocation.components:
            if one.step.key in self.paid:
                sums = [before + more for before, more in zip(sums, one.cents or (), strict=True)]
        return [Fraction(cents, 100) for cents in sums]


def only_if(condition: str, text: str) -> str:
    """This function will write that a text counts under a condition, and 0 otherwise."""
    return f"IF({condition},{text},0)" if condition else text


def amounts(writer: StepWriter, result: StepResult) -> list[Fraction]:
    """This function will return what a step pays, in dollars and in the order of the rows."""
    return [Fraction((result.cents or ())[at], 100) for at in writer.compiler.order]
