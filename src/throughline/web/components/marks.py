"""Small pieces of markup: icons, chips, people. Each is safe text, made without a template, as lists hold many."""

from functools import cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from throughline.web.components.pieces import Circumstance, Link, Person, Status

# A shape for each kind, so that no status is told by colour alone.
_SHAPES = {
    "good": '<circle cx="5" cy="5" r="5"/>',
    "care": '<path d="M5 .5 10 9.5H0z"/>',
    "stop": '<path d="M1 1h8v8H1z"/>',
    "note": '<path d="M5 0l5 5-5 5-5-5z"/>',
    "quiet": '<path d="M5 0a5 5 0 1 0 0 10A5 5 0 0 0 5 0m0 1.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8"/>',
}
NOTICE_ICONS = {"good": "check_circle", "care": "warning", "stop": "report", "note": "info"}


@cache
def _sprite(name: str) -> SafeString:
    address = static("web/icons.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', address, name)


def icon(name: str, label: str = "") -> SafeString:
    """This function will return one of the sprite's icons: an ornament, or with `label` an image of that name."""
    drawn = _sprite(name)
    return format_html('{}<span class="unseen">{}</span>', drawn, label) if label else drawn


def shape(kind: str) -> SafeString:
    """This function will return the small shape that stands for a kind of status."""
    drawn = _SHAPES.get(kind, _SHAPES["quiet"])
    return mark_safe(f'<svg viewBox="0 0 10 10" aria-hidden="true">{drawn}</svg>')  # noqa: S308 - a constant


def status(value: Status) -> SafeString:
    """This function will return a status as a chip with its word and its shape."""
    return format_html('<span class="chip {}">{}{}</span>', value.kind, shape(value.kind), value.word)


def chip(word: str) -> SafeString:
    """This function will return a quiet chip: a label with nothing to say about good or bad."""
    return format_html('<span class="chip">{}</span>', word)


def circumstance(value: Circumstance) -> SafeString:
    """This function will return a circumstance as a chip with its class of record."""
    kept = format_html('<span class="class">{}</span>', value.record_class) if value.record_class else ""
    return format_html('<span class="chip">{}{}</span>', value.label, kept)


def link(value: Link) -> SafeString:
    """This function will return a link."""
    return format_html('<a href="{}">{}</a>', value.url, value.label)


def person(value: Person) -> SafeString:
    """This function will return a person: monogram, name, and what to know beside it."""
    name = format_html('<a href="{}">{}</a>', value.url, value.name) if value.url else value.name
    detail = format_html('<span class="detail">{}</span>', value.detail) if value.detail else ""
    return format_html(
        '<span class="person"><span class="monogram" aria-hidden="true">{}</span><span>{}{}</span></span>',
        value.initials,
        name,
        detail,
    )
