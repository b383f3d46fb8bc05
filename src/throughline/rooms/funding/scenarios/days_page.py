"""The count days of one scenario: that of everybody's enrollment, and of each need that it counts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.days.forms import DaysForm
from throughline.rooms.funding.days.queries import DaysPage, NeedDay
from throughline.rooms.funding.filed import filed_days
from throughline.rooms.funding.models import Scenario
from throughline.rooms.funding.scenarios import commands, queries
from throughline.rooms.funding.scenarios.inputs import Inputs
from throughline.rooms.funding.scenarios.proxies import category_name
from throughline.rooms.funding.told import told
from throughline.rooms.students import api as students
from throughline.values.errors import RefusedInput
from throughline.values.school_year import SchoolYear
from throughline.values.viewer import Viewer
from throughline.web.components import figures


class ScenarioDaysForm(DaysForm):
    """The day of everybody's enrollment, and a day for each need that has its own."""

    def __init__(self, page: DaysPage, inputs: Inputs, staff: str, answers: Mapping[str, Any] | None = None) -> None:
        super().__init__(page, answers)
        for one in page.needs:
            of_year = {"day": figures.day(inputs.year_day_of(one.code))}
            self.fields[one.code].help_text = gettext("The year counts it on %(day)s.") % of_year
        self.fields["count_on"] = forms.DateField(
            label=_("Count day of all students"),
            initial=inputs.on,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={
                "required": _("Choose the day to count on."),
                "invalid": _("Write a day of the calendar, such as 2026-10-01."),
            },
        )
        self.order_fields(["count_on"])
        if staff == queries.OTHER_STAFF:
            self.fields["staff_as_now"] = forms.BooleanField(
                label=_("Take guaranteed staff as the year says it now"),
                required=False,
                help_text=_("The year has changed it since. Left blank, the scenario keeps what it was begun with."),
            )

    def days(self) -> dict[str, date]:
        """This function will return the day of each need that has its own."""
        return {code: day for code, day in super().days().items() if code not in ("count_on", "staff_as_now")}


@require_http_methods(["GET", "HEAD", "POST"])
def choose_days(request: HttpRequest, number: int) -> HttpResponse:
    """Show on which days a draft scenario is counted, and count it again on those that are chosen."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    scenario = queries.get_scenario_for(viewer, number)
    inputs = Inputs.of_json(scenario.inputs)
    staff = queries.staff_standing(viewer, scenario)
    form = ScenarioDaysForm(_page(viewer, scenario, inputs), inputs, staff, request.POST or None)
    refused: RefusedInput | None = None
    if request.method == "POST" and form.is_valid():
        on, days, as_now = form.cleaned_data["count_on"], form.days(), form.cleaned_data.get("staff_as_now", False)
        try:
            commands.count_on_days(
                by=viewer, at=timezone.now(), scenario=scenario, count_on=on, days=days, staff_as_now=as_now
            )
        except RefusedInput as error:
            refused = error
        else:
            messages.success(request, gettext("Counted again. What was decided stands; what follows is on these days."))
            return redirect("funding:scenario", number=number)
    shown = {
        "form": form,
        "scenario": scenario,
        "refused": told(refused),
        "filed": "; ".join(map(figures.day, filed_days(viewer))),
        "unkept_staff": staff == queries.UNKEPT_STAFF,
        "may_count": scenario.state == Scenario.DRAFT and not scenario.recount,
        "crumbs": [
            (gettext("Scenarios"), reverse("funding:scenarios")),
            (scenario.name, reverse("funding:scenario", args=[number])),
        ],
    }
    return render(request, "scenarios/days.html", shown, status=400 if refused or form.errors else 200)


def _page(viewer: Viewer, scenario: Scenario, inputs: Inputs) -> DaysPage:
    """The needs that a scenario counts or could count, and those that its guaranteed staff is counted on."""
    own = queries.own_days_in(inputs)
    codes = [code for code in students.need_categories() if code in queries.needs_in(scenario, inputs)]
    needs = [NeedDay(code, category_name(code), own.get(code)) for code in codes]
    year = scenario.fiscal_year
    return DaysPage(year, str(SchoolYear(year)), needs, filed_days(viewer), may_write=True)
