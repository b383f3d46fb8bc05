"""Bars: a table whose rows draw themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from throughline.web.charts.chart import Chart, series
from throughline.web.charts.scales import Axis


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. `against` marks a second value to compare with: last year's, the district's."""

    label: str
    value: float
    against: float | None = None
    url: str = ""


def bars(
    *, key: str, title: str, says: str, label_head: str, axis: Axis, rows: Sequence[Bar], against_label: str = ""
) -> Chart:
    """This function will draw a bar for each row, from zero, in the order given."""
    values = [value for bar in rows for value in (bar.value, bar.against) if value is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    reach = (high - low) or 1.0
    zero = -low / reach * 100
    zero_line = _line("zero", zero) if low < 0 else ""

    def row_of(bar: Bar) -> tuple[SafeString, SafeString, str]:
        name = format_html('<a href="{}">{}</a>', bar.url, bar.label) if bar.url else format_html("{}", bar.label)
        at = (bar.value - low) / reach * 100
        mark = "" if bar.against is None else _against((bar.against - low) / reach * 100)
        drawn = (
            f'<svg aria-hidden="true"><rect class="{series(0 if bar.value >= 0 else 1)}" x="{min(at, zero):.2f}%" '
            f'width="{abs(at - zero):.2f}%" y="14%" height="72%"/>{zero_line}{mark}</svg>'
        )
        return name, mark_safe(drawn), axis.words(bar.value)  # noqa: S308 - figures and class names only

    body = format_html_join(
        "\n",
        '<tr><th scope="row">{}</th><td class="bar">{}</td><td class="number">{}</td></tr>',
        (row_of(bar) for bar in rows),
    )
    plot = format_html(
        '<table class="bars"><caption class="unseen">{}</caption><thead><tr><th scope="col">{}</th><td></td>'
        '<th scope="col" class="number">{}</th></tr></thead><tbody>{}</tbody></table>',
        title,
        label_head,
        axis.label,
        body,
    )
    legend = ((axis.label, series(0)), (against_label, "against")) if against_label else ()
    return Chart(key, title, says, plot, (), (), (), legend, is_table=True)


def _against(at: float) -> str:
    return _line("halo", at) + _line("against", at)


def _line(css: str, at: float) -> str:
    return f'<line class="{css}" x1="{at:.2f}%" x2="{at:.2f}%" y1="0" y2="100%"/>'
