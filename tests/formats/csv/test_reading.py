"""Reading one CSV file: what is held, what is mended, what is refused, and where it is said to be."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.formats.csv import lines as line_reading
from throughline.formats.csv.columns import Column, Kind, Table
from throughline.formats.csv.dialect import Dialect
from throughline.formats.csv.reading import TableReading
from throughline.formats.csv.tally import Tally
from throughline.formats.csv.writing import CsvTable, escaped_formula
from throughline.values.problem import Severity

PEOPLE = Table(
    "people",
    (
        Column("id", Kind.ID, required=True),
        Column("name", required=True),
        Column("born", Kind.DATE),
        Column("secret", Kind.SECRET),
        Column("grades", Kind.GRADES),
    ),
    keys=("id",),
)
HEAD = b"id,name,born,secret,grades\r\n"


def read(content: bytes, dialect: Dialect | None = None) -> tuple[list[tuple[str, ...]], Tally, TableReading]:
    tally = Tally()
    reading = TableReading(
        lambda: BytesIO(content), PEOPLE, file="people.csv", tally=tally, dialect=dialect or Dialect()
    )
    return [cells for block in reading for cells in block.cells], tally, reading


def said(tally: Tally) -> list[tuple[str, int | None, str]]:
    return [(problem.rule.code, problem.row, problem.column) for problem in tally.problems]


def test_clean_rows_are_given_without_secrets_and_with_their_numbers() -> None:
    rows, tally, reading = read(HEAD + "1,Zoë,2010-01-02,hunter2,KG\r\n000123,Ana,,,\r\n".encode())
    assert rows == [("1", "Zoë", "2010-01-02", "KG"), ("000123", "Ana", "", "")]
    assert tally.problems == ()
    assert (reading.n_rows, reading.n_taken, reading.n_held) == (2, 2, 0)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(ends: bytes, mark: bytes) -> None:
    content = mark + ends.join([b"id,name,born,secret,grades", b'1,"Smith, Jo ""J""",,,', b"2,B,,,"])
    rows, tally, _ = read(content)
    assert rows == [("1", 'Smith, Jo "J"', "", ""), ("2", "B", "", "")]
    assert tally.problems == ()


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        (b"2,B,,", "csv.too_few_cells", ""),
        (b"2,B,,,,extra", "csv.too_many_cells", ""),
        (b'2,bad"quote,,,', "csv.quote", ""),
        (b'2,"closed" late,,,', "csv.quote", ""),
        (b"2,B\x00,,,", "csv.control_character", ""),
        (b"2,B\rC,,,", "csv.control_character", ""),
        (b",B,,,", "csv.blank", "id"),
        (b"2,  ,,,", "csv.blank", "name"),
        (b"2,B,1/05/2023,,", "csv.not_date", "born"),
        (b"2," + b"x" * 9000 + b",,,", "csv.too_long", "name"),
        (b"2" * 300 + b",B,,,", "csv.too_long", "id"),
        (b"2," + b"x" * 70000 + b",,,", "csv.row_too_long", ""),
    ],
)
def test_a_bad_row_is_held_and_named_and_its_neighbors_are_taken(line: bytes, code: str, column: str) -> None:
    rows, tally, reading = read(HEAD + b"1,A,,,\r\n" + line + b"\r\n3,C,,,\r\n")
    assert [row[0] for row in rows] == ["1", "3"]
    assert said(tally) == [(code, 3, column)]
    assert (reading.n_rows, reading.n_taken, reading.n_held) == (3, 2, 1)


def test_a_cell_over_two_lines_is_one_problem_and_the_next_row_keeps_its_number() -> None:
    rows, tally, reading = read(HEAD + b'1,"A\r\nB",,,\r\n2,C,bad,,\r\n3,D,,,\r\n')
    assert rows == [("3", "D", "", "")]
    assert said(tally) == [("csv.line_break", 2, ""), ("csv.not_date", 4, "born")]
    assert reading.n_taken == 1


def test_an_unclosed_quote_costs_its_own_row_only() -> None:
    rows, tally, _ = read(HEAD + b'1,"A,,,\r\n2,B,,,\r\n3,C,,,\r\n')
    assert [row[0] for row in rows] == ["2", "3"]
    assert said(tally) == [("csv.line_break", 2, "")]


def test_blank_rows_are_passed_over() -> None:
    rows, tally, reading = read(HEAD + b"\r\n1,A,,,\r\n,,,,\r\n2,B,,,\r\n\r\n")
    assert [row[0] for row in rows] == ["1", "2"]
    assert said(tally) == [("csv.blank_row", 4, "")]
    assert reading.n_held == 0


def test_a_blank_cell_too_many_holds_the_row_for_others_may_have_moved() -> None:
    rows, tally, _ = read(HEAD + b"1,Smith, Jo,hunter2,,\r\n")
    assert rows == []
    assert said(tally) == [("csv.too_many_cells", 2, "")]
    assert "hunter2" not in str(tally.as_json())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "csv.empty"),
        (b"\r\n\r\n", "csv.empty"),
        (HEAD, "csv.no_rows"),
        (b"name,born\nA,\n", "csv.column_missing"),
        (b"id,name,name,born,secret,grades\n1,A,B,,,\n", "csv.column_twice"),
        (b"\xff\xfei\x00d\x00", "csv.utf16"),
        (b"PK\x03\x04rest", "csv.not_text"),
        (b"%PDF-1.7", "csv.not_text"),
        (b"id,name,born,secret,grades\r1,A,,,\r", "csv.line_ends"),
        (b"id,name\x00,born,secret,grades\n1,A,,,\n", "csv.control_character"),
        (b'id,"name,born,secret,grades\n1,A,,,\n', "csv.quote"),
        (HEAD + b"1,A,,,\r\n" + b"x" * 2_000_000, "csv.line_without_end"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(content: bytes, code: str) -> None:
    _, tally, reading = read(content)
    assert reading.refused
    assert code in tally.n_by_code()
    assert tally.n_errors


def test_a_missing_column_names_the_ones_found_and_wanted() -> None:
    _, tally, _ = read(b"ID,nombre\n1,A\n")
    text = " ".join(problem.says() + problem.next_step() for problem in tally.problems)
    assert "ID, nombre" in text
    assert "id, name" in text


def test_latin_letters_that_are_not_utf8_are_refused_with_row_and_byte() -> None:
    rows = b"".join(b"%d,A,,,\r\n" % number for number in range(50_000))
    content = b"\xef\xbb\xbf" + HEAD + rows + "1,Núñez,,,\r\n".encode("latin-1")
    _, tally, reading = read(content)
    assert reading.refused
    [problem] = tally.problems
    assert (problem.rule.code, problem.row) == ("csv.not_utf8", 50_002)
    assert content[int(problem.details["byte"]) - 1] == 0xFA
    assert "0xFA" in problem.says()


def test_a_file_that_breaks_off_while_being_read_is_refused() -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise EOFError

    tally = Tally()
    reading = TableReading(Broken, PEOPLE, file="people.csv", tally=tally)
    assert list(reading) == []
    assert reading.refused
    assert "csv.broken_off" in tally.n_by_code()


def test_a_million_bad_rows_are_counted_and_few_are_kept() -> None:
    n = 20_000
    _, tally, reading = read(HEAD + b"".join(b"%d,A,bad,,\n" % i for i in range(n)))
    assert tally.n_by_code() == {"csv.not_date": n}
    assert len(tally.problems) == 50
    assert tally.n_not_kept == n - 50
    assert reading.n_held == n


def test_ids_that_a_spreadsheet_or_a_space_has_spoiled_are_doubted_and_kept() -> None:
    rows, tally, _ = read(HEAD + b"1.23457E+11,A,,,\r\n 7,B,,,\r\n8,Jos\xef\xbf\xbd,,,\r\n")
    assert [row[0] for row in rows] == ["1.23457E+11", " 7", "8"]
    assert set(tally.n_by_code()) == {"csv.scientific_id", "csv.spaces_kept", "csv.damaged_text"}
    assert tally.n_errors == 0


def test_what_people_write_by_hand_is_read_leniently() -> None:
    content = "ID;Name;BORN;grades\n 7 ;José;2010-01-02;K\n".encode()
    rows, tally, _ = read(content, Dialect(lenient=True))
    assert rows == [("7", "José", "2010-01-02", "KG")]
    assert tally.n_errors == 0
    assert {"csv.other_delimiter", "csv.column_case", "csv.spaces_read_away"} <= set(tally.n_by_code())


def test_known_rows_are_passed_over_and_vanished_ones_are_told() -> None:
    first = HEAD + b"1,A,,,\n2,B,,,\n3,C,,,\n"
    tally = Tally()
    digests = np.sort(
        np.concatenate([b.digests for b in TableReading(lambda: BytesIO(first), PEOPLE, file="f", tally=tally)])
    )
    second = HEAD + b"3,C,,,\n1,Changed,,,\n4,D,,,\n2,B,,,\n"
    reading = TableReading(lambda: BytesIO(second), PEOPLE, file="f", tally=tally, known=digests)
    rows = [row for block in reading for row in block.rows()]
    assert [(row.number, row.cells[1]) for row in rows] == [(3, "Changed"), (4, "D")]
    assert (reading.n_rows, reading.n_unchanged, reading.n_taken) == (4, 2, 2)
    assert len(reading.vanished) == 1
    other_header = b"id,name,grades,secret,born\n1,A,,,\n"
    reading = TableReading(lambda: BytesIO(other_header), PEOPLE, file="f", tally=tally, known=digests)
    assert sum(map(len, reading)) == 1


def test_a_block_is_written_as_copy_reads_it() -> None:
    tally = Tally()
    content = HEAD + b"1,Back\\slash\tTab,,,\n2,B,,,\n"
    [block] = TableReading(lambda: BytesIO(content), PEOPLE, file="f", tally=tally)
    first, second, end = block.copy_text().split("\n")
    assert first.split("\t")[2:] == ["1", "Back\\\\slash\\tTab", "", ""]
    assert second.split("\t") == ["3", str(block.digests[1]), "2", "B", "", ""]
    assert end == ""


CELLS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters='",;\t'), max_size=30
).filter(lambda text: text.strip())


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=60), st.integers(64, 200))
def test_what_is_written_is_read_back_whatever_the_chunks(rows: list[tuple[str, str]], size: int) -> None:
    out = StringIO(newline="")
    CsvTable(out, ("id", "name", "born", "secret", "grades"), columns=("id", "name")).add_all(rows)
    content = out.getvalue().encode()
    whole = b"".join(line_reading.chunks_of_lines(BytesIO(content), size))
    assert whole == content
    read_back, tally, _ = read(content)
    assert [row[:2] for row in read_back] == rows
    assert tally.n_errors == 0


@given(st.lists(st.sampled_from([b"a", b'"', b",", b"\r", b"\n", b"\x00", b"\xff", b"\xc3\xa9", b" "])))
@settings(max_examples=400)
def test_no_bytes_break_the_reader_and_every_row_is_accounted_for(pieces: list[bytes]) -> None:
    content = HEAD + b"".join(pieces)
    rows, tally, reading = read(content)
    assert len(rows) == reading.n_taken
    if not reading.refused:
        assert reading.n_rows == reading.n_taken + reading.n_held
    assert bool(reading.n_held or reading.refused) == bool(tally.n_errors)
    for problem in tally.problems:
        assert problem.file == "people.csv"
        assert problem.says()
        assert problem.next_step()


@given(st.binary(max_size=300))
def test_random_bytes_never_raise(content: bytes) -> None:
    _, tally, reading = read(content)
    assert reading.refused
    assert tally.n_errors


@given(st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs"))), min_size=5, max_size=5))
def test_rows_agree_with_the_csv_module(cells: list[str]) -> None:
    out = StringIO(newline="")
    csv.writer(out).writerow(["1", "A", "", *cells[3:]])
    rows, tally, _ = read(HEAD + out.getvalue().encode())
    if rows:
        assert rows[0][:2] == ("1", "A")
    else:
        assert tally.n_errors


def test_a_cell_that_starts_a_formula_is_escaped_for_people_only() -> None:
    for start in ("=", "+", "-", "@"):
        assert escaped_formula(f"{start}HYPERLINK()").startswith("'")
    out = StringIO(newline="")
    CsvTable(out, ("a",), escape_formulas=True).add(("=1+1",))
    assert out.getvalue() == "a\r\n'=1+1\r\n"
    plain = StringIO(newline="")
    CsvTable(plain, ("a",)).add(("=1+1",))
    assert plain.getvalue() == "a\r\n=1+1\r\n"


def test_a_problem_shows_no_more_of_a_cell_than_it_must() -> None:
    _, tally, _ = read(HEAD + b"1,A," + b"x" * 500 + b",hunter2,\r\n")
    [problem] = tally.problems
    assert len(problem.value) < 100
    assert "hunter2" not in str([p.as_json() for p in tally.problems])


def test_the_severities_of_a_tally_add_up(tmp_path: Path) -> None:
    _, tally, _ = read(HEAD + b"1,A,bad,,6\r\n2,B,,,6\r\n")
    assert (tally.n_errors, tally.n_warnings, tally.n_notices) == (1, 2, 0)
    assert tally.n_of(Severity.WARNING, "people.csv") == 2
    told = tally.as_json()
    assert told["errors"] == 1
    assert told["not_listed"] == 0


def test_held_rows_say_whose_they_are_where_they_can() -> None:
    _, _, reading = read(HEAD + b'1,A,bad,,\n2,B\n3,C,,,,\n4,"D,,,\n,E,,,\n6,F,,,\n')
    assert reading.held_keys == {"1", "2", "3"}
    assert reading.n_held == 5
