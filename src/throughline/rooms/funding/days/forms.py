"""One day for each need, all on one page."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from throughline.rooms.funding.days.queries import DaysPage, NeedDay
from throughline.values.school_year import SchoolYear
from throughline.web.components import figures
from throughline.web.forms import PlainForm


class DaysForm(PlainForm):
    """A day for each need; blank where it is counted with all students."""

    def __init__(self, page: DaysPage, answers: Mapping[str, Any] | None = None) -> None:
        super().__init__(answers)
        self._page = page
        for one in page.needs:
            self.fields[one.code] = forms.DateField(
                label=one.label,
                initial=one.on,
                required=False,
                help_text=_says(one),
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )

    def clean(self) -> dict[str, Any]:
        """A need's day lies in the budget's year, or in the one before it."""
        cleaned = super().clean() or {}
        first = SchoolYear(self._page.year - 1).first_day
        last = SchoolYear(self._page.year).last_day
        for code, day in list(cleaned.items()):
            if isinstance(day, date) and not first <= day <= last:
                words = {"first": figures.day(first), "last": figures.day(last)}
                self.add_error(code, _("Choose a day from %(first)s to %(last)s.") % words)
        return cleaned

    def days(self) -> dict[str, date]:
        """This function will return the day of each need that has its own."""
        return {code: day for code, day in self.cleaned_data.items() if day}


def _says(one: NeedDay) -> str:
    says = _("“%(formula)s” says: %(day)s.")
    return " ".join(says % {"formula": name, "day": figures.day(day)} for name, day in one.stated)
