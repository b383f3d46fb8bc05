"""Write a document as a tagged PDF."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from throughline.formats.pdf.letters import ANYWHERE, IN_OURS, MISSING, plain, set_letters
from throughline.formats.pdf.paper import Entries, Paper, Part, Rows, Sums, Text
from throughline.values.errors import RefusedInput, ThroughlineError
from throughline.values.words import gettext_noop

_KINDS: dict[type[Part], str] = {Text: "text", Entries: "entries", Sums: "sums", Rows: "rows"}
_PRESS = Path(__file__).parent / "press.py"
_CANNOT_SET = 3  # as the press says it
_MOST_SECONDS = 30
# Some 200 pages, made in a few seconds. What is slower for its many cells is stopped after the most seconds.
MOST_LETTERS = 600_000


class PaperTooLong(RefusedInput):
    """More than one document holds."""


class PaperNotMade(ThroughlineError):
    """The compiler refused, or took too long. What the document holds is not said."""


def write_pdf(paper: Paper) -> bytes:
    """This function will return a document as PDF/UA-1: tagged, with its title and language; the same bytes each time.

    The layout is ours and fixed. What the document says goes in as data, so no text can read a file or change the page.
    Letters that the fonts which come along do not have are taken from the machine's; where it has none either, a white
    square stands for each and the document says so, for PDF/UA allows no letter without a shape.
    **Raises** `PaperTooLong`, `PaperNotMade`.

    **Source** ISO 14289-1 (PDF/UA-1)
    """
    said = asdict(paper) | {"parts": [asdict(part) | {"kind": _KINDS[type(part)]} for part in paper.parts]}
    said["at"] = None if paper.at is None else int(paper.at.timestamp())
    if _letters_of(said) > MOST_LETTERS:
        raise PaperTooLong(
            gettext_noop("This is too much for one document."), gettext_noop("Choose fewer days or parts.")
        )
    whole = _each(said, plain)
    known = _each(said, lambda text: set_letters(text, ANYWHERE))
    # Letter and accent may have a font each, and none together: then only those of our own font are sure.
    ours = _each(said, lambda text: set_letters(text, IN_OURS))
    tries = [(whole, False)] if whole == known else [(whole, True), (known, False)]
    for words, all_fonts in [*tries, (ours, False)]:
        done = _press(_told(words), all_fonts=all_fonts)
        if done.returncode == 0:
            return done.stdout
        if done.returncode != _CANNOT_SET:
            break
    raise _not_made()


def _letters_of(said: Any) -> int:
    match said:
        case str():
            return len(said)
        case dict():
            return sum(map(_letters_of, said.values()))
        case list() | tuple():
            return sum(map(_letters_of, said))
    return 0


def _told(said: Mapping[str, Any]) -> dict[str, Any]:
    """The document with what is said of letters without a font, where there are such."""
    language, _, region = said["language"].partition("-")
    parts = list(said["parts"])
    if said["missing"] and MISSING in json.dumps(said, ensure_ascii=False):
        parts.append({"kind": "text", "quiet": True, "words": said["missing"]})
    return {**said, "parts": parts, "language": language, "region": region.upper() or None}


def _press(told: Mapping[str, Any], *, all_fonts: bool) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - our own program, arguments are ours
            [sys.executable, "-I", str(_PRESS)],
            input=json.dumps({"all_fonts": all_fonts, "paper": told}).encode(),
            capture_output=True,
            timeout=_MOST_SECONDS,
            check=False,
            env={"RAYON_NUM_THREADS": "2"},
        )
    except subprocess.TimeoutExpired:
        raise _not_made() from None


def _not_made() -> PaperNotMade:
    return PaperNotMade(
        gettext_noop("The document could not be made."),
        gettext_noop("Choose fewer days or parts, or print the page itself from your browser."),
    )


def _each(said: Any, change: Any) -> Any:
    """The same, every text of it changed."""
    match said:
        case str():
            return change(said)
        case dict():
            return {name: _each(value, change) for name, value in said.items()}
        case list() | tuple():
            return [_each(value, change) for value in said]
    return said
