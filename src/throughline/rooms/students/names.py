"""The words of students' names, kept apart so that a name is found at once in a district of any size."""

from django.db import models

from throughline.rooms.accounts import api as accounts


class NameWord(models.Model):
    """One word by which a student is looked up, folded, and the same word backwards. The database keeps it.

    PostgreSQL puts a policy before every comparison that is not leakproof, so an index of letter groups (`pg_trgm`) or
    a `like` reads every row behind the second wall. Equality and order of text are leakproof: with these an index finds
    how a word begins, and backwards how it ends. One slip of the pen leaves one of the two halves as it was.
    """

    wall = accounts.Wall("directory", school="school_id", student="student_id")

    # Kept by triggers of the table of students, which checks for itself that these exist.
    student = models.ForeignKey("students.Student", on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    school = models.ForeignKey(
        "district.Organization",
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    word = models.TextField(db_collation="C")
    back = models.TextField(db_collation="C")

    class Meta:
        indexes = [
            models.Index(fields=["word", "student", "school"], name="students_nameword_word"),
            models.Index(fields=["back", "word", "student", "school"], name="students_nameword_back"),
        ]
