"""A strip plot: each one a dot on a line, a line for each group, so that one sees the spread and who stands apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from throughline.web.charts import marks
from throughline.web.charts.chart import Chart, series
from throughline.web.charts.scales import Axis, Scale

ROW_HEIGHT = 58
LABEL_HEIGHT = 18


@dataclass(frozen=True, slots=True)
class Dot:
    """One of a group: a school, and its value. A named dot is labelled in the drawing."""

    label: str
    value: float
    named: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """A group on its own line; `typical` marks its middle (say in the chart's words which middle)."""

    label: str
    dots: Sequence[Dot]
    typical: float | None = None


def strips(
    *, key: str, title: str, says: str, group_head: str, label_head: str, axis: Axis, groups: Sequence[Strip]
) -> Chart:
    """This function will draw each group as a strip, in the order given (least need first, most need last)."""
    all_values = [dot.value for group in groups for dot in group.dots]
    all_values += [group.typical for group in groups if group.typical is not None]
    scale = axis.over(all_values)
    axis = axis.told_apart_by(scale)
    height = ROW_HEIGHT * len(groups) + 30
    shown = [[axis.words(dot.value) for dot in group.dots] for group in groups]
    drawn = _axis(scale, axis, height - 30)
    drawn += [_strip(group, n, scale, values) for n, (group, values) in enumerate(zip(groups, shown, strict=True))]
    return Chart(
        key=key,
        title=title,
        says=says,
        plot=mark_safe(marks.svg(key, height, drawn)),  # noqa: S308 - every word in it was escaped by its mark
        heads=(group_head, label_head, axis.label),
        rows=[
            (group.label, dot.label, value)
            for group, values in zip(groups, shown, strict=True)
            for dot, value in zip(group.dots, values, strict=True)
        ],
        numeric=(False, False, True),
        legend=((label_head, series(0)), (gettext("Middle of its group"), "typical")),
    )


def _axis(scale: Scale, axis: Axis, bottom: float) -> list[str]:
    drawn = []
    for number, value in enumerate(scale.ticks):
        x = marks.across(scale.at(value))
        drawn.append(marks.line("grid-line", x, 0, x, bottom))
        drawn.append(marks.tick(axis.words(value), x, bottom + 18, number))
    return drawn


def _strip(group: Strip, number: int, scale: Scale, shown: Sequence[str]) -> str:
    top = number * ROW_HEIGHT
    middle = top + LABEL_HEIGHT + 20
    drawn = [
        marks.words(group.label, "0", top + 14, css="name"),
        marks.line("base-line", "0", middle, "100%", middle),
    ]
    for dot, value in zip(group.dots, shown, strict=True):
        x, says = marks.across(scale.at(dot.value)), f"{dot.label}: {value}"
        drawn.append(marks.dot(f"dot {series(0)}", x, middle, says))
        if dot.named:
            anchor = "end" if scale.at(dot.value) > 0.5 else "start"
            drawn.append(marks.words(dot.label, x, middle - 15, css="name", anchor=anchor))
    if group.typical is not None:
        x = marks.across(scale.at(group.typical))
        drawn.append(marks.line("typical", x, middle - 12, x, middle + 12))
    return "".join(drawn)
