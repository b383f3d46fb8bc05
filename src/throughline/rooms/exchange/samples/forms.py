"""What somebody says of a sampled student."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from throughline.rooms.exchange.models import Verdict
from throughline.web.forms import PlainForm


class CheckForm(PlainForm):
    """Whether it matches; where it differs, what."""

    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.HiddenInput)
    differs = forms.CharField(max_length=500, required=False)

    def __init__(self, *answers: Any, **more: Any) -> None:
        super().__init__(*answers, **more)
        self.fields["differs"].label = _("What differs")

    def clean(self) -> dict[str, Any]:
        """This function will ask for what differs, where something does."""
        told = super().clean() or {}
        if told.get("verdict") == Verdict.DIFFERS and not told.get("differs", "").strip():
            self.add_error("differs", _("Say what differs, and what the source system says."))
        return told
