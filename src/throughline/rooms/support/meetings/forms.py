"""What is asked of somebody who plans a meeting."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.audiences.queries import Reader
from throughline.rooms.support.meetings.commands import Planned
from throughline.rooms.support.meetings.kinds import meeting_kinds
from throughline.web.forms import PlainForm

MOST_LETTERS = 120


class TitleForm(PlainForm):
    """How a meeting is called, and its day."""

    title = forms.CharField(
        label=_("What it is called"),
        help_text=_("Those who take part read it, also on their Today. Name no student in it."),
        max_length=MOST_LETTERS,
    )
    on = forms.DateField(label=_("The day"), widget=forms.DateInput(attrs={"type": "date"}))


class MeetingForm(TitleForm):
    """A meeting that is not yet planned."""

    kind = forms.ChoiceField(label=_("Kind of meeting"))
    school = forms.TypedChoiceField(label=_("School"), coerce=int)

    field_order = ("title", "kind", "on", "school")

    def __init__(self, *args: Any, schools: list[tuple[int, str]], **kwargs: Any) -> None:
        first = {"on": accounts.today(), "school": schools[0][0] if schools else None}
        super().__init__(*args, initial=first, **kwargs)
        cast("forms.ChoiceField", self.fields["kind"]).choices = [(k.code, k.name) for k in meeting_kinds().values()]
        cast("forms.ChoiceField", self.fields["school"]).choices = [(str(pk), name) for pk, name in schools]
        if len(schools) == 1:
            self.fields["school"].widget = forms.HiddenInput()

    def planned(self) -> Planned:
        """This function will return the meeting as it was asked for."""
        given = self.cleaned_data
        return Planned(given["title"], given["kind"], given["on"], given["school"])


class PeopleForm(PlainForm):
    """Who takes part beside the leader."""

    people = forms.TypedMultipleChoiceField(
        label=_("Who takes part"),
        help_text=_("Each sees of each student what they may see anyway, and no more."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: list[Reader], leader_id: int, chosen: list[int], **kwargs: Any) -> None:
        super().__init__(*args, initial={"people": chosen}, **kwargs)
        others = [one for one in people if one.user_id != leader_id]
        cast("forms.ChoiceField", self.fields["people"]).choices = [
            (one.user_id, f"{one.name}, {accounts.relation_words(one.relation)}") for one in others
        ]


class NamesForm(PlainForm):
    """Students by name, one a line."""

    names = forms.CharField(
        label=_("Names, one a line"),
        help_text=_("Accents do not matter, and where a name is misspelled you are asked whom you mean."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ClassForm(PlainForm):
    """All students of a homeroom or class."""

    classroom = forms.TypedChoiceField(label=_("A homeroom or class"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, classes: list[tuple[str, str, int | None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["classroom"]).choices = [
            (code, f"{name} ({n})" if n else name) for code, name, n in classes
        ]


class StudentsForm(forms.Form):
    """Students chosen with a button, by their id."""

    student = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        sent = data.getlist("student")
        numbers = [value for value in sent if value.isascii() and value.isdecimal() and len(value) < 16]
        cast("forms.ChoiceField", self.fields["student"]).choices = [(value, value) for value in numbers]
