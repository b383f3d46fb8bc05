"""Which kind of step is written how."""

from collections.abc import Callable, Mapping

from throughline.engines.funding.steps.state import StepResult
from throughline.formats.xlsx.steps import paying
from throughline.formats.xlsx.steps.layout import Column
from throughline.formats.xlsx.steps.ranking import write_ranking
from throughline.formats.xlsx.steps.topping import write_top_up
from throughline.formats.xlsx.steps.writing import StepWriter

_DOES: Mapping[str, Callable[[StepWriter, StepResult], Column]] = {
    "calculate": paying.write_calculate,
    "pay": paying.write_pay,
    "hold": paying.write_hold,
    "share pool": paying.write_share_pool,
    "rank and serve": write_ranking,
    "top up": write_top_up,
    "phase in": paying.write_phase_in,
    "limit": paying.write_limit,
}


def write_step(writer: StepWriter, result: StepResult) -> Column:
    """This function will write a step as columns, and let later steps know what it came to."""
    column = _DOES[result.step.does](writer, result)
    writer.know(result, column)
    return column
