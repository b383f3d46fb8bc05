"""What is expected of the support room: who may open its pages. All of its tables stand behind walls."""

from collections.abc import Callable

from tests.security.expected.aim import AT_HIGH, EVERYBODY, FAMILY, OFFICE, OVERSEERS, Aim

from throughline.demo import cast, named

# Who may know of any notes: those of the high school, the teacher for those she teaches, and two across the district.
DISTRICT = frozenset({"support_lead", "privacy_officer"})
KNOW = AT_HIGH | DISTRICT | {"teacher"}
KNOW_ANY = KNOW | {"coordinator_elsewhere"}
MATEO = {"student_id": named.CAST_STUDENT}
ELSEWHERE = {"student_id": named.OTHER_SCHOOL_STUDENT}
PLAIN = {"note_id": "notes"}
HEALTH = {"note_id": "notes_health"}
PROTECTION = {"note_id": "notes_protection"}
LEGAL = {"note_id": "notes_legal"}
NONE = {"note_id": "none"}
# The demo has a meeting that was held and one that is planned, both led by the coordinator; these take part.
MEET = AT_HIGH | {"teacher"}
# And these answer for the school's records, and read along.
READ_ALONG = MEET | OVERSEERS
LEAD = frozenset({"coordinator"})
HELD = {"meeting_id": "held"}
COMING = {"meeting_id": "coming"}
MATEO_IN = {"meeting_id": "coming", "turn_id": "mateo"}
# Whom the list shows Mateo: those who may know of his notes. The office reads along, and knows of no notes.
IN_TURN = MEET | DISTRICT
DRAFTED = {
    "key": "6b1c2f5e-8f0e-4a44-9d0c-0d7f6c1f2a3c",
    "revision": "0",
    "what_key": "6b1c2f5e-8f0e-4a44-9d0c-0d7f6c1f2a3d",
    "what_revision": "0",
    "said": "Begun.",
}
REASON = {"reason": "The family called and asks what was agreed."}

# A file is as restricted as its note: it is handed out to nobody who did not open that note for a reason.
RESTRICTED = ("notes_health", "notes_protection", "notes_legal")

AIMS: tuple[Aim, ...] = (
    Aim("support:find_notes", get=KNOW_ANY, post=KNOW_ANY, data={"text": "robotics"}),
    Aim("support:drafts", get=EVERYBODY),
    Aim("support:discard_draft", post=frozenset({"teacher"}), fill={"draft_id": "teacher"}),
    Aim("support:discard_draft", fill={"draft_id": "none"}),
    Aim("support:notes", get=KNOW, fill=MATEO),
    Aim("support:notes", get=DISTRICT | {"coordinator_elsewhere"}, fill=ELSEWHERE),
    Aim("support:notes", fill={"student_id": "nobody"}),
    Aim("support:new_note", get=KNOW, post=KNOW, fill=MATEO),
    Aim(
        "support:new_note",
        get=DISTRICT | {"coordinator_elsewhere"},
        post=DISTRICT | {"coordinator_elsewhere"},
        fill=ELSEWHERE,
    ),
    Aim(
        "support:save_draft",
        post=KNOW,
        fill=MATEO,
        data={"key": "6b1c2f5e-8f0e-4a44-9d0c-0d7f6c1f2a3b", "revision": "0", "kind": "note", "text": "Begun."},
    ),
    Aim("support:note", get=KNOW, fill=PLAIN),
    Aim("support:note", get=KNOW, fill=HEALTH),
    Aim("support:note", get=KNOW, fill=PROTECTION),
    Aim("support:note", get=KNOW, fill=LEGAL),
    Aim("support:note", fill=NONE),
    Aim("support:open_note", fill=PLAIN, data=REASON),
    Aim("support:open_note", post=frozenset({"nurse"}), fill=HEALTH, data=REASON),
    Aim("support:open_note", post=frozenset({"counselor", "principal"}), fill=PROTECTION, data=REASON),
    Aim("support:open_note", post=frozenset({"privacy_officer"}), fill=LEGAL, data=REASON),
    Aim("support:read_note", post=EVERYBODY, fill=PLAIN),
    Aim("support:change_note", get=frozenset({"coordinator"}), post=frozenset({"coordinator"}), fill=PLAIN),
    Aim("support:change_note", fill=PROTECTION),
    Aim(
        "support:strike_note",
        get=frozenset({"coordinator", "principal"}) | DISTRICT,
        post=frozenset({"coordinator", "principal"}) | DISTRICT,
        fill=PLAIN,
    ),
    Aim("support:strike_note", fill=PROTECTION),
    Aim("support:add_file", fill=PROTECTION),
    Aim("support:note_file", get=KNOW, fill={"file_id": "notes"}),
    Aim("support:note_file", fill={"file_id": "none"}),
    *(Aim("support:note_file", fill={"file_id": audience}) for audience in RESTRICTED),
    Aim("support:meetings", get=EVERYBODY),
    Aim("support:new_meeting", get=KNOW_ANY, post=KNOW_ANY),
    Aim("support:new_meeting", get=KNOW_ANY, post=KNOW_ANY, query={"from": "flags", "in": "school=x&level=%00"}),
    Aim("support:meeting", get=READ_ALONG, fill=COMING),
    Aim("support:meeting", fill={"meeting_id": "none"}),
    Aim("support:plan_meeting", get=LEAD, fill=COMING),
    Aim("support:choose_students", post=LEAD, fill=COMING, data={"names": "Mateo\nnobody of this name"}),
    Aim("support:choose_people", post=LEAD, fill=COMING, data={"people": "999999999"}),
    Aim("support:change_meeting", post=LEAD, fill=COMING, data={"title": "Otherwise", "on": "2026-11-27"}),
    Aim("support:call_off", post=LEAD, fill=COMING),
    Aim("support:move_turn", post=LEAD, fill=MATEO_IN, data={"to": "down"}),
    Aim("support:remove_student", post=LEAD, fill=MATEO_IN),
    Aim("support:begin_meeting", post=LEAD, fill=COMING),
    Aim("support:turn", get=IN_TURN, post=MEET | DISTRICT, fill=MATEO_IN, data={"go": "previous"}),
    Aim("support:turn", fill={"meeting_id": "held", "turn_id": "mateo"}),
    Aim("support:save_turn", post=MEET, fill=MATEO_IN, data=DRAFTED),
    Aim("support:close_meeting", get=LEAD, post=LEAD, fill=COMING),
    Aim("support:recap", get=READ_ALONG, fill=HELD),
    Aim("support:recap_pdf", get=READ_ALONG, fill=HELD),
    Aim("support:decisions", get=EVERYBODY),
    Aim("support:change_decision", get=MEET, post=MEET, fill={"decision_id": "teacher"}),
    Aim(
        "support:finish_decision",
        get=frozenset({"teacher", "coordinator"}),
        post=frozenset({"teacher", "coordinator"}),
        fill={"decision_id": "teacher"},
    ),
    Aim("support:finish_decision", fill={"decision_id": "none"}),
)

# Who works with a whole school or the district, and so has its list of who moves on.
COVER = AT_HIGH | DISTRICT | {"coordinator_elsewhere"}
# A handover that came to the high school: who works there says that it was read.
READ = {"handover_id": "came"}

AIMS += (
    Aim("support:handovers", get=COVER),
    Aim("support:handovers", query={"school": "999999999"}),
    Aim("support:plan_handovers", post=COVER, data={"writer": "", "to_school": ""}),
    Aim("support:arrived", get=KNOW_ANY),
    Aim("support:own_handovers", get=EVERYBODY),
    Aim("support:handover", get=KNOW, fill=MATEO),
    Aim("support:handover", get=DISTRICT | {"coordinator_elsewhere"}, fill=ELSEWHERE),
    Aim("support:handover", fill={"student_id": "nobody"}),
    Aim("support:write_handover", get=KNOW, post=KNOW, fill=MATEO),
    Aim(
        "support:save_handover",
        post=KNOW,
        fill=MATEO,
        data={
            "key": "6b1c2f5e-8f0e-4a44-9d0c-0d7f6c1f2a5a",
            "revision": "0",
            "restricted_key": "6b1c2f5e-8f0e-4a44-9d0c-0d7f6c1f2a5b",
            "restricted_revision": "0",
            "part_first": "Begun.",
        },
    ),
    Aim(
        "support:plan_handover", get=KNOW - {"teacher"}, post=KNOW - {"teacher"}, fill=MATEO, data={"move": "transfer"}
    ),
    Aim("support:read_handover", post=AT_HIGH, fill=READ),
    Aim("support:read_handover", fill={"handover_id": "none"}),
)


def _note_id(audience: str) -> object:
    from throughline.rooms.support.models import Note

    row = Note.objects.filter(audience=audience).first()
    return row.pk if row else 999_999_999


def _file_id(audience: str) -> object:
    """A file kept with a note for this audience."""
    from django.utils import timezone
    from tests.security.conftest import SET_UP

    from throughline.rooms.support.files.commands import keep_with
    from throughline.rooms.support.models import Note

    note = Note.objects.filter(audience=audience).first()
    if note is None:
        return 999_999_999
    return keep_with(by=SET_UP, at=timezone.now(), note=note, name="plan.txt", chunks=[b"What was agreed."]).pk


def _draft_id(key: str) -> object:
    """What somebody of the cast began to write about Mateo; nobody but themselves may even know."""
    from uuid import uuid4

    from django.utils import timezone

    from throughline.rooms.accounts.models import User
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student
    from throughline.rooms.support.models import Draft

    if key == "none":
        return 999_999_999
    mateo = Student.objects.get(source_id=named.CAST_STUDENT)
    author = User.objects.get(username=cast.BY_KEY[key].username)
    with acting_as(author.viewer()):
        return Draft.objects.create(
            key=uuid4(), user=author, student=mateo, kind="note", text="Begun.", saved_at=timezone.now()
        ).pk


def _sheet_id(key: str) -> object:
    """A plan that somebody of the cast began to write for Mateo; nobody but themselves may even know."""
    from uuid import uuid4

    from django.utils import timezone

    from throughline.rooms.accounts.models import User
    from throughline.rooms.accounts.sight.viewing import acting_as
    from throughline.rooms.students.models import Student
    from throughline.rooms.support.models import SheetDraft

    if key == "none":
        return 999_999_999
    mateo = Student.objects.get(source_id=named.CAST_STUDENT)
    author = User.objects.get(username=cast.BY_KEY[key].username)
    with acting_as(author.viewer()):
        return SheetDraft.objects.create(
            key=uuid4(), user=author, student=mateo, page="plan", fields={"why": ["Begun."]}, saved_at=timezone.now()
        ).pk


def _meeting_id(which: str) -> object:
    from throughline.rooms.support.models import Meeting

    row = Meeting.objects.filter(closed_at__isnull=which == "coming").first() if which != "none" else None
    return row.pk if row else 999_999_999


def _turn_id(_which: str) -> object:
    """Mateo's turn in the meeting that is planned."""
    from throughline.rooms.support.models import Turn

    return Turn.objects.get(meeting__closed_at=None, student__source_id=named.CAST_STUDENT).pk


def _decision_id(owner: str) -> object:
    from throughline.rooms.support.models import Decision

    row = Decision.objects.filter(owner__username=cast.BY_KEY[owner].username).first() if owner != "none" else None
    return row.pk if row else 999_999_999


def _handover_id(which: str) -> object:
    """A handover that came to the high school."""
    from throughline.rooms.support.models import Handover

    found = Handover.objects.filter(to_school__source_id=named.HIGH).order_by("-pk").first()
    return found.pk if found and which != "none" else 999_999_999


FILLS: dict[str, Callable[[str], object]] = {
    "note_id": _note_id,
    "file_id": _file_id,
    "draft_id": _draft_id,
    "sheet_id": _sheet_id,
    "page": lambda word: word,
    "meeting_id": _meeting_id,
    "turn_id": _turn_id,
    "decision_id": _decision_id,
    "handover_id": _handover_id,
}

# Who may read plans and supports of students of the high school, who gives them, and who writes sessions down.
SEE_SUPPORTS = AT_HIGH | OFFICE | FAMILY | {"support_lead", "teacher"}
GIVE = OFFICE | {"coordinator", "counselor", "nurse"}
LOG = GIVE | {"teacher"}
SEE_HEALTH = frozenset({"nurse", "guardian"})
TUTORING = {"support_id": "Mathematics tutoring"}
BREATHING = {"support_id": "Breathing well"}
ROBOTICS = {"support_id": "Robotics club"}
SAID = {"helped": "yes", "words": "She says so."}
LOGGED = {"key": "6b1c2f5e-8f0e-4a44-9d0c-0d7f6c1f2b11", "on": "2026-11-20", "go": "came"}

AIMS += (
    # His family agreed that the youth center sees what it gives itself: no plan, and no other's support.
    Aim("support:supports", get=SEE_SUPPORTS | {"partner"}, fill=MATEO),
    Aim("support:supports", get=OFFICE | {"support_lead", "coordinator_elsewhere"}, fill=ELSEWHERE),
    Aim("support:supports", fill={"student_id": "nobody"}),
    Aim("support:new_support", get=GIVE, post=GIVE, fill=MATEO, data={"purpose": "To pass."}),
    Aim("support:support", get=SEE_SUPPORTS, fill=TUTORING),
    Aim("support:support", get=SEE_HEALTH, fill=BREATHING),
    Aim("support:support", get=SEE_SUPPORTS | {"partner"}, fill=ROBOTICS),
    Aim("support:change_support", get=GIVE, post=GIVE, fill=ROBOTICS),
    Aim("support:log_session", post=LOG, fill=ROBOTICS, data=LOGGED),
    Aim("support:support", fill={"support_id": "none"}),
    Aim("support:change_support", get=GIVE, post=GIVE, fill=TUTORING),
    Aim("support:change_support", get=frozenset({"nurse"}), post=frozenset({"nurse"}), fill=BREATHING),
    Aim("support:end_support", get=GIVE, post=GIVE, fill=TUTORING, data={"ended_on": "2026-11-20", "why": "Over."}),
    Aim("support:check_support", get=GIVE, post=GIVE, fill=TUTORING, data=SAID),
    Aim("support:log_session", post=LOG, fill=TUTORING, data=LOGGED),
    Aim("support:log_session", post=frozenset({"nurse"}), fill=BREATHING, data=LOGGED),
    Aim("support:change_session", get=LOG, post=LOG, fill={"kept_session_id": "tutoring"}, data={"go": "back"}),
    Aim("support:change_session", fill={"kept_session_id": "none"}),
    Aim(
        "support:log_group",
        get=LOG | {"coordinator_elsewhere"},
        post=LOG | {"coordinator_elsewhere"},
        fill={"program_id": "Mathematics tutoring"},
        data={"key": "6b1c2f5e-8f0e-4a44-9d0c-0d7f6c1f2b12", "on": "2026-11-20"},
    ),
)

# Who may read a plan, and who may write one: whoever may write plans and the notes that drafts are of.
PLAN = frozenset({"coordinator", "counselor", "nurse"})
ACADEMIC = {"plan_id": "mateo"}
DRAFT = {"plan_id": "draft"}
TYPED = {"draft_key": "6b1c2f5e-8f0e-4a44-9d0c-0d7f6c1f2b13", "draft_revision": "0", "why": "To p"}

AIMS += (
    Aim("support:new_plan", get=PLAN, post=PLAN, fill=MATEO, data={"why": "To pass."}),
    Aim(
        "support:new_plan",
        get=frozenset({"coordinator_elsewhere"}),
        post=frozenset({"coordinator_elsewhere"}),
        fill=ELSEWHERE,
    ),
    Aim("support:save_plan", post=PLAN, fill=MATEO | {"page": "plan"}, data=TYPED),
    Aim("support:save_support", post=GIVE, fill=MATEO | {"page": "support"}, data=TYPED),
    Aim("support:save_plan", fill=MATEO | {"page": "note"}, data=TYPED),
    Aim("support:discard_sheet", post=frozenset({"coordinator"}), fill={"sheet_id": "coordinator"}),
    Aim("support:discard_sheet", fill={"sheet_id": "none"}),
    Aim("support:plan", get=SEE_SUPPORTS, fill=ACADEMIC),
    Aim("support:plan", get=AT_HIGH | {"support_lead"}, fill=DRAFT),  # the cast's teacher does not teach this student
    Aim("support:plan", fill={"plan_id": "none"}),
    Aim("support:change_plan", get=PLAN, post=PLAN, fill=ACADEMIC),
    Aim("support:start_plan", post=PLAN, fill=DRAFT),
    Aim("support:drop_plan", post=PLAN, fill=DRAFT),
    Aim("support:review_plan", get=PLAN, post=PLAN, fill=ACADEMIC),
    Aim("support:mark_goal", post=PLAN, fill={"goal_id": "mateo"}, data={"go": "met"}),
    Aim("support:mark_goal", fill={"goal_id": "none"}),
    Aim("support:mark_action", post=PLAN, fill={"action_id": "mateo"}, data={"go": "done"}),
    Aim("support:mark_action", fill={"action_id": "none"}),
)


def _plan_id(which: str) -> object:
    """Mateo's plan that is under way, or the draft at the high school."""
    from throughline.rooms.support.models import Plan

    wanted = {"mateo": {"state": "active", "student__source_id": named.CAST_STUDENT}, "draft": {"state": "draft"}}
    row = Plan.objects.filter(**wanted[which]).first() if which in wanted else None
    return row.pk if row else 999_999_999


def _goal_id(which: str) -> object:
    from throughline.rooms.support.models import Goal

    row = Goal.objects.filter(student__source_id=named.CAST_STUDENT).order_by("pk").first()
    return row.pk if row and which != "none" else 999_999_999


def _action_id(which: str) -> object:
    from throughline.rooms.support.models import Action

    row = Action.objects.filter(student__source_id=named.CAST_STUDENT).order_by("pk").first()
    return row.pk if row and which != "none" else 999_999_999


def _support_id(program: str) -> object:
    """Mateo's place in a program."""
    from throughline.rooms.support.models import Support

    row = Support.objects.filter(program__name=program, student__source_id=named.CAST_STUDENT).first()
    return row.pk if row else 999_999_999


def _session_id(which: str) -> object:
    from throughline.rooms.support.models import Session

    row = Session.objects.filter(
        support__program__name="Mathematics tutoring", student__source_id=named.CAST_STUDENT
    ).first()
    return row.pk if row and which != "none" else 999_999_999


FILLS |= {"support_id": _support_id, "kept_session_id": _session_id}
FILLS |= {"plan_id": _plan_id, "goal_id": _goal_id, "action_id": _action_id}
