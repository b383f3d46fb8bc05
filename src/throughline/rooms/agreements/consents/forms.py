"""What is asked to give a consent, and to record one that was given."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from throughline.rooms.agreements.consents.queries import Offer
from throughline.rooms.agreements.documents.forms import day_field, paper_field
from throughline.rooms.agreements.documents.shares import SharesWidget, choose, share_choices
from throughline.rooms.agreements.models import How
from throughline.rooms.students import api as students
from throughline.web.forms import PlainForm


class _OfClasses(PlainForm):
    """Out of the classes of record an agreement names, those somebody agrees to."""

    record_classes = forms.MultipleChoiceField(
        label=lazy("What may be seen"),
        help_text=lazy("Where you tick only some of a part, nothing else of it is shared."),
        widget=SharesWidget,
    )
    ends_on = day_field(lazy("Until when"))

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        names = offer.version.record_classes
        given = {"record_classes": names, "ends_on": offer.version.ends_on} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=given, **kwargs)
        choose(self, "record_classes", share_choices(names))
        self.fields["ends_on"].widget.attrs["max"] = offer.version.ends_on.isoformat()


class GiveForm(_OfClasses):
    """A consent signed on screen."""

    name = forms.CharField(label=lazy("Your full name, as your signature"), max_length=200)


class RecordForm(_OfClasses):
    """A consent given on paper, or spoken before a witness."""

    guardian = forms.ChoiceField(label=lazy("Who gave it"), widget=forms.RadioSelect)
    how = forms.ChoiceField(
        label=lazy("How"),
        widget=forms.RadioSelect,
        choices=[(How.PAPER.value, How.PAPER.label), (How.SPOKEN.value, How.SPOKEN.label)],
    )
    paper = paper_field(required=False)
    witness = forms.CharField(label=lazy("Witness, where it was spoken"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=lazy("In which language it was read"), choices=[("en", "English"), ("es", "Español")]
    )
    starts_on = day_field(lazy("Given on"))
    field_order = ("guardian", "how", "paper", "witness", "language", "record_classes", "starts_on", "ends_on")

    def __init__(self, *args: Any, guardians: list[students.Guardian], is_adult: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [("0", _("The student, who is 18"))] if is_adult else []
        choose(self, "guardian", own or [(str(one.pk), one.name) for one in guardians])

    def guardian_id(self) -> int | None:
        """This function will return which guardian gave it, or None for the student."""
        return int(self.cleaned_data["guardian"]) or None
