"""What is asked when a goal is marked and when a plan is reviewed."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from throughline.rooms.support.planned import Reached
from throughline.rooms.support.plans.queries import WORKED_ON, PlannedGoal, WholePlan
from throughline.rooms.support.plans.words import reached_words
from throughline.rooms.support.progress.commands import Reviewed
from throughline.rooms.support.sheets.forms import put_found
from throughline.web.forms import PlainForm

MOST_LETTERS = 500
ON, CLOSE = "on", "close"


class GoalReviewForm(PlainForm):
    """How a goal stands, and why."""

    reached = forms.ChoiceField(label=_("How it stands"), widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Why"),
        help_text=_("What one can see. Needed where the goal is not met."),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(code, reached_words(code)) for code in Reached.values if code != Reached.OPEN]
        cast("forms.ChoiceField", self.fields["reached"]).choices = offered


class ReviewForm(PlainForm):
    """What came of the plan, and whether it goes on until a next review or ends."""

    based_on = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What came of the plan"),
        help_text=_("What changed, and what the student and the family say."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    then = forms.ChoiceField(label=_("What comes next"), widget=forms.RadioSelect)
    next_on = forms.DateField(
        label=_("Next review day"),
        help_text=_("Where the plan goes on."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(ON, _now("The plan goes on")), (CLOSE, _now("The plan is closed"))]
        cast("forms.ChoiceField", self.fields["then"]).choices = offered

    def clean(self) -> dict[str, Any]:
        """This function will ask for the next review where the plan goes on."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("then") == ON and not given.get("next_on") and "next_on" not in self.errors:
            self.add_error("next_on", _now("Give the day of the next review, or close the plan."))
        return given


class ReviewSheet:
    """The review of a plan: its own form, and one for each goal that is worked on."""

    def __init__(self, sent: Any, whole: WholePlan, found: Mapping[str, list[str]] | None = None) -> None:
        self.review = ReviewForm(sent, initial={"based_on": whole.plan.revision})
        worked_on = [one for one in whole.goals if one.goal.reached in WORKED_ON]
        self.goals: list[tuple[PlannedGoal, GoalReviewForm]] = [(one, _goal_form(sent, one)) for one in worked_on]
        for form in (self.review, *(form for _planned, form in self.goals)):
            put_found(form, found)

    def is_valid(self) -> bool:
        """This function will tell whether every part says what is needed; what lacks is said on top as well."""
        if not self.review.is_bound:
            return False
        self.review.full_clean()
        for planned, form in self.goals:
            for error in [said for field in form.errors.values() for said in field]:
                self.review.add_error(None, f"{planned.goal.text[:60]}: {error}")
        return self.review.is_valid()

    @property
    def reviewed(self) -> Reviewed:
        given = self.review.cleaned_data
        goals = {one.goal.pk: (form.cleaned_data["reached"], form.cleaned_data["why"]) for one, form in self.goals}
        return Reviewed(given["words"], goals, given["next_on"] if given["then"] == ON else None)


def _goal_form(sent: Any, planned: PlannedGoal) -> GoalReviewForm:
    goal = planned.goal
    initial = {"reached": goal.reached, "why": goal.why} if goal.reached != Reached.OPEN else {}
    return GoalReviewForm(sent, prefix=f"goal-{goal.pk}", initial=initial)
