"""What is asked of somebody who begins a class list, or changes one."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.rooms.students.directory.words import grade_words, next_grade
from throughline.web.forms import PlainForm

_ROOMS_HELP = _("One a line: a teacher, a room, or what you call it for now. It can be changed later.")


class GradeForm(PlainForm):
    """For which grade of which school."""

    grade = forms.ChoiceField(label=_("Grade next year"))

    def __init__(self, *args: Any, grades: Sequence[tuple[int, str, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        many = len({school_id for school_id, *_rest in grades}) > 1
        cast("forms.ChoiceField", self.fields["grade"]).choices = [
            (f"{school_id}:{grade}", _label(name if many else "", grade, n)) for school_id, name, grade, n in grades
        ]

    def chosen(self) -> tuple[int, str]:
        """This function will return the school's id, and the grade as it is now."""
        school, _colon, grade = self.cleaned_data["grade"].partition(":")
        return int(school), grade


class _RoomsForm(PlainForm):
    """The classes, and what is spread evenly over them."""

    rooms = forms.CharField(
        label=_("Classes"), help_text=_ROOMS_HELP, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    balances = forms.MultipleChoiceField(
        label=_("What is spread evenly, beside size"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, balances: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["balances"]).choices = list(balances)

    def rooms_named(self) -> list[str]:
        """This function will return the names of the classes, in their order."""
        return [line for line in self.cleaned_data["rooms"].splitlines() if line.strip()]


class BeginForm(_RoomsForm):
    """A class list to begin, once its grade is chosen."""


class ChangeForm(_RoomsForm):
    """The classes of a list that is begun, its balances, and who proposes."""

    people = forms.TypedMultipleChoiceField(
        label=_("Who proposes"),
        help_text=_(
            "Those who teach them now. Each sees and moves the students they teach, and how large each class is."
        ),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, teachers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["people"]).choices = list(teachers)


class FindForm(PlainForm):
    """A student who comes to the grade, by name."""

    text = forms.CharField(label=_("Name"), max_length=80)


def _label(school: str, grade: str, n: int) -> Any:
    words = _("%(next)s: %(n)s students now in %(grade)s") % {
        "next": grade_words(next_grade(grade)),
        "n": n,
        "grade": grade_words(grade),
    }
    return f"{school}, {words}" if school else words
