"""What a page shows around its content: where one can go, who is signed in, what to be aware of.

Rooms and the project fill these in through settings, each a dotted path to a callable that takes the request:

`THROUGHLINE_NAVIGATION`      list of paths, each returning the `Item`s it has for this person
`THROUGHLINE_FOOTER`          list of paths, each returning `Item`s for the foot of the page
`THROUGHLINE_ACCOUNT`         path returning an `Account`, or None for a visitor
`THROUGHLINE_DISTRICT_NAME`   path returning the district's name
`THROUGHLINE_BANNERS`         list of paths, each returning a `Banner` or None
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import get_language, get_language_info

from throughline import __version__
from throughline.web.theme import theme_of


@dataclass(frozen=True, slots=True)
class Item:
    """One place to go. `current` is worked out from the address unless given; `icon` names one of the sprite's."""

    label: str
    url: str
    current: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in: their name, what they are here, links of their own, and where signing out is posted to."""

    name: str
    detail: str = ""
    items: tuple[Item, ...] = ()
    sign_out_url: str = ""

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@dataclass(frozen=True, slots=True)
class Banner:
    """A line above everything on every page: demo mode, viewing as somebody else. The action is a link, or a POST."""

    says: str
    kind: Literal["note", "care", "stop"] = "note"
    action: str = ""
    url: str = ""
    posts: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """A language the pages can be read in, named in itself."""

    code: str
    name: str
    current: bool


class Shell:
    """What surrounds a page, worked out only when a template asks for it, and once."""

    version = __version__

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def navigation(self) -> list[Item]:
        found: list[Item] = []
        for path in getattr(settings, "THROUGHLINE_NAVIGATION", ()):
            found.extend(_called(path, self._request))
        return mark_current(found, self._request.path)

    @cached_property
    def footer(self) -> list[Item]:
        return [item for path in getattr(settings, "THROUGHLINE_FOOTER", ()) for item in _called(path, self._request)]

    @cached_property
    def account(self) -> Account | None:
        path = getattr(settings, "THROUGHLINE_ACCOUNT", "")
        account = _called(path, self._request) if path else None
        return account if isinstance(account, Account) else None

    @cached_property
    def district_name(self) -> str:
        path = getattr(settings, "THROUGHLINE_DISTRICT_NAME", "")
        return str(_called(path, self._request)) if path else ""

    @cached_property
    def banners(self) -> list[Banner]:
        paths = getattr(settings, "THROUGHLINE_BANNERS", ())
        return [banner for path in paths if (banner := _called(path, self._request))]

    @cached_property
    def languages(self) -> list[Language]:
        current = get_language() or settings.LANGUAGE_CODE
        names = {code: get_language_info(code)["name_local"] for code, _ in settings.LANGUAGES}
        return [Language(code, name[:1].upper() + name[1:], current.startswith(code)) for code, name in names.items()]

    @property
    def other_languages(self) -> list[Language]:
        return [language for language in self.languages if not language.current]

    @cached_property
    def theme(self) -> str:
        return theme_of(self._request)

    @property
    def here(self) -> str:
        """The address to come back to after a switch: this page's, or its root where it was not asked for by GET."""
        return self._request.get_full_path() if self._request.method == "GET" else self._request.path


def mark_current(items: Iterable[Item], path: str) -> list[Item]:
    """This function will mark as current the item whose address is the longest beginning of `path`.

    Items that say so themselves are believed.
    """
    listed = list(items)
    if any(item.current for item in listed):
        return listed
    fitting = [item.url for item in listed if _leads_to(item.url, path)]
    best = max(fitting, key=len, default=None)
    return [replace(item, current=item.url == best) for item in listed]


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


def _called(path: str, request: HttpRequest) -> Any:
    provider: Callable[[HttpRequest], Any] = import_string(path)
    return provider(request)
