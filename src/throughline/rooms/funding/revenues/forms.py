"""One source as a form, and the files of a year."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from throughline.engines.funding.revenues import UNLOCKED, CentralShare, Revenue
from throughline.rooms.funding.revenues.files import MOST_BYTES, File
from throughline.rooms.funding.revenues.source_fields import SourceFields
from throughline.web.forms import PlainForm, PlainWords


class SourceForm(PlainWords, SourceFields):
    """One source of a year."""

    ABOUT = ("key", "name", "origin", "amount", "carry_over", "status", "pool")
    BOUND = ("restricted", "supplement_not_supplant", "poolable")
    PERIOD = ("starts_on", "ends_on", "allowed_uses", "eligible_needs")

    def about(self) -> Iterator[tuple[forms.BoundField, str]]:
        """This function will return the first fields, with the sign before each figure."""
        for name in self.ABOUT:
            yield self[name], "$" if name in ("amount", "carry_over") else ""

    def bound(self) -> Iterator[forms.BoundField]:
        """This function will return the fields of what binds it."""
        for name in (*self.BOUND, *self.PERIOD, "eligible_schools"):
            yield self[name]

    def services(self) -> Iterator[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """This function will return the fields of what is kept centrally, by service."""
        for n in range(self.n_services):
            yield self[f"service{n}"], self[f"service{n}_dollars"], self[f"service{n}_percent"]

    def named(self) -> Iterator[forms.BoundField]:
        """This function will return a field for each school that can be named."""
        for school in self.schools:
            yield self[f"school.{school.source_id}"]

    def revenue(self) -> Revenue:
        """This function will return the source as it was written."""
        given = self.cleaned_data
        return Revenue(
            key=given["key"],
            name=given["name"],
            origin=given["origin"],
            restricted=given["restricted"],
            status=given["status"],
            amount_cents=_cents(given["amount"]),
            carry_over_cents=_cents(given["carry_over"]),
            central=tuple(self._central()),
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            allowed_uses=_words(given["allowed_uses"]),
            eligible_schools=frozenset(given["eligible_schools"]),
            eligible_needs=frozenset(_words(given["eligible_needs"])),
            supplement_not_supplant=given["supplement_not_supplant"],
            poolable=given["poolable"],
            pool=given["pool"],
        )

    def at_schools(self) -> dict[str, int]:
        """This function will return what schools are named for, by their id; an unlocked source names none."""
        if self.cleaned_data["status"] == UNLOCKED:
            return {}
        if not self.schools:
            return dict(self.page.at_schools)
        found = {one.source_id: _cents(self.cleaned_data[f"school.{one.source_id}"]) for one in self.schools}
        return {source_id: cents for source_id, cents in found.items() if cents}

    def _central(self) -> Iterator[CentralShare]:
        for n in range(self.n_services):
            name, dollars, percent = (self.cleaned_data[f"service{n}{part}"] for part in ("", "_dollars", "_percent"))
            if name and percent:
                yield CentralShare(name, share=Fraction(percent) / 100)
            elif name and dollars:
                yield CentralShare(name, cents=_cents(dollars))


class FilesForm(PlainForm):
    """The files of a year's revenues."""

    revenues = forms.FileField(label=_("Revenues, as CSV"), help_text=_("One row for each source."))
    grants = forms.FileField(
        label=_("Amounts by school, as CSV"),
        required=False,
        help_text=_("One row for each school and source: school_id, source, amount. Without it, those kept stay."),
    )

    def clean(self) -> dict[str, Any]:
        """A file of revenues is small; a larger one is another file."""
        cleaned = super().clean() or {}
        for name in ("revenues", "grants"):
            file = cleaned.get(name)
            if file and file.size > MOST_BYTES:
                self.add_error(name, gettext("This file is larger than any list of revenues. Choose another."))
        return cleaned

    def chosen(self) -> tuple[File, File | None]:
        """This function will return both files by name and bytes."""
        revenues, grants = self.cleaned_data["revenues"], self.cleaned_data["grants"]
        return (revenues.name, revenues.read()), (grants.name, grants.read()) if grants else None


class KeepForm(forms.Form):
    """The files as they were looked at, sent again to be kept: they are read and checked anew."""

    revenues_name = forms.CharField(widget=forms.HiddenInput, max_length=255)
    revenues_text = forms.CharField(widget=forms.HiddenInput, max_length=MOST_BYTES, strip=False)
    grants_name = forms.CharField(widget=forms.HiddenInput, max_length=255, required=False)
    grants_text = forms.CharField(widget=forms.HiddenInput, max_length=MOST_BYTES, strip=False, required=False)

    @classmethod
    def holding(cls, revenues: File, grants: File | None) -> "KeepForm":
        """This function will return the form that sends these files again."""
        name, text = grants or ("", b"")
        held = {"revenues_name": revenues[0], "revenues_text": revenues[1].decode("utf-8-sig")}
        return cls(initial=held | {"grants_name": name, "grants_text": text.decode("utf-8-sig")})

    def chosen(self) -> tuple[File, File | None]:
        """This function will return both files by name and bytes."""
        given = self.cleaned_data
        grants = (given["grants_name"], given["grants_text"].encode()) if given["grants_name"] else None
        return (given["revenues_name"], given["revenues_text"].encode()), grants


def _cents(dollars: Decimal | None) -> int:
    return int((dollars or 0) * 100)


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
