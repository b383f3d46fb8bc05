"""The styleguide renders whole, in both languages, and its markup holds together."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import override

from throughline.web import views

Ask = Callable[[str], HttpRequest]
VOID = {"meta", "link", "input", "br", "hr", "img"}


class _Markup(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.refers: list[str] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.attributes |= held.keys()
        self.ids += [held["id"]] if "id" in held else []
        for name in ("for", "aria-labelledby", "aria-describedby"):
            self.refers += held.get(name, "").split()
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"{tag} at {self.getpos()}")


def _parsed(html: str) -> _Markup:
    markup = _Markup()
    markup.feed(html)
    return markup


@pytest.fixture(params=["en", "es"])
def html(request: pytest.FixtureRequest, ask: Ask) -> str:
    with override(request.param):
        return views.show_styleguide(ask("/styleguide/")).content.decode()


def test_every_element_is_closed_where_it_was_opened(html: str) -> None:
    markup = _parsed(html)
    assert markup.wrong == []
    assert markup.open == []


def test_ids_are_unique_and_every_reference_is_kept(html: str) -> None:
    markup = _parsed(html)
    assert sorted(markup.ids) == sorted(set(markup.ids))
    assert set(markup.refers) <= set(markup.ids)


def test_nothing_is_styled_or_run_inline(html: str) -> None:
    markup = _parsed(html)
    assert "style" not in markup.attributes
    assert not {name for name in markup.attributes if name.startswith("on")}


def test_it_has_one_title_and_no_skipped_heading(html: str) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", html)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_spanish_page_is_spanish(ask: Ask) -> None:
    with override("es"):
        html = views.show_styleguide(ask("/styleguide/")).content.decode()
    assert '<html lang="es"' in html
    assert "Guía de estilo" in html
    assert "Saltar al contenido" in html
    for english in ("Styleguide", "Show all", "Rows on a page", "needed<", "Take care"):
        assert english not in html


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_error_pages_are_calm_and_lead_on(name: str, language: str, ask: Ask) -> None:
    with override(language):
        html = render_to_string(name, {"exception": "canary-7"}, ask("/nowhere/"))
    assert 'href="/"' in html
    assert f'<html lang="{language}"' in html
    assert "canary-7" not in html
    assert _parsed(html).wrong == []


def test_the_page_for_our_own_fault_needs_nothing() -> None:
    html = render_to_string("500.html")
    assert 'href="/"' in html
    assert 'lang="es"' in html
    assert _parsed(html).wrong == []
