"""What is asked of somebody who wishes two students apart or together."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.class_wishes.commands import MOST_LETTERS, Wished
from throughline.rooms.students.next_year import WishKind
from throughline.web.forms import PlainForm


class WishForm(PlainForm):
    """Two students of the list, apart or together, and why."""

    first = forms.TypedChoiceField(label=_("One student"), coerce=int)
    kind = forms.ChoiceField(
        label=_("Are to be"), choices=[(WishKind.APART, _("apart from")), (WishKind.TOGETHER, _("together with"))]
    )
    second = forms.TypedChoiceField(label=_("The other student"), coerce=int)
    is_rule = forms.BooleanField(
        label=_("It is a rule"),
        required=False,
        help_text=_("A rule is never broken by moving somebody, and no list is final against one."),
    )
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A reason is read by those alone whom you choose below. The wish itself is seen with the list."),
    )
    audience = forms.ChoiceField(label=_("Who reads the reason"))

    def __init__(
        self, *args: Any, students: Sequence[tuple[int, str]], audiences: Sequence[str], leads: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not leads:
            del self.fields["is_rule"]
        offered: list[tuple[Any, Any]] = [("", _("Choose a student")), *students]
        for name in ("first", "second"):
            cast("forms.ChoiceField", self.fields[name]).choices = offered
        cast("forms.ChoiceField", self.fields["audience"]).choices = [
            (name, accounts.class_words(name)) for name in audiences
        ]

    def wished(self) -> Wished:
        """This function will return the wish as a command takes it."""
        given = self.cleaned_data
        is_rule = bool(given.get("is_rule"))
        return Wished(given["kind"], given["first"], given["second"], given["reason"], given["audience"], is_rule)
