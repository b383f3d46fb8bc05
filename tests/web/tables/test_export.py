"""An export holds every row that fits, as figures a program can read and text no spreadsheet will run."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from django.http import HttpRequest, HttpResponse

from throughline.web.components.pieces import Status
from throughline.web.tables import Column, Table

Ask = Callable[[str], HttpRequest]
COLUMNS = [
    Column("name", "Name"),
    Column("cents", "Dollars", kind="money"),
    Column("share", "Share", kind="percent"),
    Column("day", "Day", kind="date"),
    Column("at", "At", kind="moment"),
    Column("state", "State", kind="status"),
    Column("secret", "Secret", exported=False),
]
ROW: dict[str, Any] = {
    "name": "Zoë",
    "cents": -123456,
    "share": 0.25,
    "day": date(2026, 5, 12),
    "at": datetime(2026, 11, 20, 23, 4, 5, tzinfo=UTC),
    "state": Status("Done", "good"),
    "secret": "canary-11",
}


def _export(ask: Ask, kind: str, rows: list[dict[str, Any]]) -> HttpResponse:
    request = ask(f"/?export={kind}")
    response = Table(key="t", caption="T", columns=COLUMNS, rows=rows, file_name="list").read(request).export(request)
    assert response is not None
    return response


def _csv(response: HttpResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def _sheet(response: HttpResponse) -> Any:
    return openpyxl.load_workbook(io.BytesIO(response.content)).active


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cache_may_keep_it(ask: Ask, kind: str) -> None:
    response = _export(ask, kind, [ROW])
    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Disposition"] == f'attachment; filename="list.{kind}"'
    assert b"canary-11" not in response.content


def test_csv_holds_figures_as_programs_read_them(ask: Ask) -> None:
    response = _export(ask, "csv", [ROW])
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert _csv(response) == [
        ["Name", "Dollars", "Share", "Day", "At", "State"],
        ["Zoë", "-1234.56", "0.25", "2026-05-12", "2026-11-20 15:04:05", "Done"],
    ]


def test_a_workbook_holds_numbers_and_dates(ask: Ask) -> None:
    sheet = _sheet(_export(ask, "xlsx", [ROW]))
    values = [cell.value for cell in sheet[2]]
    assert values == ["Zoë", -1234.56, 0.25, datetime(2026, 5, 12), datetime(2026, 11, 20, 15, 4, 5), "Done"]  # noqa: DTZ001 - a workbook's dates have no zone


@pytest.mark.parametrize("nasty", ["=1+1", "+1", "-1", "@sum", "\t=1", "=cmd|' /C calc'!A0"])
def test_no_text_is_run_as_a_formula(ask: Ask, nasty: str) -> None:
    rows = [ROW | {"name": nasty}]
    assert _csv(_export(ask, "csv", rows))[1][0] == f"'{nasty}"
    cell = _sheet(_export(ask, "xlsx", rows))["A2"]
    assert cell.data_type == "s"
    assert cell.value == nasty
    assert cell.quotePrefix


def test_every_page_is_in_it(ask: Ask) -> None:
    rows = [ROW | {"name": f"Row {number}"} for number in range(130)]
    assert len(_csv(_export(ask, "csv", rows))) == 131


def test_nothing_is_left_empty_not_dashed(ask: Ask) -> None:
    assert _csv(_export(ask, "csv", [dict.fromkeys(ROW)]))[1] == [""] * 6
