"""A scenario that finance is still at work on: its minimum counts Title I as if it were the district's own money."""

from dataclasses import replace
from datetime import datetime

from throughline.demo import named
from throughline.engines.funding.revenues import UNLOCKED
from throughline.rooms.funding import api as funding
from throughline.values.viewer import Viewer

NAME = "Title I in the formula"
_MINIMUM_CENTS = 900_000_00
_DOCUMENT = """
schema = 1
kind = "steps"
key = "by-the-head-with-title-i"
version = "1"
year = "2026-27"
currency = "USD"
illustrative = true

[name]
en = "By the head, with Title I"
es = "Por estudiante, con Título I"

[source]
title = "The invented district's finance office"

[[inputs]]
key = "all"
label = { en = "Students", es = "Estudiantes" }
unit = "pupils"
counted_on = "October 1"
recount = "fixed"

[[inputs]]
key = "economically_disadvantaged"
label = { en = "Students in poverty", es = "Estudiantes en situación de pobreza" }
unit = "pupils"
counted_on = "October 1"
recount = "fixed"

[[parameters]]
key = "head"
label = { en = "For each student", es = "Por cada estudiante" }
unit = "dollars per pupil"
year = "2026-27"
source = "The invented district's finance office"
value = 5200

[[sources]]
key = "general"
label = { en = "General fund", es = "Fondo general" }

[[sources]]
key = "title_i"
label = { en = "Title I, Part A", es = "Título I, Parte A" }
restricted = true

[[steps]]
key = "base"
label = { en = "For each student", es = "Por cada estudiante" }
do = "pay"
is = "all * head"
from = "general"
round = { mode = "half-up", places = 2 }

[[steps]]
key = "title"
label = { en = "Title I, by poverty", es = "Título I, por pobreza" }
do = "share pool"
pool = "title_i"
by = "economically_disadvantaged"
from = "title_i"
need = "economically_disadvantaged"
round = { mode = "half-up", places = 2 }
"""


def begin_with_title_one(finance: Viewer, at: datetime, funds: funding.Funds) -> None:
    """This function will begin a scenario which its page warns of, and which is not proposed until it is mended."""
    formula = funding.save_formula(by=finance, at=at, document=_DOCUMENT.encode()).formula
    row = funding.begin_scenario(
        by=finance,
        at=at,
        name=NAME,
        formula=formula,
        count_on=named.COUNT_DAY,
        brought=funding.Brought(funds=_shared_out(funds)),
    )
    net = funding.SafetyNet(minimum_cents=_MINIMUM_CENTS, hold_paid="open")
    funding.decide_scenario(by=finance, at=at, scenario=row, decided=funding.Decided(net=net))


def _shared_out(funds: funding.Funds) -> funding.Funds:
    """The same revenues, but for Title I: the formula shares it out, instead of its being locked."""
    revenues = [replace(one, status=UNLOCKED) if one.key == "title_i" else one for one in funds.revenues]
    grants = [grant for grant in funds.grants if grant.revenue != "title_i"]
    return funding.Funds(funds.year, tuple(revenues), tuple(grants))
