"""What is written in a student's turn: what was said, and what was decided. Neither is asked for."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.decisions.commands import Decided
from throughline.rooms.support.decisions.forms import MOST_LETTERS, offer_owners
from throughline.rooms.support.drafts.commands import Typed
from throughline.rooms.support.kinds.words import DECISION
from throughline.rooms.support.models import Draft
from throughline.rooms.support.turns.commands import NOTE_KIND, Said
from throughline.rooms.support.turns.queries import TurnPage
from throughline.web.forms import PlainForm

MOST_SAID = 20_000
# By when a decision is due where nobody says otherwise: the next weekly meeting.
USUAL = timedelta(days=7)


def _hidden_number() -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)


class TurnForm(PlainForm):
    """A note in a few words, and one decision; each may stay empty."""

    said = forms.CharField(
        label=_("What was said"),
        help_text=_("Kept as a note that everybody who may read this student's notes can read."),
        max_length=MOST_SAID,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    what = forms.CharField(
        label=_("What is done"), max_length=MOST_LETTERS, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    owner = forms.TypedChoiceField(label=_("Who does it"), coerce=int, required=False, empty_value=None)
    due_on = forms.DateField(label=_("By when"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    key = forms.UUIDField(widget=forms.HiddenInput)
    revision = _hidden_number()
    what_key = forms.UUIDField(widget=forms.HiddenInput)
    what_revision = _hidden_number()

    def __init__(self, *args: Any, page: TurnPage, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(page), **kwargs)
        offer_owners(self.fields["owner"], page.owners, (0, gettext("Choose somebody")))

    def clean(self) -> dict[str, Any]:
        """This function will ask who and by when, where something is to be done."""
        given = super().clean() or self.cleaned_data
        if given.get("what"):
            if not given.get("owner") and "owner" not in self.errors:
                self.add_error("owner", gettext("Say who does it."))
            if not given.get("due_on") and "due_on" not in self.errors:
                self.add_error("due_on", gettext("Say by when it is done."))
        return given

    def words(self) -> Said | None:
        """This function will return what was said, None where nothing is written."""
        given = self.cleaned_data
        return Said(given["key"], given["said"]) if given["said"].strip() else None

    def decided(self) -> Decided | None:
        """This function will return the decision, None where nothing is written."""
        given = self.cleaned_data
        if not given["what"]:
            return None
        return Decided(given["what_key"], given["what"], given["owner"], given["due_on"])


class TypedForm(forms.Form):
    """The same fields while somebody types, unfinished."""

    said = forms.CharField(max_length=MOST_SAID * 5, required=False, strip=False)
    what = forms.CharField(max_length=MOST_SAID * 5, required=False, strip=False)
    owner = forms.CharField(max_length=20, required=False)
    due_on = forms.CharField(max_length=40, required=False)
    key = forms.UUIDField()
    revision = _hidden_number()
    what_key = forms.UUIDField()
    what_revision = _hidden_number()

    def typed(self, turn_id: int) -> tuple[Typed, Typed]:
        """This function will return what was typed, of the note and of the decision."""
        given = self.cleaned_data
        owner: str = given["owner"]
        chosen = (int(owner),) if owner.isascii() and owner.isdecimal() and owner != "0" else ()
        said = Typed(given["key"], given["revision"], NOTE_KIND, "notes", "", given["said"], (), turn_id)
        key, revision = given["what_key"], given["what_revision"]
        return said, Typed(key, revision, DECISION, "notes", given["due_on"], given["what"], chosen, turn_id)


def _initial(page: TurnPage) -> dict[str, Any]:
    said, decision = page.drafts.get(NOTE_KIND), page.drafts.get(DECISION)
    usual: dict[str, Any] = {"due_on": accounts.today() + USUAL, "owner": 0}
    found: dict[str, Any] = {"said": said.text if said else "", "what": decision.text if decision else ""}
    found |= {"key": _key(said), "revision": said.revision if said else 0}
    found |= {"what_key": _key(decision), "what_revision": decision.revision if decision else 0}
    if decision is None:
        return usual | found
    return usual | found | {"due_on": decision.on, "owner": next(iter(decision.mentions), 0)}


def _key(draft: Draft | None) -> UUID:
    return draft.key if draft else uuid4()
