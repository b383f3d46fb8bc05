"""Forms that say what is needed, in words that name the field, instead of what is wrong."""

from typing import Any, cast

from django import forms
from django.forms.fields import Field
from django.http import QueryDict
from django.utils.translation import gettext


def plain_words(field: Field, label: str) -> dict[str, str]:
    """This function will return what to say for each thing a field of this kind can ask for, by Django's code."""
    words = {
        "required": gettext("Fill in “{label}”."),
        "max_length": gettext("Keep “{label}” to %(limit_value)s characters; it has %(show_value)s."),
        "min_length": gettext("Give “{label}” at least %(limit_value)s characters; it has %(show_value)s."),
        "min_value": gettext("“{label}” is %(limit_value)s or more."),
        "max_value": gettext("“{label}” is %(limit_value)s or less."),
        "max_decimal_places": gettext("Write “{label}” with at most %(max)s decimals."),
        "max_digits": gettext("Write “{label}” with at most %(max)s digits."),
        "max_whole_digits": gettext("Write “{label}” with at most %(max)s digits before the decimal point."),
        "null_characters_not_allowed": gettext(
            "Write “{label}” in ordinary letters; it holds characters that are not."
        ),
    } | _of_kind(field)
    return {code: said.replace("{label}", _within(label, code, said)) for code, said in words.items()}


def _within(label: str, code: str, said: str) -> str:
    """The label as it may stand in a message: Django fills in those messages that come with figures, and no others."""
    filled_in = "%(" in said or code == "invalid_choice"
    return label.replace("%", "%%") if filled_in else label


def _of_kind(field: Field) -> dict[str, str]:
    match field:
        case forms.BooleanField():
            return {"required": gettext("Tick “{label}” to go on.")}
        case forms.FileField():
            return {
                "required": gettext("Choose a file for “{label}”."),
                "missing": gettext("Choose a file for “{label}”."),
                "invalid": gettext("Choose a file for “{label}”."),
                "empty": gettext("The file for “{label}” holds nothing. Choose another."),
            }
        case forms.ChoiceField():
            chosen = gettext("Choose one of the answers offered for “{label}”.")
            return {"required": gettext("Choose an answer for “{label}”."), "invalid_choice": chosen}
        case forms.DateTimeField():
            return {"invalid": gettext("“{label}” needs a date and a time, such as 2026-11-20 14:30.")}
        case forms.DateField():
            return {"invalid": gettext("“{label}” needs a date, such as 2026-11-20.")}
        case forms.EmailField():
            return {"invalid": gettext("“{label}” needs an e-mail address, such as name@example.org.")}
        case forms.DecimalField() | forms.FloatField():
            return {"invalid": gettext("“{label}” needs a number, such as 1250.00.")}
        case forms.IntegerField():
            return {"invalid": gettext("“{label}” needs a whole number, such as 12.")}
    return {}


class PlainWords:
    """Mixed into any form: its fields say what is needed. Messages a field sets itself are left as they are."""

    fields: dict[str, Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label = str(field.label or name.replace("_", " ").capitalize())
            usual = _usual_messages(type(field))
            for code, said in plain_words(field, label).items():
                if code not in field.error_messages or field.error_messages[code] is usual.get(code):
                    field.error_messages[code] = said


class PlainForm(PlainWords, forms.Form):
    """A form that says what is needed."""

    def base_on(self, revision: int) -> None:
        """This function will let a form that was sent change, sent once more, what stands at `revision` by now."""
        sent = cast("QueryDict", self.data).copy()
        sent["based_on"] = str(revision)
        self.data = sent


class PlainModelForm(PlainWords, forms.ModelForm):  # type: ignore[type-arg]  # generic only for the type checker
    """A model's form that says what is needed."""


def _usual_messages(kind: type[Field]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for ancestor in reversed(kind.__mro__):
        found |= getattr(ancestor, "default_error_messages", {})
    return found
