import re
from collections.abc import Callable
from typing import get_args
from xml.etree import ElementTree as XmlTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.web.charts import (
    Axis,
    Bar,
    Chart,
    Dot,
    Fit,
    Line,
    Point,
    Span,
    Strip,
    bars,
    heat,
    lines,
    scatter,
    strips,
)
from throughline.web.charts.scales import Kind, scale_over

MONEY = Axis("Dollars per pupil", "money")
NEED = Axis("Need", "percent")


def _scatter(points: list[Point], fit: Fit | None = None) -> Chart:
    return scatter(key="c", title="T", says="S", label_head="School", x=NEED, y=MONEY, points=points, fit=fit)


@pytest.mark.parametrize("values", [[3, 96], [0.02, 0.97], [-40, 12], [1_000_000, 1_000_001], [7], [], [0, 0]])
def test_a_scale_holds_every_value_in_few_round_steps(values: list[float]) -> None:
    scale = scale_over(values)
    assert all(0 <= scale.at(value) <= 1 for value in values)
    assert 2 <= len(scale.ticks) <= 8


@given(st.lists(st.floats(-1e9, 1e9), max_size=8), st.sampled_from(get_args(Kind)))
def test_an_axis_holds_whatever_it_is_given_and_counts_in_whole_steps(values: list[float], kind: Kind) -> None:
    axis = Axis("Change", kind)
    scale = axis.over(values)
    assert all(-1e-6 <= scale.at(value) <= 1 + 1e-6 for value in values)
    assert 2 <= len(scale.ticks) <= 8
    assert kind != "number" or all(tick == int(tick) for tick in scale.ticks)


def test_a_scale_can_begin_at_nothing() -> None:
    assert scale_over([40, 90], from_zero=True).low == 0
    assert scale_over([-90, -40], from_zero=True).high == 0


@pytest.mark.parametrize("kind", ["number", "percent"])
@pytest.mark.parametrize("values", [[0, 0.0021], [3, 96], [0.02, 0.97], [0, 2], [-0.004, 0.15]])
def test_no_two_ticks_read_alike(kind: Kind, values: list[float]) -> None:
    scale = Axis("Change", kind).over(values)
    axis = Axis("Change", kind).told_apart_by(scale)
    words = [axis.words(value) for value in scale.ticks]
    assert len(set(words)) == len(words)


def test_whole_steps_need_no_decimals() -> None:
    for n, ticks in ((2, [0, 1, 2]), (0.1, [0, 1]), (11, [0, 5, 10, 15]), (96, [0, 20, 40, 60, 80, 100])):
        assert Axis("Incidents", from_zero=True).over([0, n]).ticks == ticks
    axis = NEED.told_apart_by(NEED.over([0.05, 0.96]))
    assert [axis.words(value) for value in (0.2, 0.4)] == ["20%", "40%"]


def test_a_point_lies_where_its_values_say() -> None:
    chart = _scatter([Point("Low", 0.0, 0), Point("High", 1.0, 100_00)])
    dots = re.findall(r'<circle[^>]*cx="([\d.]+)%" cy="([\d.]+)"', chart.plot)
    (left, low), (right, high) = [(float(x), float(y)) for x, y in dots]
    assert left < right
    assert low > high


def test_a_fitted_line_and_its_band_are_drawn() -> None:
    fit = Fit(0, 100_00, "Fit", [(0, 0, 10), (1, 90, 110)])
    drawn = _scatter([Point("Low", 0.0, 0), Point("High", 1.0, 100_00)], fit).plot
    assert 'class="fit"' in drawn
    assert 'class="band"' in drawn


def test_a_chart_needs_no_style_and_is_well_formed(show: Callable[..., str]) -> None:
    rows = [Bar("A <", 5_00, 4_00), Bar("B", -2_00)]
    charts = [
        _scatter([Point('A "<b>"', 0.1, 500_00, named=True), Point("B", 0.9, 900_00, series=11)], Fit(0, 1, "Line")),
        strips(
            key="s", title="T", says="S", group_head="Need", label_head="School", axis=MONEY,
            groups=[Strip("Least <", [Dot("A & B", 100_00, named=True)], 100_00)],
        ),
        bars(key="b", title="T", says="S", label_head="School", axis=MONEY, rows=rows),
        _lines([0.9, None, 0.8]),
        heat(key="h", title="T", says="S", corner="Day", down=["A <"], across=["8:00"], counts={(0, 0): 2}),
    ]  # fmt: skip
    for chart in charts:
        XmlTree.fromstring(f"<div>{chart.plot}</div>")  # noqa: S314 - our own drawing
        shown = show("{% chart chart %}", chart=chart)
        assert "style=" not in shown
        assert "<b>" not in shown
        assert "S</p>" in shown


def test_a_chart_stands_with_its_table(show: Callable[..., str]) -> None:
    shown = show("{% chart chart %}", chart=_scatter([Point("Cedar", 0.5, 765_400)]))
    assert "<td" in shown
    assert "$7,654" in shown
    assert "50%" in shown
    assert 'role="img"' in shown
    assert 'aria-labelledby="c-title"' in shown


def test_a_loss_is_drawn_on_the_other_side_of_nothing() -> None:
    chart = bars(
        key="b", title="T", says="S", label_head="School", axis=MONEY, rows=[Bar("Up", 1_00), Bar("Down", -1_00)]
    )
    up, down = re.findall(r'<rect class="(\w+)" x="([\d.]+)%" width="([\d.]+)%"', chart.plot)
    assert up == ("s1", "50.00", "50.00")
    assert down == ("s2", "0.00", "50.00")


def _lines(own: list[float | None], beside: list[float | None] | None = None) -> Chart:
    also = [Line("Middle <", beside)] if beside is not None else []
    places = [f"M{n}" for n in range(len(own))]
    return lines(
        key="l", title="T", says="S", label_head="Month", axis=NEED, at=places, own=Line("O <", own), beside=also
    )


def test_a_line_breaks_where_there_is_not_enough_to_say() -> None:
    whole, broken = _lines([0.9, 0.8, 0.7]).plot, _lines([0.9, None, 0.7]).plot
    assert whole.count('class="run"') == 2
    assert broken.count('class="run"') == 0
    assert broken.count("<circle") == 2


def test_the_table_of_a_line_says_what_is_missing() -> None:
    chart = _lines([0.9, None], [None, 0.5])
    assert [list(row) for row in chart.rows] == [["M0", "90%", "not enough data"], ["M1", "not enough data", "50%"]]
    assert [label for label, _css in chart.legend] == ["O <", "Middle <"]


@pytest.mark.parametrize("values", [[], [0.4], [None], [None, None]])
def test_few_values_or_none_are_drawn_without_a_fault(values: list[float | None]) -> None:
    XmlTree.fromstring(f"<div>{_lines(values, values).plot}</div>")  # noqa: S314 - our own drawing


def test_a_cell_is_deeper_where_there_is_more_and_always_has_its_number() -> None:
    chart = heat(
        key="h", title="T", says="S", corner="Day", down=["Mon", "Tue"], across=["8:00", "9:00"],
        counts={(0, 0): 1, (1, 1): 8},
    )  # fmt: skip
    assert re.findall(r'<td class="d(\d)">(\d*)</td>', chart.plot) == [("1", "1"), ("0", ""), ("0", ""), ("4", "8")]


def test_spans_are_shaded_once_and_named_at_their_places() -> None:
    spans = [Span("Tutoring <b>", 0.5, 2, frozenset({1, 2})), Span("A circle", 1, 2, frozenset({1, 2}))]
    chart = lines(
        key="l", title="T", says="S", label_head="Month", axis=NEED, at=["Aug", "Sep", "Oct"],
        own=Line("Mateo", [0.9, 0.8, 0.7]), spans=spans, spans_head="Supports then",
    )  # fmt: skip
    XmlTree.fromstring(f"<div>{chart.plot}</div>")  # noqa: S314 - our own drawing
    assert re.findall(r'<rect class="band" x="([\d.]+)%" y="[\d.]+" width="([\d.]+)%"', chart.plot) == [
        ("27.50", "67.50")
    ]
    assert "Tutoring &lt;b&gt;" in chart.plot
    assert [row[-1] for row in chart.rows] == ["–", "Tutoring <b>; A circle", "Tutoring <b>; A circle"]
    assert chart.heads[-1] == "Supports then"


def test_spans_apart_are_shaded_apart() -> None:
    spans = [Span("First", 0, 0.5), Span("Second", 1.5, 2)]
    chart = lines(
        key="l", title="T", says="S", label_head="Month", axis=NEED, at=["Aug", "Sep", "Oct"],
        own=Line("Mateo", [0.9, 0.8, 0.7]), spans=spans, spans_head="Supports then",
    )  # fmt: skip
    assert chart.plot.count('class="band"') == 2
