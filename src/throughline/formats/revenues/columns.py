"""What a file of revenues holds, column by column, in words for the finance officer who fills it in."""

from dataclasses import dataclass

from throughline.values.words import gettext_noop


@dataclass(frozen=True, slots=True)
class RevenueColumn:
    """One column: its heading, what it holds, an example, and whether each row needs it."""

    name: str
    says: str
    example: str
    required: bool = False


COLUMNS = (
    RevenueColumn("source", gettext_noop("The code of the revenue source."), "title_i", required=True),
    RevenueColumn("name", gettext_noop("The name people know it by."), "Title I, Part A", required=True),
    RevenueColumn("origin", gettext_noop("Who gives it: federal, state, local or private."), "federal", required=True),
    RevenueColumn("restricted", gettext_noop("Whether rules bind its use."), "true", required=True),
    RevenueColumn(
        "status",
        gettext_noop("locked stays as it is, unlocked goes by the formula, school_grant to the schools named."),
        "unlocked",
        required=True,
    ),
    RevenueColumn("amount", gettext_noop("Dollars for the year."), "1250000.00", required=True),
    RevenueColumn("carry_over", gettext_noop("Dollars left from last year."), "31000"),
    RevenueColumn("central_percent", gettext_noop("The part kept centrally, 0 to 100."), "12.5"),
    RevenueColumn(
        "central_services",
        gettext_noop("What is kept centrally by service, in dollars or percent, separated by semicolons."),
        "homeless: 25000; parent engagement: 1%",
    ),
    RevenueColumn("start_date", gettext_noop("The first day it can be spent."), "2026-07-01"),
    RevenueColumn("end_date", gettext_noop("The last day it can be spent."), "2027-09-30"),
    RevenueColumn("allowed_uses", gettext_noop("What it may pay for, separated by commas."), "salaries,materials"),
    RevenueColumn(
        "eligible_schools",
        gettext_noop("The ids of the schools it may pay, separated by commas; blank for all."),
        "S1,S4",
    ),
    RevenueColumn(
        "eligible_needs", gettext_noop("The needs it may pay for, separated by commas; blank for all."), "poverty"
    ),
    RevenueColumn("supplement_not_supplant", gettext_noop("Whether it may only add to what others pay."), "true"),
    RevenueColumn("poolable", gettext_noop("Whether it may be pooled with others; blank for yes."), "false"),
    RevenueColumn(
        "pool", gettext_noop("The formula's source it feeds; blank for the one with its own code."), "title_i"
    ),
)

GRANT_COLUMNS = (
    RevenueColumn("school_id", gettext_noop("The school's id in the roster."), "S1", required=True),
    RevenueColumn("source", gettext_noop("The code of the revenue source."), "arts_grant", required=True),
    RevenueColumn("amount", gettext_noop("Dollars the school receives."), "60000", required=True),
)
