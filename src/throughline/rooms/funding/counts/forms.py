"""Ask which day to count, and for a file of its counts."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.counts.files import MOST_BYTES
from throughline.web.forms import PlainForm


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


class FileForm(PlainForm):
    """A day, and a file of its counts."""

    on = forms.DateField(
        label=_("Count day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A day that has come, or one that is planned for. What the file says is then counted on it."),
    )
    file = forms.FileField(
        label=_("The file, as CSV or as an Excel workbook"),
        help_text=_(
            "One row for each school: school_id, all, and a column for each need, such as english_learner. A number"
            " that is withheld is written <10 or 1-9."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean(self) -> dict[str, Any]:
        """A list of counts is small; a larger file is another one."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        if file and file.size > MOST_BYTES:
            self.add_error("file", gettext("This file is larger than any list of counts. Choose another."))
        return cleaned

    def chosen(self) -> tuple[str, bytes]:
        """This function will return the file by name and bytes."""
        file = self.cleaned_data["file"]
        return file.name, file.read()


class KeepForm(forms.Form):
    """What was looked at, sent again to be kept: it is read and checked anew."""

    on = forms.DateField(widget=forms.HiddenInput)
    text = forms.CharField(widget=forms.HiddenInput, max_length=MOST_BYTES, strip=False)

    @classmethod
    def holding(cls, on: date, content: bytes) -> "KeepForm":
        """This function will return the form that sends these counts again."""
        return cls(initial={"on": on.isoformat(), "text": content.decode("utf-8-sig")})

    def chosen(self) -> tuple[str, bytes]:
        """This function will return the counts as a file, by name and bytes."""
        return "counts.csv", self.cleaned_data["text"].encode()
