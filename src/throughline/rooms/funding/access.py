"""The sole way to a formula, a run or a budget: the first wall. The database's own rules stand behind it."""

from django.db.models import QuerySet

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.models import (
    Adoption,
    BudgetDraw,
    BudgetLine,
    CountDay,
    FiledCount,
    Formula,
    FrozenStaff,
    GuaranteedStaff,
    Position,
    PriorBudget,
    PriorSource,
    Projection,
    RevenueSource,
    Run,
    Scenario,
    SchoolBudget,
    SchoolStaff,
    ShadowBudget,
    ShadowNotice,
    StaffCharge,
)
from throughline.values.errors import NotAllowed
from throughline.values.viewer import Viewer
from throughline.values.words import gettext_noop

CLASS, PERSONNEL = "finance", "personnel_cost"


def check_sees_budgets(viewer: Viewer) -> accounts.Reach:
    """This function will return how far the viewer sees budgets: all schools, or their own.

    **Raises** `NotAllowed` for those who see none, with whom to ask.
    """
    reach = accounts.find_reach(viewer, "see", CLASS)
    if not (reach.everything or reach.school_ids):
        raise NotAllowed(
            gettext_noop("School budgets are for the district's finance and data offices and each school's leaders."),
            gettext_noop("Your principal can show you your school's budget."),
        )
    return reach


def get_formulas_for(viewer: Viewer) -> QuerySet[Formula]:
    """This function will return the versions of formulas the viewer may read."""
    check_sees_budgets(viewer)
    return Formula.objects.all()


def get_runs_for(viewer: Viewer) -> QuerySet[Run]:
    """This function will return the runs the viewer may know of; their schools are another question."""
    check_sees_budgets(viewer)
    return Run.objects.select_related("formula")


def get_budgets_for(viewer: Viewer) -> QuerySet[SchoolBudget]:
    """This function will return the budgets of the schools whose dollars the viewer may see."""
    reach = check_sees_budgets(viewer)
    if reach.everything:
        return SchoolBudget.objects.all()
    return SchoolBudget.objects.filter(school_id__in=reach.school_ids)


def get_lines_for(viewer: Viewer) -> QuerySet[BudgetLine]:
    """This function will return the lines of those budgets."""
    reach = check_sees_budgets(viewer)
    if reach.everything:
        return BudgetLine.objects.all()
    return BudgetLine.objects.filter(school_id__in=reach.school_ids)


def get_draws_for(viewer: Viewer) -> QuerySet[BudgetDraw]:
    """This function will return what those budgets draw from which source."""
    reach = check_sees_budgets(viewer)
    if reach.everything:
        return BudgetDraw.objects.all()
    return BudgetDraw.objects.filter(school_id__in=reach.school_ids)


def get_scenarios_for(viewer: Viewer) -> QuerySet[Scenario]:
    """This function will return the scenarios; they are for those who see every school's dollars."""
    accounts.check_may(viewer, "see", CLASS)
    return Scenario.objects.select_related("formula", "parent", "run")


def get_revenues_for(viewer: Viewer) -> QuerySet[RevenueSource]:
    """This function will return the district's revenues; they are for those who see every school's dollars."""
    accounts.check_may(viewer, "see", CLASS)
    return RevenueSource.objects.order_by("pk")


def get_positions_for(viewer: Viewer) -> QuerySet[Position]:
    """This function will return the catalogs of positions; they are for those who see every school's dollars."""
    accounts.check_may(viewer, "see", CLASS)
    return Position.objects.order_by("code")


def get_guaranteed_for(viewer: Viewer) -> QuerySet[GuaranteedStaff]:
    """This function will return what schools are guaranteed as staff, for those who see every school's dollars."""
    accounts.check_may(viewer, "see", CLASS)
    return GuaranteedStaff.objects.select_related("position").order_by("place")


def get_staff_for(viewer: Viewer) -> QuerySet[SchoolStaff]:
    """This function will return what staff really costs, for those who see every school's personnel cost."""
    accounts.check_may(viewer, "see", PERSONNEL)
    return SchoolStaff.objects.select_related("school", "position").order_by("school__source_id", "position__code")


def get_frozen_staff_for(viewer: Viewer) -> QuerySet[FrozenStaff]:
    """This function will return what staff cost when budgets were made, for those who see every personnel cost."""
    accounts.check_may(viewer, "see", PERSONNEL)
    return FrozenStaff.objects.order_by("school_source_id", "position")


def get_staff_charges_for(viewer: Viewer) -> QuerySet[StaffCharge]:
    """This function will return how schools are charged for staff: every school reads it beside its budget."""
    check_sees_budgets(viewer)
    return StaffCharge.objects.all()


def get_prior_budgets_for(viewer: Viewer) -> QuerySet[PriorBudget]:
    """This function will return the earlier budgets, and the minimums, of the schools whose dollars the viewer sees."""
    reach = check_sees_budgets(viewer)
    if reach.everything:
        return PriorBudget.objects.all()
    return PriorBudget.objects.filter(school_id__in=reach.school_ids)


def get_count_days_for(viewer: Viewer) -> QuerySet[CountDay]:
    """This function will return on which day needs are counted, for those who see every school's dollars."""
    accounts.check_may(viewer, "see", CLASS)
    return CountDay.objects.order_by("year", "need")


def get_prior_sources_for(viewer: Viewer) -> QuerySet[PriorSource]:
    """This function will return which revenue sources those of earlier budgets are, as all who see a budget may."""
    check_sees_budgets(viewer)
    return PriorSource.objects.order_by("name")


def get_filed_counts_for(viewer: Viewer) -> QuerySet[FiledCount]:
    """This function will return the counts that files say, of the schools whose dollars the viewer may see."""
    reach = check_sees_budgets(viewer)
    if reach.everything:
        return FiledCount.objects.all()
    return FiledCount.objects.filter(school_id__in=reach.school_ids)


def get_projections_for(viewer: Viewer) -> QuerySet[Projection]:
    """This function will return the projections; they are for those who see every school's dollars."""
    accounts.check_may(viewer, "see", CLASS)
    return Projection.objects.all()


def get_notices_for(viewer: Viewer) -> QuerySet[ShadowNotice]:
    """This function will return the notices: all for those who see every school's dollars, else those that stand."""
    reach = check_sees_budgets(viewer)
    if reach.everything:
        return ShadowNotice.objects.all()
    return ShadowNotice.objects.filter(withdrawn_at=None)


def get_shadow_budgets_for(viewer: Viewer) -> QuerySet[ShadowBudget]:
    """This function will return what the schools in sight would receive, by the notices in sight."""
    reach = check_sees_budgets(viewer)
    found = ShadowBudget.objects.filter(notice__in=get_notices_for(viewer))
    return found if reach.everything else found.filter(school_id__in=reach.school_ids)


def get_adoptions_for(viewer: Viewer) -> QuerySet[Adoption]:
    """This function will return what the district said to the public of the runs it adopted."""
    check_sees_budgets(viewer)
    return Adoption.objects.order_by("-at", "-pk")
