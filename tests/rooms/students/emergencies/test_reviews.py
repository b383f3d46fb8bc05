"""What was opened in an emergency is reviewed, once and in words, by somebody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from tests.rooms.conftest import SET_UP, Town
from tests.rooms.students.emergencies.conftest import WHY, break_glass, the_one

from throughline.values.viewer import Viewer


def test_the_privacy_officer_is_told_reviews_and_the_family_reads_it(town: Town) -> None:
    break_glass(town, "coordinator_elsewhere", "Mateo Muñoz Herrera", "mateo")
    officer, one = town.client("privacy_officer"), the_one()
    today = officer.get("/").content.decode()
    assert "1 record was opened in an emergency: review it." in today
    assert "Mateo" not in today
    assert WHY in officer.get("/students/emergencies/?state=waiting").content.decode()
    page = officer.get(f"/students/emergencies/{one.pk}/").content.decode()
    assert WHY in page
    answer = officer.post(f"/students/emergencies/{one.pk}/", {"finding": "upheld", "words": "She called at once."})
    assert answer.status_code == 302
    assert "opened in an emergency: review" not in officer.get("/").content.decode()
    assert "Justified" in officer.get("/students/emergencies/?state=upheld").content.decode()
    assert (
        "She called at once." in town.client("student").get(f"/students/{one.student_id}/who-looked/").content.decode()
    )
    again = officer.post(f"/students/emergencies/{one.pk}/", {"finding": "refused", "words": "Changed my mind."})
    assert again.status_code == 400


def test_a_review_needs_its_words_and_nobody_reviews_their_own(town: Town) -> None:
    from throughline.rooms.students.emergencies.commands import open_emergency, review_emergency
    from throughline.values.errors import NotAllowed, RefusedInput

    lead = town.viewer("support_lead")
    pk, student = (
        open_emergency(by=lead, at=timezone.now(), student_id=town.students["mateo"].pk, reason=WHY).pk,
        town.students["mateo"].pk,
    )
    own = town.client("support_lead")
    assert "You opened this one" in own.get(f"/students/emergencies/{pk}/").content.decode()
    assert own.post(f"/students/emergencies/{pk}/", {"finding": "upheld", "words": "Fine."}).status_code == 403
    assert "review it" not in own.get("/").content.decode()
    refused = town.client("privacy_officer").post(f"/students/emergencies/{pk}/", {"finding": "upheld", "words": " "})
    assert "Fill in “In words”" in refused.content.decode()
    from throughline.rooms.accounts.api import acting_as

    officer = town.viewer("privacy_officer")
    with pytest.raises(RefusedInput), acting_as(officer):
        review_emergency(by=officer, at=timezone.now(), emergency_id=pk, upheld=True, words="\n")
    both = Viewer(user_id=officer.user_id, name="as", behind=town.viewer("administrator"))
    with pytest.raises(NotAllowed), acting_as(both):
        review_emergency(by=both, at=timezone.now(), emergency_id=pk, upheld=True, words="Fine.")
    assert student


@pytest.mark.parametrize(
    "who",
    [
        "coordinator",
        "coordinator_elsewhere",
        "principal",
        "nurse",
        "teacher",
        "guardian",
        "student",
        "finance",
        "outsider",
    ],
)
def test_others_neither_list_nor_review(town: Town, who: str) -> None:
    break_glass(town, "coordinator_elsewhere", "Mateo Muñoz Herrera", "mateo")
    client, pk = town.client(who), the_one().pk
    assert client.get("/students/emergencies/").status_code == 403
    assert client.get(f"/students/emergencies/{pk}/").status_code == 403
    assert client.post(f"/students/emergencies/{pk}/", {"finding": "upheld", "words": "x"}).status_code == 403


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("privacy_officer", True),
        ("principal", True),
        ("guardian", True),
        ("student", True),
        ("coordinator_elsewhere", False),
        ("nurse", False),
        ("teacher", False),
        ("outsider", False),
    ],
)
def test_the_second_wall_keeps_the_reason_for_those_who_answer_for_the_student(
    town: Town, who: str, sees: bool
) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.students.models import Emergency

    break_glass(town, "coordinator_elsewhere", "Mateo Muñoz Herrera", "mateo")
    with acting_as(town.viewer(who)):
        assert Emergency.objects.exists() == sees


def test_what_waits_too_long_is_overdue_and_unusual_and_so_are_many(town: Town) -> None:
    from throughline.rooms.accounts.api import acting_as
    from throughline.rooms.audit.api import unusual_rules
    from throughline.rooms.students.emergencies.commands import open_emergency
    from throughline.rooms.students.models import Emergency

    at = timezone.now() - timedelta(days=10)
    open_emergency(by=town.viewer("nurse"), at=at, student_id=town.students["elsewhere"].pk, reason=WHY)
    officer = town.client("privacy_officer")
    assert "its review is late" in officer.get("/").content.decode()
    assert "Review overdue" in officer.get("/students/emergencies/?state=overdue").content.decode()
    looks = officer.get("/students/looks/").content.decode()
    assert "Opened 1 record in an emergency that nobody reviewed in time." in looks
    assert "within 30 days." not in looks.replace("records in an emergency within 30 days, or one", "")
    for _n in range(1, unusual_rules().emergencies_a_month):
        at += timedelta(days=1)
        open_emergency(by=town.viewer("nurse"), at=at, student_id=town.students["elsewhere"].pk, reason=WHY)
    with acting_as(SET_UP):
        assert Emergency.objects.count() == unusual_rules().emergencies_a_month
    assert "Opened 3 records in an emergency within 30 days." in officer.get("/students/looks/").content.decode()


def test_the_number_of_queries_does_not_grow(town: Town) -> None:
    from django.test.utils import CaptureQueriesContext

    from throughline.rooms.students.emergencies.commands import open_emergency

    client = town.client("privacy_officer")

    def n_queries(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    def more(*keys: str) -> None:
        for key in keys:
            open_emergency(by=town.viewer("nurse"), at=timezone.now(), student_id=town.students[key].pk, reason=WHY)

    more("elsewhere")
    paths = ("/", "/students/emergencies/")
    for path in paths:
        n_queries(path)
    before = [n_queries(path) for path in paths]
    more("valentina")
    open_emergency(
        by=town.viewer("coordinator_elsewhere"), at=timezone.now(), student_id=town.students["mateo"].pk, reason=WHY
    )
    assert [n_queries(path) for path in paths] == before
