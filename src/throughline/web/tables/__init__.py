"""Tables: filter, sort, page and export, with plain links first."""

from throughline.web.tables.columns import Choice, Column
from throughline.web.tables.questions import Question
from throughline.web.tables.sources import Answer, Source
from throughline.web.tables.table import ReadTable, Table, asks_for_more

__all__ = ["Answer", "Choice", "Column", "Question", "ReadTable", "Source", "Table", "asks_for_more"]
