"""A file of real staff costs, and how schools are charged for staff."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.engines.funding.positions import AVERAGE, REAL
from throughline.rooms.funding.brought.forms import BroughtForm, SentAgainForm, file_field, text_field
from throughline.rooms.funding.charged import StaffKept
from throughline.rooms.funding.staff.files import MOST_BYTES
from throughline.web.forms import PlainForm

WAYS = [
    (AVERAGE, _("The district's average of each position, as the catalog says")),
    (REAL, _("What their own people really cost")),
]


class FileForm(BroughtForm):
    """A file of real staff costs."""

    most_bytes = MOST_BYTES
    too_large = _("This file is larger than any list of totals. Choose another.")

    file = file_field(
        _(
            "One row for each school and position: school_id, position, units, cost. All who hold the position there"
            " together, never one row a person."
        )
    )


class KeepForm(SentAgainForm):
    """The totals that were looked at."""

    file_name = "staff.csv"

    text = text_field(MOST_BYTES)


class ChargeForm(PlainForm):
    """How schools are charged for staff, and why."""

    way = forms.ChoiceField(label=_("For staff, schools are charged"), choices=WAYS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("In words for the public: schools read it beside their budget."),
    )


class ScenarioChargeForm(PlainForm):
    """How schools are charged for staff in a scenario: as the year decides, or otherwise."""

    staff = forms.ChoiceField(label=_("For staff, schools are charged"), required=False)

    def __init__(self, year: StaffKept, chosen: str, answers: Mapping[str, Any] | None = None) -> None:
        super().__init__(answers, initial={"staff": chosen})
        ways = {key: str(label) for key, label in WAYS}
        usual = (
            gettext("As the year decides: %(way)s") % {"way": ways[year.way]}
            if year.way
            else gettext("As the year decides, once somebody does")
        )
        cast("forms.ChoiceField", self.fields["staff"]).choices = [("", usual), *WAYS]
