"""What a file of real staff costs holds, column by column, in words for the finance officer who fills it in."""

from throughline.formats.revenues.columns import RevenueColumn
from throughline.values.words import gettext_noop

STAFF_COLUMNS = (
    RevenueColumn("school_id", gettext_noop("The school's id in the roster."), "S1", required=True),
    RevenueColumn("position", gettext_noop("The code of the position in the year's catalog."), "TEACH", required=True),
    RevenueColumn("units", gettext_noop("Units of all who hold it there, together."), "18.5", required=True),
    RevenueColumn(
        "cost",
        gettext_noop("What they cost in the year together, benefits included, in dollars."),
        "1702950.00",
        required=True,
    ),
)
