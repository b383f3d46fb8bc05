from collections.abc import Callable

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from throughline.web import views
from throughline.web.navigation import Account, Banner, Item, Shell, mark_current


def items(request: HttpRequest) -> list[Item]:
    return [Item("Today", "/"), Item("Budgets", "/budgets/"), Item("Formulas", "/budgets/formulas/")]


def account(request: HttpRequest) -> Account:
    return Account("Lucía de la Fernández", "Finance officer", sign_out_url="/out/")


def banner(request: HttpRequest) -> Banner | None:
    return Banner("Viewing as Ana", "care", "Stop", "/stop/", posts=True)


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "Today"),
        ("/budgets/", "Budgets"),
        ("/budgets/7/", "Budgets"),
        ("/budgets/formulas/new/", "Formulas"),
        ("/x/", None),
    ],
)
def test_the_place_whose_address_fits_best_is_current(path: str, current: str | None) -> None:
    marked = [item.label for item in mark_current(items(HttpRequest()), path) if item.current]
    assert marked == ([current] if current else [])


def test_a_room_may_say_itself_what_is_current() -> None:
    said = [Item("One", "/one/"), Item("Two", "/two/", current=True)]
    assert mark_current(said, "/one/") == said


def test_the_page_shows_what_rooms_hook_in(settings: Settings, ask: Callable[[str], HttpRequest]) -> None:
    settings.THROUGHLINE_NAVIGATION = [f"{__name__}.items"]
    settings.THROUGHLINE_ACCOUNT = f"{__name__}.account"
    settings.THROUGHLINE_BANNERS = [f"{__name__}.banner"]
    shell = Shell(ask("/budgets/"))
    assert [item.label for item in shell.navigation] == ["Today", "Budgets", "Formulas"]
    assert shell.account is not None
    assert shell.account.initials == "LF"
    assert shell.banners[0].posts


def test_the_other_language_is_offered_in_its_own_name(ask: Callable[[str], HttpRequest]) -> None:
    assert [language.name for language in Shell(ask("/")).other_languages] == ["Español"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_theme_is_remembered(theme: str) -> None:
    response = views.choose_theme(RequestFactory().post("/theme/", {"theme": theme, "next": "/budgets/?q=a"}))
    assert response.cookies["theme"].value == theme
    assert response["Location"] == "/budgets/?q=a"


@pytest.mark.parametrize("theme", ["system", "<script>", ""])
def test_the_system_theme_forgets_the_cookie(theme: str) -> None:
    response = views.choose_theme(RequestFactory().post("/theme/", {"theme": theme}))
    assert response.cookies["theme"]["max-age"] == 0


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_a_switch_never_leads_to_another_site(back: str) -> None:
    response = views.choose_theme(RequestFactory().post("/theme/", {"theme": "dark", "next": back}))
    assert response["Location"] == "/"


def test_only_known_themes_reach_the_page(ask: Callable[[str], HttpRequest]) -> None:
    request = ask("/")
    request.COOKIES["theme"] = '"><script>'
    assert Shell(request).theme == "system"
