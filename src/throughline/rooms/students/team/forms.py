"""What is asked before somebody is named for a student."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.team.queries import staff
from throughline.web.forms import PlainForm


class MemberForm(PlainForm):
    """Who, as what, from when until when."""

    person = forms.TypedChoiceField(label=_("Somebody of the school"), coerce=int, empty_value=None, required=False)
    username = forms.CharField(
        label=_("Or somebody else of the district"),
        help_text=_("The name they sign in with."),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    relation = forms.ChoiceField(label=_("As what"), widget=forms.RadioSelect)
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(
        label=_("Until"),
        help_text=_("The last day. Left empty, until somebody ends it."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, people: list[tuple[int, str]], relations: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person, relation = self.fields["person"], self.fields["relation"]
        if isinstance(person, forms.ChoiceField) and isinstance(relation, forms.ChoiceField):
            person.choices = [("", _now("Choose a person")), *people]
            relation.choices = [(code, accounts.relation_words(code)) for code in relations]

    def clean(self) -> dict[str, Any]:
        """This function will work out who is meant, and say what the days need."""
        held: dict[str, Any] = self.cleaned_data
        person, username = held.get("person"), (held.get("username") or "").strip()
        if bool(person) == bool(username):
            self.add_error("person", _now("Choose one person: from the list, or by the name they sign in with."))
        elif username:
            held["person"] = staff().filter(username__iexact=username).values_list("pk", flat=True).first()
            if held["person"] is None:
                self.add_error("username", _now("Nobody of the staff signs in with this name. Check the spelling."))
        starts_on, ends_on = held.get("starts_on"), held.get("ends_on")
        if isinstance(starts_on, date) and starts_on < accounts.today():
            self.add_error("starts_on", _now("It starts today or later."))
        elif isinstance(starts_on, date) and isinstance(ends_on, date) and ends_on < starts_on:
            self.add_error("ends_on", _now("It ends on the day it starts, or later."))
        return held
