"""Whatever is sent to whichever page, nothing breaks and nothing is half written.

The forms are read from the pages themselves, so that a new one is tried without anybody having to remember it.
"""

import re
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.security.conftest import SET_UP, Clients
from tests.security.expectations import AIMS, Aim
from tests.security.forms import Field, forms_on
from tests.security.test_urls import _fill, _text
from tests.security.writes import MAY_GROW, attempts

NASTY = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "'; drop table students_student; --",
    '<script>alert("x")</script>',
    "{{ 7|add:7 }}{% load x %}",
    "=cmd|' /C calc'!A0",
    "../../../../etc/passwd",
    "http://169.254.0.1/",
    "9" * 400,
    "-1",
    "1e999",
    "NaN",
    "9999-12-31",
    "0001-01-01",
    "2026-02-30",
    "\u202e\u0000\ud7ff\U0001f9d1",
    "x" * 20_000,
    "null",
    "[]",
)
_PAGES = [aim for aim in AIMS if aim.get or aim.open]


def _somebody(aim: Aim, clients: Clients) -> Client:
    """One who is answered there; the administrator where many are, and a visitor where the page is open."""
    if aim.open:
        return clients[""]
    answered = aim.get or aim.post
    key = "administrator" if "administrator" in answered else min(answered, default="")
    return clients[key]


def _forms_on(client: Client, aim: Aim, url: str) -> Iterator[tuple[str, list[Field]]]:
    response = client.get(url, aim.query)
    text = _text(response)  # read to its end, as a browser does: a file is closed then
    if "html" in response.headers.get("Content-Type", ""):
        yield from forms_on(text, url)


def _rows() -> dict[str, int]:
    """How many rows every table holds, as the duty that sees the most."""
    from throughline.rooms.accounts.sight.viewing import acting_as

    with acting_as(SET_UP), connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class join pg_namespace n on n.oid = relnamespace"
            " where relkind = 'r' and nspname = 'public' order by relname"
        )
        tables = [name for (name,) in cursor.fetchall() if name not in MAY_GROW]
        cursor.execute(" union all ".join(f"select '{name}', count(*) from {name}" for name in tables))  # noqa: S608 - our own tables
        return dict(cursor.fetchall())


def _of_each_kind(fields: list[Field]) -> list[Field]:
    """The first and the last of fields that differ by a number alone, as those of a table's rows do."""
    kinds: dict[str, list[Field]] = {}
    for field in fields:
        kinds.setdefault(re.sub(r"\d+", "#", field.name), []).append(field)
    return [field for alike in kinds.values() for field in alike[:1] + alike[1:][-1:]]


def _value(field: Field, nasty: str) -> object:
    if field.kind == "file":
        return SimpleUploadedFile(f"{nasty[:60]}.csv", nasty.encode("utf-8", "surrogatepass"))
    return nasty


def _is_refused(response: HttpResponseBase) -> bool:
    return response.status_code >= 400 or (response.status_code == 200 and b'aria-invalid="true"' in _content(response))


def _content(response: HttpResponseBase) -> bytes:
    return b"" if response.streaming else response.content  # type: ignore[attr-defined] # the other kind has it


@pytest.mark.parametrize("aim", _PAGES, ids=str)
def test_every_field_of_every_form_takes_anything(aim: Aim, clients: Clients) -> None:
    """Each field in turn holds each nasty text, the others what they would: an answer, and no half of a change."""
    url = reverse(aim.page, kwargs=_fill(aim))
    client = _somebody(aim, clients)
    faults: list[str] = []
    before: dict[str, int] = {}
    for address, fields in _forms_on(client, aim, url):
        usual = {field.name: field.options[-1] for field in fields if field.kind not in {"file", "checkbox"}}
        for position, field in enumerate(_of_each_kind(fields)):
            for nasty in NASTY[position % 5 :: 5]:
                tried, after = attempts(), before
                with transaction.atomic():
                    response = client.post(address, usual | {field.name: _value(field, nasty)})
                    if response.status_code >= 500:
                        faults.append(f"{address} {field.name}={nasty[:20]!r}: {response.status_code}")
                    elif _is_refused(response) and attempts() != tried:
                        after = _rows()
                    transaction.set_rollback(True)
                if after is not before and after != (before := before or _rows()):
                    grown = [name for name, n in after.items() if before.get(name) != n]
                    faults.append(f"{address} {field.name}={nasty[:20]!r}: refused, and yet wrote {grown}")
    assert faults == []


_QUERY = st.dictionaries(
    st.sampled_from(["page", "per", "sort", "q", "export", "on", "school", "grade", "joined", "next", "compare"]),
    st.one_of(st.sampled_from(NASTY), st.text(max_size=40)),
    max_size=4,
)


@pytest.mark.parametrize("aim", _PAGES, ids=str)
def test_any_question_to_any_page_is_answered(aim: Aim, clients: Clients) -> None:
    """Whatever stands behind the question mark, with or without a table's prefix, no page breaks."""
    url = reverse(aim.page, kwargs=_fill(aim))
    client = _somebody(aim, clients)
    prefixes = {"", *re.findall(r'name="([a-z_]+-)(?:page|per|sort|q)"', _text(client.get(url, aim.query)))}

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
    @given(query=_QUERY, prefix=st.sampled_from(sorted(prefixes)))
    def ask(query: dict[str, str], prefix: str) -> None:
        with transaction.atomic():
            response = client.get(url, {f"{prefix}{key}": value for key, value in query.items()})
            _text(response)
            transaction.set_rollback(True)
        assert response.status_code < 500

    ask()


def test_the_forms_are_really_found(clients: Clients) -> None:
    """Nothing is tried above where a page's form is not read: those that must be there are."""
    found: dict[str, set[str]] = {}
    for aim in _PAGES:
        client, url = _somebody(aim, clients), reverse(aim.page, kwargs=_fill(aim))
        for _address, fields in _forms_on(client, aim, url):
            found.setdefault(aim.page, set()).update(field.name for field in fields)
    assert found["accounts:sign_in"] >= {"username", "password"}
    assert found["accounts:tighten"] >= {"see", "reason"}
    assert found["students:students"] >= {"text"}
    assert len(found) > 8


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_unasked_methods_change_nothing(method: str, clients: Clients) -> None:
    # Signing in, and filling an address, may make rows of their own.
    asked = [(aim, reverse(aim.page, kwargs=_fill(aim)), _somebody(aim, clients)) for aim in AIMS]
    before = _rows()
    for aim, url, client in asked:
        response = getattr(client, method)(url)
        assert response.status_code in {200, 302, 403, 404, 405}, f"{aim}: {response.status_code}"
    assert _rows() == before


@pytest.mark.parametrize(
    "nasty", ["%00", "%F0%9F%A7%91", "99999999999999999999999", "..%2f..%2f", "%ff%fe", "a" * 3000]
)
def test_addresses_that_were_never_made_are_not_found(nasty: str, clients: Clients) -> None:
    heads = sorted({reverse(aim.page, kwargs=_fill(aim)).strip("/").split("/")[0] for aim in AIMS} - {""})
    faults = []
    for head in heads:
        for address in (f"/{head}/{nasty}/", f"/{head}/{nasty}/{nasty}/", f"/{head}/{nasty}"):
            status = clients["administrator"].get(address).status_code
            if status >= 500 or status == 200:
                faults.append(f"{address[:60]}: {status}")
    assert faults == []
