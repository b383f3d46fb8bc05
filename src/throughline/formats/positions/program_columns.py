"""What a file of guaranteed staff holds, column by column, in words for the finance officer who fills it in."""

from throughline.formats.revenues.columns import RevenueColumn
from throughline.values.words import gettext_noop

PROGRAM_COLUMNS = (
    RevenueColumn("position", gettext_noop("The code of the position in the year's catalog."), "TEACH", required=True),
    RevenueColumn("units", gettext_noop("Units of it that a school has at least."), "1", required=True),
    RevenueColumn(
        "per_students",
        gettext_noop("For how many students the units are; left empty, they are the same at each school."),
        "40",
    ),
    RevenueColumn(
        "need",
        gettext_noop("The need whose students are counted, by its code; left empty, all students are."),
        "english_learner",
    ),
    RevenueColumn(
        "first_grade", gettext_noop("The first grade that is counted: PK, K or 1 to 12; left empty, all are."), "K"
    ),
    RevenueColumn("last_grade", gettext_noop("The last grade that is counted."), "3"),
    RevenueColumn(
        "level",
        gettext_noop("The schools it is for: elementary, middle or high; left empty, every school."),
        "elementary",
    ),
    RevenueColumn("rounding", gettext_noop("How units by students are rounded."), "nearest 0.5"),
    RevenueColumn("at_least", gettext_noop("Units by students are never fewer."), "0.2"),
)
GRADES = {"pk": -1, "k": 0, "kg": 0, **{str(grade): grade for grade in range(1, 13)}}
GRADES_WRITTEN = {-1: "PK", 0: "K", **{grade: str(grade) for grade in range(1, 13)}}
