"""The words of students' names, kept apart so that a name is found at once in a district of any size."""

from django.db import models

from throughline.rooms.accounts import api as accounts


class NameWord(models.Model):
    """One word by which a student is looked up, folded. The database keeps it.

    PostgreSQL puts a policy before every comparison that is not leakproof, so an index of letter groups (`pg_trgm`) or
    a `like` reads every row behind the second wall. Equality and order of text are leakproof: with these an index finds
    a word, and how a word begins.
    """

    wall = accounts.Wall("directory", school="school_id", student="student_id")

    # Kept by triggers of the table of students, which checks for itself that these exist.
    student = models.ForeignKey(
        "students.Student", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    school = models.ForeignKey(
        "district.Organization",
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    word = models.TextField(db_collation="C")
    # How it ends: its last two letters, or its last one where it has few. A slip elsewhere leaves these as they are.
    ending = models.GeneratedField(
        expression=models.Func(
            "word", template="right(%(expressions)s, case when length(%(expressions)s) < 4 then 1 else 2 end)"
        ),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["word", "student", "school"], name="students_nameword_word"),
            models.Index(fields=["student", "word", "school"], name="students_nameword_student"),
            models.Index(fields=["school", "word", "student"], name="students_nameword_school"),
            models.Index(fields=["school", "ending", "word", "student"], name="students_nameword_ending"),
        ]


class Spelling(models.Model):
    """One of the different words of the whole district's names, under one key by which a misspelling of it is met.

    It names no student and no school, and so it is only for those who see every student: somebody else would learn
    from it that a name is borne. The same triggers keep it, and take a word away with the last student who bore it.
    """

    wall = accounts.Wall("directory")

    key = models.TextField(db_collation="C")
    word = models.TextField(db_collation="C")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "word"], name="one_spelling_a_word")]
        indexes = [models.Index(fields=["word"], name="students_spelling_word")]
