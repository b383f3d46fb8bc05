"""What is asked to send a link, and what somebody answers who holds one."""

from django import forms
from django.utils.translation import gettext_lazy as lazy

from throughline.web.forms import PlainForm


class AskForm(PlainForm):
    """Whom a link is for, and where it is mailed."""

    name = forms.CharField(
        label=lazy("Who signs for the organization"),
        help_text=lazy("Their full name; it is shown to them, and stands in the list of links."),
        max_length=200,
    )
    email = forms.EmailField(
        label=lazy("Their e-mail address"),
        help_text=lazy("Leave it empty to pass the link on yourself."),
        required=False,
    )


class AnswerForm(PlainForm):
    """A signature by link: name, title, tick."""

    name = forms.CharField(label=lazy("Your full name, as your signature"), max_length=200)
    position = forms.CharField(label=lazy("Your position"), max_length=200)
    agreed = forms.BooleanField(label=lazy("I have read the agreement and may sign for my side"))


class DeclineForm(PlainForm):
    """Who says no, and why."""

    name = forms.CharField(label=lazy("Your full name"), max_length=200)
    position = forms.CharField(label=lazy("Your position"), max_length=200, required=False)
    reason = forms.CharField(
        label=lazy("Why, or what should change"),
        help_text=lazy("The district reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )
    prefix = "no"
