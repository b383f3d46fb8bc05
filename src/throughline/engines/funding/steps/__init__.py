"""Formulas in steps: typed calculations, pools, rankings and top-ups, run on all schools at once, exact to the cent."""

from throughline.engines.funding.steps.between import Between, allocate_between
from throughline.engines.funding.steps.check import check_formula
from throughline.engines.funding.steps.expressions import FUNCTIONS, Expression, read_expression
from throughline.engines.funding.steps.faults import CalculationFault, Fault
from throughline.engines.funding.steps.figures import Cell, Figures, Names
from throughline.engines.funding.steps.formula import STEPS, Input, Money, Parameter, Step, StepsFormula
from throughline.engines.funding.steps.kinds import KINDS
from throughline.engines.funding.steps.linear import StepsMatrix, matrix_of_steps
from throughline.engines.funding.steps.recount import CountChange, Recount, RecountRule, Taken, recount
from throughline.engines.funding.steps.result import (
    STEPS_VERSION,
    Drawn,
    SourceUse,
    StepsAllocation,
    TraceStep,
    number_text,
)
from throughline.engines.funding.steps.run import allocate_steps
from throughline.engines.funding.steps.schools import SchoolColumns
from throughline.engines.funding.steps.units import UNITS
from throughline.engines.funding.steps.ways import Way, Ways
from throughline.engines.funding.steps.ways_kept import way_as_plain, way_of_plain
from throughline.engines.funding.steps.worked import Choice, Condition, Named, Part, Term, Worked

__all__ = [
    "FUNCTIONS",
    "KINDS",
    "STEPS",
    "STEPS_VERSION",
    "UNITS",
    "Between",
    "CalculationFault",
    "Cell",
    "Choice",
    "Condition",
    "CountChange",
    "Drawn",
    "Expression",
    "Fault",
    "Figures",
    "Input",
    "Money",
    "Named",
    "Names",
    "Parameter",
    "Part",
    "Recount",
    "RecountRule",
    "SchoolColumns",
    "SourceUse",
    "Step",
    "StepsAllocation",
    "StepsFormula",
    "StepsMatrix",
    "Taken",
    "Term",
    "TraceStep",
    "Way",
    "Ways",
    "Worked",
    "allocate_between",
    "allocate_steps",
    "check_formula",
    "matrix_of_steps",
    "number_text",
    "read_expression",
    "recount",
    "way_as_plain",
    "way_of_plain",
]
