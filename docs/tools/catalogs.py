"""Keep a folder's catalog of words: read it, bring it up to date, compile it, and say what is wrong with it."""

import gettext
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from docs.tools.marked import Marked

LANGUAGE = "es"
_HEADER = "# Spanish for Throughline. Written, not translated word for word; families are addressed as usted."
_ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)  # the same words make the same bytes on any day
_PLACEHOLDER = re.compile(r"%%|%\(\w+\)[#0\- +]*[\d.]*[sdif]|%[sd]|\{\w*\}")


def po_file(folder: Path) -> Path:
    """This function will name the catalog of a folder."""
    return folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def load(file: Path) -> Catalog:
    """This function will read a catalog, or return an empty one where there is none."""
    if not file.exists():
        return _empty()
    with file.open("rb") as content:
        return read_po(content, locale=LANGUAGE)


def bring_up_to_date(old: Catalog, found: Iterable[Marked]) -> Catalog:
    """This function will return a catalog of exactly the marked words, with the translations that `old` has."""
    new = _empty()
    for marked in merged(found).values():
        kept = _get(old, marked)
        new.add(
            (marked.words, marked.plural) if marked.plural else marked.words,
            _fitting(kept, plural=bool(marked.plural)),
            locations=[(marked.file, 0)],
            user_comments=kept.user_comments if kept else (),
            context=marked.context or None,
        )
    return new


def merged(found: Iterable[Marked]) -> dict[tuple[str, str], Marked]:
    """This function will keep one of each marked string; one with a plural stands for one without."""
    by_key: dict[tuple[str, str], Marked] = {}
    for marked in found:
        known = by_key.get(marked.key)
        if known is None or (marked.plural and not known.plural):
            by_key[marked.key] = marked
    return by_key


def save(file: Path, catalog: Catalog) -> None:
    """This function will write a catalog and what Django reads of it, side by side."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as content:
        write_po(content, catalog, width=118, sort_output=False, include_lineno=False)
    file.with_suffix(".mo").write_bytes(_compiled(catalog))


def find_faults(file: Path, found: Iterable[Marked]) -> Iterator[str]:
    """This function will yield what is wrong with a catalog, given the strings marked in its folder."""
    catalog, wanted = load(file), merged(found)
    for marked in wanted.values():
        message = _get(catalog, marked)
        if message is None or message.fuzzy or not all(_strings(message)):
            yield f"needs Spanish ({marked.file}): {marked.words!r}"
        elif bool(marked.plural) != isinstance(message.id, tuple):
            yield f"has a plural in one place and none in the other: {marked.words!r}"
        elif wrong := wrong_placeholders(message):
            yield f"{wrong}: {marked.words!r}"
    for message in catalog:
        if message.id and (message.context or "", _words(message)) not in wanted:
            yield f"is no longer said anywhere: {_words(message)!r}"
    if wanted and not _is_compiled(file, catalog):
        yield "is not compiled as it is written"


def spoken(file: Path) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """This function will return every translation of a catalog by its context and words."""
    return {(message.context or "", _words(message)): _strings(message) for message in load(file) if message.id}


def wrong_placeholders(message: Message) -> str:
    """This function will say which placeholders a translation lacks or adds, or nothing where they agree.

    A form for one may leave out the number: "one school" for "%(n)s school".
    """
    ids = tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)
    known = set().union(*(_placeholders(text) for text in ids))
    for position, text in enumerate(_strings(message)):
        has = _placeholders(text)
        wanted = _placeholders(ids[min(position, len(ids) - 1)])
        if has - known:
            return f"names {', '.join(sorted(has - known))}, which the English does not have"
        if wanted - has and not (len(ids) > 1 and position == 0 and len(wanted - has) == 1):
            return f"lacks {', '.join(sorted(wanted - has))}"
    return ""


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text)) - {"%%"}


def _strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, list | tuple) else (message.string or "",)


def _words(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, list | tuple) else message.id)


def _get(catalog: Catalog, marked: Marked) -> Message | None:
    return catalog.get(marked.words, marked.context or None)


def _fitting(kept: Message | None, *, plural: bool) -> str | tuple[str, ...]:
    if kept is None or kept.fuzzy or isinstance(kept.id, tuple) != plural:
        return ("", "") if plural else ""
    return _strings(kept) if plural else _strings(kept)[0]


def _empty() -> Catalog:
    return Catalog(
        locale=LANGUAGE,
        header_comment=_HEADER,
        project="Throughline",
        version="1",
        creation_date=_ALWAYS,
        revision_date=_ALWAYS,
        last_translator="Throughline",
        language_team="Spanish",
        msgid_bugs_address="docs/how-to/translate.md",
        fuzzy=False,
    )


def _compiled(catalog: Catalog) -> bytes:
    content = BytesIO()
    write_mo(content, catalog)
    return content.getvalue()


def _is_compiled(file: Path, catalog: Catalog) -> bool:
    compiled = file.with_suffix(".mo")
    if not compiled.exists():
        return False
    kept, fresh = (_read_mo(content) for content in (compiled.read_bytes(), _compiled(catalog)))
    return kept == fresh


def _read_mo(content: bytes) -> dict[object, str]:
    """What a compiled catalog says, its header aside: the header names the tool that wrote it."""
    said: dict[object, str] = dict(vars(gettext.GNUTranslations(BytesIO(content)))["_catalog"])
    return {key: text for key, text in said.items() if key != ""}
