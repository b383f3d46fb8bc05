"""The different words of the district's names, each by how it may be misspelled; and words of names kept once each."""

import django.db.models.deletion
from django.db import migrations, models

from throughline.rooms.audit.api import TogetherMigration

_NAMES = "given_name, middle_name, family_name, preferred_given_name, preferred_family_name, local_id"
# Marks that stand within a word, and those that part words.
_WITHIN, _BETWEEN = """$marks$'’‘ʼʻ`"$marks$""", "'-‐–—.,()/'"
# Letters that are no other letter with an accent, as they are often written without what they have.
_LETTERS, _PLAIN = "'łøđðı'", "'loddi'"
_FOLDED = f"""regexp_replace(replace(replace(replace(replace(translate(n.text, {_LETTERS}, {_PLAIN}),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), '[\u0300-\u036f]', '', 'g')"""
# `O'Brien-Díaz` is looked up as `obrien` and `diaz`; as `brien`; and as `obriendiaz`. Few names have marks at all.
_KEEP = f"""
insert into students_nameword (student_id, school_id, word)
select s.id, s.home_school_id, w.word from {{rows}} s,
lateral (select normalize(lower(concat_ws(' ', {_NAMES})), NFKD) offset 0) n (text),
lateral (select case when octet_length(n.text) = length(n.text) then n.text else {_FOLDED} end offset 0) f (text),
lateral (select distinct unnest(string_to_array(
    case when f.text = translate(f.text, {_WITHIN} || {_BETWEEN}, '') then f.text else
    translate(translate(f.text, {_WITHIN}, ''), {_BETWEEN}, repeat(' ', 9)) || ' ' ||
    translate(f.text, {_WITHIN} || {_BETWEEN}, repeat(' ', 16)) || ' ' ||
    translate(f.text, {_WITHIN} || {_BETWEEN}, '') end, ' '))) w (word)
where w.word <> ''
"""
# A word of letters stands under itself, under each way to leave one of its letters out, and, where it is long, under
# each of its halves: whatever is one slip from it, or two in one half, has one of these in common with it.
_SPELL = """
insert into students_spelling (key, word)
select distinct k.key, w.word from {words} w (word),
lateral (
    select w.word
    union all select left(w.word, at - 1) || substr(w.word, at + 1) from generate_series(1, length(w.word)) at
        where length(w.word) <= 24
    union all select half from unnest(array['<' || left(w.word, length(w.word) / 2),
        '>' || substr(w.word, length(w.word) / 2 + 1)]) half where length(w.word) between 6 and 24
) k (key)
where not exists (select from students_spelling s where s.key = w.word and s.word = w.word)
on conflict do nothing
"""
# Numbers are not misspelled names: nobody is offered the student of a number near the one that was typed.
_NO_DIGIT = "word !~ '[0-9]'"
_FUNCTION = f"""
create or replace function students_keep_name_words() returns trigger language plpgsql as $keep$
declare
    changed bigint[];
    came text[];
    gone text[];
begin
    if tg_op = 'UPDATE' then
        changed := array(select s.id from new_rows s where exists (
            select from old_rows o where o.id = s.id
                and (o.home_school_id, {_NAMES.replace(", ", ", o.").replace("given_name", "o.given_name", 1)})
                is distinct from (s.home_school_id, {_NAMES.replace(", ", ", s.").replace("given_name", "s.given_name", 1)})
        ));
    elsif tg_op = 'DELETE' then
        changed := array(select id from old_rows);
    end if;
    if tg_op <> 'INSERT' then
        if cardinality(changed) = 0 then
            return null;
        end if;
        with taken as (delete from students_nameword where student_id = any(changed) returning word)
        select array_agg(distinct word) into gone from taken where {_NO_DIGIT};
    end if;
    if tg_op <> 'DELETE' then
        if tg_op = 'INSERT' then
            with kept as ({_KEEP.format(rows="new_rows")} returning word)
            select array_agg(distinct word) into came from kept where {_NO_DIGIT};
        else
            with kept as ({_KEEP.format(rows="(select * from new_rows where id = any(changed))")} returning word)
            select array_agg(distinct word) into came from kept where {_NO_DIGIT};
        end if;
        -- Whoever takes a word away that nobody else bears waits for us here, or we for them.
        perform from students_spelling where key = any(came) and word = key order by key for key share;
        {_SPELL.format(words="unnest(came)")};
    end if;
    gone := array(select unnest(gone) except select unnest(came));
    if cardinality(gone) > 0 then
        perform from students_spelling where key = any(gone) and word = key order by key for update;
        delete from students_spelling s where s.word = any(gone)
            and not exists (select from students_nameword n where n.word = s.word);
    end if;
    return null;
end $keep$;
"""
_TABLES = ("students_student", "students_nameword", "students_spelling")
# The owner itself stands behind the wall of a table that has one, and a migration looks for nobody.
_FILL = (
    "".join(f"alter table {table} no force row level security;" for table in _TABLES)
    + f"""
delete from students_nameword;
{_KEEP.format(rows="students_student")};
{_SPELL.format(words=f"(select distinct word from students_nameword where {_NO_DIGIT})")};
"""
    + "".join(f"alter table {table} force row level security;" for table in _TABLES)
)


class Migration(TogetherMigration):
    dependencies = [("students", "0012_photos")]

    operations = [
        migrations.RemoveIndex(model_name="nameword", name="students_nameword_back"),
        migrations.RemoveField(model_name="nameword", name="back"),
        migrations.AlterField(
            model_name="nameword",
            name="student",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="students.student",
            ),
        ),
        migrations.AddIndex(
            model_name="nameword",
            index=models.Index(fields=["student", "word", "school"], name="students_nameword_student"),
        ),
        migrations.CreateModel(
            name="Spelling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.TextField(db_collation="C")),
                ("word", models.TextField(db_collation="C")),
            ],
            options={
                "indexes": [models.Index(fields=["word"], name="students_spelling_word")],
                "constraints": [models.UniqueConstraint(fields=("key", "word"), name="one_spelling_a_word")],
            },
        ),
        migrations.RunSQL(_FUNCTION),
        migrations.RunSQL(_FILL),
    ]
