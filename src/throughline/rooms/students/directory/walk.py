"""From student to student within a list, as one goes through it in a meeting: the list stands in the address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students import access
from throughline.rooms.students.directory.finding import find_by_name_or_near, name_order
from throughline.rooms.students.directory.listing import ORDERS
from throughline.rooms.students.directory.noting import note_looked
from throughline.rooms.students.directory.queries import with_columns
from throughline.rooms.students.models import Student
from throughline.rooms.students.narrowing import lasting_names, narrowed, narrows, told_by_narrowing
from throughline.values.viewer import Viewer
from throughline.web.tables import Column
from throughline.web.tables.questions import Address, read_question
from throughline.web.tables.sources import QuerysetAnswer, QuerysetSource

FIND = "students.find"
LONGEST = 600


@dataclass(frozen=True, slots=True)
class Walk:
    """Where one stands in a list: who comes before and after, how many there are, and the way back to it."""

    place: int
    n: int
    back_url: str
    before_url: str = ""
    after_url: str = ""
    before: str = ""
    after: str = ""
    carried: str = ""

    @property
    def words(self) -> str:
        return _("%(place)s of %(n)s") % {"place": self.place, "n": self.n}


def find_walk(request: HttpRequest, student: Student, page: str) -> Walk | None:
    """This function will return where `student` stands in the list that the address names, None where it names none.

    `page` is the view of a student one is on, which the way on keeps. The names before and after are noted as looked
    at, with what the list tells of them. As many queries for any list.
    """
    listed, place = request.GET.get("in"), request.GET.get("n", "")
    if listed is None or len(listed) > LONGEST or not (place.isascii() and place.isdecimal() and len(place) < 8):
        return None
    viewer, asked = accounts.viewer_of(request), QueryDict(listed.replace("\x00", ""))
    rows, n = _around(viewer, asked, int(place), str(request.session.get(FIND, "")))
    at = next((number for number, row in rows if row.pk == student.pk), None)
    back_url = reverse("students:students") + (f"?{_lasting(asked)}" if _lasting(asked) else "")
    if at is None:
        return Walk(0, n, back_url)
    near = dict(rows)
    before, after = near.get(at - 1), near.get(at + 1)
    _note_named(viewer, [one for one in (before, after) if one], asked)
    return Walk(
        at,
        n,
        back_url,
        _url(before, page, asked, at - 1) if before else "",
        _url(after, page, asked, at + 1) if after else "",
        before.name if before else "",
        after.name if after else "",
        _carried(asked, at),
    )


def find_listed(viewer: Viewer, listed: str, text: str = "", *, most: int) -> tuple[list[Student], int]:
    """This function will return the first students of the list that an address names, and how many are on it.

    `text` is what was typed to find them by name. Nothing is noted: whoever shows them does.
    """
    answer = _ask(viewer, QueryDict(listed.replace("\x00", "")), text)
    return list(answer.rows(0, most)), answer.n_found


def _around(viewer: Viewer, asked: QueryDict, place: int, text: str) -> tuple[list[tuple[int, Student]], int]:
    """The students about a place of a list, each with their own place, and how many there are."""
    answer = _ask(viewer, asked, text)
    start = max(0, place - 3)
    rows = answer.rows(start, start + 5)
    return list(enumerate(rows, start=start + 1)), answer.n_found


def _ask(viewer: Viewer, asked: QueryDict, text: str) -> QuerysetAnswer:
    seen = access.get_students_for(viewer).filter(ended_at=None)
    found, is_near = find_by_name_or_near(seen, text)
    found = narrowed(viewer, found, _chosen(asked))
    orders = {"name": name_order(is_near=is_near), **ORDERS}
    columns = [Column(name, name, order=order) for name, order in orders.items()]
    question = read_question(Address("", asked), columns, (), "name")
    return QuerysetSource(with_columns(viewer, found), columns, (), ()).ask(question)


def _note_named(viewer: Viewer, named: list[Student], asked: QueryDict) -> None:
    told = told_by_narrowing(viewer, [one.pk for one in named], _chosen(asked))
    sights = access.explain_sight(viewer, named, {"directory"}.union(*told.values()))
    shown = [(pk, sight, {"directory", *told[pk]} & sight.bases.keys()) for pk, sight in sights.items()]
    note_looked(by=viewer, at=timezone.now(), shown=shown, place="students.list")


def _chosen(asked: QueryDict) -> list[tuple[str, str]]:
    return [(key, value) for key in narrows() if (value := asked.get(key, ""))]


def _url(student: Student, page: str, asked: QueryDict, place: int) -> str:
    return f"{reverse(f'students:{page}', args=[student.pk])}?{_carried(asked, place)}"


def _carried(asked: QueryDict, place: int) -> str:
    return urlencode({"in": _lasting(asked), "n": place})


def _lasting(asked: QueryDict) -> str:
    return urlencode([(key, value) for key in lasting_names() for value in asked.getlist(key)])
