"""The components, as template tags and filters: `{% load throughline %}`. README.md shows each with its call."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from throughline.web.components import fields, figures, marks
from throughline.web.components.pieces import Circumstance, Kind, Ledger, Person, Progress, Status, Step, Tab

register = template.Library()

register.filter("money", figures.money)
register.filter("money_whole", figures.money_whole)
register.filter("money_change", figures.money_change)
register.filter("number", figures.number)
register.filter("percent", figures.percent)
register.filter("day", figures.day)
register.filter("short_day", figures.short_day)
register.filter("moment", figures.moment)
register.filter("unparted", figures.unparted)
register.simple_tag(marks.icon, name="icon")

Crumbs = Sequence[tuple[str, str]]


# --- The head of a page ---


@register.simple_block_tag
def page_header(
    content: str,
    title: str,
    lead: str = "",
    crumbs: Crumbs = (),
    kicker: str = "",
) -> SafeString:
    """Show the title, the sentence that says what this page tells, the way back, and (inside) the page's actions."""
    shown = {"title": title, "lead": lead, "crumbs": crumbs, "kicker": kicker, "actions": _trimmed(content)}
    return render_to_string("web/components/page_header.html", shown)


@register.inclusion_tag("web/components/crumbs.html")
def breadcrumb(crumbs: Crumbs) -> dict[str, Any]:
    """Show the way back: (label, address) from the top down, the present page left out."""
    return {"crumbs": crumbs}


@register.inclusion_tag("web/components/tabs.html")
def tabs(items: Iterable[Tab], label: str = "") -> dict[str, Any]:
    """Show several views of one thing as links."""
    return {"items": items, "label": label}


# --- Actions ---


@register.simple_tag
def button(label: str, kind: str = "", icon: str = "", **attributes: Any) -> SafeString:
    """Show a button that submits: kinds are primary, stop, quiet, or none. Underscores in attributes become dashes."""
    attributes = {"type": "submit"} | attributes
    return format_html('<button class="button {}"{}>{}{}</button>', kind, _attributes(attributes), _icon(icon), label)


@register.simple_tag
def link_button(label: str, url: str, kind: str = "", icon: str = "", **attributes: Any) -> SafeString:
    """Show a link that looks like a button."""
    drawn = _icon(icon)
    return format_html('<a class="button {}" href="{}"{}>{}{}</a>', kind, url, _attributes(attributes), drawn, label)


@register.simple_block_tag
def dialog(content: str, key: str, title: str) -> SafeString:
    """Hold a question (usually a form) that `dialog_link` opens; the page of the same question is its fallback."""
    return render_to_string("web/components/dialog.html", {"key": key, "title": title, "content": content})


@register.simple_tag
def dialog_link(key: str, label: str, url: str, kind: str = "", icon: str = "") -> SafeString:
    """Show a button that opens the dialog `key`, and without scripts goes to `url`, which asks the same."""
    return link_button(label, url, kind, icon, data_dialog=key)


# --- Forms ---


@register.simple_tag
def field(bound: BoundField, prefix: str = "", bare: bool = False) -> SafeString:
    """Show one field: label, help, error and control, tied together; a bare one stands in a table with heads."""
    return fields.render_field(bound, prefix, bare)


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """Show every field of a form, in order, hidden ones included."""
    return fields.render_fields(form)


@register.simple_tag
def error_summary(form: BaseForm, focus: bool = True) -> SafeString:
    """Show what is still needed, each with a link to its field; nothing where nothing is. It takes the focus."""
    return fields.render_error_summary(form, focus)


@register.inclusion_tag("web/components/copy.html")
def copy_field(value: str, label: str, key: str = "copied") -> dict[str, Any]:
    """Show words to be passed on, such as a link: to be selected by hand, or copied with a button where scripts run."""
    return {"value": value, "label": label, "key": key}


# --- What is so ---


@register.simple_block_tag
def notice(content: str, kind: Kind = "note", title: str = "") -> SafeString:
    """Show a notice: good, care, stop or note."""
    return render_to_string("web/components/notice.html", fields.notice_context(kind, title, content))


@register.simple_tag
def message_notice(message: Message) -> SafeString:
    """Show one of Django's messages as a notice."""
    kind = {"success": "good", "warning": "care", "error": "stop"}.get(message.level_tag, "note")
    return render_to_string("web/components/notice.html", fields.notice_context(kind, "", str(message)))


@register.simple_block_tag
def empty(content: str, title: str, icon: str = "") -> SafeString:
    """Show that there is nothing here yet, why, and what one can do about it (inside)."""
    return render_to_string("web/components/empty.html", {"title": title, "icon": icon, "content": _trimmed(content)})


@register.inclusion_tag("web/components/progress.html", takes_context=True)
def progress(context: template.Context, task: Progress) -> dict[str, Any]:
    """Show how far a long task has come; asks again by itself, or by a link without scripts."""
    return {"task": task, "csrf_token": context.get("csrf_token")}


@register.simple_tag
def status(word: str, kind: Kind = "quiet") -> SafeString:
    """Show how something stands."""
    return marks.status(Status(word, kind))


@register.simple_tag
def chip(word: str) -> SafeString:
    """Show a quiet label."""
    return marks.chip(word)


@register.simple_tag
def circumstances(values: Iterable[Circumstance]) -> SafeString:
    """Show a student's circumstances as quiet chips, each with its class of record."""
    rows = format_html_join("", "<li>{}</li>", ((marks.circumstance(value),) for value in values))
    return format_html('<ul class="chips">{}</ul>', rows)


@register.simple_tag
def person(value: Person) -> SafeString:
    """Show somebody by name."""
    return marks.person(value)


# --- Holding things together ---


@register.simple_block_tag
def card(content: str, title: str = "", url: str = "", level: int = 2) -> SafeString:
    """Hold one thing: a title and what belongs to it."""
    shown = {"title": title, "url": url, "content": content, "level": f"h{level}"}
    return render_to_string("web/components/card.html", shown)


@register.simple_block_tag
def fold(content: str, summary: str, open: bool = False) -> SafeString:
    """Fold away what only some readers want: a method, a list behind a number."""
    return render_to_string("web/components/fold.html", {"summary": summary, "content": content, "open": open})


@register.inclusion_tag("web/components/terms.html")
def terms(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Show terms and what they stand for."""
    return {"pairs": pairs}


@register.inclusion_tag("web/components/headline.html")
def headline_figures(figures_shown: Iterable[tuple[str, str, str]]) -> dict[str, Any]:
    """Show the few numbers a page is about: (label, figure, unit)."""
    return {"figures": figures_shown}


@register.inclusion_tag("web/components/ledger.html")
def ledger(value: Ledger) -> dict[str, Any]:
    """Show arithmetic: count x rate = amount, line by line, and the total."""
    return {"ledger": value}


@register.inclusion_tag("web/components/thread.html")
def thread(steps: Iterable[Step], across: bool = False, label: str = "") -> dict[str, Any]:
    """Show the thread: a timeline down the page, or a stepper across it."""
    return {"steps": steps, "across": across, "label": label}


# --- Tables and charts ---


@register.simple_tag
def table(value: Any) -> SafeString:
    """Show a `tables.Table` that was read: filters, rows, pages, exports."""
    return render_to_string("web/components/table.html", {"table": value})


@register.simple_tag
def chart(value: Any) -> SafeString:
    """Show a chart with its sentence and its table."""
    return render_to_string("web/components/chart.html", {"chart": value})


def _trimmed(content: str) -> SafeString:
    """What a block held, without the space around it: empty where it held nothing. The template already escaped it."""
    return mark_safe(content.strip())  # noqa: S308 - rendered by the template engine, which escaped it


def _icon(name: str) -> SafeString | str:
    return marks.icon(name) if name else ""


def _attributes(attributes: dict[str, Any]) -> SafeString:
    """Attributes as markup: True stands alone, False and None are left out."""
    kept = ((name.replace("_", "-"), value) for name, value in attributes.items() if value not in (False, None))
    return format_html_join(
        "", "{}", ((format_html(' {}="{}"', name, "" if value is True else value),) for name, value in kept)
    )
