"""The first wall: the sole way to a row of this room. Each filters in SQL by the rules the second wall is made from."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Value

from throughline.rooms.accounts import api as accounts
from throughline.rooms.partners import api as partners
from throughline.rooms.students import api as students
from throughline.rooms.support.kinds.words import AUDIENCES
from throughline.rooms.support.models import (
    Action,
    Decision,
    Draft,
    Goal,
    Handover,
    LookBack,
    Meeting,
    Mention,
    Note,
    NoteFile,
    NoteText,
    NoteWord,
    Opening,
    Plan,
    Proposal,
    ProposalAnswer,
    Session,
    SheetDraft,
    Support,
    Turn,
)
from throughline.rooms.support.places import READS_ONLY
from throughline.rooms.support.planned import DRAFT_CLASS, PLAN_CLASS, PLAN_CLASSES, State
from throughline.rooms.support.proposed import VOICE_CLASS
from throughline.values.viewer import Viewer

# What the system keeps by itself where notes are read: who opened a restricted one and why, and that it was read.
KEEPER = Viewer(duty="notes", name="Notes")
# That somebody is on a list, or that something was asked for them, is of the class of notes: what staff write for
# each other.
NAMED_WITH = ("directory", "notes")

_Row = TypeVar("_Row", bound=Model)


def get_notes_for(viewer: Viewer, *, of: students.Student | None = None) -> QuerySet[Note]:
    """This function will return the notes of which `viewer` may know that they exist."""
    return _within(Note.objects.all(), viewer, of)


def get_texts_for(viewer: Viewer, *, act: str = "see") -> QuerySet[NoteText]:
    """This function will return the texts whose audience `viewer` belongs to (or for which they may write)."""
    return _of_audience(NoteText.objects.all(), viewer, act)


def get_files_for(viewer: Viewer) -> QuerySet[NoteFile]:
    """This function will return the files of notes whose audience `viewer` belongs to."""
    return _of_audience(NoteFile.objects.all(), viewer, "see")


def get_openings_for(viewer: Viewer) -> QuerySet[Opening]:
    """This function will return who opened restricted notes, where `viewer` could open them too."""
    return _of_audience(Opening.objects.all(), viewer, "see")


def get_words_for(viewer: Viewer) -> QuerySet[NoteWord]:
    """This function will return the words of notes that `viewer` may read without giving a reason."""
    return _within(NoteWord.objects.all(), viewer)


def get_mentions_of(viewer: Viewer) -> QuerySet[Mention]:
    """This function will return where `viewer` is asked to read a note that they may know of."""
    return _within(Mention.objects.filter(user_id=viewer.user_id or 0), viewer)


def get_drafts_of(viewer: Viewer, *, of: students.Student | None = None) -> QuerySet[Draft]:
    """This function will return what `viewer` is writing about students they may see; nobody views it as them."""
    own = Draft.objects.filter(user_id=viewer.user_id or 0) if viewer.behind is None else Draft.objects.none()
    if of is not None:
        return students.rows_of_one(own, viewer, accounts.find_reach(viewer, "see", "directory"), "directory", of)
    return own.filter(student__in=students.get_students_for(viewer))


def get_sheets_of(viewer: Viewer) -> QuerySet[SheetDraft]:
    """This function will return the forms `viewer` began to fill in: theirs alone; nobody views them as them."""
    if viewer.behind is not None:
        return SheetDraft.objects.none()
    own = SheetDraft.objects.filter(user=viewer.user_id or 0, kept_at=None)
    return own.filter(student__in=students.get_students_for(viewer))


def get_kept_sheets_of(viewer: Viewer) -> QuerySet[SheetDraft]:
    """This function will return what is left of `viewer`'s forms once they were kept: that they were."""
    if viewer.behind is not None:
        return SheetDraft.objects.none()
    return SheetDraft.objects.filter(user=viewer.user_id or 0, kept_at__isnull=False)


def get_meetings_for(viewer: Viewer) -> QuerySet[Meeting]:
    """This function will return the meetings `viewer` takes part in, or answers for as those of a school's records."""
    reach = accounts.find_reach(viewer, "see", "oversight")
    if reach.everything:
        return Meeting.objects.all()
    own = Q(member_ids__contains=[viewer.user_id or 0]) | Q(school__in=reach.school_ids)
    if viewer.behind is not None:
        own &= Q(pk__in=get_meetings_for(viewer.behind).values("pk"))
    return Meeting.objects.filter(own)


def get_turns_for(viewer: Viewer) -> QuerySet[Turn]:
    """This function will return the turns of students whose notes `viewer` may know of, in whichever meeting."""
    return _within(Turn.objects.all(), viewer)


def get_decisions_for(viewer: Viewer, *, of: students.Student | None = None) -> QuerySet[Decision]:
    """This function will return what was decided for students whose notes `viewer` may know of."""
    return _within(Decision.objects.all(), viewer, of)


def get_handovers_for(viewer: Viewer) -> QuerySet[Handover]:
    """This function will return the moves to another school of students whose notes `viewer` may know of."""
    return _within(Handover.objects.all(), viewer)


def get_handovers_sent_by(viewer: Viewer) -> QuerySet[Handover]:
    """This function will return the moves for which `viewer` wrote, whether or not they see the student still."""
    if viewer.behind is not None or viewer.user_id is None:
        return Handover.objects.none()
    return Handover.objects.filter(sender_ids__contains=[viewer.user_id])


def get_supports_for(viewer: Viewer, *, act: str = "see", of: students.Student | None = None) -> QuerySet[Support]:
    """This function will return the supports whose own class of record `viewer` may see, write, export, or log.

    Who teaches the student logs sessions of a support, and does not write of it otherwise.
    """
    if act == "log":
        return _of_class(Support.objects.all(), viewer, "write", of=of)
    return _of_class(Support.objects.all(), viewer, act, but=READS_ONLY if act == "write" else "", of=of)


def get_sessions_for(viewer: Viewer, *, act: str = "see") -> QuerySet[Session]:
    """This function will return the sessions of supports that `viewer` may see (or write)."""
    return _of_class(Session.objects.all(), viewer, act)


def get_plans_for(viewer: Viewer, *, act: str = "see", of: students.Student | None = None) -> QuerySet[Plan]:
    """This function will return the plans `viewer` may see (or write); drafts to those alone who see notes too."""
    return _of_plans(Plan.objects.exclude(state=State.DROPPED), viewer, act, of)


def get_goals_for(viewer: Viewer, *, act: str = "see") -> QuerySet[Goal]:
    """This function will return the goals of plans that `viewer` may see (or write)."""
    return _of_plans(Goal.objects.all(), viewer, act)


def get_actions_for(viewer: Viewer, *, act: str = "see") -> QuerySet[Action]:
    """This function will return the actions of plans that `viewer` may see (or write)."""
    return _of_plans(Action.objects.all(), viewer, act)


def get_look_backs_for(viewer: Viewer) -> QuerySet[LookBack]:
    """This function will return the reviews of plans that `viewer` may see."""
    return _of_plans(LookBack.objects.all(), viewer, "see")


def get_proposals_for(viewer: Viewer, *, of: students.Student | None = None) -> QuerySet[Proposal]:
    """This function will return the goals that students and families proposed, where `viewer` reads what they tell.

    Who may not be told what others in a family say reads what they proposed themselves.
    """
    rows, untold = Proposal.objects.all(), students.untold_of(viewer)
    if untold:
        rows = rows.filter(~Q(student__in=sorted(untold)) | Q(proposed_by=viewer.user_id or 0))
    if of is not None:
        return rows.filter(student=of) if students.reaches_student(viewer, of, VOICE_CLASS) else rows.none()
    if accounts.find_reach(viewer, "see", VOICE_CLASS).everything:
        return rows
    return rows.filter(student__in=students.get_students_for(viewer, VOICE_CLASS))


def get_waiting_proposals_for(viewer: Viewer, *, of: students.Student | None = None) -> QuerySet[Proposal]:
    """This function will return the proposed goals that wait for an answer, where `viewer` may see them."""
    answered = ProposalAnswer.objects.filter(proposal=OuterRef("pk"), let_go_at=None)
    return get_proposals_for(viewer, of=of).filter(~Exists(answered), withdrawn_at=None)


def get_answers_for(viewer: Viewer) -> QuerySet[ProposalAnswer]:
    """This function will return what became of proposed goals, where `viewer` may see the student's plans."""
    rows = ProposalAnswer.objects.exclude(student__in=sorted(students.untold_of(viewer)))
    rows = rows.alias(record_class=Value(PLAN_CLASS))
    return rows.filter(_in_person(viewer, "see", (PLAN_CLASS,), ""))


def _of_plans(rows: QuerySet[_Row], viewer: Viewer, act: str, of: students.Student | None = None) -> QuerySet[_Row]:
    """Rows of plans by their class; a draft is for those who may see (or write) both notes and plans."""
    seen = rows.filter(_in_person(viewer, act, PLAN_CLASSES, READS_ONLY if act == "write" else "", of))
    if of is not None:
        return (
            seen
            if students.reaches_student(viewer, of, PLAN_CLASS, act=act)
            else seen.exclude(record_class=DRAFT_CLASS)
        )
    known = students.get_students_for(viewer, PLAN_CLASS, act=act)
    return seen.filter(~Q(record_class=DRAFT_CLASS) | Q(student__in=known))


def gives_to(viewer: Viewer, student_id: int, classes: Sequence[str] = partners.PLACE_CLASSES) -> list[str]:
    """This function will name of which of the classes `viewer` gives supports, or writes plans, to a student."""
    if viewer.behind is not None:
        return []
    found = accounts.find_reaches(viewer, "write", classes)
    reaches = {name: _less(reach, {READS_ONLY}) for name, reach in found.items()}
    return [name for name, reach in reaches.items() if reach and students.reaches(viewer, reach, name, student_id)]


def _of_class(
    rows: QuerySet[_Row], viewer: Viewer, act: str, *, but: str = "", of: students.Student | None = None
) -> QuerySet[_Row]:
    return rows.filter(_own_or_given(viewer, act, but, of))


def _own_or_given(viewer: Viewer, act: str, but: str, of: students.Student | None) -> Q:
    """Rows one sees in person; and of those an agreement shares, what one's own organization gives."""
    if viewer.behind is not None:
        return _own_or_given(replace(viewer, behind=None), act, but, of) & _own_or_given(viewer.behind, act, but, of)
    rows, ours = _in_person(viewer, act, partners.PLACE_CLASSES, but, of), accounts.memberships(viewer)
    if not ours:
        return rows
    agreed, found = accounts.agreed_relations(), accounts.find_reaches(viewer, act, partners.PLACE_CLASSES)
    shared = {name: accounts.Reach(False, frozenset(), reach.relations & agreed, "") for name, reach in found.items()}
    return rows | Q(provider__in=sorted(ours)) & students.within_by_class(viewer, shared, "record_class", of=of)


def _in_person(viewer: Viewer, act: str, classes: Sequence[str], but: str, of: students.Student | None = None) -> Q:
    """Rows of these classes that one sees by a role or a relation of one's own, and not by an agreement."""
    if viewer.behind is not None:
        alone = replace(viewer, behind=None)
        return _in_person(alone, act, classes, but, of) & _in_person(viewer.behind, act, classes, but, of)
    less = accounts.agreed_relations() | {but}
    reaches = {name: _less(reach, less) for name, reach in accounts.find_reaches(viewer, act, classes).items()}
    return students.within_by_class(viewer, reaches, "record_class", of=of)


def _less(reach: accounts.Reach, relations: Collection[str]) -> accounts.Reach:
    return replace(reach, relations=reach.relations - frozenset(relations))


def _within(rows: QuerySet[_Row], viewer: Viewer, of: students.Student | None = None) -> QuerySet[_Row]:
    """Rows whose class is that of notes; those `of` one student, whom `viewer` was shown in this request."""
    reach = accounts.find_reach(viewer, "see", "notes")
    if of is not None:
        return students.rows_of_one(rows, viewer, reach, "notes", of)
    if reach.everything:
        return rows
    return rows.filter(student__in=students.get_students_for(viewer, "notes"))


def _of_audience(rows: QuerySet[_Row], viewer: Viewer, act: str) -> QuerySet[_Row]:
    return _by_column(rows, viewer, act, "audience", tuple(AUDIENCES))


def _by_column(rows: QuerySet[_Row], viewer: Viewer, act: str, column: str, classes: tuple[str, ...]) -> QuerySet[_Row]:
    """Rows that name their own class of record in a column, where `viewer` may see (or write) that class."""
    return rows.filter(students.within_by_class(viewer, accounts.find_reaches(viewer, act, classes), column))
