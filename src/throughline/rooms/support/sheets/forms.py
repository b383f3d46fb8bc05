"""What a form sends while somebody fills it in, and how what was begun is put into its fields again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

MOST_FIELDS, MOST_LETTERS = 800, 200_000
# What the page itself sends along, and is no part of what somebody typed.
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "go", "draft_key", "draft_revision"})


class SheetForm(forms.Form):
    """Which window sends, and what it builds on."""

    draft_key = forms.UUIDField()
    draft_revision = forms.IntegerField(min_value=0, max_value=2_000_000_000)

    def clean(self) -> dict[str, Any]:
        """This function will refuse more than any of our forms can hold."""
        given: dict[str, Any] = super().clean() or {}
        fields = typed_fields(self.data)
        if len(fields) > MOST_FIELDS or sum(len(one) for values in fields.values() for one in values) > MOST_LETTERS:
            raise forms.ValidationError("more than the form holds")
        return given | {"fields": fields}


def typed_fields(sent: Mapping[str, Any]) -> dict[str, list[str]]:
    """This function will return each field's values as they were sent, but for what the page itself sends along."""
    if not isinstance(sent, QueryDict):
        return {}
    return {
        name: [value.replace("\x00", "") for value in values]
        for name, values in sorted(sent.lists())
        if name not in _NOT_TYPED
    }


def draft_key_of(sent: Mapping[str, Any]) -> UUID | None:
    """This function will return which draft a form was that is kept now, where its page said."""
    try:
        return UUID(str(sent.get("draft_key", "")))
    except ValueError:
        return None


def put_found(form: forms.Form, found: Mapping[str, list[str]] | None) -> None:
    """This function will put what was begun into a form's fields, unfinished as it is: nothing is asked for yet."""
    if not found or form.is_bound:
        return
    for name, field in form.fields.items():
        values = found.get(form.add_prefix(name))
        if isinstance(field, forms.MultipleChoiceField):
            form.initial[name] = values or []
        elif values:
            form.initial[name] = values[-1]
