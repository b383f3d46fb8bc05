"""A family name of several pieces is found as well where it is typed run together: `delacruz` for De La Cruz."""

from importlib import import_module

from django.db import migrations

from throughline.rooms.audit.api import TogetherMigration

_BEFORE = import_module("throughline.rooms.students.migrations.0013_spellings")
_WITHIN, _BETWEEN, _FOLDED = _BEFORE._WITHIN, _BEFORE._BETWEEN, _BEFORE._FOLDED
# Small words and what follows them, as far as they stand in one name: the digit keeps two names apart. Two family names
# beside one another, each a word of its own, are not typed as one, and have no further word.
# Braces are doubled: what is made of these is filled in by `format`.
_SMALL = "(?:[[:alpha:]]{{1,3}}|dela|delos|della|saint|santa)"
_TOGETHER = f"""
    select replace(m.found[1], ' ', '') from (
        select normalize(lower(concat_ws(' 1 ', s.family_name, s.preferred_family_name)), NFKD)
        where position(' ' in s.family_name || s.preferred_family_name) > 0 offset 0) n (text),
    lateral (select translate(translate({_FOLDED}, {_WITHIN}, ''), {_BETWEEN}, repeat(' ', 9)) offset 0) p (text),
    lateral regexp_matches(p.text, $small$((?:\\m{_SMALL} +)+[[:alpha:]]{{{{2,}}}})$small$, 'g') m (found)
"""
_KEEP = _BEFORE._KEEP.replace(
    "lateral (select distinct unnest(string_to_array(", "lateral (select distinct word from (select unnest(string_to_array("
).replace("end, ' '))) w (word)", f"end, ' ')) union all {_TOGETHER}) every (word)) w (word)")
_FUNCTION = _BEFORE._FUNCTION
for _rows in ("new_rows", "(select * from new_rows where id = any(changed))"):
    _FUNCTION = _FUNCTION.replace(_BEFORE._KEEP.format(rows=_rows), _KEEP.format(rows=_rows))
_NO_DIGIT = _BEFORE._NO_DIGIT
# Those there are have the one word more, and the district's words what they lack.
_FILL = (
    "".join(f"alter table {table} no force row level security;" for table in _BEFORE._TABLES)
    + f"""
with kept as (
    insert into students_nameword (student_id, school_id, word)
    select distinct s.id, s.home_school_id, w.word from students_student s, lateral ({_TOGETHER.format()}) w (word)
    where not exists (select from students_nameword n where n.student_id = s.id and n.word = w.word)
    returning word
)
{_BEFORE._SPELL.format(words=f"(select distinct word from kept where {_NO_DIGIT})")};
"""
    + "".join(f"alter table {table} force row level security;" for table in _BEFORE._TABLES)
)


class Migration(TogetherMigration):
    dependencies = [("students", "0014_adults_entered_twice")]

    operations = [
        migrations.RunSQL(_FUNCTION, migrations.RunSQL.noop),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
    ]
