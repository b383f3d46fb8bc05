"""Which students' names are nearest to what was typed, asked so that nobody learns of a name they may not see.

Whoever sees every student asks the district's different words, and who bears them: indexes answer both at once.
Whoever sees some has the words of these alone compared, so that what it costs and what is found say nothing of anybody
else.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from throughline.engines.identity import half_keys, most_alike, slip_keys
from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.models import Student

# The most students who are named by their keys, among how many the nearest are chosen, and the least likeness of words.
MOST_NAMED = 25
MOST_WEIGHED = 400
LIKE_ENOUGH = 0.62
# How many of the words that begin as what was typed are looked for by name.
MOST_BEGINNING = 50
# How far a word is from what was typed, in hundredths: none where it is that very word, a little where it only begins
# so, and where it is another, so much more that no sum of beginnings comes near it.
BEGINS = 1
ANOTHER = 10
# A word of a name is longer or shorter than what was typed by no more letters than this.
MOST_LONGER = 2
# Whoever bears a word that no more than so many bear is asked about the others at first; in the end, of any number.
MOST_FOLLOWED = 500
EVERYBODY = 100_000_000
# In the place of a student's key: more words begin so than were looked for; more bear them than were asked about.
MORE, MANY = 0, -1
LAST = chr(0x10FFFF)
_DIGITS = frozenset("0123456789")
# By a word that was typed, what it may be a piece of where a name is kept run together.
Joined = Mapping[str, Sequence[str]]
_NOTHING: Joined = {}

# By the place of each typed word, the words of names that may be meant, and whether they begin otherwise. What is asked
# goes from a key to a key: to itself, or, for words that begin so, to the last that does. One look at the table, and a
# most for each key, since the walls of each table are planned anew in every statement.
_MEANT = """
with meant as materialized (
    select typed.at, s.word, bool_and(typed.low = typed.high) as other
    from unnest(
        string_to_array(%s, ' ')::int[], string_to_array(%s, ' '), string_to_array(%s, ' ')
    ) typed (at, low, high), lateral (
        select word from students_spelling
        where key >= typed.low and key <= typed.high and (typed.low = typed.high or word = key)
        order by key limit case when typed.low = typed.high then %s else %s end
    ) s group by typed.at, s.word
    union all
    select at, word, false from unnest(string_to_array(%s, ' ')::int[], string_to_array(%s, ' ')) typed (at, word)
)
"""
_BEARERS_OF_ONE = """
(select b.student_id, m.word from (select word, other from meant order by other, word) m, lateral (
    select n.student_id from students_nameword n where n.word = m.word and n.student_id in ({students}) limit %s) b
limit %s)
"""
# Of several words typed, those that few bear are followed up: who bears one, and which of the others they bear too.
_BEARERS_OF_ALL = """
, bearers as materialized (
    select typed.at, b.student_id from (select distinct at from meant where %s or not other) typed, lateral (
        select n.student_id from meant join students_nameword n on n.word = meant.word
        where meant.at = typed.at and (%s or not meant.other) limit %s) b
), counted as materialized (select at, count(*) as n from bearers group by at),
followed as materialized (select at from counted where n <= %s order by n, at limit %s)
(select b.student_id, b.words from (
    select o.student_id, string_agg(o.word, ' ') as words, count(distinct case when not meant.other then at end) as same
    from (select distinct student_id from bearers where at in (select at from followed)) s
        join students_nameword o on o.student_id = s.student_id join meant on meant.word = o.word
    group by o.student_id having count(distinct meant.at) = %s
) b where b.student_id in ({students}) order by b.same desc, b.student_id limit %s)
union all (select -1, null from counted where n > %s)
"""
_MORE = "union all (select 0, null from meant where not other group by at having count(*) > %s)"
# A slip in a word of six letters or more is in its first two letters or in its last two, and not in both: most words
# are told apart by these before they are counted or handed over.
_OWN_WORDS = """
select string_agg(own.word || ' ' || own.bearers, ',') from (
    select n.word, string_agg(n.student_id::text, ' ') as bearers from students_nameword n
    where n.student_id in ({students}) and (
        n.word ^@ any(string_to_array(%s, ' ')) or n.word >= 'a' and length(n.word) between %s and %s and (
            length(n.word) < 6 or left(n.word, 2) = any(string_to_array(%s, ' '))
            or right(n.word, 2) = any(string_to_array(%s, ' '))))
    group by n.word
) own
"""


@dataclass(frozen=True, slots=True)
class Nearest:
    """Students by their keys, the nearest first, with how far each is; and whether all who begin so are among them."""

    far: dict[int, int]
    is_whole: bool = True

    @property
    def exact(self) -> list[int]:
        """Those each word typed is how one of their words begins."""
        return [pk for pk, far in self.far.items() if far < ANOTHER]


def find_nearest(students: QuerySet[Student], words: Sequence[str], joined: Joined = _NOTHING) -> Nearest:
    """This function will find the students whose names are nearest to these words, folded, among those given.

    Words that begin as one was typed, or as what it is `joined` to, count first, then those that are a slip from it.
    One statement, or two where nobody is so near, for who sees every student; one for anybody else.
    """
    try:
        among = students.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Nearest({})
    if not accounts.find_reach(accounts.current_viewer(), "see", "directory").everything:
        return Nearest(_nearest_of_own(among, words, joined))
    nearest, is_settled = _nearest_of_all(among, words, joined, slip_keys)
    if not is_settled and (len(words) > 1 or half_keys(words[0])):
        nearest, _yes = _nearest_of_all(among, words, joined, _keys_all_out, all_out=True)
    return Nearest(nearest.far, nearest.is_whole and not any(map(_is_number, words)))


def _keys_all_out(word: str) -> set[str]:
    return slip_keys(word) | half_keys(word)


def _nearest_of_all(
    among: tuple[str, Any],
    words: Sequence[str],
    joined: Joined,
    keys_of: Callable[[str], set[str]],
    *,
    all_out: bool = False,
) -> tuple[Nearest, bool]:
    """The nearest who bear, for each word, one that meets it by a key; and whether nobody else may be as near.

    Of several words one at least is taken to be written right, and is followed up where not too many bear it; `all_out`
    supposes neither.
    """
    spelled = [(at, word) for at, word in enumerate(words) if not _is_number(word)]
    asked = [(at, begun, begun + LAST) for at, word in spelled for begun in (word, *joined.get(word, ()))]
    asked += [(at, key, key) for at, word in spelled for key in sorted(keys_of(word)) if key]
    numbers = [(at, word) for at, word in enumerate(words) if _is_number(word)]
    values = [*_columns(asked, 3), MOST_WEIGHED, MOST_BEGINNING + 1, *_columns(numbers, 2)]
    if len(words) == 1:
        rows = _ask(_MEANT + _BEARERS_OF_ONE + _MORE, among, values, [MOST_NAMED, MOST_WEIGHED, MOST_BEGINNING])
    else:
        most = EVERYBODY if all_out else MOST_FOLLOWED
        values += [all_out, all_out, most + 1, most, 1 if all_out else len(words), len(words)]
        rows = _ask(_MEANT + _BEARERS_OF_ALL + _MORE, among, values, [MOST_WEIGHED, most, MOST_BEGINNING])
    bearers: dict[str, list[int]] = {}
    for pk, borne in rows:
        for name in borne.split() if borne else ():
            bearers.setdefault(name, []).append(pk)
    marks = {pk for pk, borne in rows if not borne}
    found = Nearest(_nearest_first(words, joined, bearers, lambda name: bearers[name]), MORE not in marks)
    return found, bool(found.exact) or (bool(found.far) and MANY not in marks)


def _nearest_of_own(among: tuple[str, Any], words: Sequence[str], joined: Joined) -> dict[int, int]:
    """The nearest, by comparing each word that is borne among these students, who are not many.

    What words are joined to begins as the first of them, and so is asked for with it.
    """
    sizes = [len(word) for word in words if not _is_number(word)] or [0]
    between = [min(sizes) - MOST_LONGER, max(sizes) + MOST_LONGER]
    ends = [" ".join(word[:2] for word in words), " ".join(word[-2:] for word in words)]
    ((lines,),) = _ask(_OWN_WORDS, among, [], [" ".join(words), *between, *ends])
    bearers = {name: keys for name, _space, keys in (line.partition(" ") for line in (lines or "").split(",") if line)}
    return _nearest_first(words, joined, bearers, lambda name: map(int, bearers[name].split()))


def _ask(statement: str, among: tuple[str, Any], before: list[Any], after: list[Any]) -> list[tuple[Any, ...]]:
    """What a statement answers that looks among some students."""
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{students}", among[0]), [*before, *among[1], *after])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _columns(rows: Sequence[tuple[Any, ...]], n: int) -> list[str]:
    """Each of `n` columns as one text, which costs less to hand over than an array; no word has a space in it."""
    return [" ".join(str(row[at]) for row in rows) for at in range(n)]


def _nearest_first(
    words: Sequence[str], joined: Joined, names: Collection[str], bearers: Callable[[str], Iterable[int]]
) -> dict[int, int]:
    """Who bears a word that may be meant for each one typed, and how far all these are from it together."""
    total: dict[int, int] | None = None
    for word in words:
        own: dict[int, int] = {}
        for name, far in sorted(_far(word, joined.get(word, ()), names).items(), key=itemgetter(1), reverse=True):
            own.update(dict.fromkeys(bearers(name), far))
        total = own if total is None else {pk: total[pk] + far for pk, far in own.items() if pk in total}
    return dict(sorted((total or {}).items(), key=itemgetter(1, 0)))


def _far(word: str, joined: Sequence[str], names: Collection[str]) -> dict[str, int]:
    """Which of these words may be meant by one that was typed, or by what it is a piece of, and how far each is."""
    begun = (word, *joined)
    found = {name: BEGINS for name in names if name.startswith(begun)}
    found.update((name, 0) for name in begun if name in found)
    if not _is_number(word):
        for name, likeness in most_alike(word, names, LIKE_ENOUGH).items():
            if abs(len(name) - len(word)) <= MOST_LONGER and not _is_number(name):
                found.setdefault(name, ANOTHER + round(100 * (1 - likeness)))
    return found


def _is_number(word: str) -> bool:
    """Whether a word is (partly) a number: the nearest number is somebody else's, and no slip of the pen."""
    return not _DIGITS.isdisjoint(word)
