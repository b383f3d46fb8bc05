"""What is asked of somebody who asks about a record, and of whoever answers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.record_requests.clocks import clocks
from throughline.rooms.students.record_requests.steps import Step
from throughline.rooms.students.record_requests.who_may import Standing
from throughline.rooms.students.rights import CameBy, RequestKind
from throughline.web.forms import PlainForm

_LONGEST = 4000


def _text(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=_LONGEST, widget=forms.Textarea)


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}))


def ask_form(standing: Standing, kind: RequestKind, answers: Mapping[str, Any] | None) -> PlainForm:
    """This function will return the form of a request: which part, and for a correction what is wrong, why, and what
    it should say; for what came on paper also who asked, and when."""
    parts = [(name, accounts.class_words(name)) for name in accounts.RECORD_CLASSES if name in standing.sight]
    fields: dict[str, forms.Field] = {} if standing.holds_right else came_fields()
    if kind == RequestKind.INSPECT:
        choices = [("", _("All of the record")), *parts]
        fields["part"] = forms.ChoiceField(label=_("Which part of the record"), choices=choices, required=False)
    else:
        fields["part"] = forms.ChoiceField(label=_("Which part of the record"), choices=parts)
        fields["contested"] = _text(_("What does the record say that is wrong?"))
        fields["why"] = _text(_("Why is it wrong?"), _("Inaccurate, misleading, or a breach of privacy."))
        fields["wanted"] = _text(_("What should it say instead?"))
    return _form(fields, answers)


def step_form(step: Step, answers: Mapping[str, Any] | None) -> PlainForm:
    """This function will return the form of what one step needs to be told."""
    return _form({name: _step_field(name, step.code) for name in step.fields}, answers)


def _form(fields: Mapping[str, forms.Field], answers: Mapping[str, Any] | None) -> PlainForm:
    made: type[PlainForm] = type("RequestForm", (PlainForm,), dict(fields))
    return made(answers)


class DependentForm(PlainForm):
    """Who showed that they claim the student as a dependent."""

    shown_by = forms.CharField(max_length=200)

    def __init__(self, *answers: Any) -> None:
        super().__init__(*answers)
        self.fields["shown_by"].label = _("The parent who showed it")


def came_fields() -> dict[str, forms.Field]:
    """This function will return the fields for what came otherwise than on a page: who said it, when, and how."""
    ways = [(value, label) for value, label in CameBy.choices if value != CameBy.PAGE]
    return {
        "asked_by": forms.CharField(label=_("Who asked"), max_length=200),
        "asked_on": _day(_("The day it came")),
        "came_by": forms.ChoiceField(label=_("How it came"), choices=ways),
    }


def _step_field(name: str, code: str) -> forms.Field:
    answers = {
        "offer": _("When and where the record can be seen, or how the copies come"),
        "grant": _("What was changed in the record"),
        "refuse": _("Why the record stays as it is"),
    }
    match name:
        case "answer":
            return _text(answers[code], _("The family reads this word for word. Write plainly."))
        case "inspected_on":
            return _day(_("The day it was seen"))
        case "hearing_on":
            days = clocks().notice_days
            return _day(_("The day of the hearing"), _("At least %(n)s days from today.") % {"n": days})
        case "hearing_place":
            return _text(_("Place and hour"), _("The family may bring help, a lawyer too, at its own cost."))
        case "hearing_officer":
            return forms.CharField(label=_("Who holds the hearing"), max_length=200)
        case "no_interest":
            return forms.BooleanField(label=_("This person has no direct interest in the outcome"))
        case "agreed":
            return forms.BooleanField(label=_("The family has agreed to an earlier day"), required=False)
        case "hearing_reason":
            return _text(
                _("The decision, with a summary of the evidence and the reasons"),
                _("It rests on the evidence of the hearing alone. The family reads it word for word."),
            )
        case "statement":
            return _text(
                _("The statement"),
                _("It is kept as long as the record is, and shown to whoever is shown the part it speaks of."),
            )
    raise ValueError(f"no field for {name}")
