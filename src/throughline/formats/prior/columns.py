"""What a file of earlier budgets holds, column by column, in words for the finance officer who fills it in."""

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
