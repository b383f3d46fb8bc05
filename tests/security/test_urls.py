"""Every address × every member of the cast and a visitor × reading and posting: who is answered, and nothing leaks."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Max
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pypdf import PdfReader
from tests.security.conftest import SET_UP, Clients, Oracle
from tests.security.expectations import AIMS, EVERYBODY, FILLS, HANDFULS, POSTED, Aim
from tests.security.forms import usual_body
from tests.security.writes import WORKED_OUT, attempts, next_change, written_by_others

from throughline.demo import cast
from throughline.formats.pdf import Paper, Text, write_pdf

CSP = ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")
ELSEWHERE = re.compile(
    r"""(?:src|href|action|content|srcset|poster|data)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?(?:https?:)?//""",
    re.IGNORECASE,
)


def _names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"


def test_every_address_has_an_expectation_and_none_is_left_over() -> None:
    expected, present = {aim.page for aim in AIMS}, set(_names(get_resolver()))
    assert present - expected == set(), "say in security/expected/ who may open these"
    assert expected - present == set(), "these addresses are gone"


def _fill(aim: Aim) -> dict[str, object]:
    return _made(aim, aim.fill)


def _made(aim: Aim, words: Mapping[str, str]) -> dict[str, object]:
    """What stands for these words at an address: looked up, or made there and then."""
    from throughline.rooms.accounts.sight.viewing import acting_as

    with acting_as(SET_UP):
        fills = {word: FILLS.get(f"{aim.page} {word}", FILLS.get(word, str)) for word in words}
        return {word: fills[word](value) for word, value in words.items()}


@dataclass(frozen=True)
class Asked:
    """An address filled in, and what is posted to it."""

    aim: Aim
    url: str
    data: Mapping[str, object]


def _prepared(aim: Aim, clients: Clients) -> Asked:
    """An address to be asked for, with a body that its own form takes, read off the page as one who is answered.

    What the aim itself posts comes first.
    """
    url = reverse(aim.page, kwargs=_fill(aim))
    usual: dict[str, str] = {}
    if aim.get and aim.post:
        client = clients[min(aim.get & aim.post or aim.get)]  # who signs in does so outside of what is undone
        with transaction.atomic():
            response = client.get(url, aim.query)
            transaction.set_rollback(True)
        usual = usual_body(_text(response), url)
    return Asked(aim, url, usual | dict(aim.data) | _made(aim, aim.made))


def _text(response: HttpResponseBase) -> str:
    """What a reader finds in an answer, workbooks unzipped and documents read."""
    content = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined] # both kinds
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in book.namelist())
    if content[:5] == b"%PDF-":
        return _read(content)
    return content.decode("utf-8", errors="replace").replace("&#x27;", "'")


def _read(document: bytes) -> str:
    """The words of a document, with those that are not shown: its title and outline."""
    pages = PdfReader(io.BytesIO(document))
    told = [page.extract_text() for page in pages.pages] + [str(part) for part in (pages.metadata or {}).values()]
    return "\n".join([*told, *(str(part) for part in _titles(pages.outline))])


def _titles(outline: Iterable[Any]) -> Iterator[str]:
    for part in outline:
        if isinstance(part, list):
            yield from _titles(part)
        else:
            yield str(part.title)


def test_a_document_is_read_for_what_it_tells() -> None:
    document = write_pdf(Paper("Title of Mateo", "en", "A lead", "A foot", "Page {page}", (Text("Said of Ana"),)))
    for words in ("Title of Mateo", "A lead", "A foot", "Said of Ana"):
        assert words in _read(document)


def _sent_to_sign_in(response: HttpResponseBase) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/sign-in/?")


@dataclass(frozen=True)
class Answer:
    """What was answered, of which students it noted a look, which tables it wrote in, and what it wrote in error."""

    response: HttpResponseBase
    noted: set[int]
    tables: set[str]
    wrongly: list[str]


def _ask(client: Client, asked: Asked, method: str, key: str, oracle: Oracle) -> Answer:
    """One request, undone. Whoever was signed in as another by it, or out, is themselves again."""
    from throughline.rooms.audit.models import Disclosure

    session = client.cookies.output()
    with transaction.atomic():
        last = Disclosure.objects.aggregate(last=Max("pk"))["last"] or 0
        before, since = attempts(), next_change()
        response = client.get(asked.url, asked.aim.query) if method == "get" else client.post(asked.url, asked.data)
        tables = {name for name, n in attempts().items() if before.get(name) != n}
        judged = tables - WORKED_OUT.get(asked.aim.page.partition(":")[0], set())
        wrongly = [] if key in asked.aim.post else list(written_by_others(key, judged, since, oracle))
        noted = set(Disclosure.objects.filter(pk__gt=last).values_list("student_id", flat=True))
        transaction.set_rollback(True)
    if client.cookies.output() != session:
        client.cookies.load(session.replace("Set-Cookie: ", ""))
    return Answer(response, noted, tables, wrongly)


def _fault(aim: Aim, key: str, method: str, response: HttpResponseBase) -> str:
    """What is wrong with how somebody was answered, empty where nothing is."""
    status = words = response.status_code
    if status >= 500:
        return f"{words}, a fault of ours"
    if not key and not aim.open:
        return "" if _sent_to_sign_in(response) else f"{words}, not sent to sign in"
    answered = status not in {403, 404, 405} and not _sent_to_sign_in(response)
    wanted = key in getattr(aim, method) if key else bool(getattr(aim, method))
    return "" if answered == wanted else f"{words}, but should {'' if wanted else 'not '}be answered"


def _looseness(response: HttpResponseBase, text: str) -> str:
    """What an answer lacks that keeps the web tight."""
    policy = response.headers.get("Content-Security-Policy", "")
    if missing := [part for part in CSP if part not in policy]:
        return f"its content security policy lacks {missing}"
    if "unsafe" in policy:
        return "its content security policy allows what is unsafe"
    for header, value in (("X-Frame-Options", "DENY"), ("X-Content-Type-Options", "nosniff")):
        if response.headers.get(header) != value:
            return f"{header} is not {value}"
    if response.headers.get("Referrer-Policy") not in {"same-origin", "strict-origin"}:
        return "it tells other sites which page people come from"
    if "html" in response.headers.get("Content-Type", "") and (found := ELSEWHERE.search(text)):
        return f"it names another site: {text[found.start() : found.start() + 80]}"
    return ""


@pytest.mark.parametrize("aims", HANDFULS.values(), ids=HANDFULS)
def test_who_is_answered_and_what_they_are_told(aims: tuple[Aim, ...], clients: Clients, oracle: Oracle) -> None:
    faults = []
    for aim in aims:
        asked = _prepared(aim, clients)
        methods = ("get",) if _only_reads(asked, clients) else ("get", "post")
        for key, client in clients.everybody():
            for method in methods:
                faults += [
                    f"{aim} {key or 'visitor'} {method}: {fault}"
                    for fault in _faults(asked, key, method, client, oracle)
                ]
    assert faults == []


def _only_reads(asked: Asked, clients: Clients) -> bool:
    """Whether a page takes nothing that is posted, and says so before it asks who posts: one has tried it for all."""
    if asked.aim.page in POSTED:
        return False
    client = clients["administrator"]  # who signs in does so outside of what is undone
    with transaction.atomic():
        response = client.post(asked.url, asked.data)
        transaction.set_rollback(True)
    return response.status_code == HTTPStatus.METHOD_NOT_ALLOWED


def _faults(asked: Asked, key: str, method: str, client: Client, oracle: Oracle) -> Iterator[str]:
    """All that is wrong with one answer."""
    answer = _ask(client, asked, method, key, oracle)
    response, noted, text = answer.response, answer.noted, _text(answer.response)
    if fault := _fault(asked.aim, key, method, response):
        yield fault
    if leaked := oracle.told(key, _without_whom_it_offers(text) if asked.aim.page == "accounts:sign_in" else text):
        yield f"tells what they may not know: {leaked}"
    if answer.tables and not asked.aim.open and key not in getattr(asked.aim, method):
        yield f"is not theirs, and writes in {sorted(answer.tables)}"
    if unnoted := [name for name, students in oracle.noted_names(key).items() if name in text and not students & noted]:
        yield f"names {len(unnoted)} and notes no look at them"
    if loose := _looseness(response, text):
        yield loose


def _without_whom_it_offers(text: str) -> str:
    """The sign-in page of the invented district, less the buttons by which anybody may become one of the cast."""
    for member in cast.CAST:
        text = text.replace(f'value="{member.username}"', "")
    return text


def test_the_whole_cast_is_tried() -> None:
    assert len(EVERYBODY) == 17
