"""What is asked of a session: one student's, a whole group's, or one that is corrected."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.partners import api as partners
from throughline.rooms.support.sessions.commands import Logged
from throughline.rooms.support.supports.words import REASONS, reason_words
from throughline.web.forms import PlainForm


class LogForm(PlainForm):
    """One session: the day, whether the student came, how long it lasted or why it was missed."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    minutes = forms.IntegerField(
        label=_("Minutes, if it took other than planned"), min_value=1, max_value=partners.MOST_MINUTES, required=False
    )
    reason = forms.ChoiceField(label=_("Why it was missed, if it was"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4(), "on": accounts.today()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        offered = [(code, reason_words(code)) for code in REASONS]
        cast("forms.ChoiceField", self.fields["reason"]).choices = [("", _now("Not said")), *offered]

    def logged(self, *, came: bool) -> Logged:
        """This function will return the session that was written down."""
        given = self.cleaned_data
        return Logged(given["key"], given["on"], came, given["reason"], given["minutes"])
