"""Needs, attendance, marks, behavior and assessments come in by the same preview, apply and roll-back."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from throughline.rooms.accounts.sight.viewing import acting_as
from throughline.rooms.exchange import api as exchange
from throughline.rooms.exchange.api import RunReport
from throughline.rooms.exchange.models import Run, Status
from throughline.rooms.exchange.runs import commands, jobs
from throughline.rooms.exchange.staging.progress import stay_silent
from throughline.rooms.students.models import (
    AssessmentResult,
    AttendanceDay,
    BehaviorIncident,
    HomeLanguage,
    Mark,
    Need,
)
from throughline.rooms.students.records import rules
from throughline.values.viewer import Viewer

Rows = dict[str, list[dict[str, Any]]]
Send = Callable[..., RunReport]

FILES = {
    "needs": "student_id,category,level,start_date,end_date,source\ns1,english_learner,emerging,2026-08-20,,test\n",
    "attendance": "student_id,school_id,date,status,reason\ns1,A,2026-09-01,absent_excused,ill\n",
    "marks": "student_id,class_id,session_id,mark,percent,posted_date\ns1,K,Y,B+,88.5,2026-11-01\n",
    "behavior": "incident_id,student_id,school_id,date,time,location,behavior,response,days_suspended\n"
    "i1,s1,A,2026-09-02,10:15,yard,argument,talk,0\n",
    "assessments": "student_id,assessment,subject,date,score,level\ns1,Fall screener,reading,2026-09-10,412,on track\n",
    "languages": "student_id,language\ns1,SPA\n",
}
MODELS: dict[str, Any] = {
    "needs": Need,
    "attendance": AttendanceDay,
    "marks": Mark,
    "behavior": BehaviorIncident,
    "assessments": AssessmentResult,
    "languages": HomeLanguage,
}


@pytest.fixture
def send(
    bring_in: Callable[..., RunReport], small_district: Rows, data_lead: Viewer, at: datetime, tmp_path: Path
) -> object:
    """Sends a file's text as the data lead, after the small district has come in."""
    bring_in(small_district)

    def bring(kind: str, text: str, **options: bool) -> RunReport:
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        return exchange.import_file(by=data_lead, at=at, kind=kind, path=path, **cast("Any", options))

    with acting_as(data_lead):
        yield bring


@pytest.mark.parametrize("kind", FILES)
def test_a_row_comes_in_and_comes_in_only_once(send: Send, kind: str) -> None:
    report = send(kind, FILES[kind])
    assert (report.status, report.n_changes, report.n_errors) == ("applied", 1, 0), report.as_json()
    assert MODELS[kind].objects.get().student.source_id == "s1"
    assert send(kind, FILES[kind]).n_changes == 0


def test_a_mark_brings_the_credits_that_passing_gives_and_a_file_without_them_brings_none(send: Send) -> None:
    heading, row = FILES["marks"].splitlines()
    send("marks", FILES["marks"])
    assert Mark.objects.get().credits is None
    send("marks", f"{heading},credits\n{row},0.25\n")
    assert Mark.objects.get().credits == Decimal("0.25")
    send("marks", f"{heading},credits\n{row},0\n")
    assert Mark.objects.get().credits is None, "what gives no credit is no credit to earn"


@pytest.mark.parametrize("percent", ["8850", "999.996", "-1"])
def test_a_mark_beyond_all_marks_keeps_its_row_out_and_the_rest_comes_in(send: Send, percent: str) -> None:
    text = FILES["marks"]
    report = send("marks", text + text.splitlines()[1].replace("K,Y", "K,Q").replace("88.5", percent) + "\n")
    problem = report.problems[0]
    assert (problem.row, problem.column, problem.value) == (3, "percent", percent)
    assert (report.status, report.n_changes) == ("applied", 1)


@pytest.mark.parametrize("kind", FILES)
def test_a_student_not_in_the_roster_is_told_by_row(send: Send, kind: str) -> None:
    report = send(kind, FILES[kind].replace("s1,", "ghost,"))
    problem = report.problems[0]
    assert (problem.file, problem.row, problem.column, problem.value) == (f"{kind}.csv", 2, "student_id", "ghost")
    assert report.n_changes == 0


@pytest.mark.parametrize("kind", FILES)
def test_rolling_back_takes_the_rows_away(send: Send, kind: str, data_lead: Viewer, at: datetime) -> None:
    report = send(kind, FILES[kind])
    commands.roll_back_run(by=data_lead, at=at, run_id=report.run_id)
    jobs.carry_out(report.run_id, data_lead, "roll_back", stay_silent)
    assert Run.objects.get(pk=report.run_id).status == Status.ROLLED_BACK
    assert not MODELS[kind].objects.exists()


def test_each_need_carries_the_class_of_record_of_its_category(send: Send) -> None:
    rows = ["s1,english_learner,,2026-08-20,,", "s2,homeless,,2026-08-20,,", "s3,special_education,tier_1,2026-08-20,,"]
    send("needs", FILES["needs"].splitlines()[0] + "\n" + "\n".join(rows))
    found = dict(Need.objects.values_list("category", "record_class"))
    assert found == {"english_learner": "needs", "homeless": "housing", "special_education": "special_education"}


def test_a_category_nobody_knows_is_told(send: Send) -> None:
    report = send("needs", FILES["needs"].replace("english_learner", "left_handed"))
    assert (report.problems[0].column, report.problems[0].value) == ("category", "left_handed")


def test_an_end_date_that_arrives_later_changes_the_need(send: Send) -> None:
    send("needs", FILES["needs"])
    report = send("needs", FILES["needs"].replace(",,test", ",2026-11-01,test"))
    assert report.counts["need"]["change"] == 1
    assert Need.objects.get().ends_on == date(2026, 11, 1)


def test_needs_left_out_of_a_later_file_stay_and_are_counted(send: Send) -> None:
    send("needs", FILES["needs"])
    report = send("needs", FILES["needs"].replace("s1,", "s2,"))
    notice = next(problem for problem in report.problems if problem.rule.code == "records.not_in_file")
    assert notice.value == "1"
    assert Need.objects.count() == 2


def test_a_file_that_is_not_there_is_refused(send: Send, data_lead: Viewer, at: datetime, tmp_path: Path) -> None:
    report = exchange.import_file(by=data_lead, at=at, kind="needs", path=tmp_path / "none.csv")
    assert report.status == Status.REFUSED
    assert report.says


def test_a_language_is_kept_by_one_code_and_an_unknown_one_is_told(send: Send) -> None:
    send("languages", FILES["languages"])
    assert HomeLanguage.objects.get().language == "es"
    assert send("languages", "student_id,language\ns1,ht\n").counts["home_language"]["change"] == 1
    report = send("languages", "student_id,language\ns1,klingon\n")
    (problem,) = report.problems
    assert (problem.rule, problem.row, problem.column) == (rules.LANGUAGE_UNKNOWN, 2, "language")
    assert problem.value == "klingon"
    assert HomeLanguage.objects.get().language == "ht", "nothing is lost"
