"""What a file of earlier budgets holds, column by column, in words for the finance officer who fills it in."""

from throughline.engines.funding.steps import Input, StepsFormula
from throughline.formats.revenues.columns import RevenueColumn
from throughline.values.words import gettext_noop

PRIOR_COLUMNS = (
    RevenueColumn("school_id", gettext_noop("The school's id in the roster."), "S1", required=True),
    RevenueColumn("school_name", gettext_noop("Its name, for whoever reads the file; the id decides."), "Oak School"),
    RevenueColumn(
        "amount", gettext_noop("Dollars for the year: of the source, or in all."), "2418300.50", required=True
    ),
    RevenueColumn(
        "source",
        gettext_noop("The source these dollars are from; blank where the row is the school's total."),
        "Title I, Part A",
    ),
    RevenueColumn("students", gettext_noop("How many students the budget was for."), "412"),
)

_ENROLLED = ("all", "enrolled", "enrollment", "membership", "register", "students")


def called_by(formula: StepsFormula) -> dict[str, str]:
    """This function will say by which names a formula reads earlier budgets: `{"last_dollars": "amount"}`.

    Nothing where it reads other figures of last year than one amount of dollars and, maybe, how many were enrolled.
    """
    prior = [column for column in formula.inputs if column.prior]
    dollars = [column.key for column in prior if column.unit == "dollars"]
    enrolled = [column.key for column in prior if is_enrollment(column)]
    if len(dollars) != 1 or len(enrolled) > 1 or len(prior) != len(dollars) + len(enrolled):
        return {}
    return {dollars[0]: "amount"} | dict.fromkeys(enrolled, "students")


def is_enrollment(column: Input) -> bool:
    """This function will say whether a column is last year's enrollment of everybody."""
    name = column.key.removeprefix("last_").removeprefix("prior_")
    return column.prior and column.unit == "pupils" and name in _ENROLLED
