"""Ask which day to count, and for a file of its counts."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.brought.forms import BroughtForm, SentAgainForm, file_field, text_field
from throughline.rooms.funding.counts.files import MOST_BYTES, OwnDay
from throughline.values.school_year import SchoolYear
from throughline.web.components import figures


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
    """A file of counts, and their day where the file does not say it."""

    most_bytes = MOST_BYTES
    too_large = _("This file is larger than any list of counts. Choose another.")

    on = forms.DateField(
        label=_("Count day, where the file does not say it"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "A day that has come, or one that is planned for. A file with a column counted_on says its own days, one or"
            " several: then they are read, and not this one."
        ),
    )
    file = file_field(
        _(
            "One row for each school: school_id, all, and a column for each need, such as english_learner. A number"
            " that is withheld is written <10 or 1-9."
        )
    )


class KeepForm(SentAgainForm):
    """The counts that were looked at, each row with its day, and which needs shall be counted on a day of their own."""

    file_name = "counts.csv"

    text = text_field(2 * MOST_BYTES)

    @classmethod
    def offering(cls, content: bytes, own: Sequence[OwnDay]) -> Self:
        """This function will return the form that sends a file again, and offers the days its needs could have."""
        form = cls.holding(content)
        if own:
            form.initial["own"] = [one.key for one in own]
            form.fields["own"] = forms.MultipleChoiceField(
                label=_("Count on the day that the formula says"),
                choices=[(one.key, _says(one)) for one in own],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("A need that is not chosen is counted with everybody's enrollment."),
            )
        return form

    def chosen_days(self) -> list[str]:
        """This function will return the keys of the days that were chosen; one that is not offered decides nothing."""
        return self.data.getlist("own") if isinstance(self.data, QueryDict) else []


def _says(one: OwnDay) -> str:
    formulas = ", ".join(f"“{name}”" for name in one.formulas)
    words = {"need": one.label, "day": figures.day(one.on), "year": SchoolYear(one.year), "formulas": formulas}
    return gettext("%(need)s on %(day)s, for %(year)s, as said by %(formulas)s") % words
