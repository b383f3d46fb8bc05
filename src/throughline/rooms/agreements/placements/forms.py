"""What is asked to place a student with an organization."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from throughline.rooms.agreements.documents.forms import day_field
from throughline.rooms.agreements.documents.shares import choose
from throughline.web.forms import PlainForm


class PlaceForm(PlainForm):
    """Referred, or on a roster; for what, and for which days."""

    relation = forms.ChoiceField(label=lazy("How"), widget=forms.RadioSelect)
    what_for = forms.CharField(label=lazy("For what"), max_length=200)
    starts_on = day_field(lazy("First day"))
    ends_on = day_field(lazy("Last day"))

    def __init__(self, *args: Any, places: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"partner_referral": _("Referred to them"), "partner_session": _("On the roster of a session")}
        choose(self, "relation", [(code, words[code]) for code in places])
