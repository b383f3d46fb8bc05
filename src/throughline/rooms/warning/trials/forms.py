"""On which day rules are tried."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.web.components.figures import day
from throughline.web.forms import PlainForm


class DayForm(PlainForm):
    """A day of this school year or the last, today where nothing else is chosen."""

    on = forms.DateField(
        label=gettext_lazy("As of which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, answers: Any = None, *, first: date, last: date, initial: date) -> None:
        super().__init__(answers, initial={"on": initial})
        field = self.fields["on"]
        field.help_text = _("From %(first)s to %(last)s. Only what was known on that day counts.") % {
            "first": day(first),
            "last": day(last),
        }
        field.widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}
        self._first, self._last = first, last

    def clean_on(self) -> date:
        """This function will take a day of which something may be kept."""
        on: date = self.cleaned_data["on"]
        if not self._first <= on <= self._last:
            raise forms.ValidationError(_("Choose a day of this school year or the last, up to today."))
        return on
