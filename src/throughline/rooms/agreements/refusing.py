"""What a command refused, said where the person is: at the form, or above the page."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from throughline.values.errors import NotAllowed, RefusedInput
from throughline.values.words import gettext_noop


@contextmanager
def at(form: forms.Form) -> Iterator[None]:
    """This function will say at the form what was refused in its block, with all the block did undone."""
    try:
        with transaction.atomic():
            yield
    except RefusedInput as refused:
        form.add_error(None, f"{_(refused.says)} {_(refused.next_step)}".strip())


@contextmanager
def as_message(request: HttpRequest) -> Iterator[None]:
    """This function will say above the next page what was refused in its block, with all the block did undone."""
    try:
        with transaction.atomic():
            yield
    except RefusedInput as refused:
        messages.error(request, f"{_(refused.says)} {_(refused.next_step)}".strip())


def not_yours_to_sign() -> NotAllowed:
    """This function will return what is told to somebody whose side has signed, or who signs for neither."""
    return NotAllowed(
        gettext_noop("There is nothing for you to sign here."),
        gettext_noop("Your side has signed already, or another person signs for it."),
    )
