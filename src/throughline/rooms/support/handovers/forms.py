"""What is asked of somebody who hands a student over, or says who does."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.support.audiences.queries import Reader
from throughline.rooms.support.drafts.commands import Typed
from throughline.rooms.support.handovers.commands import HandedOver, Planned, Restricted
from throughline.rooms.support.handovers.parts import compose, parted, parts
from throughline.rooms.support.handovers.queries import WritePage
from throughline.rooms.support.kinds.words import AUDIENCES, HANDOVER, audience_words, is_restricted
from throughline.rooms.support.models import Draft, Handover, Move
from throughline.web.forms import PlainForm

MOST_LETTERS = 4_000
MOST_TYPED = 20_000


def _hidden_number() -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)


def _offer(form: forms.Form, name: str, choices: list[tuple[Any, str]]) -> None:
    cast("forms.ChoiceField", form.fields[name]).choices = choices


class HandoverForm(PlainForm):
    """A handover note: a field for each part, and one for those alone who are entitled."""

    to_school = forms.TypedChoiceField(label=_("The next school"), coerce=int, required=False, empty_value=None)
    wants_talk = forms.BooleanField(
        label=_("I would like to tell it in person too"),
        help_text=_("The next school reads that you ask for a talk."),
        required=False,
    )
    audience = forms.ChoiceField(label=_("Who will be able to open it"), required=False, widget=forms.RadioSelect)
    restricted = forms.CharField(
        label=_("What only they should read"),
        max_length=MOST_TYPED,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    revision = _hidden_number()
    restricted_key = forms.UUIDField(widget=forms.HiddenInput)
    restricted_revision = _hidden_number()

    def __init__(self, *args: Any, page: WritePage, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(page), **kwargs)
        language = get_language() or "en"
        for code, part in parts().items():
            self.fields[f"part_{code}"] = forms.CharField(
                label=part.name(language),
                help_text=part.prompt(language),
                max_length=MOST_LETTERS,
                required=False,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        _offer(self, "to_school", [("", gettext("Not known yet")), *((str(pk), name) for pk, name in page.schools)])
        _offer(self, "audience", [(code, _who(code, page.readers[code])) for code in page.audiences])
        if not page.audiences:
            del self.fields["audience"], self.fields["restricted"]

    @property
    def of_parts(self) -> list[Any]:
        """The fields of the parts, in the order they are read."""
        return [self[f"part_{code}"] for code in parts()]

    def clean(self) -> dict[str, Any]:
        """This function will ask for whom the restricted part is, where there is one."""
        given = super().clean() or self.cleaned_data
        if (given.get("restricted") or "").strip() and not given.get("audience") and "audience" not in self.errors:
            self.add_error("audience", gettext("Say who may open the restricted part."))
        return given

    def handed(self, move: str) -> HandedOver:
        """This function will return the note as it was sent."""
        given = self.cleaned_data
        part = None
        if (given.get("restricted") or "").strip():
            part = Restricted(given["restricted_key"], given["audience"], given["restricted"])
        return HandedOver(
            key=given["key"],
            said={code: given[f"part_{code}"] for code in parts()},
            language=get_language() or "en",
            restricted=part,
            to_school_id=given["to_school"],
            wants_talk=given["wants_talk"],
            planned=Planned(move),
        )


class TypedForm(forms.Form):
    """The same fields while somebody types, unfinished."""

    audience = forms.CharField(max_length=40, required=False)
    restricted = forms.CharField(max_length=MOST_TYPED * 2, required=False, strip=False)
    key = forms.UUIDField()
    revision = _hidden_number()
    restricted_key = forms.UUIDField()
    restricted_revision = _hidden_number()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in parts():
            self.fields[f"part_{code}"] = forms.CharField(max_length=MOST_TYPED, required=False, strip=False)

    def typed(self) -> tuple[Typed, Typed]:
        """This function will return what was typed, of the note and of its restricted part."""
        given = self.cleaned_data
        text = compose({code: given[f"part_{code}"] for code in parts()}, get_language() or "en")
        asked = given["audience"]
        audience = asked if is_restricted(asked) and asked in AUDIENCES else next(filter(is_restricted, AUDIENCES))
        said = Typed(given["key"], given["revision"], HANDOVER, "notes", "", text)
        key, revision = given["restricted_key"], given["restricted_revision"]
        return said, Typed(key, revision, HANDOVER, audience, "", given["restricted"])


class PlanForm(PlainForm):
    """Whether a student moves on, where to, and who writes what that school should know."""

    move = forms.ChoiceField(label=_("What happens"), widget=forms.RadioSelect)
    to_school = forms.TypedChoiceField(label=_("The next school"), coerce=int, required=False, empty_value=None)
    writer = forms.TypedChoiceField(
        label=_("Who writes the handover note"),
        help_text=_("It stands on their Today until it is written."),
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, page: WritePage, **kwargs: Any) -> None:
        row = page.handover
        initial = {
            "move": row.move if row else Move.GRADE if page.to_school_id else Move.TRANSFER,
            "to_school": page.to_school_id,
            "writer": row.writer_id if row else None,
        }
        super().__init__(*args, initial=initial, **kwargs)
        moves = [
            (Move.GRADE, gettext("Moves on after this grade")),
            (Move.TRANSFER, gettext("Changes schools")),
            (Move.STAYS, gettext("Stays at this school")),
        ]
        _offer(self, "move", [(move.value, words) for move, words in moves])
        _offer(self, "to_school", [("", gettext("Not known yet")), *((str(pk), name) for pk, name in page.schools)])
        readers = page.readers["notes"]
        _offer(self, "writer", [("", gettext("Nobody yet")), *((str(one.user_id), _named(one)) for one in readers)])

    def planned(self) -> Planned:
        """This function will return what was said."""
        given = self.cleaned_data
        return Planned(given["move"], given["to_school"], given["writer"])


class PlanAllForm(PlainForm):
    """Where all on the list go, and who writes about them; what is left empty stays as it is.

    `n_listed` is how many stood on the list that was looked at, so that it is never said of others.
    """

    to_school = forms.TypedChoiceField(label=_("The next school"), coerce=int, required=False, empty_value=None)
    writer = forms.TypedChoiceField(label=_("Who writes"), coerce=int, required=False, empty_value=None)
    n_listed = _hidden_number()

    def __init__(
        self, *args: Any, schools: Sequence[tuple[int, str]], writers: Sequence[Reader], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        as_is = ("", gettext("Leave as it is"))
        _offer(self, "to_school", [as_is, *((str(pk), name) for pk, name in schools)])
        _offer(self, "writer", [as_is, *((str(one.user_id), _named(one)) for one in writers)])


def _initial(page: WritePage) -> dict[str, Any]:
    draft, restricted = page.draft, page.restricted
    found: dict[str, Any] = {f"part_{code}": said for code, said in parted(draft.text if draft else "").items()}
    found |= {"to_school": page.to_school_id, "wants_talk": bool(page.handover and page.handover.wants_talk)}
    found |= {"key": _key(draft), "revision": draft.revision if draft else 0}
    found |= {"restricted_key": _key(restricted), "restricted_revision": restricted.revision if restricted else 0}
    if restricted is not None:
        found |= {"restricted": restricted.text, "audience": restricted.audience}
    return found


def _key(draft: Draft | None) -> UUID:
    return draft.key if draft else uuid4()


def move_of(page: WritePage, row: Handover | None) -> str:
    """This function will return why a student moves who is written about: as planned, or by the grade they are in."""
    if row is not None and row.move != Move.STAYS:
        return row.move
    return Move.GRADE if page.to_school_id else Move.TRANSFER


def _who(audience: str, readers: Sequence[Reader]) -> str:
    return f"{audience_words(audience)}. {', '.join(reader.name for reader in readers)}."


def _named(reader: Reader) -> str:
    return f"{reader.name}, {accounts.relation_words(reader.relation)}"
