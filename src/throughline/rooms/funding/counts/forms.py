"""Ask which day to count, and for a file of its counts."""

from collections.abc import Collection
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.brought import BroughtForm, SentAgainForm, file_field, text_field
from throughline.rooms.funding.counts.files import MOST_BYTES


class DayForm(forms.Form):
    """A day that has come, or one that is counted from a file."""

    filed: Collection[date] = ()

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
        if day > accounts.today() and day not in self.filed:
            raise forms.ValidationError(_("Choose today or an earlier day."))
        return day


class FileForm(BroughtForm):
    """A day, and a file of its counts."""

    most_bytes = MOST_BYTES
    too_large = _("This file is larger than any list of counts. Choose another.")

    on = forms.DateField(
        label=_("Count day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A day that has come, or one that is planned for. What the file says is then counted on it."),
    )
    file = file_field(
        _(
            "One row for each school: school_id, all, and a column for each need, such as english_learner. A number"
            " that is withheld is written <10 or 1-9."
        )
    )


class KeepForm(SentAgainForm):
    """The counts that were looked at, and their day."""

    file_name = "counts.csv"

    on = forms.DateField(widget=forms.HiddenInput)
    text = text_field(MOST_BYTES)
