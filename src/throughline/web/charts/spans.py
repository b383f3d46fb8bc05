"""Spans of time behind lines: from when until when something was so, shaded, and named in words below the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.web.charts import marks

LANE = 24
# About how many letters of a name fit on a phone.
MOST_LETTERS = 34


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where something lasted, along places counted from 0; `places` are those it is named at."""

    label: str
    first: float
    last: float
    places: frozenset[int] = frozenset()


def draw_spans(spans: Sequence[Span], n_places: int, *, top: float, bottom: float, first_lane: float) -> list[str]:
    """This function will shade each span between `top` and `bottom`, and name it on a lane of its own below."""
    drawn = [_shade(left, right, n_places, top, bottom) for left, right in _together(spans)]
    for number, span in enumerate(spans):
        first, last = _share(span.first, n_places), _share(span.last, n_places)
        left, right = marks.across(first), marks.across(last)
        lane = first_lane + number * LANE + 18
        drawn += [
            marks.line("base-line", left, top, left, bottom),
            marks.line("typical", left, lane, right, lane),
            _name(span.label, first, last, lane - 5),
        ]
    return drawn


def named_at(spans: Sequence[Span], place: int) -> list[str]:
    """This function will name the spans at one place, as one cell of the table; no cell where there are no spans."""
    return ["; ".join(span.label for span in spans if place in span.places) or "\u2013"] if spans else []


def _shade(first: float, last: float, n_places: int, top: float, bottom: float) -> str:
    left, right = _share(first, n_places), _share(last, n_places)
    return marks.block("band", marks.across(left), top, (right - left) * marks.WITHIN, bottom - top)


def _together(spans: Sequence[Span]) -> list[tuple[float, float]]:
    """What the spans cover together: shaded once where they overlap, or lines behind many would no longer be seen."""
    covered: list[tuple[float, float]] = []
    for first, last in sorted((span.first, span.last) for span in spans):
        if covered and first <= covered[-1][1]:
            covered[-1] = (covered[-1][0], max(last, covered[-1][1]))
        else:
            covered.append((first, last))
    return covered


def _share(place: float, n_places: int) -> float:
    return 0.5 if n_places < 2 else min(1.0, max(0.0, place / (n_places - 1)))


def _name(label: str, first: float, last: float, down: float) -> str:
    """A name that stays inside: from where its span begins, or up to where it ends when that is nearer the far edge."""
    said = label if len(label) <= MOST_LETTERS else label[: MOST_LETTERS - 1].rstrip() + "\u2026"
    if first <= 0.35:
        return marks.words(said, marks.across(first), down, css="name", dx=4)
    return marks.words(said, marks.across(max(last, 0.65)), down, css="name", anchor="end", dx=-4)
