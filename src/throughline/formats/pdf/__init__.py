"""Documents to print: tagged PDF (PDF/UA-1) that a screen reader reads as the page is read."""

from throughline.formats.pdf.paper import Entries, Entry, Paper, Part, Sum, Sums, Text
from throughline.formats.pdf.writing import write_pdf

__all__ = ["Entries", "Entry", "Paper", "Part", "Sum", "Sums", "Text", "write_pdf"]
