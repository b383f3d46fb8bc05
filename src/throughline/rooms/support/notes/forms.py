"""What is asked of somebody who writes a note, changes one or strikes one."""

from collections.abc import Iterable
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.audiences.queries import Reader
from throughline.rooms.support.files.forms import HELP
from throughline.rooms.support.kinds.catalogue import note_kinds
from throughline.rooms.support.kinds.words import audience_words
from throughline.rooms.support.notes.commands import Upload, Written
from throughline.rooms.support.notes.composing import ComposePage
from throughline.web.forms import PlainForm

MOST_LETTERS = 20_000
MOST_NAMED = 7


class NoteForm(PlainForm):
    """A note about one student; the choices are those of the page it stands on."""

    kind = forms.CharField(max_length=40, widget=forms.HiddenInput)
    audience = forms.ChoiceField(label=_("Who will be able to open it"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("The day it is about"), widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(
        label=_("What happened, in your words"),
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    mentions = forms.TypedMultipleChoiceField(
        label=_("Ask colleagues to read it"),
        help_text=_("It stands on their Today until they have read it."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    file = forms.FileField(label=_("A file to keep with it"), help_text=HELP, required=False, max_length=255)
    key = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: ComposePage, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(page), **kwargs)
        self._offer("audience", [(code, _who(code, page.readers[code])) for code in page.audiences])
        self._offer("mentions", [(reader.user_id, _named(reader)) for reader in page.colleagues])

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def written(self) -> Written:
        """This function will return the note as it was sent."""
        given = self.cleaned_data
        sent = given["file"]
        upload = Upload(sent.name or "", sent.chunks()) if isinstance(sent, UploadedFile) else None
        return Written(
            key=given["key"],
            kind=given["kind"],
            audience=given["audience"],
            on=given["on"],
            text=given["text"],
            mentions=tuple(given["mentions"]),
            upload=upload,
        )


class ChangeForm(PlainForm):
    """What a note says now, and why, once the time for changes is over."""

    text = forms.CharField(
        label=_("What the note says"), max_length=MOST_LETTERS, strip=False, widget=forms.Textarea(attrs={"rows": 12})
    )
    why = forms.CharField(label=_("Why you correct it"), max_length=500, required=False)
    based_on = forms.DateTimeField(widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"])

    def __init__(self, *args: Any, asks_why: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_why:
            del self.fields["why"]


class StrikeForm(PlainForm):
    """Why a note does not hold."""

    why = forms.CharField(
        label=_("What is wrong with this note"),
        help_text=_("Shown with the note, which is kept and shown struck through."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NarrowForm(forms.Form):
    """What the list of notes is narrowed by."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    page = forms.IntegerField(min_value=1, max_value=100_000, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.code, one.name(language)) for one in note_kinds().values()]
        cast("forms.ChoiceField", self.fields["kind"]).choices = [("", gettext("All kinds")), *kinds]


def _initial(page: ComposePage) -> dict[str, Any]:
    first = {
        "kind": page.kind.code,
        "audience": page.audiences[0],
        "on": accounts.today(),
        "key": uuid4(),
        "revision": 0,
    }
    if page.draft is None:
        return first
    draft = page.draft
    held = {"on": draft.on or first["on"], "text": draft.text, "mentions": draft.mentions, "key": draft.key}
    audience = draft.audience if draft.audience in page.audiences else first["audience"]
    return first | held | {"audience": audience, "revision": draft.revision}


def _who(audience: str, readers: Iterable[Reader]) -> str:
    """`Restricted: health. 2 people: Leilani Kahale, Ana Ruiz`: an audience, and who belongs to it today, by name."""
    names = [reader.name for reader in readers]
    named, n = ", ".join(names[:MOST_NAMED]), len(names)
    if n > MOST_NAMED:
        named = gettext("%(names)s and %(n)s more") % {"names": named, "n": n - MOST_NAMED}
    people = ngettext("%(n)s person: %(names)s", "%(n)s people: %(names)s", n) % {"n": n, "names": named}
    return f"{audience_words(audience)}. {people}."


def _named(reader: Reader) -> str:
    return f"{reader.name}, {accounts.relation_words(reader.relation)}"
