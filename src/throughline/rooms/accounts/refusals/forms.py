"""What a command refused, said at the field of the form it came from."""

from django.forms import BaseForm
from django.utils.translation import gettext

from throughline.values.errors import RefusedInput


def say_refused(form: BaseForm, refused: RefusedInput, field: str | None = None) -> None:
    """This function will show a refusal above the form, and at one of its fields where it is about that one."""
    said = [gettext(refused.says), gettext(refused.next_step) if refused.next_step else ""]
    form.add_error(field if field in form.fields else None, " ".join(part for part in said if part))
