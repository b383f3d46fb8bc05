"""What a mail can say. Rooms register their templates; a mail says that something waits, and holds a link: no more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail about to go out, as the room that registered it meets it: to whom, and the ids it is about."""

    to_user_id: int | None
    to_name: str
    values: Mapping[str, int]
    by: Viewer
    at: datetime


@dataclass(frozen=True, slots=True)
class Template:
    """The words of a mail, marked for translation by the room, and what makes its link when it goes out.

    `subject` and `text` may hold %(name)s (of whom it goes to) and %(district)s, `text` also %(link)s, and both what
    `more` gives.
    """

    code: str
    words: str
    subject: str
    text: str
    path: Callable[[Letter], str]
    more: Callable[[Letter], Mapping[str, str]]


def _nothing_more(_letter: Letter) -> Mapping[str, str]:
    return {}


_templates: dict[str, Template] = {}


def register_mail(
    code: str,
    words: str,
    *,
    subject: str,
    text: str,
    path: Callable[[Letter], str],
    more: Callable[[Letter], Mapping[str, str]] = _nothing_more,
) -> None:
    """This function will let mails of a kind be sent. Call it from `AppConfig.ready`.

    `words` say what kind of mail it is ("An invitation"). `path` returns the address to put in, without the server's
    name. It is asked when the mail goes out, so that a link made there (`make_link`) is nowhere kept but in the mail;
    what it did is undone where the mail is not taken. `more` returns what else the words hold, in the language of the
    mail; never anything of a student.
    """
    _templates[code] = Template(code, words, subject, text, path, more)


def find_template(code: str) -> Template | None:
    """This function will return a template some room registered, or None."""
    return _templates.get(code)


def mail_words(code: str) -> str:
    """This function will say what kind of mail it is, in the reader's language."""
    found = _templates.get(code)
    return gettext(found.words) if found else code
