"""Pages of the look need no database: what rooms would put around them is left out."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _no_rooms(settings: Settings) -> None:
    settings.THROUGHLINE_NAVIGATION = []
    settings.THROUGHLINE_ACCOUNT = ""
    settings.THROUGHLINE_DISTRICT_NAME = ""
    settings.THROUGHLINE_BANNERS = []
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def ask() -> Callable[[str], HttpRequest]:
    """Make a request for an address."""
    return RequestFactory().get


@pytest.fixture
def show() -> Callable[..., str]:
    """Render a line of template with the look's tags."""

    def rendered(source: str, **context: object) -> str:
        template = engines["django"].from_string("{% load throughline i18n %}" + source)
        return template.render(context)

    return rendered
