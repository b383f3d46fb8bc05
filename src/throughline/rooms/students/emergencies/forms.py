"""What is asked in an emergency: exactly whom, which of those found, and why; and what its review says."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from throughline.rooms.students.directory.words import grade_words
from throughline.rooms.students.emergencies.commands import Match
from throughline.rooms.students.models import Student
from throughline.values.viewer import Viewer
from throughline.web.forms import PlainForm

_SALT = "students.emergency"
_KEPT_SECONDS = 15 * 60


def seal(viewer: Viewer, matches: list[Match]) -> str:
    """This function will return whom a look-up found, so that this person can choose one of them and no other."""
    found = {"by": viewer.user_id, "students": [match.student.pk for match in matches]}
    return signing.dumps(found, salt=_SALT)


def unseal(viewer: Viewer, sealed: str) -> list[int]:
    """This function will return whom a person's own look-up of the last minutes found, or nobody."""
    try:
        found = signing.loads(sealed, salt=_SALT, max_age=_KEPT_SECONDS)
    except signing.BadSignature:
        return []
    return list(found["students"]) if found["by"] == viewer.user_id else []


class ExactForm(PlainForm):
    """A whole name, or a number."""

    text = forms.CharField(
        label=_("The student's full name, or student number"),
        help_text=_("Exactly: this is not a search. Accents and capitals do not matter."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class OpenForm(PlainForm):
    """Which of those found, and why."""

    found = forms.CharField(widget=forms.HiddenInput, required=False)
    student = forms.TypedChoiceField(label=_("Student"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("What is happening, and why you need the record now"),
        help_text=_("The privacy officer and the family can read this."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        student = self.fields["student"]
        if isinstance(student, forms.TypedChoiceField):
            student.choices = choices
        if len(choices) == 1:
            student.initial = choices[0][0]


class ReviewForm(PlainForm):
    """Whether it was justified, and what was found."""

    finding = forms.ChoiceField(
        label=_("What you find"),
        choices=[("upheld", _("It was justified")), ("refused", _("It was not justified"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In words"),
        help_text=_("The family can read this. Say what you looked at, and what follows from it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def choosable(matches: list[Match]) -> list[tuple[int, str]]:
    """This function will return the students of a look-up who can be opened, each with name, school and grade."""
    return [(match.student.pk, described(match.student)) for match in matches if match.adds]


def described(student: Student) -> str:
    """This function will tell a student apart from others of the same name: name, school and grade."""
    school = student.home_school.name if student.home_school else ""
    return ", ".join(part for part in (student.name, school, grade_words(student.grade)) if part)
