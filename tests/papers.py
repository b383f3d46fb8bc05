"""Reading a paper back: what somebody who opens the PDF can read and search."""

import io

from pypdf import PdfReader


def words_of(content: bytes) -> str:
    """The words of a PDF in their order, one space between them."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
