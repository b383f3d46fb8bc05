"""What is asked to draft, sign and end an agreement."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements.documents.queries import ground_of
from throughline.rooms.agreements.documents.shares import SHARES_HELP, SharesWidget, choose, share_choices
from throughline.rooms.agreements.documents.terms import RELATIONS, DraftTerms, chosen_shares, classes_of
from throughline.rooms.agreements.library.templates import Template, shipped_library
from throughline.rooms.agreements.models import Covers, Version
from throughline.rooms.agreements.papers import Paper, read_paper
from throughline.rooms.district import api as district
from throughline.values.errors import RefusedInput
from throughline.web.forms import PlainForm


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """This function will return a field for one day."""
    return forms.DateField(
        label=label, required=required, help_text=help_text, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )


def paper_field(*, required: bool = True) -> forms.FileField:
    """This function will return a field for a scan of paper."""
    return forms.FileField(
        label=lazy("Scan of the paper"),
        help_text=lazy("A PDF, JPEG or PNG of at most 5 MB."),
        required=required,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


def paper_from(form: forms.Form) -> Paper | None:
    """This function will return the scan that came with a form, or None; what is wrong with it is said at its field."""
    uploaded = form.cleaned_data.get("paper")
    if not uploaded:
        return None
    try:
        return read_paper(uploaded.read())
    except RefusedInput as refused:
        form.add_error("paper", f"{_(refused.says)} {_(refused.next_step)}")
        return None


class StartForm(PlainForm):
    """With whom, and from which template."""

    organization = forms.ChoiceField(label=lazy("With whom"))
    template = forms.ChoiceField(label=lazy("What kind of agreement"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(str(one.id), one.name) for one in district.find_outside(open_only=True)]
        choose(self, "organization", [("", _("Choose an organization")), *found])
        language = get_language() or "en"
        choose(self, "template", [(one.key, one.name.in_language(language)) for one in shipped_library().template])


class DraftForm(PlainForm):
    """All that somebody decides about an agreement."""

    title = forms.CharField(label=lazy("Title"), max_length=200)
    purpose = forms.CharField(
        label=lazy("What it is for"),
        help_text=lazy("One or two sentences that a family can understand. A consent counts for this purpose only."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    purpose_es = forms.CharField(
        label=lazy("What it is for, in Spanish"),
        widget=forms.Textarea(attrs={"rows": 3, "lang": "es"}),
        max_length=1000,
        required=False,
    )
    relation = forms.ChoiceField(label=lazy("On what legal ground"), widget=forms.RadioSelect)
    record_classes = forms.MultipleChoiceField(
        label=lazy("Classes of record"),
        help_text=SHARES_HELP,
        widget=SharesWidget,
    )
    covers = forms.ChoiceField(label=lazy("Which students"), widget=forms.RadioSelect, choices=Covers.choices)
    schools = forms.MultipleChoiceField(
        label=lazy("Schools, where it is about some"), widget=forms.CheckboxSelectMultiple, required=False
    )
    program = forms.CharField(label=lazy("Name of the program, where there is a list"), max_length=200, required=False)
    security = forms.CharField(
        label=lazy("What the organization promises about security"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    more_terms = forms.CharField(
        label=lazy("More terms"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000, required=False
    )
    starts_on = day_field(lazy("First day"))
    ends_on = day_field(lazy("Last day"))
    destroy_on = day_field(lazy("Records are destroyed by"))
    breach_contact = forms.CharField(
        label=lazy("Whom to tell when something goes wrong"),
        help_text=lazy("A name, with a phone number or an e-mail address."),
        max_length=300,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "relation", [(code, relation_label(code)) for code in RELATIONS])
        known = dict.fromkeys(name for code in RELATIONS for name in classes_of(code))
        choose(self, "record_classes", share_choices(known))
        schools = district.schools_on(accounts.today())
        choose(self, "schools", [(str(school.id), school.name) for school in schools])

    def terms(self) -> DraftTerms:
        """This function will return what was filled in."""
        given = dict(self.cleaned_data)
        schools = tuple(int(pk) for pk in given.pop("schools"))
        classes = chosen_shares(given.pop("record_classes", ()))
        return DraftTerms(**given, record_classes=classes, school_ids=schools)


class SignForm(PlainForm):
    """A name typed as a signature."""

    name = forms.CharField(label=lazy("Your full name, as your signature"), max_length=200)
    position = forms.CharField(label=lazy("Your position"), max_length=200, required=False)
    agreed = forms.BooleanField(label=lazy("I have read the agreement and may sign for my side"))


class PaperForm(PlainForm):
    """A signature on paper, noted for either side."""

    side = forms.ChoiceField(label=lazy("Who signed"), widget=forms.RadioSelect)
    name = forms.CharField(label=lazy("Name of who signed"), max_length=200)
    position = forms.CharField(label=lazy("Their position"), max_length=200, required=False)
    signed_on = day_field(lazy("Signed on"))
    paper = paper_field()


class EndForm(PlainForm):
    """Why an agreement ends before its time."""

    reason = forms.CharField(
        label=lazy("Why it ends"),
        help_text=lazy("The organization reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class ListForm(PlainForm):
    """A student, by their number."""

    number = forms.CharField(label=lazy("Student number"), max_length=60)


def relation_label(code: str) -> str:
    """This function will say a legal ground with who would see by it."""
    return f"{accounts.ground_words(ground_of(code))} ({accounts.relation_words(code).lower()})"


def from_template(template: Template, organization: str) -> dict[str, Any]:
    """This function will return what a draft says before anybody changed it."""
    language = get_language() or "en"
    return {
        "title": f"{template.name.in_language(language)}: {organization}",
        "purpose": template.purpose.en,
        "purpose_es": template.purpose.es,
        "relation": template.relation,
        "record_classes": list(template.record_classes),
        "covers": template.covers,
        "security": template.security.in_language(language),
    }


def from_version(version: Version) -> dict[str, Any]:
    """This function will return what a version says, to be changed."""
    names = set(DraftForm.base_fields) - {"schools"}
    found = {name: getattr(version, name) for name in names}
    return found | {"schools": [str(pk) for pk in version.schools.values_list("pk", flat=True)]}
