"""The budget pages, as each person meets them."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughline.rooms.audit.models import Disclosure
from throughline.rooms.funding import api as funding
from throughline.rooms.funding.budgets import proving, queries
from throughline.rooms.funding.models import Run
from throughline.rooms.students.models import Need

NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)

# Oak: 12 x 3,741 + 3 x 1,272 + 2 x 636; Elm: 8 x 4,683 + 6 x 1,077 + 3,887
OAK, ELM, BOTH = "$49,980.00", "$47,813.00", "$97,793.00"


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_first_sentence_says_it_all(district: Any, sign_in: Any) -> None:
    page = text(sign_in(district.finance).get(reverse("funding:budgets")))
    assert f"{BOTH} for 2 schools and 20 students, counted on October 1, 2026." in page
    assert OAK in page
    assert ELM in page
    assert "Do schools with more need receive more for each student?" in page
    assert "Oak, with the lowest share (25%)" in page
    assert "Elm, with the highest (75%)" in page


def test_it_is_written_in_spanish_too(district: Any, sign_in: Any) -> None:
    client = sign_in(district.finance)
    page = text(client.get(reverse("funding:budgets"), headers={"accept-language": "es"}))
    assert "Presupuestos escolares" in page
    assert f"{BOTH} para 2 escuelas y 20 estudiantes, según el conteo del 1 de octubre de 2026." in page
    assert "Escuelas primarias" in page


def test_a_leader_meets_their_own_school_alone(district: Any, sign_in: Any) -> None:
    client = sign_in(district.leader)
    page = text(client.get(reverse("funding:budgets")))
    assert f"{OAK} for 1 school and 12 students" in page
    assert ELM not in page
    assert BOTH not in page
    assert "Elm" not in page
    own = reverse("funding:school_budget", args=[1, district.oak.pk])
    assert client.get(own).status_code == 200
    other = reverse("funding:school_budget", args=[1, district.elm.pk])
    assert client.get(other).status_code == 404


def test_a_school_reads_its_arithmetic_in_figures_and_words(district: Any, sign_in: Any) -> None:
    page = text(sign_in(district.leader).get(reverse("funding:school_budget", args=[1, district.oak.pk])))
    assert "All students: 12 students × $3,741.00 = $44,892.00." in page
    assert "Together: $44,892.00 + $3,816.00 + $1,272.00 + $0.00 = $49,980.00." in page
    assert reverse("funding:count", args=["2026-10-01", district.oak.pk, "economically_disadvantaged"]) in page
    assert "$4,165.00 for each of them" in page


def test_the_change_since_the_run_before_is_said(district: Any, sign_in: Any) -> None:
    Need.objects.filter(category="special_education").delete()
    funding.start_run(by=district.finance, at=NOW, formula=district.formula, count_on=district.run.count_on)
    client = sign_in(district.finance)
    page = text(client.get(reverse("funding:school_budget", args=[2, district.elm.pk])))
    assert "That is $3,887.00 less than in run 1" in page
    page = text(client.get(reverse("funding:school_budget", args=[2, district.oak.pk])))
    assert "That is the same as in run 1" in page
    assert "This is an earlier run" in text(client.get(reverse("funding:run", args=[1])))


PAGES: list[tuple[str, list[Any]]] = [
    ("budgets", []),
    ("run", [1]),
    ("runs", []),
    ("new_run", []),
    ("run_workbook", [1]),
    ("run_trace", [1]),
    ("formulas", []),
    ("new_formula", []),
    ("library_formula", ["guidebook-table-2-2"]),
    ("schools", []),
]


@pytest.mark.parametrize("relation", ["coordinator", "school_health", "teacher", "guardian", "partner", "outsider"])
def test_others_are_refused_in_plain_words(district: Any, person: Any, sign_in: Any, relation: str) -> None:
    client = sign_in(person(relation, district.oak))
    own = [("school_budget", [1, district.oak.pk]), ("school_workbook", [1, district.oak.pk])]
    own += [("formula", [district.formula.pk]), ("formula_document", [district.formula.pk])]
    for name, arguments in PAGES + own:
        response = client.get(reverse(f"funding:{name}", args=arguments))
        assert response.status_code == 403, name
        assert "49,980" not in text(response)
    assert "This is not yours to open" in text(client.get(reverse("funding:budgets")))


@pytest.mark.parametrize(("name", "arguments"), PAGES)
def test_a_visitor_gets_nothing(district: Any, client: Client, name: str, arguments: list[int]) -> None:
    response = client.get(reverse(f"funding:{name}", args=arguments))
    assert response.status_code in (302, 403)
    assert b"49,980" not in response.content


def test_a_leader_may_read_but_not_start_or_write(district: Any, sign_in: Any) -> None:
    client = sign_in(district.leader)
    for name in ("new_run", "new_formula", "schools", "runs"):
        assert client.get(reverse(f"funding:{name}")).status_code == 403
    assert client.post(reverse("funding:adopt_formula", args=["illustrative-level-by-need"])).status_code == 403
    assert client.get(reverse("funding:formula", args=[district.formula.pk])).status_code == 200


def test_counting_again_from_the_page(district: Any, sign_in: Any) -> None:
    client = sign_in(district.finance)
    asked = {"formula": str(district.formula.pk), "count_on": "2026-11-02"}
    response = client.post(reverse("funding:new_run"), asked, follow=True)
    assert response.redirect_chain == [(reverse("funding:run", args=[2]), 302)]
    assert "This is run 2" in text(response)
    again = client.post(reverse("funding:new_run"), asked, follow=True)
    assert "Nothing has changed since run 2" in text(again)
    assert Run.objects.count() == 2


def test_what_is_missing_is_said_on_the_page_and_nothing_is_stored(district: Any, sign_in: Any) -> None:
    from throughline.rooms.district.models import Organization

    Organization.objects.filter(pk=district.elm.pk).update(level="")
    client = sign_in(district.finance)
    asked = {"formula": str(district.formula.pk), "count_on": "2026-11-02"}
    response = client.post(reverse("funding:new_run"), asked)
    assert response.status_code == 400
    assert "Give Elm a level" in text(response)
    assert 'value="2026-11-02"' in text(response)
    assert Run.objects.count() == 1
    wrong = client.post(reverse("funding:new_run"), {"formula": "999", "count_on": "soon"})
    assert "such as 2026-10-01" in text(wrong)


def test_before_the_first_run_the_page_says_what_to_do(person: Any, sign_in: Any) -> None:
    page = text(sign_in(person("district_finance")).get(reverse("funding:budgets")))
    assert "No school has its budget yet" in page
    assert reverse("funding:new_run") in page


def test_the_list_is_a_file_too(district: Any, sign_in: Any) -> None:
    response = sign_in(district.finance).get(reverse("funding:budgets"), {"export": "csv"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[1][0] == "Elm"
    assert rows[1][rows[0].index("Budget")] == "47813.00"
    assert len(rows) == 3


def test_every_step_is_a_file(district: Any, sign_in: Any) -> None:
    response = sign_in(district.leader).get(reverse("funding:run_trace", args=[1]))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["Oak"] * 4
    assert rows[1][-3:] == ["12", "3741.00", "44892.00"]


def test_a_run_is_proved_and_one_that_does_not_add_up_says_so(
    district: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    finance, url = sign_in(district.finance), reverse("funding:run_proof", args=[1])
    shown = text(finance.get(url))
    assert "2 schools" in shown
    assert "the same to the cent" in shown
    assert district.run.result_digest in shown
    assert "Do every sum again, and prove it" in text(finance.get(reverse("funding:budgets")))
    assert sign_in(district.leader).get(url).status_code == 403
    monkeypatch.setattr(proving, "replay_run", Mock(side_effect=ArithmeticError))
    assert "does not come to its own cents any more" in text(finance.get(url))


def test_no_budget_page_discloses_a_student(district: Any, sign_in: Any) -> None:
    client = sign_in(district.finance)
    for name, arguments in PAGES:
        assert client.get(reverse(f"funding:{name}", args=arguments)).status_code == 200, name
    assert not Disclosure.objects.exists()


def count_queries(work: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_the_number_of_queries_is_known_and_does_not_grow(district: Any, fill: Any, sign_in: Any) -> None:
    client = sign_in(district.finance)
    for number in range(9):
        fill(f"School {number}", "middle", {"all": 2, "economically_disadvantaged": 1})
    larger = funding.start_run(
        by=district.finance, at=NOW, formula=district.formula, count_on=district.run.count_on
    ).run
    small, large = Run.objects.get(number=1), Run.objects.get(pk=larger.pk)
    for run in (small, large):
        assert count_queries(partial(queries.budgets_page, district.finance, run)) == 7
        assert count_queries(partial(queries.budget_page, district.finance, run, district.oak.pk)) == 8
    pages = [reverse("funding:run", args=[run.number]) for run in (small, large)]
    client.get(pages[0])  # a session's first page asks who this is
    first, second = [count_queries(partial(client.get, page)) for page in pages]
    assert first == second
