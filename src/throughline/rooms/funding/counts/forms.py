"""Ask which day to count."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts


class DayForm(forms.Form):
    """A day that has come."""

    on = forms.DateField(
        label=_("Count day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the day to count on."),
            "invalid": _("Write a day of the calendar, such as 2026-10-01."),
        },
    )

    def clean_on(self) -> date:
        """Ask for a day that has come."""
        day: date = self.cleaned_data["on"]
        if day > accounts.today():
            raise forms.ValidationError(_("Choose today or an earlier day."))
        return day
