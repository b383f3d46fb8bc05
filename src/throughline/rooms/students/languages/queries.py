"""Which language is spoken at a student's home, to those who may know how to reach the family."""

from throughline.rooms.students import access
from throughline.rooms.students.languages.names import language_words
from throughline.rooms.students.models import Student
from throughline.values.viewer import Viewer


def spoken_at_home(viewer: Viewer, student: Student) -> str:
    """This function will name the language of a student's home; empty where it is not known, or not for `viewer`."""
    code = access.get_languages_for(viewer, of=student).values_list("language", flat=True).first()
    return language_words(code) if code else ""
