"""Takes one of our own CSV files into a temporary table."""

from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from throughline.formats.csv.block import Block
from throughline.formats.csv.tally import Tally
from throughline.formats.district_csv.reader import FileReading, read_table
from throughline.rooms.exchange.staging import tables
from throughline.rooms.exchange.staging.progress import Progress
from throughline.rooms.exchange.staging.staged import Staged
from throughline.rooms.students import api as students


def stage_file(kind: str, path: Path, tally: Tally, progress: Progress) -> Staged:
    """This function will read a file of needs, attendance, marks, behavior or assessments into a temporary table.

    **Raises** `RefusedInput` where there is no such file, and `Cancelled`.
    """
    reading = read_table(path, kind, tally)
    tables.make_tables([reading.table])
    tables.copy_blocks(reading.table, _telling(reading, path.stat().st_size, progress))
    with connection.cursor() as cursor:
        incoming = tables.incoming(reading.table)
        cursor.execute(f"delete from {incoming} where row_no = any(%s)", [sorted(reading.held_later)])
    rows = {reading.rows.file: {"read": reading.rows.n_rows, "unchanged": 0, "held": reading.n_held}}
    return Staged("", "", students.DISTRICT_FILES[kind], rows, reading.refused)


def _telling(reading: FileReading, n_bytes: int, progress: Progress) -> Iterator[Block]:
    """The blocks, telling how far the reading is: by rows, of as many as the file's size lets expect."""
    n_expected = 0
    progress("reading", 0, n_bytes)
    for block in reading:
        if not n_expected:
            n_expected = n_bytes * len(block) // max(1, sum(map(len, block.copy_text())))
        progress("reading", min(block.numbers[-1], n_expected), n_expected)
        yield block
