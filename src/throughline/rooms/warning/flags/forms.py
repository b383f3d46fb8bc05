"""What is asked of somebody who answers a flag or hands it on."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.rooms.warning.flags.commands import FEWEST_LETTERS
from throughline.rooms.warning.words import OUTCOMES
from throughline.web.components.figures import moment
from throughline.web.forms import PlainForm


class HandForm(PlainForm):
    """Who answers, and by when."""

    owner = forms.TypedChoiceField(label=_("Who answers it"), coerce=int)
    due_on = forms.DateField(label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, owners: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["owner"]).choices = owners


class ClearForm(PlainForm):
    """How a flag is answered, and the act that answers it."""

    outcome = forms.ChoiceField(label=_("What came of it"), widget=forms.RadioSelect)
    note = forms.TypedChoiceField(
        label=_("The note that tells of it"),
        help_text=_("Notes written about this student since the flag was raised."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    why = forms.CharField(
        label=_("What was decided, and why"),
        help_text=_("Needed where there is no note. It stands with the flag, for those who may see it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, notes: list[tuple[int, str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = [(code, gettext(words)) for code, words in OUTCOMES.items()]
        cast("forms.ChoiceField", self.fields["outcome"]).choices = outcomes
        named = [(str(pk), f"{kind}, {moment(at)}") for pk, kind, at in notes]
        cast("forms.ChoiceField", self.fields["note"]).choices = [("", gettext("No note")), *named]
        if not notes:
            del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        """Ask for the act: a note, or words."""
        cleaned = super().clean() or {}
        if not cleaned.get("note") and len((cleaned.get("why") or "").strip()) < FEWEST_LETTERS:
            self.add_error("why", gettext("Write what was decided and why, in a sentence, or choose a note."))
        return cleaned
