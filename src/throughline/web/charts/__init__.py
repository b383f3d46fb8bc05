"""Charts drawn as plain SVG by the server: they fit any width, follow the theme, print, and need no script."""

from throughline.web.charts.bars import Bar, bars
from throughline.web.charts.chart import Chart
from throughline.web.charts.heat import heat
from throughline.web.charts.lines import Line, lines
from throughline.web.charts.scales import Axis
from throughline.web.charts.scatter import Fit, Point, scatter
from throughline.web.charts.spans import Span
from throughline.web.charts.strip import Dot, Strip, strips

__all__ = [
    "Axis",
    "Bar",
    "Chart",
    "Dot",
    "Fit",
    "Line",
    "Point",
    "Span",
    "Strip",
    "bars",
    "heat",
    "lines",
    "scatter",
    "strips",
]
