"""Printed documents: tagged, read back as they were said, and never obeying what they print."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from throughline.formats.pdf import (
    MOST_LETTERS,
    Entries,
    Entry,
    Paper,
    PaperTooLong,
    Rows,
    Sum,
    Sums,
    Text,
    write_pdf,
)
from throughline.formats.pdf.letters import ANYWHERE, IN_OURS, MISSING, plain


def paper(title: str = "Oak", lead: str = "", parts: tuple[Text | Entries | Sums | Rows, ...] = ()) -> Paper:
    return Paper(title, "es", lead, "Printed by Ada on Nov. 20", "Page {page} of {pages}", parts)


def read(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_it_is_tagged_and_says_its_title_and_language() -> None:
    reader = PdfReader(io.BytesIO(write_pdf(paper())))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "es"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "Oak"
    assert b"pdfuaid" in write_pdf(paper())


def test_all_that_is_said_is_there_to_read() -> None:
    sums = Sums(
        "The arithmetic",
        ("Line", "Way", "Amount"),
        [Sum("All students", "$12,000.00", "12 × $1,000.00"), Sum("A share", "$5.00", note="by decision")],
        Sum("Budget", "$12,005.00"),
    )
    entries = Entries("Attendance", [Entry("Absent", "Sep 12", "a note")])
    said = read(write_pdf(paper(parts=(Text("Words"), entries, Entries("Marks", [], "Nothing"), sums))))
    for words in ("Words", "Absent", "Sep 12", "a note", "Nothing", "12 × $1,000.00", "by decision", "$12,005.00"):
        assert words in said
    assert "Printed by Ada on Nov. 20" in said
    assert "Page 1 of 1" in said


def test_each_page_says_which_it_is() -> None:
    long = Entries("Days", [Entry(f"Day {n}") for n in range(120)])
    pages = PdfReader(io.BytesIO(write_pdf(paper(parts=(long,))))).pages
    assert len(pages) > 2
    for n, page in enumerate(pages, 1):
        assert f"Page {n} of {len(pages)}" in page.extract_text()


def test_made_for_one_page_it_is_set_smaller_until_it_fits_and_no_smaller_than_can_be_read() -> None:
    def n_pages(n: int, *, one_page: bool) -> int:
        made = replace(paper(parts=(Entries("Days", [Entry(f"Day {day}") for day in range(n)]),)), one_page=one_page)
        return len(PdfReader(io.BytesIO(write_pdf(made))).pages)

    assert n_pages(10, one_page=True) == 1
    assert (n_pages(45, one_page=False), n_pages(45, one_page=True)) == (2, 1)
    assert n_pages(120, one_page=True) > 1


@pytest.mark.parametrize(
    "hostile",
    [
        '#read("/etc/passwd")',
        "#panic()",
        "*bold* _it_ $x^2$",
        "= Heading <label> @ref",
        "\\u{41} // gone",
        '")#let x = 1',
    ],
)
def test_what_looks_like_an_order_is_printed_as_it_stands(hostile: str) -> None:
    content = write_pdf(paper(hostile, hostile, (Text(hostile), Entries(hostile, [Entry(hostile, hostile)]))))
    assert "".join(read(content).split()).count("".join(hostile.split())) == 6


@pytest.mark.parametrize("name", ["Nguyễn Thị Ánh", "Олена", "محمد", "שרה", "王伟", "👍"])
def test_every_name_can_be_printed(name: str) -> None:
    content = write_pdf(paper(name))
    assert b"StructTreeRoot" in content
    assert b"pdfuaid" in content


def test_letters_that_come_along_are_set_and_others_are_told_of_or_taken_from_the_machine() -> None:
    said = read(write_pdf(replace(paper(lead="Nguyễn Ñuño Жана Ελένη שרה"), missing="A white square")))
    assert "Nguyễn Ñuño Жана Ελένη" in said
    assert "A white square" not in said
    told = read(write_pdf(replace(paper(lead="\U0001f9ff Li Wei"), missing="A white square")))
    assert "Li Wei" in told
    assert (MISSING in told) == ("A white square" in told)


def test_all_letters_that_are_said_to_come_along_do() -> None:
    assert IN_OURS <= ANYWHERE
    said = read(write_pdf(replace(paper(lead=" ".join(sorted(ANYWHERE))), missing="A white square")))
    assert "A white square" not in said.replace("\n", " ") or MISSING in ANYWHERE


def test_a_word_without_end_breaks_and_signs_that_turn_others_are_left_out() -> None:
    said = read(write_pdf(paper(parts=(Text("https://example.org/" + "a" * 400),))))
    assert "a" * 400 in "".join(said.split()).replace("\u200b", "")
    assert len(said.splitlines()) > 4
    assert plain("a\u202eb\x00c\td\r\ne\ufeff") == "abc d\ne"


def test_each_page_is_headed_and_it_says_who_made_it_and_when() -> None:
    made = datetime(2026, 11, 20, 18, tzinfo=UTC)
    long = Rows("Looks", ("When", "Who"), [("Nov 3", f"Person {n}") for n in range(120)], (1, 3))
    reader = PdfReader(io.BytesIO(write_pdf(_made(paper(parts=(long,)), made))))
    assert reader.metadata is not None
    assert (reader.metadata.author, reader.metadata.creation_date) == ("Ada", made)
    for page in reader.pages:
        for words in ("Packet", "Confidential", "When"):
            assert words in page.extract_text()


def _made(whole: Paper, at: datetime) -> Paper:
    return replace(whole, author="Ada", at=at, kicker="Packet", confidential="Confidential")


def test_too_much_is_refused_in_words() -> None:
    with pytest.raises(PaperTooLong, match="too much"):
        write_pdf(paper(lead="word " * (MOST_LETTERS // 5 + 1)))


@settings(max_examples=15, deadline=None)  # each is a process
@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    assert write_pdf(paper(lead=text)).startswith(b"%PDF")


def test_the_same_document_is_the_same_bytes() -> None:
    assert write_pdf(paper()) == write_pdf(paper())
