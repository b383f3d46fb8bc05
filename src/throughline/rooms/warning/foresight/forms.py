"""On which day of the past one stands, and how far one looks ahead from it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.values.school_year import SchoolYear
from throughline.web.components.figures import day
from throughline.web.forms import PlainForm


def _day_field(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class DaysForm(PlainForm):
    """A day, and a later one of the same school year up to which it is looked what came."""

    on = _day_field(gettext_lazy("Stand on this day"))
    until = _day_field(gettext_lazy("Look what came up to"))

    def __init__(self, answers: Any = None, *, first: date, last: date, initial: tuple[date, date]) -> None:
        super().__init__(answers, initial={"on": initial[0], "until": initial[1]})
        self._first, self._last = first, last
        words = {"first": day(first), "last": day(last)}
        said = {
            "on": _("From %(first)s to %(last)s. The rules know only what was known by then.") % words,
            "until": _("A later day of the same school year, up to %(last)s.") % words,
        }
        for name, text in said.items():
            self.fields[name].help_text = text
            self.fields[name].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}

    def clean_on(self) -> date:
        """This function will take a day of which something may be kept."""
        on: date = self.cleaned_data["on"]
        if not self._first <= on < self._last:
            raise forms.ValidationError(_("Choose a day before today, of this school year or the last."))
        return on

    def clean_until(self) -> date:
        """This function will take a later day of the same school year."""
        until: date = self.cleaned_data["until"]
        on = self.cleaned_data.get("on")
        if until > self._last:
            raise forms.ValidationError(_("Choose a day up to today."))
        if on and (until <= on or SchoolYear.of(until) != SchoolYear.of(on)):
            raise forms.ValidationError(_("Choose a later day of the same school year."))
        return until
