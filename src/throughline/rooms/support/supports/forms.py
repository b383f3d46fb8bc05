"""What is asked when a support is given or changed, when it ends, and when it is checked."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.partners import api as partners
from throughline.rooms.support.audiences.queries import Reader
from throughline.rooms.support.models import Support
from throughline.rooms.support.supports.commands import MOST_TIMES, Checked, SupportFacts
from throughline.rooms.support.supports.words import HELPED, helped_words
from throughline.web.forms import PlainForm

MOST_LETTERS = 500
_FACTS = ("purpose", "starts_on", "ends_on", "times", "minutes")


def _day(**words: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **words)


class SupportForm(PlainForm):
    """A place in a program: what for, its days, how often, who answers for it. The program is chosen once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    based_on = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)
    program = forms.TypedChoiceField(label=_("Program"), coerce=int)
    purpose = forms.CharField(
        label=_("What it is for"),
        help_text=_("The need or the goal, in words the family can read."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    starts_on = _day(label=_("First day"))
    ends_on = _day(label=_("Planned last day"), required=False)
    times = forms.IntegerField(label=_("Times a week"), min_value=1, max_value=MOST_TIMES, required=False)
    minutes = forms.IntegerField(
        label=_("Minutes each time"), min_value=1, max_value=partners.MOST_MINUTES, required=False
    )
    owner = forms.TypedChoiceField(label=_("Who answers for it"), coerce=int)

    def __init__(
        self,
        *args: Any,
        owners: list[Reader],
        programs: list[partners.Program] | None = None,
        support: Support | None = None,
        me: int = 0,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {"key": uuid4(), "based_on": 0, "starts_on": accounts.today(), "owner": me}
        people = [(one.user_id, f"{one.name}, {accounts.relation_words(one.relation)}") for one in owners]
        if support:
            initial |= {name: getattr(support, name) for name in _FACTS}
            initial |= {"key": support.key, "based_on": support.revision, "owner": support.owner_id}
            if support.owner_id not in dict(people):
                people.insert(0, (support.owner_id, support.owner.name))
        super().__init__(*args, initial=initial, **kwargs)
        cast("forms.ChoiceField", self.fields["owner"]).choices = people
        if support:
            del self.fields["program"]
        else:
            offered = [(one.pk, f"{one.name} ({one.provider.name})") for one in programs or []]
            cast("forms.ChoiceField", self.fields["program"]).choices = [("", _now("Choose a program")), *offered]

    @property
    def facts(self) -> SupportFacts:
        given = self.cleaned_data
        return SupportFacts(owner_id=given["owner"], **{name: given[name] for name in _FACTS})


class EndForm(PlainForm):
    """On which day it ended, and why."""

    ended_on = _day(label=_("Last day"))
    why = forms.CharField(label=_("Why it ended"), max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 2}))


class CheckForm(PlainForm):
    """Whether it helped, how one knows, and what comes next."""

    helped = forms.ChoiceField(label=_("Did it help?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("How you know"),
        help_text=_("What changed, and what the student and the family say."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_step = forms.CharField(
        label=_("What comes next"), max_length=MOST_LETTERS, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["helped"]).choices = [(code, helped_words(code)) for code in HELPED]

    @property
    def checked(self) -> Checked:
        return Checked(**{name: self.cleaned_data[name] for name in Checked.__slots__})
