"""The door of the exchange: bring a file in."""

from throughline.rooms.exchange.runs.commands import import_file
from throughline.rooms.exchange.runs.report import RunReport

__all__ = ["RunReport", "import_file"]
