"""Write a document as a tagged PDF."""

import json
import re
from dataclasses import asdict
from importlib import resources

from throughline.formats.pdf.paper import Entries, Paper, Part, Sums, Text

_KINDS: dict[type[Part], str] = {Text: "text", Entries: "entries", Sums: "sums"}
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")  # no font shows them, and nobody reads them


def write_pdf(paper: Paper) -> bytes:
    """This function will return a document as PDF/UA-1: tagged, with its title and language; the same bytes each time.

    The layout is ours and fixed. What the document says goes in as data, so no text can read a file or change the page.
    Letters that the fonts which come along do not have are taken from the machine's; where it has none either, the
    document is tagged all the same and shows a box for each, which PDF/UA does not allow.

    **Source** ISO 14289-1 (PDF/UA-1)
    """
    import typst  # a large program, loaded only where somebody prints

    said = asdict(paper) | {"parts": [asdict(part) | {"kind": _KINDS[type(part)]} for part in paper.parts]}
    written = json.dumps(_seen(said))
    layout = resources.files("throughline.formats.pdf").joinpath("paper.typ").read_bytes()
    for own_fonts in (True, False):
        try:
            return typst.compile(
                layout,
                format="pdf",
                sys_inputs={"paper": written},
                pdf_standards="ua-1",
                ignore_system_fonts=own_fonts,
            )
        except typst.TypstError as error:
            if "could not be displayed" not in error.message:
                raise
    return typst.compile(layout, format="pdf", sys_inputs={"paper": written})


def _seen(value: object) -> object:
    if isinstance(value, str):
        return _UNSEEN.sub("", value)
    if isinstance(value, dict):
        return {key: _seen(each) for key, each in value.items()}
    return [_seen(each) for each in value] if isinstance(value, list | tuple) else value
