"""What is asked when a decision is changed, and when it is done."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.audiences.queries import Reader
from throughline.web.forms import PlainForm

MOST_LETTERS = 500


class ChangeForm(PlainForm):
    """What is done, by whom, by when; `based_on` is the revision it was read as."""

    text = forms.CharField(label=_("What is done"), max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 3}))
    owner = forms.TypedChoiceField(label=_("Who does it"), coerce=int)
    due_on = forms.DateField(label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}))
    based_on = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, owners: list[Reader], now: tuple[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_owners(self.fields["owner"], owners, now)


class DoneForm(PlainForm):
    """What happened."""

    outcome = forms.CharField(
        label=_("What happened"),
        help_text=_("Those who may read this student's notes read it, and the next meeting begins with it."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def offer_owners(field: forms.Field, owners: list[Reader], now: tuple[int, str] | None = None) -> None:
    """This function will let one of these people be chosen; who has it now stays a choice, whoever they are."""
    choices = [(one.user_id, f"{one.name}, {accounts.relation_words(one.relation)}") for one in owners]
    if now and now[0] not in {user_id for user_id, _name in choices}:
        choices.insert(0, now)
    cast("forms.ChoiceField", field).choices = choices
