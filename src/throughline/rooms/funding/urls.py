"""One line for each page of the funding room."""

from datetime import date

from django.urls import path, register_converter

from throughline.rooms.funding.budgets import views as budgets
from throughline.rooms.funding.counts import views as counts
from throughline.rooms.funding.formulas import views as formulas
from throughline.rooms.funding.schools import views as schools


class DayConverter:
    """A day of the calendar in an address."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """This function will read the day; a ValueError makes the address one that does not exist."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """This function will write the day."""
        return str(value)


register_converter(DayConverter, "day")

app_name = "funding"
urlpatterns = [
    path("budgets/", budgets.list_budgets, name="budgets"),
    path("budgets/new/", budgets.start_run, name="new_run"),
    path("budgets/runs/", budgets.list_runs, name="runs"),
    path("budgets/runs/<int:number>/", budgets.list_budgets, name="run"),
    path("budgets/runs/<int:number>/workbook/", budgets.download_workbook, name="run_workbook"),
    path("budgets/runs/<int:number>/steps/", budgets.download_trace, name="run_trace"),
    path("budgets/runs/<int:number>/schools/<int:school_id>/", budgets.show_budget, name="school_budget"),
    path(
        "budgets/runs/<int:number>/schools/<int:school_id>/workbook/",
        budgets.download_workbook,
        name="school_workbook",
    ),
    path("budgets/runs/<int:number>/schools/<int:school_id>/steps/", budgets.download_trace, name="school_trace"),
    path("counts/", counts.list_counts, name="counts"),
    path("counts/<day:on>/<int:school_id>/<slug:code>/", counts.show_count, name="count"),
    path("formulas/", formulas.list_formulas, name="formulas"),
    path("formulas/new/", formulas.edit_formula, name="new_formula"),
    path("formulas/library/<slug:key>/", formulas.show_library_formula, name="library_formula"),
    path("formulas/library/<slug:key>/keep/", formulas.adopt_formula, name="adopt_formula"),
    path("formulas/<int:formula_id>/", formulas.show_formula, name="formula"),
    path("formulas/<int:formula_id>/change/", formulas.edit_formula, name="change_formula"),
    path("formulas/<int:formula_id>/document/", formulas.download_formula, name="formula_document"),
    path("schools/", schools.list_schools, name="schools"),
]
