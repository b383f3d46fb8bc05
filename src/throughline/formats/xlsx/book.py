"""What every sheet of a budget workbook shares: the result shown, where things stand, and how cells look."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from throughline.engines.funding import ALL_STUDENTS, Allocation
from throughline.formats.xlsx.sheet_names import quoted, shortened

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_TEXT = 32_000  # a spreadsheet drops a longer text altogether
_HEADING = {"bold": True, "bg_color": "#F2F0EA", "bottom": 1, "text_wrap": True, "valign": "top"}
_INPUT = {"locked": False, "bg_color": "#FFF7DF", "border": 1, "border_color": "#8A5A00"}

# Where the tables stand: one heading row, then one row for each level or school.
FIRST_ROW = 1
FIRST_RATE_COLUMN = 2  # after the level's key and label
FIRST_COUNT_COLUMN = 3  # after the school's ID, name and level


@dataclass(frozen=True, slots=True)
class SheetTitles:
    """The names of the fixed sheets, in the reader's language."""

    how_it_works: str
    rates: str
    counts: str
    all_schools: str
    one_school: str


@dataclass(frozen=True)
class Book:
    """A workbook being written: every sheet is made from this and from nothing else."""

    workbook: Workbook
    allocation: Allocation
    positions: Sequence[int]
    titles: SheetTitles
    language: str
    translate: Callable[[str], str]
    title: str

    @property
    def n_needs(self) -> int:
        return len(self.allocation.formula.needs)

    @cached_property
    def all_at(self) -> int | None:
        """Which need counts every student; without it there are no dollars per student."""
        codes = [need.counts for need in self.allocation.formula.needs]
        return codes.index(ALL_STUDENTS) if ALL_STUDENTS in codes else None

    def need_label(self, need_at: int) -> str:
        return self.allocation.formula.needs[need_at].label.text(self.language)

    def level_label(self, position: int) -> str:
        level = self.allocation.formula.levels[int(self.allocation.level_index[position])]
        return level.label.text(self.language)

    def level_cell(self, row: int) -> str:
        """This function will return the reference of a school's level on the counts sheet, by its row."""
        return f"{quoted(self.titles.counts)}!$C${row + 1}"

    def count_cell(self, row: int, need_at: int) -> str:
        """This function will return the reference of a school's count on the counts sheet, by its row."""
        return f"{quoted(self.titles.counts)}!${xl_col_to_name(FIRST_COUNT_COLUMN + need_at)}${row + 1}"

    def rate_formula(self, level_reference: str, need_at: int) -> str:
        """This function will return the lookup of a rate by the level that a cell names."""
        column = xl_col_to_name(FIRST_RATE_COLUMN + need_at)
        return f"INDEX({self._rates_range(column)},MATCH({level_reference},{self._rates_range('A')},0))"

    def label_formula(self, level_reference: str) -> str:
        """This function will return the lookup of a level's label by the level that a cell names."""
        return f"INDEX({self._rates_range('B')},MATCH({level_reference},{self._rates_range('A')},0))"

    def _rates_range(self, column: str) -> str:
        last = FIRST_ROW + len(self.allocation.formula.levels)
        return f"{quoted(self.titles.rates)}!${column}${FIRST_ROW + 1}:${column}${last}"

    @cached_property
    def title_style(self) -> Format:
        return self._style(bold=True, font_size=16)

    @cached_property
    def heading(self) -> Format:
        return self._style(**_HEADING)

    @cached_property
    def number_heading(self) -> Format:
        return self._style(**_HEADING, align="right")

    @cached_property
    def wrapped(self) -> Format:
        return self._style(text_wrap=True, valign="top")

    @cached_property
    def strong(self) -> Format:
        return self._style(bold=True, valign="top")

    @cached_property
    def link(self) -> Format:
        return self._style(font_color="#0B5C5A", underline=1)

    @cached_property
    def count(self) -> Format:
        return self._style(num_format="#,##0")

    @cached_property
    def count_input(self) -> Format:
        return self._style(num_format="#,##0", **_INPUT)

    @cached_property
    def text_input(self) -> Format:
        return self._style(**_INPUT)

    @cached_property
    def money(self) -> Format:
        return self._style(num_format=self._money_pattern())

    @cached_property
    def count_total(self) -> Format:
        return self._style(num_format="#,##0", bold=True, top=1)

    @cached_property
    def money_total(self) -> Format:
        return self._style(num_format=self._money_pattern(), bold=True, top=1)

    @cached_property
    def total_label(self) -> Format:
        return self._style(bold=True, top=1)

    def write_text(self, sheet: Worksheet, row: int, column: int, text: str, style: Format | None = None) -> None:
        """This function will write text as text, marked so that no program takes it for a formula."""
        if text.startswith(_FORMULA_STARTS):
            style = self._as_text_only(style)
        sheet.write_string(row, column, shortened(text, _LONGEST_TEXT), style)

    def prepare(self, sheet: Worksheet, widths: Sequence[float], *, freeze: tuple[int, int]) -> None:
        """This function will set what all sheets share: widths, panes, protection without a password, print."""
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(*freeze)
        sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
        sheet.set_landscape()
        sheet.set_paper(1)
        sheet.fit_to_pages(1, 0)
        if freeze[0]:
            sheet.repeat_rows(0, freeze[0] - 1)
        sheet.set_footer(f"&L{self.title.replace('&', '&&')[:100]}&C&A&R&P / &N")

    def _as_text_only(self, style: Format | None) -> Format:
        properties: dict[str, object] = {"quote_prefix": True}
        if style is self.text_input:
            properties |= _INPUT
        elif style in (self.title_style, self.strong):
            properties |= {"bold": True}
        return self._style(**properties)

    def _money_pattern(self) -> str:
        return '"$"#,##0.00' if self.allocation.formula.currency == "USD" else "#,##0.00"

    def _style(self, **properties: object) -> Format:
        return self.workbook.add_format({"font_name": "Arial", "font_size": 11, **properties})
