"""Marks of a drawing whose widths are shares of the page's and whose heights are pixels.

So a chart fits any screen without a script, and its words keep their size. Colours come from classes, so that a
chart turns dark with the page and needs no inline style.
"""

from collections.abc import Iterable

from django.utils.html import escape

EDGE = 5.0
# How much of the width lies between the edges, in percent.
WITHIN = 100 - 2 * EDGE


def across(share: float) -> str:
    """This function will return a place along the width, a little in from the edges."""
    return f"{EDGE + share * WITHIN:.2f}%"


def line(css: str, x1: str, y1: float, x2: str, y2: float) -> str:
    """This function will draw a straight line."""
    return f'<line class="{css}" x1="{x1}" y1="{y1:.1f}" x2="{x2}" y2="{y2:.1f}"/>'


def block(css: str, x: str, y: float, width: float, height: float) -> str:
    """This function will fill a box whose width is in percent."""
    return f'<rect class="{css}" x="{x}" y="{y:.1f}" width="{width:.2f}%" height="{height:.1f}"/>'


def dot(css: str, x: str, y: float, says: str, radius: float = 5) -> str:
    """This function will draw a dot that says what it is when pointed at."""
    return f'<circle class="{css}" cx="{x}" cy="{y:.1f}" r="{radius}"><title>{escape(says)}</title></circle>'


def words(text: str, x: str, y: float, *, css: str = "", anchor: str = "start", dx: float = 0) -> str:
    """This function will write words at a place."""
    styled = f' class="{css}"' if css else ""
    moved = f' dx="{dx:g}"' if dx else ""
    return f'<text{styled} x="{x}" y="{y:.1f}"{moved} text-anchor="{anchor}">{escape(text)}</text>'


def tick(text: str, x: str, y: float, number: int) -> str:
    """This function will name a value below the drawing; every second one steps back where there is little room."""
    css = ' class="alternate"' if number % 2 else ""
    return f'<text{css} x="{x}" y="{y:.1f}" text-anchor="middle">{escape(text)}</text>'


def band(points: Iterable[tuple[float, float, float]], height: float) -> str:
    """This function will fill between a low and a high edge, given as (share across, low y, high y)."""
    held = list(points)
    forth = " ".join(f"{x * 100:.2f},{low:.1f}" for x, low, _ in held)
    back = " ".join(f"{x * 100:.2f},{high:.1f}" for x, _, high in reversed(held))
    return (
        f'<svg x="{EDGE}%" y="0" width="{WITHIN}%" height="{height:g}" viewBox="0 0 100 {height:g}" '
        f'preserveAspectRatio="none"><polygon class="band" points="{forth} {back}"/></svg>'
    )


def svg(key: str, height: float, drawn: Iterable[str]) -> str:
    """This function will hold marks in one drawing, named and described by its chart's title and sentence."""
    return (
        f'<svg class="plot" height="{height:g}" role="img" aria-labelledby="{key}-title" '
        f'aria-describedby="{key}-says">{"".join(drawn)}</svg>'
    )


def label_column(height: float, labels: Iterable[tuple[str, float]]) -> str:
    """This function will set labels in a column of their own, as wide as the longest of them needs."""
    held = list(labels)
    width = 8 + round(8.4 * max((len(text) for text, _ in held), default=0))
    drawn = "".join(words(text, str(width - 8), y, anchor="end") for text, y in held)
    return f'<svg class="plot" width="{width}" height="{height:g}" aria-hidden="true">{drawn}</svg>'
