"""Which students' names are nearest to what was typed, asked so that nobody learns of a name they may not see.

Whoever sees every student asks the district's different words, and who bears them: indexes answer both at once.
Whoever sees some has the words of these alone looked through, by their schools and by themselves, so that what it costs
and what is found say nothing of anybody else.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from throughline.engines.identity import half_keys, most_alike, slip_keys
from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.models import Student
from throughline.rooms.students.reached import keys_within

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
# Whoever bears a word that no more than so many bear is asked one by one what they bear besides; of words that more
# bear, whoever bears all is found in one go, which costs by the bearer a thirtieth of that. Counted up to the second.
MOST_FOLLOWED = 500
MOST_COUNTED = 3_000
# In the place of a student's key: more words begin so than were looked for; more bear them than were asked about.
MORE, MANY = 0, -1
LAST = chr(0x10FFFF)
_DIGITS = frozenset("0123456789")
_TYPED = ("at", "low", "high")
# By a word that was typed, what it may be a piece of where a name is kept run together.
Joined = Mapping[str, Sequence[str]]
_NOTHING: Joined = {}

# These statements begin in capitals, and have as many values whatever was typed, so that the database keeps their plans
# (docs/adr/0016): behind the walls of each table, planning took longer than finding. It keeps to one plan only where
# it guesses as many rows as for what was typed; of rows in JSON it guesses the same in any case.
# By the place of each typed word, the words of names that may be meant, and whether they begin otherwise. What is asked
# goes from a key to a key: to itself, or, for words that begin so, to the last that does. A number has no keys.
_MEANT = """
with typed as materialized (select * from json_to_recordset(%s) typed (at int, low text, high text)
), meant as materialized (
    select typed.at, s.word, bool_and(typed.low = typed.high) as other from typed, lateral (
        select word from students_spelling
        where key >= typed.low and key <= typed.high and (typed.low = typed.high or word = key)
        order by key limit case when typed.low = typed.high then {weighed} else {beginning} + 1 end
    ) s group by typed.at, s.word
    union all
    select at, low, false from typed where high is null
)
"""
_MORE = "union all (select {more}, null from meant where not other group by at having count(*) > {beginning})"
_BEARERS_OF_ONE = """SELECT * from ({meant}
(select b.student_id, m.word from (select word, other from meant order by other, word) m, lateral (
    select n.student_id from students_nameword n where n.word = m.word and n.student_id in ({students})
    limit {named}) b
limit {weighed})
{more_begin}) found
"""
# Of several words typed, one that few bear is followed up: who bears it, and which of the others they bear too. Where
# many bear each, whoever bears all is found by going through the bearers of one after the other, the fewest first: of
# the words that begin so alone, unless for one that was typed none does, or nobody is found so (`all_out`).
_BEARERS_OF_ALL = """SELECT * from ({meant}
, begun as materialized (select count(distinct at) as n from meant where not other
), few as materialized (
    select typed.at, b.student_id
    from (select distinct at from meant where not other and not {all_out}) typed, lateral (
        select n.student_id from meant join students_nameword n on n.word = meant.word
        where meant.at = typed.at and not meant.other limit {followed} + 1) b
), counted as materialized (select at, count(*) as n from few group by at
), bears_all as materialized (
    select student_id from few where not exists (select from counted where n > {followed})
    group by student_id having count(distinct at) = {n}
), wide as materialized (
    select at, word from meant, begun where {all_out} or (
        begun.n > 0 and not exists (select from counted where n <= {followed}) and (not other or begun.n < {n}))
), first as materialized (
    select typed.at from (select distinct at from wide) typed order by (select count(*) from (
        select from wide join students_nameword n on n.word = wide.word
        where wide.at = typed.at limit {counted}) b) limit 1
), followed as materialized (
    select student_id from bears_all
    union
    select student_id from few
    where not exists (select from bears_all) and at in (select at from counted where n <= {followed})
    union
    (select n.student_id from wide join students_nameword n on n.word = wide.word
    where wide.at <> (select at from first) and (n.student_id in (
        select n.student_id from wide join students_nameword n on n.word = wide.word
        where wide.at = (select at from first) offset 0)) is true
    group by n.student_id having count(distinct wide.at) = {n} - 1 limit {weighed})
)
(select b.student_id, b.words from (
    select o.student_id, string_agg(o.word, ' ') as words, bit_or(1 << meant.at) as ats,
        bit_or(case when meant.other then 0 else 1 << meant.at end) as same
    from (select o.* from followed, lateral (
        select n.student_id, n.word from students_nameword n where n.student_id = followed.student_id) o offset 0
    ) o join meant on meant.word = o.word group by o.student_id
) b where b.ats = (1 << {n}) - 1 and (b.same <> 0 or {all_out}) and b.student_id in ({students})
order by bit_count(b.same::bit(8)) desc, b.student_id limit {weighed})
union all (select {many}, null from counted where n > {followed}
    and exists (select from counted where n <= {followed}))
union all (select {more}, null where exists (select from wide) and (select count(*) from followed) >= {weighed})
{more_begin}) found
"""
# A slip in a word leaves its first two letters as they are, or its last two, or (in one of four or five) both the first
# and the last; in one of three, either. Which words can be meant is told by these alone: a school's words are found by
# how they begin and, as `ending` has it, how they end, and the others are not looked at.
_MAY_BE_MEANT = """n.word ^@ typed.word or length(n.word) between typed.least and typed.most and (
    n.word ^@ typed.two or right(n.word, 2) = typed.ends[2]
    or case when n.word ^@ typed.low then length(n.word) < 4 or length(n.word) < 6 and right(n.word, 1) = typed.ends[1]
        else length(n.word) < 4 and right(n.word, 1) = typed.ends[1] end)"""
_OWN_WORDS = """SELECT string_agg(own.word || ' ' || own.bearers, ',') from (
    with typed as materialized (select * from json_to_recordset(%s) typed
        (at int, word text, low text, high text, two text, ends text[], least int, most int)
    ), met as materialized ({met}
    ), of_all as materialized (
        select student_id from met group by student_id having bit_or(1 << met.at) = (1 << {n}) - 1
    )
    select met.word, string_agg(met.student_id::text, ' ') as bearers from met
    where met.student_id in (select student_id from of_all where student_id in ({students})) group by met.word
) own
"""
_MET_AT_SCHOOL = """
select n.at, n.word, n.student_id from typed, unnest((select string_to_array(%s, ' '))::bigint[]) school (id), lateral (
    select typed.at, n.word, n.student_id from students_nameword n
    where n.school_id = school.id and n.word >= typed.low and n.word < typed.high and ({may_be_meant}) offset 0) n
union all
select n.at, n.word, n.student_id from typed, unnest((select string_to_array(%s, ' '))::bigint[]) school (id), lateral (
    select typed.at, n.word, n.student_id from students_nameword n
    where n.school_id = school.id and n.ending = any(typed.ends) and (n.word < typed.low or n.word >= typed.high)
        and length(n.word) between typed.least and typed.most offset 0) n
"""
_MET_ONE_BY_ONE = """
select typed.at, n.word, n.student_id from students_nameword n join typed on {may_be_meant}
where n.student_id {are_one_s}
"""
_ARE_NAMED = "= any((select string_to_array(%s, ' '))::bigint[])"
_ARE_AMONG = "in ({students})"


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
    if not sees_everybody():
        return Nearest(_nearest_of_own(among, words, joined))
    nearest, is_settled = _nearest_of_all(among, words, joined, slip_keys)
    if not is_settled and (len(words) > 1 or half_keys(words[0])):
        nearest, _yes = _nearest_of_all(among, words, joined, _keys_all_out, all_out=True)
    return Nearest(nearest.far, nearest.is_whole and not any(map(_is_number, words)))


def sees_everybody() -> bool:
    """This function will tell whether whoever looks sees every student, and so every word of the district's names."""
    return accounts.find_reach(accounts.current_viewer(), "see", "directory").everything


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

    Of several words one at least is taken to be written right, unless `all_out`.
    """
    spelled = [(at, word) for at, word in enumerate(words) if not _is_number(word)]
    asked: list[tuple[int, str, str | None]] = [
        (at, begun, begun + LAST) for at, word in spelled for begun in (word, *joined.get(word, ()))
    ]
    asked += [(at, key, key) for at, word in spelled for key in sorted(keys_of(word)) if key]
    asked += [(at, word, None) for at, word in enumerate(words) if _is_number(word)]
    statement = _filled(_BEARERS_OF_ONE if len(words) == 1 else _BEARERS_OF_ALL, len(words), all_out=all_out)
    rows = _ask(statement, among, [json.dumps([dict(zip(_TYPED, row, strict=True)) for row in asked])])
    bearers: dict[str, list[int]] = {}
    for pk, borne in rows:
        for name in borne.split() if borne else ():
            bearers.setdefault(name, []).append(pk)
    marks = {pk for pk, borne in rows if not borne}
    far = _nearest_first(words, joined, bearers, lambda name: bearers[name])
    most = min(MOST_NAMED, MOST_WEIGHED) if len(words) == 1 else MOST_WEIGHED
    n_exact = sum(away < ANOTHER for away in far.values())
    found = Nearest(far, MORE not in marks and n_exact < most)
    return found, bool(found.exact) or (bool(found.far) and MANY not in marks)


def _filled(statement: str, n_words: int, *, all_out: bool) -> str:
    """A statement with what is the same whatever was typed: one text, and so one plan, for each number of words."""
    values: dict[str, object] = {
        "meant": _MEANT,
        "more_begin": _MORE,
        "n": n_words,
        "all_out": "true" if all_out else "false",
        "named": MOST_NAMED,
        "weighed": MOST_WEIGHED,
        "beginning": MOST_BEGINNING,
        "followed": MOST_FOLLOWED,
        "counted": MOST_COUNTED,
        "more": MORE,
        "many": MANY,
    }
    for name, value in values.items():
        statement = statement.replace(f"{{{name}}}", str(value))
    return statement


def _nearest_of_own(among: tuple[str, Any], words: Sequence[str], joined: Joined) -> dict[int, int]:
    """The nearest, by comparing the words that are borne among these students and begin or end as what was typed."""
    met = _where_own_are_met(among)
    if not met:
        return {}
    looked_for = [{"at": at, **one} for at, word in enumerate(words) for one in _looked_for(word, joined)]
    statement = _OWN_WORDS.replace("{met}", " union all ".join(part for part, _values in met))
    statement = statement.replace("{may_be_meant}", _MAY_BE_MEANT).replace("{n}", str(len(words)))
    ((lines,),) = _ask(
        statement, among, [json.dumps(looked_for), *chain.from_iterable(values for _part, values in met)]
    )
    bearers = {name: keys for name, _space, keys in (line.partition(" ") for line in (lines or "").split(",") if line)}
    return _nearest_first(words, joined, bearers, lambda name: map(int, bearers[name].split()))


def _where_own_are_met(among: tuple[str, Any]) -> list[tuple[str, list[Any]]]:
    """The parts of a statement in which the words of a viewer's own students are met, each with its values.

    Their schools and who else they are related to take in all whom they may see; where that is not known by keys, the
    students asked for are gone through.
    """
    viewer = accounts.current_viewer()
    known = keys_within(viewer, accounts.find_reach(viewer, "see", "directory"), "directory")
    if known is None:
        return [(_MET_ONE_BY_ONE.replace("{are_one_s}", _ARE_AMONG), list(among[1]))]
    met: list[tuple[str, list[Any]]] = []
    if known.schools:
        met.append((_MET_AT_SCHOOL, [_listed(known.schools)] * 2))
    if known.students:
        met.append((_MET_ONE_BY_ONE.replace("{are_one_s}", _ARE_NAMED), [_listed(known.students)]))
    return met


def _looked_for(word: str, joined: Joined) -> list[dict[str, Any]]:
    """How the words begin and end, and how long they are, that can be meant by one that was typed."""
    begun = [{"word": whole, "low": whole, "high": whole + LAST} for whole in joined.get(word, ())]
    if _is_number(word):
        return [*begun, {"word": word, "low": word, "high": word + LAST}]
    first, sizes = word[:1], {"least": len(word) - MOST_LONGER, "most": len(word) + MOST_LONGER}
    ends = {"low": first, "high": first + LAST, "two": word[:2], "ends": [word[-1:], word[-2:]]}
    return [*begun, {"word": word, **ends, **sizes}]


def _listed(keys: Iterable[int]) -> str:
    """Keys as one value: of however many, it is one statement."""
    return " ".join(map(str, keys))


def _ask(statement: str, among: tuple[str, Any], before: list[Any]) -> list[tuple[Any, ...]]:
    """What a statement answers that looks among some students, whose values come after the others."""
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{students}", among[0]), [*before, *among[1]])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


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
