"""What is asked of somebody who proposes a goal, and of somebody who answers one."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from throughline.formats.kinds import said_in
from throughline.rooms.support.proposals.reasons import reasons
from throughline.rooms.support.proposing.commands import MOST_LETTERS
from throughline.rooms.support.sheets.forms import put_found
from throughline.web.forms import PlainForm


class ProposalForm(PlainForm):
    """The goal, in the words of whoever proposes it."""

    text = forms.CharField(
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("Your goal, in your own words"),
        help_text=_("A sentence or two, in any language. For example: what you would like to go better by summer."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, sent: Mapping[str, Any] | None, found: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(sent, initial={"key": uuid4()})
        put_found(self, found)


class AnswerForm(PlainForm):
    """Why a goal is not taken in."""

    reason = forms.ChoiceField(label=_("Why it is not taken into the plan"), widget=forms.RadioSelect)
    words = forms.CharField(
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=_("In your own words"),
        help_text=_("Whoever proposed it reads the reason in their language, and your words as you write them."),
    )

    def __init__(self, sent: Mapping[str, Any] | None, found: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(sent)
        choices = [(code, said_in(one.names, get_language())) for code, one in reasons().items()]
        cast("forms.ChoiceField", self.fields["reason"]).choices = choices
        put_found(self, found)
