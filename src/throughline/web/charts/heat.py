"""How often, by two things at once: a table whose cells are deeper where there is more, each with its number."""

from collections.abc import Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext

from throughline.web.charts.chart import Chart

N_DEPTHS = 4


def heat(
    *,
    key: str,
    title: str,
    says: str,
    corner: str,
    down: Sequence[str],
    across: Sequence[str],
    counts: Mapping[tuple[int, int], int],
) -> Chart:
    """This function will draw how often something fell in each row and column, given as (row, column) from 0."""
    most = max(counts.values(), default=0)
    heads = format_html_join("", '<th scope="col">{}</th>', ((name,) for name in across))

    def cells(row: int) -> str:
        held = (counts.get((row, column), 0) for column in range(len(across)))
        return format_html_join("", '<td class="d{}">{}</td>', ((_depth(n, most), n or "") for n in held))

    body = format_html_join("", '<tr><th scope="row">{}</th>{}</tr>', ((name, cells(n)) for n, name in enumerate(down)))
    plot = format_html(
        '<div class="pane" tabindex="0" role="region" aria-label="{}"><table class="heat"><caption class="unseen">{}'
        '</caption><thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table></div>',
        gettext("%(title)s, as a table") % {"title": title},
        title,
        corner,
        heads,
        body,
    )
    return Chart(key, title, says, plot, (), (), (), (), is_table=True)


def _depth(n: int, most: int) -> int:
    """How deep a cell is, from 0 for nothing to `N_DEPTHS` for the most there is."""
    return 0 if not n else max(1, round(n / most * N_DEPTHS))
