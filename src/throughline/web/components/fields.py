"""Form fields, error summaries and notices: how a form is put on a page."""

from typing import Any

from django.forms import BaseForm, BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from throughline.web.components.marks import NOTICE_ICONS


def render_field(bound: BoundField, prefix: str = "", bare: bool = False) -> SafeString:
    """This function will return one field with its label, help, error and control tied together.

    `prefix` is a unit before the control, such as a dollar sign. A `bare` one shows neither label nor help, for a table
    whose heads say both; its label is there for those who hear the page.
    """
    if bound.is_hidden:
        return bound.as_hidden()
    widget = bound.field.widget
    layout = "plain"
    if isinstance(widget, (RadioSelect, CheckboxSelectMultiple)):
        layout = "options"
    elif isinstance(widget, CheckboxInput):
        layout = "tick"
    described = " ".join(
        part
        for part in (
            f"{bound.auto_id}_help" if bound.help_text and not bare else "",
            f"{bound.auto_id}_error" if bound.errors else "",
        )
        if part
    )
    attributes: dict[str, Any] = {"aria-describedby": described or False}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    control = bound.as_widget(attrs={name: value for name, value in attributes.items() if value})
    return render_to_string(
        "web/components/field.html",
        {"field": bound, "layout": layout, "control": control, "prefix": prefix, "described": described, "bare": bare},
    )


def render_fields(form: BaseForm) -> SafeString:
    """This function will return every field of the form in order."""
    return format_html_join("", "{}", ((render_field(bound),) for bound in form))


def render_error_summary(form: BaseForm, focus: bool = True) -> SafeString:
    """This function will return what is still needed, with links to the fields; empty where the form is right."""
    if not form.is_bound or not form.errors:
        return mark_safe("")
    items = [("", error) for error in form.non_field_errors()]
    for bound in form:
        items += [(_target(bound), error) for error in bound.errors]
    return render_to_string("web/components/error_summary.html", {"items": items, "focus": focus})


def notice_context(kind: str, title: str, content: str) -> dict[str, Any]:
    """This function will return what the notice template needs."""
    words = {"good": gettext("Done"), "care": gettext("Take care"), "stop": gettext("Problem"), "note": gettext("Note")}
    kept = kind if kind in NOTICE_ICONS else "note"
    return {"kind": kept, "icon": NOTICE_ICONS[kept], "word": words[kept], "title": title, "content": content}


def _target(bound: BoundField) -> str:
    """The id a link should lead to: the first control of a group."""
    several = isinstance(bound.field.widget, (RadioSelect, CheckboxSelectMultiple))
    return f"{bound.auto_id}_0" if several else str(bound.id_for_label or bound.auto_id)
