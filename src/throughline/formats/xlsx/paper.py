"""How cells of a workbook look, and what every sheet of one shares, whatever it holds."""

from collections.abc import Sequence
from functools import cached_property

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from throughline.formats.xlsx.sheet_names import shortened

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_TEXT = 32_000  # a spreadsheet drops a longer text altogether
_HEADING = {"bold": True, "bg_color": "#F2F0EA", "bottom": 1, "text_wrap": True, "valign": "top"}
_INPUT = {"locked": False, "bg_color": "#FFF7DF", "border": 1, "border_color": "#8A5A00"}


class Paper:
    """The look of a workbook. Who inherits it holds a `workbook` and a `title`, and knows the `currency`."""

    workbook: Workbook
    title: str

    @property
    def currency(self) -> str:
        """The ISO 4217 code of the money."""
        raise NotImplementedError

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
        return '"$"#,##0.00' if self.currency == "USD" else "#,##0.00"

    def _style(self, **properties: object) -> Format:
        return self.workbook.add_format({"font_name": "Arial", "font_size": 11, **properties})
