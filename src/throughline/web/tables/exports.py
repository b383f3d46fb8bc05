"""A table as a file: what the page shows, every page of it, with figures a program can read.

**Source**: OWASP, CSV Injection. A text that a spreadsheet would run as a formula is marked as text.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone

from throughline.formats.csv.writing import escaped_formula
from throughline.values.money import dollars_text
from throughline.web.downloads import CSV, as_download
from throughline.web.tables.columns import Column
from throughline.web.tables.sources import word_of

FORMATS = ("csv", "xlsx")
_TYPES = {
    "csv": CSV,
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export_response(kind: str, file_name: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """This function will return the rows as a download that no cache may keep.

    The file is made whole before it is sent: rows are only in sight within the request's own transaction.
    """
    kept = [column for column in columns if column.exported]
    content = as_csv(kept, rows) if kind == "csv" else as_xlsx(kept, rows)
    return as_download(content, _TYPES[kind], f"{file_name}.{kind}")


def as_csv(columns: Sequence[Column], rows: Iterable[Any]) -> bytes:
    """This function will write the rows as CSV, with a byte order mark so that spreadsheets read the accents."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([escaped_formula(column.label) for column in columns])
    writer.writerows([_plain(column, column.of(row)) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(columns: Sequence[Column], rows: Iterable[Any]) -> bytes:
    """This function will write the rows as a workbook, figures as numbers and dates as dates."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        looks = {kind: book.add_format({"num_format": look}) for kind, look in _LOOKS.items()}
        quoted = book.add_format({"quote_prefix": True})
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column.label, head)
            sheet.set_column(at, at, 14 if column.numeric or column.kind == "date" else 28)
        for line, row in enumerate(rows, start=1):
            for at, column in enumerate(columns):
                _write(sheet, line, at, column, column.of(row), looks.get(column.kind), quoted)
        sheet.freeze_panes(1, 1)
    return out.getvalue()


_LOOKS = {
    "money": "$#,##0.00",
    "number": "#,##0.##########",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}


def _plain(column: Column, value: Any) -> str:
    if value is None:
        return ""
    match column.kind:
        case "money":
            return dollars_text(value)
        case "number" | "percent":
            return str(value)
        case "date" | "moment":
            return _local(value).isoformat(sep=" ") if isinstance(value, datetime) else str(value.isoformat())
    return escaped_formula(word_of(value))


def _write(sheet: Any, line: int, at: int, column: Column, value: Any, look: Any, quoted: Any) -> None:
    if value is None:
        return
    match column.kind:
        case "money":
            sheet.write_number(line, at, float(Decimal(value) / 100), look)
        case "number" | "percent":
            sheet.write_number(line, at, float(value), look)
        case "date" | "moment":
            sheet.write_datetime(line, at, _local(value), look)
        case _:
            text = word_of(value)
            sheet.write_string(line, at, text, quoted if text != escaped_formula(text) else None)


def _local(value: date) -> Any:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    return value
