"""What becomes of this room's own rows when one student's record is joined to another."""

from django.utils.translation import gettext_noop as _

from throughline.rooms.students import models as own
from throughline.rooms.students.merging.moves import Moves
from throughline.rooms.students.next_year import ClassWish, NextPlace, PlaceStep, WishReason
from throughline.rooms.students.pairs import LikelyPair
from throughline.rooms.students.portrait import Photo, PhotoImage
from throughline.rooms.students.rights import DependentStudent, DirectoryOptOut, RecordRequest
from throughline.rooms.students.told import Saying

_KEPT_HAS_OWN = "The kept record has its own; the other's is kept with it."

MOVES = (
    Moves(own.Enrollment, _("enrollments")),
    Moves(own.ClassPlace, _("places in classes")),
    Moves(own.Demographics, "", how="stay", why=_KEPT_HAS_OWN),
    Moves(own.HomeLanguage, _("the language at home"), alone=()),
    Moves(Photo, _("the photo, or that none is wanted"), alone=()),
    Moves(PhotoImage, "", alone=()),
    Moves(own.Guardianship, _("adults in the family"), alone=("guardian_id",)),
    Moves(own.Need, _("needs"), alone=("category", "level", "starts_on")),
    Moves(own.AttendanceDay, _("days of attendance"), alone=("school_id", "on")),
    Moves(own.Mark, _("marks"), alone=("classroom_id", "session_id")),
    Moves(own.AssessmentResult, _("assessment results"), alone=("assessment", "subject", "taken_on")),
    Moves(own.BehaviorIncident, _("behavior incidents"), alone=("source_id",)),
    Moves(Saying, _("own words, strengths and interests")),
    # What the roster and agreements tell is worked out anew at once; what a person gave follows.
    Moves(own.Relation, _("people named for the student"), only="t.relation in ('case_manager', 'team_member')"),
    Moves(own.Emergency, _("records opened in an emergency")),
    Moves(RecordRequest, _("requests about the record")),
    Moves(DependentStudent, _("proofs that an adult student is a dependent"), alone=()),
    Moves(DirectoryOptOut, _("refusals of directory information"), alone=(), among="{row}.ends_on is null"),
    Moves(NextPlace, _("places on class lists"), alone=("class_list_id",)),
    Moves(ClassWish, _("wishes for class lists"), alone=("key",)),
    Moves(WishReason, _("reasons of such wishes"), follows=("wish_id", "students_classwish")),
    Moves(PlaceStep, _("moves on class lists")),
    Moves(LikelyPair, "", column="one_id", how="again", why="The roster is looked through anew."),
    Moves(LikelyPair, "", column="other_id", how="again", why="The roster is looked through anew."),
    Moves(own.Join, "", column="kept_id", how="stay", why="What was joined stays told as it was."),
    Moves(own.Join, "", column="joined_id", how="stay", why="What was joined stays told as it was."),
)
