"""What is expected of the funding room: who may open its pages, and which of its tables stand behind no wall."""

from collections.abc import Callable

from tests.security.expected.aim import (
    AT_HIGH,
    KEEPS_SCHOOLS,
    OFFICE,
    SEES_ALL_BUDGETS,
    SEES_BUDGETS,
    WRITES_BUDGETS,
    Aim,
)

from throughline.demo import named

RUN = {"number": "run"}
AT_HIGH_SCHOOL = RUN | {"school_id": named.HIGH}
AT_CEDAR_HOLLOW = RUN | {"school_id": named.CEDAR_HOLLOW}
COUNT = {"on": str(named.COUNT_DAY), "school_id": named.HIGH, "code": "english_learner"}
PLANNED_DAY = {"on": "2027-10-01"}
COUNT_ELSEWHERE = COUNT | {"school_id": named.CEDAR_HOLLOW}
FORMULA = {"formula_id": "formula"}
SCENARIO = {"number": "scenario"}
PROJECTION = {"number": "projection"}
PROJECTED_SCHOOL = PROJECTION | {"school_id": named.HIGH}
YEAR = {"year": "2027"}
LAST_YEAR = {"year": "2026", "kind": "budget"}
POSITION = YEAR | {"code": "PRIN"}
REVENUE = YEAR | {"key": "title_i"}
AT_HIGH_NOTICE = {"notice_id": "notice", "school_id": named.HIGH}
AT_CEDAR_HOLLOW_NOTICE = AT_HIGH_NOTICE | {"school_id": named.CEDAR_HOLLOW}
LIBRARY = {"key": "guidebook-table-2-2"}

AIMS: tuple[Aim, ...] = (
    Aim("funding:budgets", get=SEES_BUDGETS),
    Aim("funding:new_run", get=WRITES_BUDGETS, post=WRITES_BUDGETS),
    Aim("funding:runs", get=SEES_ALL_BUDGETS),
    Aim("funding:run", get=SEES_BUDGETS, fill=RUN),
    # A principal's own school only: the test of school_budget below shows that no other is theirs.
    Aim("funding:run_workbook", get=SEES_BUDGETS, fill=RUN),
    Aim("funding:run_trace", get=SEES_BUDGETS, fill=RUN),
    Aim("funding:run_proof", get=SEES_ALL_BUDGETS, fill=RUN),
    Aim("funding:adopted_run", get=SEES_BUDGETS, fill=RUN),
    # Of their own school only, as for the workbook: tests/rooms/funding/test_caps.py shows it of an adopted run.
    Aim("funding:caps", get=SEES_BUDGETS, fill=RUN),
    Aim("funding:caps_file", get=SEES_BUDGETS, fill=RUN | {"kind": "json"}),
    Aim("funding:run_sources", get=SEES_ALL_BUDGETS, fill=RUN),
    Aim("funding:school_budget", get=SEES_BUDGETS, fill=AT_HIGH_SCHOOL),
    Aim("funding:school_budget", get=SEES_ALL_BUDGETS, fill=AT_CEDAR_HOLLOW),
    Aim("funding:school_workbook", get=SEES_BUDGETS, fill=AT_HIGH_SCHOOL),
    Aim("funding:school_workbook", get=SEES_ALL_BUDGETS, fill=AT_CEDAR_HOLLOW),
    Aim("funding:school_trace", get=SEES_BUDGETS, fill=AT_HIGH_SCHOOL),
    Aim("funding:school_trace", get=SEES_ALL_BUDGETS, fill=AT_CEDAR_HOLLOW),
    Aim("funding:explained_budget", get=SEES_BUDGETS, fill=AT_HIGH_SCHOOL),
    Aim("funding:explained_budget", get=SEES_ALL_BUDGETS, fill=AT_CEDAR_HOLLOW),
    Aim("funding:explained_budget_pdf", get=SEES_BUDGETS, fill=AT_HIGH_SCHOOL),
    Aim("funding:explained_budget_pdf", get=SEES_ALL_BUDGETS, fill=AT_CEDAR_HOLLOW),
    Aim("funding:years", get=SEES_ALL_BUDGETS),
    Aim("funding:year", get=SEES_ALL_BUDGETS, fill=YEAR),
    Aim("funding:counts", get=SEES_BUDGETS),
    Aim("funding:count_days", get=SEES_ALL_BUDGETS, post=WRITES_BUDGETS),
    Aim("funding:count_days_of", get=SEES_ALL_BUDGETS, post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:bring_in_counts", get=WRITES_BUDGETS, post=WRITES_BUDGETS),
    Aim("funding:keep_counts", post=WRITES_BUDGETS),
    Aim("funding:counts_file", get=SEES_ALL_BUDGETS, fill=PLANNED_DAY),
    Aim("funding:remove_counts", post=WRITES_BUDGETS, fill=PLANNED_DAY),
    Aim("funding:count", get=OFFICE | AT_HIGH | WRITES_BUDGETS | {"support_lead"}, fill=COUNT),
    Aim("funding:count", get=OFFICE | WRITES_BUDGETS | {"coordinator_elsewhere", "support_lead"}, fill=COUNT_ELSEWHERE),
    Aim("funding:formulas", get=SEES_BUDGETS),
    Aim("funding:new_formula", get=WRITES_BUDGETS, post=WRITES_BUDGETS),
    Aim("funding:library_formula", get=SEES_BUDGETS, fill=LIBRARY),
    Aim("funding:adopt_formula", post=WRITES_BUDGETS, fill=LIBRARY),
    Aim("funding:formula", get=SEES_BUDGETS, fill=FORMULA),
    Aim("funding:change_formula", get=WRITES_BUDGETS, post=WRITES_BUDGETS, fill=FORMULA),
    Aim("funding:decide", get=WRITES_BUDGETS, post=WRITES_BUDGETS, fill={"formula_id": "steps"}),
    Aim("funding:try_figures", post=WRITES_BUDGETS, fill={"formula_id": "steps"}),
    Aim("funding:formula_document", get=SEES_BUDGETS, fill=FORMULA),
    Aim("funding:notices", get=SEES_BUDGETS),
    Aim("funding:notice", get=SEES_BUDGETS, fill={"notice_id": "notice"}),
    Aim("funding:school_notice", get=SEES_BUDGETS, fill=AT_HIGH_NOTICE),
    Aim("funding:school_notice", get=SEES_ALL_BUDGETS, fill=AT_CEDAR_HOLLOW_NOTICE),
    Aim("funding:withdraw_notice", post=WRITES_BUDGETS, fill={"notice_id": "notice"}),
    Aim("funding:publish_notice", post=WRITES_BUDGETS, fill=SCENARIO),
    Aim("funding:positions", get=SEES_ALL_BUDGETS),
    Aim("funding:positions_of", get=SEES_ALL_BUDGETS, fill=YEAR),
    Aim("funding:positions_file", get=SEES_ALL_BUDGETS, fill=YEAR),
    Aim("funding:bring_in_positions", get=WRITES_BUDGETS, post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:keep_positions", post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:new_position", get=WRITES_BUDGETS, post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:position", get=SEES_ALL_BUDGETS, post=WRITES_BUDGETS, fill=POSITION),
    Aim("funding:remove_position", post=WRITES_BUDGETS, fill=POSITION),
    Aim("funding:program", get=SEES_ALL_BUDGETS, post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:try_program", post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:program_file", get=SEES_ALL_BUDGETS, fill=YEAR),
    Aim("funding:bring_in_program", get=WRITES_BUDGETS, post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:keep_program", post=WRITES_BUDGETS, fill=YEAR),
    # Real costs come close to what people earn: a data lead, who sees every budget, is refused them.
    Aim("funding:staff", get=WRITES_BUDGETS, post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:try_staff", post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:bring_in_staff", get=WRITES_BUDGETS, post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:keep_staff", post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:remove_staff", post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:prior", get=SEES_ALL_BUDGETS),
    Aim("funding:prior_of", get=SEES_ALL_BUDGETS, fill=YEAR),
    Aim("funding:bring_in_prior", get=WRITES_BUDGETS, post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:match_prior_sources", get=WRITES_BUDGETS, post=WRITES_BUDGETS, fill={"year": "2026"}),
    Aim("funding:keep_prior", post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:prior_file", get=SEES_ALL_BUDGETS, fill=LAST_YEAR),
    Aim("funding:remove_prior", post=WRITES_BUDGETS, fill=LAST_YEAR),
    Aim("funding:recounts", get=SEES_ALL_BUDGETS),
    Aim("funding:new_recount", get=WRITES_BUDGETS, post=WRITES_BUDGETS),
    Aim("funding:recount", get=SEES_ALL_BUDGETS, fill={"number": "recount"}),
    Aim("funding:projections", get=SEES_ALL_BUDGETS),
    Aim("funding:new_projection", get=WRITES_BUDGETS, post=WRITES_BUDGETS),
    Aim("funding:projection_counts", get=SEES_ALL_BUDGETS),
    Aim("funding:projection", get=SEES_ALL_BUDGETS, fill=PROJECTION),
    Aim("funding:projected_school", get=SEES_ALL_BUDGETS, post=WRITES_BUDGETS, fill=PROJECTED_SCHOOL),
    Aim("funding:projected_school_way", post=WRITES_BUDGETS, fill=PROJECTED_SCHOOL),
    Aim("funding:take_back_adjustment", post=WRITES_BUDGETS, fill=PROJECTION | {"position": "0"}),
    Aim("funding:take_projection", post=WRITES_BUDGETS, fill=PROJECTION),
    Aim("funding:revenues", get=SEES_ALL_BUDGETS),
    Aim("funding:revenues_of", get=SEES_ALL_BUDGETS, fill=YEAR),
    Aim("funding:revenues_file", get=SEES_ALL_BUDGETS, fill=YEAR),
    Aim("funding:bring_in_revenues", get=WRITES_BUDGETS, post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:keep_revenues", post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:new_revenue", get=WRITES_BUDGETS, post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:try_new_revenue", post=WRITES_BUDGETS, fill=YEAR),
    Aim("funding:revenue", get=SEES_ALL_BUDGETS, post=WRITES_BUDGETS, fill=REVENUE),
    Aim("funding:try_revenue", post=WRITES_BUDGETS, fill=REVENUE),
    Aim("funding:remove_revenue", post=WRITES_BUDGETS, fill=REVENUE),
    Aim("funding:scenarios", get=SEES_ALL_BUDGETS),
    Aim("funding:new_scenario", get=WRITES_BUDGETS, post=WRITES_BUDGETS),
    Aim("funding:scenario", get=SEES_ALL_BUDGETS, post=WRITES_BUDGETS, fill=SCENARIO),
    Aim("funding:scenario_sources", get=SEES_ALL_BUDGETS, fill=SCENARIO),
    Aim("funding:try_scenario", post=WRITES_BUDGETS, fill=SCENARIO),
    Aim("funding:scenario_days", get=WRITES_BUDGETS, post=WRITES_BUDGETS, fill=SCENARIO),
    Aim("funding:branch_scenario", post=WRITES_BUDGETS, fill=SCENARIO),
    Aim("funding:move_scenario", post=WRITES_BUDGETS, fill=SCENARIO | {"act": "propose"}),
    Aim("funding:compare_scenarios", get=SEES_ALL_BUDGETS),
    Aim("funding:schools", get=KEEPS_SCHOOLS, post=KEEPS_SCHOOLS),
    # Without naming a change of one's own there is nothing to take back: the answer says so.
    Aim("funding:take_back_levels", post=KEEPS_SCHOOLS),
)


def _number(word: str) -> object:
    from throughline.rooms.funding.models import Projection, Run, Scenario

    if word == PROJECTION["number"]:
        return Projection.objects.latest("number").number
    if word == SCENARIO["number"]:
        return Scenario.objects.filter(recount={}).latest("number").number
    if word == "recount":
        return Scenario.objects.exclude(recount={}).latest("number").number
    if word != RUN["number"]:
        return word
    return Run.objects.latest("number").number


def _formula_id(word: str) -> object:
    from throughline.rooms.funding.models import Formula

    if word == "steps":
        return Formula.objects.filter(kind="steps").latest("pk").pk
    return Formula.objects.latest("pk").pk


def _notice_id(word: str) -> object:
    from throughline.rooms.funding.models import ShadowNotice

    return ShadowNotice.objects.latest("pk").pk


FILLS: dict[str, Callable[[str], object]] = {
    "number": _number,
    "formula_id": _formula_id,
    "notice_id": _notice_id,
}
