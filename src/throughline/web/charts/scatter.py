"""A scatter: each one a dot by two measures, with the line that fits them, and its uncertainty."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import mark_safe

from throughline.web.charts import marks
from throughline.web.charts.chart import Chart, series
from throughline.web.charts.scales import Axis, Scale

HEIGHT = 340
TOP, BOTTOM = 34, 46


@dataclass(frozen=True, slots=True)
class Point:
    """One dot: its name, its two values, the series it belongs to (from 0), and whether its name is drawn."""

    label: str
    x: float
    y: float
    series: int = 0
    named: bool = False


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted line, as whoever computed it says: y = intercept + slope * x, and a band as (x, low, high) points."""

    intercept: float
    slope: float
    label: str
    band: Sequence[tuple[float, float, float]] = ()

    def at(self, x: float) -> float:
        """This function will return where the line stands at `x`."""
        return self.intercept + self.slope * x


def scatter(
    *,
    key: str,
    title: str,
    says: str,
    label_head: str,
    x: Axis,
    y: Axis,
    points: Sequence[Point],
    fit: Fit | None = None,
    series_labels: Sequence[str] = (),
) -> Chart:
    """This function will draw each point, and the line that fits them where one is given."""
    over_x = x.over(point.x for point in points)
    over_y = y.over(point.y for point in points)
    x, y = x.told_apart_by(over_x), y.told_apart_by(over_y)
    frame = _Frame(over_x, over_y)
    rows = [(point.label, x.words(point.x), y.words(point.y)) for point in points]
    drawn = [*_axes(frame, x), *(_fit(frame, fit, points) if fit else ()), *_dots(frame, points, rows)]
    legend = [(label, series(number)) for number, label in enumerate(series_labels)]
    return Chart(
        key=key,
        title=title,
        says=says,
        plot=mark_safe(f'<div class="plots">{_labels(frame, y)}{marks.svg(key, HEIGHT, drawn)}</div>'),  # noqa: S308 - every word in it was escaped by its mark
        heads=(label_head, x.label, y.label),
        rows=rows,
        numeric=(False, True, True),
        legend=[*legend, (fit.label, "fit")] if fit else legend,
    )


@dataclass(frozen=True, slots=True)
class _Frame:
    x: Scale
    y: Scale

    def across(self, value: float) -> str:
        return marks.across(self.x.at(value))

    def down(self, value: float) -> float:
        return TOP + (1 - self.y.at(value)) * (HEIGHT - TOP - BOTTOM)


def _labels(frame: _Frame, y: Axis) -> str:
    named = marks.words(y.label, "0", 12, css="name")
    column = marks.label_column(HEIGHT, ((y.words(value), frame.down(value) + 4) for value in frame.y.ticks))
    return column.replace("</svg>", f"{named}</svg>")


def _axes(frame: _Frame, x: Axis) -> list[str]:
    bottom = HEIGHT - BOTTOM
    drawn = [marks.words(x.label, "100%", HEIGHT - 4, css="name", anchor="end")]
    for value in frame.y.ticks:
        down = frame.down(value)
        drawn.append(marks.line("base-line" if value == frame.y.low else "grid-line", "0", down, "100%", down))
    for number, value in enumerate(frame.x.ticks):
        drawn.append(marks.tick(x.words(value), marks.across(frame.x.at(value)), bottom + 18, number))
    return drawn


def _fit(frame: _Frame, fit: Fit, points: Sequence[Point]) -> list[str]:
    drawn = []
    if fit.band:
        edges = ((frame.x.at(x), frame.down(low), frame.down(high)) for x, low, high in fit.band)
        drawn.append(marks.band(edges, HEIGHT))
    left, right = min(point.x for point in points), max(point.x for point in points)
    ends = (frame.across(left), frame.down(fit.at(left)), frame.across(right), frame.down(fit.at(right)))
    drawn.append(marks.line("fit", *ends))
    return drawn


def _dots(frame: _Frame, points: Sequence[Point], rows: Sequence[tuple[str, str, str]]) -> list[str]:
    drawn, names = [], []
    for point, (label, across, up) in zip(points, rows, strict=True):
        at, down = frame.across(point.x), frame.down(point.y)
        says = f"{label}: {across}, {up}"
        css = f"dot {series(point.series)}" + (" mark" if point.named else "")
        drawn.append(marks.dot(css, at, down, says, 6 if point.named else 5))
        if point.named:
            leftward = frame.x.at(point.x) > 0.6
            anchor, dx = ("end", -10) if leftward else ("start", 10)
            names.append(marks.words(point.label, at, down + 4, css="name", anchor=anchor, dx=dx))
    return drawn + names
