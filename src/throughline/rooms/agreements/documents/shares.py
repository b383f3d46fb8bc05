"""Choosing what an agreement, or a consent, shares: classes of record, or only some fields of one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as lazy

from throughline.rooms.accounts import api as accounts

SHARES_HELP = lazy("As little as the purpose needs. Where you tick only some of a class, nothing else of it is shared.")
Choices = list[tuple[str, Any]]


class SharesWidget(forms.CheckboxSelectMultiple):
    """Boxes to tick: each class of record, and folded away beneath it its fields."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: object = None) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        groups = [_group(title, options) for title, options, _index in widget["optgroups"]]
        return render_to_string("documents/shares.html", {"id": widget["attrs"].get("id", ""), "groups": groups})


def _group(title: str | None, options: list[dict[str, Any]]) -> dict[str, Any]:
    """One class: the box for all of it, where it is offered, and those of its fields."""
    whole = next((one for one in options if one["value"] == accounts.class_of(one["value"])), None)
    parts = [one for one in options if one is not whole]
    if whole is not None:
        title = whole["label"]
    return {"name": title, "whole": whole, "parts": parts, "is_open": any(one["selected"] for one in parts)}


def choose(form: forms.Form, name: str, choices: Choices) -> None:
    """This function will give a field its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was made above
    field.choices = choices


def share_choices(offered: Iterable[str]) -> Choices:
    """This function will offer shares to choose from: each class with its fields, or of one named in part just these.

    **Shapes**: a class that is only shared whole is one choice; others are a group with several.
    """
    shares = list(dict.fromkeys(offered))
    found: Choices = []
    for name in dict.fromkeys(accounts.class_of(share) for share in shares):
        fields = [one for one in accounts.fields_of(name) if name in shares or one.share in shares]
        if not fields:
            found.append((name, accounts.class_words(name)))
            continue
        whole = [(name, accounts.class_words(name))] if name in shares else []
        found.append((accounts.class_words(name), whole + [(one.share, _field_words(one.share)) for one in fields]))
    return found


def _field_words(share: str) -> str:
    return str(capfirst(accounts.field_words(share)))
