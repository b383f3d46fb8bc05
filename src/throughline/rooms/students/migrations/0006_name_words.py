"""The words of students' names, kept by triggers of the table of students."""

import django.db.models.deletion
from django.db import migrations, models

from throughline.rooms.audit.api import TogetherMigration

_NAMES = "given_name, middle_name, family_name, preferred_given_name, preferred_family_name, local_id"
# Marks that stand within a word, and those that part words.
_WITHIN, _BETWEEN = """$marks$'’‘ʼʻ`"$marks$""", "'-.,()/'"
# `O'Brien-Díaz` is looked up as `obrien` and `diaz`; as `brien`; and as `obriendiaz`. Few names have marks at all.
_KEEP = f"""
insert into students_nameword (student_id, school_id, word, back)
select s.id, s.home_school_id, w.word, reverse(w.word) from {{rows}} s,
lateral (select normalize(lower(concat_ws(' ', {_NAMES})), NFKD) offset 0) n (text),
lateral (select case when n.text ~ '[\u0300-\u036f]' then regexp_replace(n.text, '[\u0300-\u036f]', '', 'g')
    else n.text end offset 0) f (text),
unnest(string_to_array(case when f.text = translate(f.text, {_WITHIN} || {_BETWEEN}, '') then f.text else
    translate(translate(f.text, {_WITHIN}, ''), {_BETWEEN}, repeat(' ', 6)) || ' ' ||
    translate(f.text, {_WITHIN} || {_BETWEEN}, repeat(' ', 13)) || ' ' ||
    translate(f.text, {_WITHIN} || {_BETWEEN}, '') end, ' ')) w (word)
where w.word <> ''
"""
_TRIGGERS = f"""
create function students_keep_name_words() returns trigger language plpgsql as $keep$
declare
    changed bigint[];
begin
    if tg_op = 'INSERT' then
        {_KEEP.format(rows="new_rows")};
    elsif tg_op = 'DELETE' then
        delete from students_nameword where student_id in (select id from old_rows);
    else
        changed := array(select s.id from new_rows s where exists (
            select from old_rows o where o.id = s.id
                and (o.home_school_id, {_NAMES.replace(", ", ", o.").replace("given_name", "o.given_name", 1)})
                is distinct from (s.home_school_id, {_NAMES.replace(", ", ", s.").replace("given_name", "s.given_name", 1)})
        ));
        if cardinality(changed) > 0 then
            delete from students_nameword where student_id = any(changed);
            {_KEEP.format(rows="(select * from new_rows where id = any(changed))")};
        end if;
    end if;
    return null;
end $keep$;

create trigger name_words_insert after insert on students_student referencing new table as new_rows
    for each statement execute function students_keep_name_words();
create trigger name_words_delete after delete on students_student referencing old table as old_rows
    for each statement execute function students_keep_name_words();
create trigger name_words_update after update on students_student
    referencing old table as old_rows new table as new_rows
    for each statement execute function students_keep_name_words();
"""
# The owner itself stands behind the wall of a table that has one, and a migration looks for nobody.
_FILL = f"""
alter table students_student no force row level security;
{_KEEP.format(rows="students_student")};
alter table students_student force row level security;
"""


class Migration(TogetherMigration):
    dependencies = [
        ("district", "__first__"),
        ("students", "0005_joined_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.TextField(db_collation="C")),
                ("back", models.TextField(db_collation="C")),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="district.organization",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="students.student",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["word", "student", "school"], name="students_nameword_word"),
                    models.Index(fields=["back", "word", "student", "school"], name="students_nameword_back"),
                ],
            },
        ),
        migrations.RunSQL(_TRIGGERS),
        migrations.RunSQL(_FILL),
    ]
