"""Takes one of our own CSV files into a temporary table."""

from pathlib import Path

from throughline.formats.csv.dialect import Dialect
from throughline.formats.csv.reading import TableReading
from throughline.formats.csv.tally import Tally
from throughline.formats.district_csv.catalog import TABLES
from throughline.rooms.exchange.staging import tables
from throughline.rooms.exchange.staging.oneroster import Staged
from throughline.rooms.exchange.staging.progress import Progress, counted
from throughline.rooms.students import api as students
from throughline.values.errors import RefusedInput
from throughline.values.words import gettext_noop


def stage_file(kind: str, path: Path, tally: Tally, progress: Progress) -> Staged:
    """This function will read a file of needs, attendance, marks, behavior or assessments into a temporary table.

    **Raises** `RefusedInput` where there is no such file, and `Cancelled`.
    """
    if not path.is_file():
        raise RefusedInput(gettext_noop("There is no file at that place."), gettext_noop("Check the path."))
    table = TABLES[kind]
    n_total, n_done = path.stat().st_size, 0

    def tell(n_bytes: int) -> None:
        nonlocal n_done
        n_done += n_bytes
        progress("reading", n_done, max(n_total, n_done))

    tell(0)
    tables.make_tables([table])
    opener = counted(lambda: path.open("rb"), tell)
    reading = TableReading(opener, table, file=table.file, tally=tally, dialect=Dialect(lenient=True))
    tables.copy_blocks(table, reading)
    rows = {table.file: {"read": reading.n_rows, "unchanged": 0, "held": reading.n_held}}
    return Staged("", "", students.DISTRICT_FILES[kind], rows, reading.refused)
