"""The forms of a page, as a browser would find them, and a body that fits one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from throughline.demo import named


@dataclass
class Field:
    name: str
    kind: str
    options: list[str]


class _Forms(HTMLParser):
    """Every form of a page that is posted, with its address and fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, list[Field]]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given_by = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = given_by.get("method", "get").lower() == "post"
            if self._open:
                self.forms.append((given_by.get("action", ""), []))
        elif self._open and tag in {"input", "select", "textarea", "button"} and given_by.get("name"):
            self.forms[-1][1].append(Field(given_by["name"], given_by.get("type", tag), [given_by.get("value", "")]))
        elif self._open and tag == "option" and self.forms[-1][1]:
            self.forms[-1][1][-1].options.append(given_by.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False


def forms_on(text: str, url: str) -> Iterator[tuple[str, list[Field]]]:
    """Each form of a page that is posted, but for those that stand on every page: where it goes, and its fields."""
    parser = _Forms()
    parser.feed(text)
    for action, fields in parser.forms:
        address = action or url
        if not re.match(r"^/(sign-out|theme|language)/", address):
            yield address, [field for field in fields if field.name != "csrfmiddlewaretoken"]


def usual_body(text: str, url: str) -> dict[str, str]:
    """What somebody would post who fills in the form that a page posts to itself; empty where there is none."""
    for address, fields in forms_on(text, url):
        if address.partition("?")[0] == url:
            return {field.name: _usual(field) for field in fields if field.kind not in {"file", "submit"}}
    return {}


def _usual(field: Field) -> str:
    given = field.options[-1]
    if given or field.kind in {"radio", "checkbox", "select", "hidden", "button"}:
        return given
    written = {"date": named.LAST_DATA_DAY.isoformat(), "number": "1", "email": "somebody@mail.example"}
    return written.get(field.kind, "Because it is so.")
