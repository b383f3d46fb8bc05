"""The two pages of a file that is brought in, and the answer that keeps it: the same for whatever it holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from throughline.rooms.funding.told import told
from throughline.values.errors import RefusedInput
from throughline.web.tables import Table

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of what a file would change; a file that holds several things has a titled one for each."""

    table: Table
    title: str = ""
    says: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What a file would change, as its page shows it. `keep` sends the file again; nothing is kept before.

    `follows` is a template that says what follows, and `more` what it reads.
    """

    title: str
    lead: str
    parts: Sequence[Part]
    keep: forms.Form
    warnings: RefusedInput | None = None
    follows: str = ""
    more: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Bringing(Generic[Found]):
    """What is brought in: in what words it is asked for, how it is read, shown and kept, and where each is.

    `reads` takes either form, the file that was chosen or the one that is sent again, and raises `RefusedInput`.
    `keeps` takes what was read and says what it kept; `next_url` is where one goes from there.
    """

    name: str
    title: str
    lead: str
    hint: str = ""
    keep_label: str
    again_label: str = ""
    crumbs: Sequence[tuple[str, str]]
    ask_url: str
    keep_url: str
    asks: type[forms.Form]
    sends: type[forms.Form]
    reads: Callable[[Any], Found]
    shows: Callable[[Found], Looked]
    keeps: Callable[[Found], str]
    next_url: Callable[[Found], str]
    initial: Mapping[str, str] = field(default_factory=dict)

    def look(self, request: HttpRequest) -> HttpResponse:
        """Ask for the file, and once there is one show what it would change."""
        form = self.asks(request.POST or None, request.FILES or None, initial=dict(self.initial))
        if request.method != "POST" or not form.is_valid():
            return self._ask(request, form)
        try:
            looked = self.shows(self.reads(form))
        except RefusedInput as error:
            return self._ask(request, form, error)
        shown = {
            "bringing": self,
            "looked": looked,
            "parts": [(one, one.table.read(request)) for one in looked.parts],
            "keep": looked.keep,
            "warnings": told(looked.warnings),
            "again": self.again_label or _("Choose another file"),
            **looked.more,
        }
        return render(request, "brought/preview.html", shown)

    def keep(self, request: HttpRequest) -> HttpResponse:
        """Keep what was looked at; it is read and checked again."""
        form = self.sends(request.POST)
        if not form.is_valid():
            return redirect(self.ask_url)
        try:
            found = self.reads(form)
            says = self.keeps(found)
        except RefusedInput as error:
            return self._ask(request, self.asks(initial=dict(self.initial)), error)
        messages.success(request, says)
        return redirect(self.next_url(found))

    def _ask(self, request: HttpRequest, form: forms.Form, refused: RefusedInput | None = None) -> HttpResponse:
        shown = {"bringing": self, "form": form, "refused": told(refused)}
        return render(request, "brought/file.html", shown, status=400 if refused else 200)
