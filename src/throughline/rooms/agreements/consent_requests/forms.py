"""What is asked to send a family a link."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from throughline.rooms.agreements.documents.shares import choose
from throughline.rooms.students import api as students
from throughline.web.forms import PlainForm


class AskForm(PlainForm):
    """Whom, in which language, and where it is mailed."""

    guardian = forms.ChoiceField(label=lazy("Whom"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=lazy("In which language"), widget=forms.RadioSelect, choices=[("en", "English"), ("es", "Español")]
    )
    email = forms.EmailField(
        label=lazy("Their e-mail address"),
        help_text=lazy("Leave it empty to pass the link on yourself."),
        required=False,
    )

    def __init__(self, *args: Any, guardians: list[students.Guardian], is_adult: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [("0", _("The student, who is 18"))] if is_adult else []
        choose(self, "guardian", own or [(str(one.pk), one.name) for one in guardians])

    def given(self) -> dict[str, Any]:
        """This function will return what was filled in, with None where the student is asked."""
        given = dict(self.cleaned_data)
        guardian = given.pop("guardian")
        return given | {"guardian_id": int(guardian) or None}
