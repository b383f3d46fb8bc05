"""Lines over time: one drawn in full, and what it is compared with beside it; a place without a value is a gap."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from throughline.web.charts import marks
from throughline.web.charts.chart import Chart, series
from throughline.web.charts.scales import Axis, Scale
from throughline.web.charts.spans import LANE, Span, draw_spans, named_at

HEIGHT = 240
TOP, BOTTOM = 28, 30
# How what one compares with is drawn, in turn: as the legend shows it.
_BESIDE = ("fit", "typical")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is, and its value at each place; None where there is not enough to say."""

    label: str
    values: Sequence[float | None]


def lines(
    *,
    key: str,
    title: str,
    says: str,
    label_head: str,
    axis: Axis,
    at: Sequence[str],
    own: Line,
    beside: Sequence[Line] = (),
    bounds: tuple[float, float] | None = None,
    spans: Sequence[Span] = (),
    spans_head: str = "",
) -> Chart:
    """This function will draw `own` with a dot at each value, and up to two lines beside it, over the places `at`.

    `bounds` are values that the scale holds in any case. `spans` are shaded behind the lines and named below them; the
    table names them at each place, under `spans_head`.
    """
    every = [own, *beside]
    held = [value for line in every for value in line.values if value is not None]
    scale = axis.over([*held, *(bounds or ())])
    drawn = [*draw_spans(spans, len(at), top=TOP, bottom=HEIGHT - BOTTOM, first_lane=HEIGHT), *_axes(scale, at)]
    height = HEIGHT + LANE * len(spans)
    for line, css in zip(beside, _BESIDE, strict=False):
        drawn += _run(scale, line, css)
    drawn += _run(scale, own, "run") + _dots(scale, axis, at, own)
    ticks = axis.told_apart_by(scale)
    labels = marks.label_column(height, ((ticks.words(value), _down(scale, value) + 4) for value in scale.ticks))
    nothing = gettext("not enough data")
    return Chart(
        key=key,
        title=title,
        says=says,
        plot=mark_safe(f'<div class="plots">{labels}{marks.svg(key, height, drawn)}</div>'),  # noqa: S308 - every word in it was escaped by its mark
        heads=(label_head, *(line.label for line in every), *([spans_head] if spans else [])),
        rows=[
            (place, *(_words(axis, line.values[n], nothing) for line in every), *named_at(spans, n))
            for n, place in enumerate(at)
        ],
        numeric=(False, *(True for _line in every), *([False] if spans else [])),
        legend=[(own.label, series(0)), *((line.label, css) for line, css in zip(beside, _BESIDE, strict=False))],
    )


def _words(axis: Axis, value: float | None, nothing: str) -> str:
    return nothing if value is None else axis.words(value)


def _across(number: int, n: int) -> str:
    return marks.across(number / (n - 1) if n > 1 else 0.5)


def _down(scale: Scale, value: float) -> float:
    return TOP + (1 - scale.at(value)) * (HEIGHT - TOP - BOTTOM)


def _axes(scale: Scale, at: Sequence[str]) -> list[str]:
    drawn = []
    for value in scale.ticks:
        down = _down(scale, value)
        drawn.append(marks.line("base-line" if value == scale.low else "grid-line", "0", down, "100%", down))
    return drawn + [marks.tick(place, _across(n, len(at)), HEIGHT - BOTTOM + 18, n) for n, place in enumerate(at)]


def _run(scale: Scale, line: Line, css: str) -> list[str]:
    n = len(line.values)
    drawn = []
    for place, (before, after) in enumerate(zip(line.values, line.values[1:], strict=False)):
        if before is not None and after is not None:
            ends = (_across(place, n), _down(scale, before), _across(place + 1, n), _down(scale, after))
            drawn.append(marks.line(css, *ends))
    alone = [
        place
        for place, value in enumerate(line.values)
        if value is not None and _is_none(line.values, place - 1) and _is_none(line.values, place + 1)
    ]
    for place in alone if not css.startswith("run") else ():
        value = line.values[place]
        middle, down = (place / (n - 1) if n > 1 else 0.5), _down(scale, value or 0)
        drawn.append(marks.line(css, marks.across(middle - 0.04), down, marks.across(middle + 0.04), down))
    return drawn


def _is_none(values: Sequence[float | None], place: int) -> bool:
    return not 0 <= place < len(values) or values[place] is None


def _dots(scale: Scale, axis: Axis, at: Sequence[str], line: Line) -> list[str]:
    return [
        marks.dot(
            f"dot {series(0)}", _across(n, len(at)), _down(scale, value), f"{line.label}, {at[n]}: {axis.words(value)}"
        )
        for n, value in enumerate(line.values)
        if value is not None
    ]
