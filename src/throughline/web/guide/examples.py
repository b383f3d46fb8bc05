"""The styleguide's smaller examples."""

from datetime import UTC, date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from throughline.web.components import figures
from throughline.web.components.pieces import Circumstance, Ledger, LedgerLine, Person, Progress, Step, Tab


def ledger() -> Ledger:
    """This function will return a school's arithmetic."""
    return Ledger(
        caption=gettext("How Cedar Hollow's dollars came about"),
        count_head=gettext("Students"),
        rate_head=gettext("Dollars each"),
        lines=[
            LedgerLine(gettext("Every student, grades K to 3"), 212_50000, 170, 125000, "#ledger"),
            LedgerLine(gettext("Every student, grades 4 to 5"), 98_94000, 97, 102000, "#ledger"),
            LedgerLine(gettext("Economically disadvantaged"), 91_35000, 203, 45000, "#ledger"),
            LedgerLine(
                gettext("English learner"),
                55_80000,
                62,
                90000,
                "#ledger",
                gettext("Counted on October 1; a student may be in several counts."),
            ),
            LedgerLine(gettext("By formula"), 458_59000, subtotal=True),
            LedgerLine(gettext("Held harmless"), 12_410_37, note=gettext("No school loses more than 5% in one year.")),
        ],
        total_label=gettext("Cedar Hollow receives"),
        total_cents=458_59000 + 12_410_37,
    )


def tasks() -> list[Progress]:
    """This function will return a long task in each of its states."""
    return [
        Progress(
            gettext("Reading the roster"), 0, None, gettext("Unpacking the file."), key="p-unknown", cancel_url="#"
        ),
        Progress(gettext("Comparing with what is here"), 16_250, 25_000, key="p-running", cancel_url="#"),
        Progress(gettext("Making workbooks"), state="waiting", total=12, key="p-waiting"),
        Progress(gettext("Roster applied"), 25_000, 25_000, state="done", key="p-done"),
        Progress(
            gettext("Roster import"), 9_000, 25_000, gettext("Cancelled. Nothing was changed."), "stopped", "p-stopped"
        ),
    ]


def steps() -> list[Step]:
    """This function will return the planning year."""
    return [
        Step(gettext("Engage"), "done", gettext("In September"), gettext("Families and staff say what matters.")),
        Step(gettext("Reflect"), "done", gettext("In November"), gettext("Last year's results, read together.")),
        Step(gettext("Prioritize"), "now", gettext("In January"), gettext("Three goals at most."), "#thread"),
        Step(gettext("Decide"), "ahead", gettext("In March"), gettext("Dollars to what the goals need.")),
    ]


def timeline() -> list[Step]:
    """This function will return a thread from need to result."""
    return [
        Step(gettext("Need: help with reading"), "done", figures.day(date(2026, 9, 14)), gettext("Class review")),
        Step(gettext("Plan: reading circle, twice a week"), "done", figures.day(date(2026, 9, 21)), url="#thread"),
        Step(
            gettext("Program: Willow Park Library"),
            "done",
            figures.day(date(2026, 9, 28)),
            gettext("9 of 10 places taken"),
        ),
        Step(gettext("Session 11"), "now", figures.day(date(2026, 11, 20)), gettext("Came to 10 of 11")),
        Step(gettext("Result: spring reading assessment"), "ahead", figures.day(date(2027, 4, 12))),
    ]


def small() -> dict[str, Any]:
    """This function will return what the smaller components are shown with."""
    at = datetime(2026, 11, 20, 23, 4, tzinfo=UTC)
    return {
        "crumbs": [(gettext("Today"), "/"), (gettext("School budgets"), "#")],
        "tabs": [
            Tab(gettext("Overview"), "#tabs", current=True),
            Tab(gettext("Schools"), "#tabs", count=72),
            Tab(gettext("Problems"), "#tabs", count=3),
        ],
        "people": [
            Person("Lucía Fernández", gettext("Finance officer"), "#chips"),
            Person("Ngọc Trần", gettext("Principal, Cedar Hollow")),
        ],
        "circumstances": [
            Circumstance(gettext("English learner"), gettext("Education record")),
            Circumstance(gettext("Foster care"), gettext("Protected record")),
            Circumstance(gettext("Gifted")),
        ],
        "terms": [
            (gettext("Formula"), gettext("Level by need, version 4")),
            (gettext("Count day"), figures.day(date(2026, 10, 1))),
            (gettext("Last computed"), figures.moment(at)),
            (gettext("Students counted"), figures.number(25104)),
        ],
        "headline": [
            (gettext("Cedar Hollow receives"), figures.money_whole(471_00037), ""),
            (gettext("for each of 267 students"), figures.money_whole(1764_05), ""),
            (gettext("more than last year"), figures.percent(0.041, 1), figures.money_change(18_550_00)),
        ],
        "styleguide_url": reverse("web:styleguide"),
    }
