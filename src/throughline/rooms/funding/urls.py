"""One line for each page of the funding room."""

from datetime import date

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from throughline.rooms.funding.adoptions import views as adoptions
from throughline.rooms.funding.budgets import views as budgets
from throughline.rooms.funding.caps import views as caps
from throughline.rooms.funding.counts import views as counts
from throughline.rooms.funding.days import views as days
from throughline.rooms.funding.deciding import views as deciding
from throughline.rooms.funding.explanations import views as explanations
from throughline.rooms.funding.formulas import views as formulas
from throughline.rooms.funding.notices import views as notices
from throughline.rooms.funding.positions import program_views as program
from throughline.rooms.funding.positions import views as positions
from throughline.rooms.funding.prior import views as prior
from throughline.rooms.funding.projections import views as projections
from throughline.rooms.funding.recounts import views as recounts
from throughline.rooms.funding.revenues import views as revenues
from throughline.rooms.funding.scenarios import days_page as scenario_days
from throughline.rooms.funding.scenarios import views as scenarios
from throughline.rooms.funding.schools import views as schools
from throughline.rooms.funding.staff import views as staff
from throughline.rooms.funding.years import views as years


class DayConverter:
    """A day of the calendar in an address."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """This function will read the day; a ValueError makes the address one that does not exist."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """This function will write the day."""
        return str(value)


class ActConverter(StringConverter):
    """What is done with a scenario on its way to adoption."""

    regex = "lock|propose|adopt"


class CapsFileConverter(StringConverter):
    """The kinds of file that caps are handed over in."""

    regex = "json|csv"


register_converter(DayConverter, "day")
register_converter(CapsFileConverter, "caps_file")
register_converter(ActConverter, "act")

app_name = "funding"
urlpatterns = [
    path("budgets/", budgets.list_budgets, name="budgets"),
    path("budgets/new/", budgets.start_run, name="new_run"),
    path("budgets/runs/", budgets.list_runs, name="runs"),
    path("budgets/runs/<int:number>/", budgets.list_budgets, name="run"),
    path("budgets/runs/<int:number>/workbook/", budgets.download_workbook, name="run_workbook"),
    path("budgets/runs/<int:number>/adopted/", adoptions.show_adoption, name="adopted_run"),
    path("budgets/runs/<int:number>/caps/", caps.show_caps, name="caps"),
    path("budgets/runs/<int:number>/caps/<caps_file:kind>/", caps.download_caps, name="caps_file"),
    path("budgets/runs/<int:number>/proof/", budgets.prove_run, name="run_proof"),
    path("budgets/runs/<int:number>/sources/", budgets.show_sources, name="run_sources"),
    path("budgets/runs/<int:number>/steps/", budgets.download_trace, name="run_trace"),
    path("budgets/runs/<int:number>/schools/<int:school_id>/", budgets.show_budget, name="school_budget"),
    path(
        "budgets/runs/<int:number>/schools/<int:school_id>/workbook/",
        budgets.download_workbook,
        name="school_workbook",
    ),
    path("budgets/runs/<int:number>/schools/<int:school_id>/steps/", budgets.download_trace, name="school_trace"),
    path(
        "budgets/runs/<int:number>/schools/<int:school_id>/explained/",
        explanations.explain_budget,
        name="explained_budget",
    ),
    path(
        "budgets/runs/<int:number>/schools/<int:school_id>/explained/pdf/",
        explanations.keep_explanation,
        name="explained_budget_pdf",
    ),
    path("counts/", counts.list_counts, name="counts"),
    path("counts/days/", days.decide_days, name="count_days"),
    path("counts/days/<int:year>/", days.decide_days, name="count_days_of"),
    path("counts/bring-in/", counts.bring_in, name="bring_in_counts"),
    path("counts/bring-in/keep/", counts.keep_file, name="keep_counts"),
    path("counts/<day:on>/file/", counts.download_counts, name="counts_file"),
    path("counts/<day:on>/remove/", counts.remove_counts, name="remove_counts"),
    path("counts/<day:on>/<int:school_id>/<slug:code>/", counts.show_count, name="count"),
    path("formulas/", formulas.list_formulas, name="formulas"),
    path("formulas/new/", formulas.edit_formula, name="new_formula"),
    path("formulas/library/<slug:key>/", formulas.show_library_formula, name="library_formula"),
    path("formulas/library/<slug:key>/keep/", formulas.adopt_formula, name="adopt_formula"),
    path("formulas/<int:formula_id>/", formulas.show_formula, name="formula"),
    path("formulas/<int:formula_id>/change/", formulas.edit_formula, name="change_formula"),
    path("formulas/<int:formula_id>/decide/", deciding.decide, name="decide"),
    path("formulas/<int:formula_id>/decide/try/", deciding.try_figures, name="try_figures"),
    path("formulas/<int:formula_id>/document/", formulas.download_formula, name="formula_document"),
    path("notices/", notices.list_notices, name="notices"),
    path("notices/<int:notice_id>/", notices.show_notice, name="notice"),
    path("notices/<int:notice_id>/schools/<int:school_id>/", notices.show_notice, name="school_notice"),
    path("notices/<int:notice_id>/withdraw/", notices.withdraw_notice, name="withdraw_notice"),
    path("scenarios/<int:number>/notice/", notices.publish_notice, name="publish_notice"),
    path("positions/", positions.list_positions, name="positions"),
    path("positions/<int:year>/", positions.list_positions, name="positions_of"),
    path("positions/<int:year>/file/", positions.download_positions, name="positions_file"),
    path("positions/<int:year>/bring-in/", positions.bring_in, name="bring_in_positions"),
    path("positions/<int:year>/bring-in/keep/", positions.keep_file, name="keep_positions"),
    path("positions/<int:year>/add/", positions.edit_position, name="new_position"),
    path("positions/<int:year>/guaranteed/", program.decide_program, name="program"),
    path("positions/<int:year>/guaranteed/try/", program.try_program, name="try_program"),
    path("positions/<int:year>/guaranteed/file/", program.download_program, name="program_file"),
    path("positions/<int:year>/guaranteed/bring-in/", program.bring_in_program, name="bring_in_program"),
    path("positions/<int:year>/guaranteed/bring-in/keep/", program.keep_program, name="keep_program"),
    path("positions/<int:year>/catalog/<slug:code>/", positions.edit_position, name="position"),
    path("positions/<int:year>/catalog/<slug:code>/remove/", positions.remove_position, name="remove_position"),
    path("positions/<int:year>/staff/", staff.decide_charge, name="staff"),
    path("positions/<int:year>/staff/try/", staff.try_charge, name="try_staff"),
    path("positions/<int:year>/staff/bring-in/", staff.bring_in, name="bring_in_staff"),
    path("positions/<int:year>/staff/bring-in/keep/", staff.keep_file, name="keep_staff"),
    path("positions/<int:year>/staff/remove/", staff.remove_staff, name="remove_staff"),
    path("prior-budgets/", prior.list_prior, name="prior"),
    path("prior-budgets/<int:year>/", prior.list_prior, name="prior_of"),
    path("prior-budgets/<int:year>/bring-in/", prior.bring_in, name="bring_in_prior"),
    path("prior-budgets/<int:year>/sources/", prior.match_sources, name="match_prior_sources"),
    path("prior-budgets/<int:year>/bring-in/keep/", prior.keep_file, name="keep_prior"),
    path("prior-budgets/<int:year>/<slug:kind>/file/", prior.download_prior, name="prior_file"),
    path("prior-budgets/<int:year>/<slug:kind>/remove/", prior.remove_prior, name="remove_prior"),
    path("recounts/", recounts.list_recounts, name="recounts"),
    path("recounts/new/", recounts.begin_recount, name="new_recount"),
    path("recounts/<int:number>/", recounts.show_recount, name="recount"),
    path("projections/", projections.list_projections, name="projections"),
    path("projections/new/", projections.begin, name="new_projection"),
    path("projections/counts/", projections.download_counts, name="projection_counts"),
    path("projections/<int:number>/", projections.show_projection, name="projection"),
    path("projections/<int:number>/take/", projections.take_year, name="take_projection"),
    path("projections/<int:number>/take-back/<int:position>/", projections.take_back, name="take_back_adjustment"),
    path("projections/<int:number>/schools/<int:school_id>/", projections.show_school, name="projected_school"),
    path("projections/<int:number>/schools/<int:school_id>/way/", projections.set_way, name="projected_school_way"),
    path("revenues/", revenues.list_revenues, name="revenues"),
    path("revenues/<int:year>/", revenues.list_revenues, name="revenues_of"),
    path("revenues/<int:year>/file/", revenues.download_revenues, name="revenues_file"),
    path("revenues/<int:year>/bring-in/", revenues.bring_in, name="bring_in_revenues"),
    path("revenues/<int:year>/bring-in/keep/", revenues.keep_files, name="keep_revenues"),
    path("revenues/<int:year>/add/", revenues.edit_revenue, name="new_revenue"),
    path("revenues/<int:year>/add/try/", revenues.try_revenue, name="try_new_revenue"),
    path("revenues/<int:year>/sources/<slug:key>/", revenues.edit_revenue, name="revenue"),
    path("revenues/<int:year>/sources/<slug:key>/try/", revenues.try_revenue, name="try_revenue"),
    path("revenues/<int:year>/sources/<slug:key>/remove/", revenues.remove_revenue, name="remove_revenue"),
    path("scenarios/", scenarios.list_scenarios, name="scenarios"),
    path("scenarios/new/", scenarios.begin_scenario, name="new_scenario"),
    path("scenarios/compare/", scenarios.compare_scenarios, name="compare_scenarios"),
    path("scenarios/<int:number>/", scenarios.show_scenario, name="scenario"),
    path("scenarios/<int:number>/sources/", scenarios.show_sources, name="scenario_sources"),
    path("scenarios/<int:number>/try/", scenarios.try_out, name="try_scenario"),
    path("scenarios/<int:number>/days/", scenario_days.choose_days, name="scenario_days"),
    path("scenarios/<int:number>/branch/", scenarios.branch_scenario, name="branch_scenario"),
    path("scenarios/<int:number>/<act:act>/", scenarios.move_scenario, name="move_scenario"),
    path("years/", years.show_year, name="years"),
    path("years/<int:year>/", years.show_year, name="year"),
    path("schools/", schools.list_schools, name="schools"),
    path("schools/take-back/", schools.take_back, name="take_back_levels"),
]
