"""Ask what a projection is carried on from, and what people know better."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.rooms.funding.models import Projection
from throughline.values.school_year import SchoolYear
from throughline.web.forms import PlainForm

MOST_BYTES = 4_000_000
_CSV = forms.FileInput(attrs={"accept": ".csv"})


class BeginForm(PlainForm):
    """A name, where earlier counts are from, and how far ahead to look."""

    name = forms.CharField(label=_("Name of the projection"), max_length=80)
    origin = forms.ChoiceField(
        label=_("Counts of earlier years"),
        choices=[
            (Projection.ROSTER, _("The roster's, on each October 1 it knows")),
            (Projection.FILE, _("From a file")),
        ],
    )
    file = forms.FileField(
        label=_("The file of earlier counts, as CSV"),
        required=False,
        help_text=_("One row for each school, year and grade: school_id, year, grade, students. Years as 2026-27."),
        widget=_CSV,
    )
    births = forms.FileField(
        label=_("Births, as CSV"),
        required=False,
        help_text=_(
            "Where they are known: school_id, year, births, by the year in which these children enter. Without them,"
            " as many children enter as in the latest years."
        ),
        widget=_CSV,
    )
    over_years = forms.IntegerField(
        label=_("Over how many changes of year"),
        min_value=1,
        max_value=7,
        initial=3,
        help_text=_("How many of the latest changes of year say how many students stay from one grade to the next."),
    )
    n_years = forms.IntegerField(label=_("Years ahead"), min_value=1, max_value=10, initial=3)

    def clean(self) -> dict[str, Any]:
        """A file is asked for where counts are from one, and no list of counts is large."""
        cleaned = super().clean() or {}
        if cleaned.get("origin") == Projection.FILE and not cleaned.get("file") and "file" not in self.errors:
            self.add_error("file", gettext("Choose the file, or take the roster's counts."))
        for name in ("file", "births"):
            if cleaned.get(name) and cleaned[name].size > MOST_BYTES:
                self.add_error(name, gettext("This file is larger than any list of counts. Choose another."))
        return cleaned

    def sent(self, name: str) -> tuple[str, bytes] | None:
        """This function will return a file by name and bytes, where one was chosen."""
        file = self.cleaned_data.get(name)
        return (file.name, file.read()) if file else None


class AdjustForm(PlainForm):
    """How many students more or fewer, where, and why."""

    year = forms.TypedChoiceField(label=_("School year"), coerce=int)
    grade = forms.ChoiceField(label=_("Grade"))
    students = forms.IntegerField(
        label=_("Students more, or fewer with a minus"),
        min_value=-5000,
        max_value=5000,
        help_text=_("They stay with their class: those who come in grade 2 are in grade 3 the year after."),
    )
    other = forms.ChoiceField(
        label=_("From or to another school"),
        required=False,
        help_text=_("For a new boundary: what this school gains, the other loses."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Such as: 40 new homes on Mill Road, permits of March.")
    )

    def offer(self, years: Sequence[int], grades: Sequence[str], others: Sequence[tuple[str, str]]) -> "AdjustForm":
        """This function will offer the years ahead, the school's grades, and the other schools."""
        offered: dict[str, list[tuple[Any, str]]] = {
            "year": [(year, str(SchoolYear(year))) for year in years],
            "grade": [(grade, grade) for grade in grades],
            "other": [("", gettext("None")), *others],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices
        return self

    def clean_students(self) -> int:
        """Nobody more and nobody fewer is no adjustment."""
        students: int = self.cleaned_data["students"]
        if not students:
            raise forms.ValidationError(gettext("Write how many more or fewer; 0 changes nothing."))
        return students


class YearForm(forms.Form):
    """Which year ahead is taken."""

    year = forms.IntegerField(min_value=2000, max_value=2200)
