"""The walls of the tables an agreement can share in part: which columns hold which field of their class of record.

The fields themselves, with their names, are `fields.toml` beside the policy table. A column named nowhere here is seen
by those alone who see the whole class.
"""

from throughline.rooms.accounts import api as accounts

_NAMES = ("given_name", "middle_name", "family_name", "preferred_given_name", "preferred_family_name", "pronouns")
_RACES = (
    "american_indian_or_alaska_native",
    "asian",
    "black_or_african_american",
    "native_hawaiian_or_other_pacific_islander",
    "white",
    "two_or_more_races",
    "hispanic_or_latino",
)
_ALL = ("*",)
# The classes of record a need may carry.
NEED_CLASSES = ("needs", "special_education", "housing", "health")

STUDENT = accounts.Wall(
    "directory",
    school="home_school_id",
    student="id",
    keys=("ended_at",),
    fields={
        "name": _NAMES,
        "school": ("home_school_id",),
        "grade": ("grade",),
        "number": ("local_id", "source_id"),
        "reach": ("username", "email", "phone"),
    },
)
DEMOGRAPHICS = accounts.Wall(
    "demographics", student="student_id", fields={"birth": ("birth_on",), "sex": ("sex",), "race": _RACES}
)
GUARDIAN = accounts.Wall(
    "family_contacts",
    through="students_guardianship",
    keys=("ended_at",),
    fields={"adults": _NAMES, "phone": ("phone",), "email": ("email", "username")},
)
GUARDIANSHIP = accounts.Wall("family_contacts", student="student_id", fields={"adults": _ALL})
LANGUAGE = accounts.Wall("family_contacts", student="student_id", fields={"language": _ALL})
ENROLLMENT = accounts.Wall("enrollment", student="student_id", fields={"schools": _ALL})
CLASS_PLACE = accounts.Wall("enrollment", student="student_id", fields={"classes": _ALL})
NEED = accounts.Wall(column="record_class", student="student_id", field_column="category", classes=NEED_CLASSES)
ATTENDANCE = accounts.Wall(
    "attendance",
    student="student_id",
    keys=("student_id",),
    fields={"days": ("school_id", "on", "status"), "reasons": ("reason",)},
)
MARK = accounts.Wall(
    "academic",
    student="student_id",
    keys=("student_id",),
    fields={"marks": ("classroom_id", "session_id", "mark", "posted_on", "credits"), "percents": ("percent",)},
)
BEHAVIOR = accounts.Wall(
    "behavior",
    student="student_id",
    keys=("student_id",),
    fields={
        "happened": ("school_id", "on", "behavior"),
        "place": ("at_time", "location"),
        "response": ("response", "days_suspended"),
    },
)
RESULT = accounts.Wall(
    "assessments",
    student="student_id",
    keys=("student_id",),
    fields={"taken": ("assessment", "subject", "taken_on"), "levels": ("level",), "scores": ("score",)},
)
