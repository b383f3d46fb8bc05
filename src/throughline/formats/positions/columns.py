"""What a catalog of positions holds, column by column, in words for the finance officer who fills it in."""

import re

from throughline.formats.revenues.columns import RevenueColumn
from throughline.values.words import gettext_noop

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
MOST_NAME, MOST_SOURCE = 120, 240

POSITION_COLUMNS = (
    RevenueColumn("code", gettext_noop("The code of the position, as payroll writes it."), "LIB-10", required=True),
    RevenueColumn("name", gettext_noop("What it is called."), "Librarian", required=True),
    RevenueColumn(
        "salary", gettext_noop("The average salary of one full unit, in dollars."), "71400.00", required=True
    ),
    RevenueColumn("benefits_percent", gettext_noop("Benefits as a part of the salary, in percent."), "21.65"),
    RevenueColumn("benefits_amount", gettext_noop("Benefits in dollars, on top of that part."), "11250.00"),
    RevenueColumn(
        "source",
        gettext_noop("Where the average is from, and of which year."),
        "Payroll of October 2026",
        required=True,
    ),
)
