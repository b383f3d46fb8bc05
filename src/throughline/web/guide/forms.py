"""The styleguide's form: one field of each kind."""

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.web.forms import PlainForm

LEVELS = [("elementary", _("Elementary")), ("middle", _("Middle")), ("high", _("High"))]


class ExampleForm(PlainForm):
    """One field of each kind."""

    name = forms.CharField(
        label=_("Name of the formula"), help_text=_("Others will look for it by this name."), max_length=80
    )
    rate = forms.DecimalField(label=_("Dollars for each student"), decimal_places=2, required=False)
    begins_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    level = forms.ChoiceField(
        label=_("School level"),
        choices=[
            ("", _("Choose a level")),
            ("elementary", _("Elementary")),
            ("middle", _("Middle")),
            ("high", _("High")),
        ],
        error_messages={"required": _("Choose the school level the formula is for.")},
    )
    counts = forms.ChoiceField(
        label=_("Who is counted"),
        widget=forms.RadioSelect,
        choices=[("day", _("Students enrolled on the count day")), ("average", _("Average daily attendance"))],
        error_messages={"required": _("Choose who is counted.")},
    )
    needs = forms.MultipleChoiceField(
        label=_("Needs that carry dollars"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("el", _("English learner")), ("frl", _("Economically disadvantaged")), ("homeless", _("Homeless"))],
        required=False,
    )
    reason = forms.CharField(
        label=_("Why it changes"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences that a principal will read."),
        required=False,
    )
    roster = forms.FileField(label=_("Roster file"), help_text=_("A OneRoster zip, up to 512 MB."), required=False)
    understood = forms.BooleanField(
        label=_("I have read what will change"),
        error_messages={"required": _("Tick the box once you have read what will change.")},
    )


def example_forms() -> tuple[ExampleForm, ExampleForm]:
    """This function will return the form as it is met, and as it comes back when something is still needed."""
    fresh = ExampleForm(prefix="fresh", initial={"rate": "1250.00", "needs": ["el"]})
    answers = {
        "wrong-name": "",
        "wrong-rate": "1250.005",
        "wrong-begins_on": "2026-02-30",
        "wrong-reason": "Rates rose.",
    }
    wrong = ExampleForm(answers, prefix="wrong")
    wrong.is_valid()
    return fresh, wrong
