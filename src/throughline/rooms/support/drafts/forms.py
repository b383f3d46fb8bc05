"""What is sent while somebody types. Nothing is asked for: a draft is kept as it stands."""

from typing import Any, cast

from django import forms

from throughline.rooms.support.drafts.commands import Typed
from throughline.rooms.support.kinds.catalogue import note_kinds

MOST_LETTERS = 100_000


class DraftForm(forms.Form):
    """The fields of a note, unfinished."""

    key = forms.UUIDField()
    revision = forms.IntegerField(min_value=0, max_value=2_000_000_000)
    kind = forms.CharField(max_length=40)
    audience = forms.CharField(max_length=40, required=False)
    on = forms.CharField(max_length=40, required=False)
    text = forms.CharField(max_length=MOST_LETTERS, required=False, strip=False)
    mentions = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.data.getlist("mentions") if hasattr(self.data, "getlist") else []
        numbers = [value for value in asked if value.isascii() and value.isdecimal() and len(value) < 16]
        cast("forms.ChoiceField", self.fields["mentions"]).choices = [(value, value) for value in numbers]

    def clean_kind(self) -> str:
        """This function will keep a kind that there is, or the first one."""
        kind: str = self.cleaned_data["kind"]
        return kind if kind in note_kinds() else next(iter(note_kinds()))

    def typed(self) -> Typed:
        """This function will return what was typed."""
        return Typed(**{**self.cleaned_data, "mentions": tuple(self.cleaned_data["mentions"])})
