"""What is asked of somebody who keeps a list."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.rooms.students.kept import SharedWith
from throughline.web.forms import PlainForm


class ListForm(PlainForm):
    """A name, and who else finds the list."""

    name = forms.CharField(label=_("Name of the list"), max_length=60, help_text=_("Name no student in it."))
    shared = forms.ChoiceField(label=_("Who finds it"))

    def __init__(self, *args: Any, schools: Sequence[tuple[int, str]], everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: list[tuple[str, Any]] = [(SharedWith.NOBODY.value, _("Only I"))]
        offered += [(f"{SharedWith.SCHOOL}:{pk}", name) for pk, name in schools]
        if everywhere:
            offered.append((SharedWith.DISTRICT.value, _("Everybody who works in the district")))
        cast("forms.ChoiceField", self.fields["shared"]).choices = offered

    def asked(self) -> dict[str, Any]:
        """This function will return the answers as a command takes them."""
        shared_with, _colon, school = self.cleaned_data["shared"].partition(":")
        return {
            "name": self.cleaned_data["name"],
            "shared_with": shared_with,
            "school_id": int(school) if school else None,
        }
