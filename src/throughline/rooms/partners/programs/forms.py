"""What is written down of a program."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from throughline.rooms.partners.models import Program
from throughline.rooms.partners.programs.commands import MOST_MINUTES, ProgramFacts
from throughline.rooms.partners.programs.domains import PLACE_CLASSES, class_choices, domain_choices
from throughline.web.forms import PlainForm


class ProgramForm(PlainForm):
    """The facts of one program; whose it is, is chosen once, when it is added."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    provider = forms.TypedChoiceField(label=_("Who offers it"), coerce=int)
    name = forms.CharField(label=_("Name of the program"), max_length=120)
    domain = forms.ChoiceField(label=_("What it is about"), widget=forms.RadioSelect)
    does = forms.CharField(
        label=_("What happens there, in a sentence"),
        help_text=_("Families and staff read this."),
        max_length=300,
        required=False,
    )
    minutes = forms.IntegerField(
        label=_("Minutes of a usual session"), min_value=1, max_value=MOST_MINUTES, required=False
    )
    record_class = forms.ChoiceField(
        label=_("Who may know that a student takes part"),
        help_text=_("Those who may see this part of the student's record, by the table of who may see what."),
    )

    def __init__(
        self, *args: Any, providers: list[tuple[int, str]], program: Program | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"key": uuid4(), "record_class": PLACE_CLASSES[0]}
        if program:
            initial |= {name: getattr(program, name) for name in ("name", "domain", "does", "minutes", "record_class")}
            initial["key"] = program.key
        super().__init__(*args, initial=initial, **kwargs)
        cast("forms.ChoiceField", self.fields["provider"]).choices = providers
        cast("forms.ChoiceField", self.fields["domain"]).choices = domain_choices()
        cast("forms.ChoiceField", self.fields["record_class"]).choices = class_choices()
        if program:
            del self.fields["provider"]

    @property
    def facts(self) -> ProgramFacts:
        return ProgramFacts(**{name: self.cleaned_data[name] for name in ProgramFacts.__slots__})
