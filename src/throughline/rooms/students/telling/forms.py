"""What is asked of somebody who tells something of a student."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.rooms.students.sayings.kinds import saying_kinds
from throughline.rooms.students.telling.commands import MOST_LETTERS
from throughline.web.forms import PlainForm


class TellForm(PlainForm):
    """What it is about, and the words."""

    kind = forms.ChoiceField(label=_("What it is about"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In a sentence or two"), max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 4})
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, own: bool, kind: str = "", **kwargs: Any) -> None:
        kinds = saying_kinds()
        first = kind if kind in kinds else next(iter(kinds))
        super().__init__(*args, initial={"kind": first, "key": uuid4()}, **kwargs)
        field = cast("forms.ChoiceField", self.fields["kind"])
        field.choices = [(code, f"{one.name(own=own)}. {one.prompt}") for code, one in kinds.items()]


class ChangeForm(PlainForm):
    """The words as they are to stand."""

    text = forms.CharField(
        label=_("In a sentence or two"), max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 4})
    )
