"""Ask which formula to turn loose on which day."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _


class NewRunForm(forms.Form):
    """A formula and a count day."""

    formula = forms.ChoiceField(
        label=_("Formula"),
        error_messages={"required": _("Choose a formula.")},
        help_text=_("The newest version of each formula that is kept."),
    )
    count_on = forms.DateField(
        label=_("Count day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Students count where they were enrolled on this day, in the needs they had on it."),
        error_messages={
            "required": _("Choose the day to count on."),
            "invalid": _("Write a day of the calendar, such as 2026-10-01."),
        },
    )

    has_formulas = False

    def offer(self, choices: Sequence[tuple[str, str]], today: date) -> "NewRunForm":
        """This function will offer the kept formulas and no day to come, and return the form."""
        chosen = self.fields["formula"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = list(choices)
        self.fields["count_on"].widget.attrs["max"] = today.isoformat()
        self.has_formulas = bool(choices)
        return self
