"""Documents to print: tagged PDF (PDF/UA-1) that a screen reader reads as the page is read."""

from throughline.formats.pdf.paper import Entries, Entry, Paper, Part, Rows, Sum, Sums, Text
from throughline.formats.pdf.writing import MOST_LETTERS, PaperNotMade, PaperTooLong, write_pdf

__all__ = [
    "MOST_LETTERS",
    "Entries",
    "Entry",
    "Paper",
    "PaperNotMade",
    "PaperTooLong",
    "Part",
    "Rows",
    "Sum",
    "Sums",
    "Text",
    "write_pdf",
]
