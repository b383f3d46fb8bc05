"""The one page on which a plan is written: why, its days, and its goals with who does what."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.partners import api as partners
from throughline.rooms.support.audiences.queries import Reader
from throughline.rooms.support.models import Action, Proposal, Support
from throughline.rooms.support.planned import State, Whose
from throughline.rooms.support.plans.commands import PlanFacts
from throughline.rooms.support.plans.keeping import ActionFacts, GoalFacts
from throughline.rooms.support.plans.kinds import plan_kind_words, plan_kinds
from throughline.rooms.support.plans.queries import WORKED_ON, PlannedGoal, WholePlan
from throughline.rooms.support.plans.words import WHOSE
from throughline.rooms.support.proposals.words import proposed_by
from throughline.rooms.support.sheets.forms import put_found
from throughline.web.forms import PlainForm

MOST_LETTERS = 500
MORE_GOALS, MORE_ACTIONS, MOST_ROWS = 2, 2, 40
MOST_OFFERED = 80
_PLAN = ("kind", "why", "builds_on", "starts_on", "review_on")
_GOAL = ("text", "domain", "sign", "baseline", "target", "due_on")


def _day(**words: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **words)


def _words(rows: int, **words: Any) -> forms.CharField:
    return forms.CharField(max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": rows}), **words)


class PlanForm(PlainForm):
    """What a plan is, why, its days, and who answers for it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    based_on = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind of plan"))
    why = _words(
        3,
        label=_("Why there is this plan"),
        help_text=_("In words the student and the family can read and agree with."),
    )
    builds_on = _words(
        2,
        label=_("What it builds on"),
        help_text=_("A strength or an interest that helps here. What the student says stands beside the plan anyway."),
        required=False,
    )
    starts_on = _day(label=_("Starts"))
    review_on = _day(label=_("Review day"), help_text=_("By then you look back together: did it help, what is next?"))
    owner = forms.TypedChoiceField(label=_("Who answers for it"), coerce=int)


class GoalForm(PlainForm):
    """One goal: what, how one shall know, from where to where, by when, and which supports serve it."""

    goal_id = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**53)
    text = _words(2, label=_("Goal"), help_text=_("As the student would say it."))
    domain = forms.ChoiceField(label=_("What it is about"))
    sign = forms.CharField(
        label=_("How we shall know"), max_length=MOST_LETTERS, required=False, help_text=_("What one can see or count.")
    )
    baseline = forms.CharField(label=_("Where it stands now"), max_length=MOST_LETTERS, required=False)
    target = forms.CharField(label=_("Where it is to be"), max_length=MOST_LETTERS, required=False)
    due_on = _day(label=_("By when"), required=False)
    proposal = forms.TypedChoiceField(
        label=_("Takes up what was proposed"),
        help_text=_("Leave the goal empty to take it word for word. The plan says whose words it was."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    supports = forms.TypedMultipleChoiceField(
        label=_("Supports for this goal"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self, waiting: list[Proposal]) -> None:
        """This function will let a new goal take up what the student or the family proposed, where any waits."""
        self._words = {row.pk: row.text for row in waiting}
        if not waiting:
            del self.fields["proposal"]
            return
        choices = [("", _now("Nothing; it is a goal of its own")), *((row.pk, _offered(row)) for row in waiting)]
        cast("forms.ChoiceField", self.fields["proposal"]).choices = choices

    def clean(self) -> dict[str, Any]:
        """This function will take a proposal word for word where the goal itself is left empty."""
        given: dict[str, Any] = super().clean() or {}
        words = self._words.get(given.get("proposal") or 0, "")
        if words and not given.get("text"):
            self.errors.pop("text", None)
            given["text"] = words
        return given


class ActionForm(PlainForm):
    """One action: what, who does it, by when."""

    action_id = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**53)
    text = forms.CharField(label=_("Action"), max_length=MOST_LETTERS)
    who = forms.ChoiceField(label=_("Who does it"))
    due_on = _day(label=_("By when"), required=False)


class PlanSheet:
    """The whole page: the plan's form, and a form for each goal with those of its actions; some are left for more."""

    def __init__(
        self,
        sent: Mapping[str, Any] | None,
        *,
        owners: list[Reader],
        supports: list[Support],
        whole: WholePlan | None = None,
        me: int = 0,
        waiting: list[Proposal] | None = None,
        take: int = 0,
        found: Mapping[str, list[str]] | None = None,
    ) -> None:
        self._sent, self._supports, self._found, self._waiting = sent, supports, found, waiting or []
        self._staff = [(one.user_id, f"{one.name}, {accounts.relation_words(one.relation)}") for one in owners]
        self._me = me if me in dict(self._staff) else 0
        self.is_draft = whole is None or whole.plan.state == State.DRAFT
        self.plan = self._plan_form(whole)
        worked_on = [one for one in whole.goals if one.goal.reached in WORKED_ON] if whole else []
        rows: list[PlannedGoal | None] = [*worked_on, *[None] * self._n_more("goal", len(worked_on), MORE_GOALS)]
        self.goals = [self._goal(n, one) for n, one in enumerate(rows)]
        if sent is None:
            self._take(take)

    @property
    def shown(self) -> list[tuple[GoalForm, list[ActionForm], list[ActionForm], bool]]:
        """Each goal with its actions, those there are first and those folded away; and whether it is folded itself."""
        found: list[tuple[GoalForm, list[ActionForm], list[ActionForm], bool]] = []
        for form, actions in self.goals:
            n = sum(bool(one.initial.get("action_id")) or _is_filled(one) for one in actions) or 1
            is_empty = form.empty_permitted and not any(_is_filled(one) for one in (form, *actions))
            found.append((form, actions[:n], actions[n:], is_empty and bool(found)))
        return found

    def is_valid(self) -> bool:
        """This function will tell whether every part says what is needed; what lacks is said on top as well."""
        if self._sent is None:
            return False
        self.plan.full_clean()
        for n, (goal, actions) in enumerate(self.goals):
            if any(action.has_changed() for action in actions):
                goal.empty_permitted = False
            for form in (goal, *actions):
                for error in [said for field in form.errors.values() for said in field]:
                    self.plan.add_error(None, _now("Goal %(n)s: %(error)s") % {"n": n + 1, "error": error})
        return self.plan.is_valid()

    @property
    def facts(self) -> PlanFacts:
        given = self.plan.cleaned_data
        goals = tuple(self._goal_facts(form, actions) for form, actions in self.goals if form.cleaned_data)
        return PlanFacts(owner_id=given["owner"], goals=goals, **{name: given[name] for name in _PLAN})

    def _plan_form(self, whole: WholePlan | None) -> PlanForm:
        today = accounts.today()
        weeks = next(iter(plan_kinds().values())).weeks
        initial: dict[str, Any] = {"key": uuid4(), "based_on": 0, "starts_on": today, "owner": self._me}
        initial["review_on"] = today + timedelta(weeks=weeks)
        people = list(self._staff)
        if whole:
            plan = whole.plan
            initial = {name: getattr(plan, name) for name in _PLAN}
            initial |= {"key": plan.key, "based_on": plan.revision, "owner": plan.owner_id}
            if plan.owner_id not in dict(people):
                people.insert(0, (plan.owner_id, plan.owner.name))
        form = PlanForm(self._sent, initial=initial)
        cast("forms.ChoiceField", form.fields["kind"]).choices = [
            (code, plan_kind_words(code)) for code in plan_kinds()
        ]
        cast("forms.ChoiceField", form.fields["owner"]).choices = people
        put_found(form, self._found)
        return form

    def _goal(self, n: int, planned: PlannedGoal | None) -> tuple[GoalForm, list[ActionForm]]:
        initial: dict[str, Any] = {"domain": next(iter(dict(partners.domain_choices())))}
        actions: list[Action] = []
        if planned:
            initial = {name: getattr(planned.goal, name) for name in _GOAL} | {"goal_id": planned.goal.pk}
            initial["supports"] = [one.pk for one in planned.supports]
            actions = [one for one in planned.actions if one.done_on is None and one.dropped_on is None]
        prefix, is_more = f"goal-{n}", planned is None
        form = GoalForm(
            self._sent, prefix=prefix, initial=initial, empty_permitted=is_more, use_required_attribute=False
        )
        form.offer(self._waiting if is_more else [])
        form.fields["text"].required = (is_more and (n == 0 or self._sent is not None)) or not self.is_draft
        cast("forms.ChoiceField", form.fields["domain"]).choices = partners.domain_choices()
        offered = [(one.pk, one.program.name) for one in self._supports]
        cast("forms.ChoiceField", form.fields["supports"]).choices = offered
        if not offered:
            del form.fields["supports"]
        put_found(form, self._found)
        rows = [*actions, *[None] * self._n_more(f"{prefix}-action", len(actions), MORE_ACTIONS)]
        return form, [self._action(f"{prefix}-action-{k}", one) for k, one in enumerate(rows)]

    def _take(self, proposal_id: int) -> None:
        """Put a proposal that waits into the first goal that is empty, unless it was put into one before."""
        words = {row.pk: row.text for row in self._waiting}.get(proposal_id)
        empty = [form for form, _actions in self.goals if form.empty_permitted and not form.initial.get("text")]
        taken = {str(form.initial.get("proposal", "")) for form, _actions in self.goals}
        if words and empty and str(proposal_id) not in taken:
            empty[0].initial.update(text=words, proposal=proposal_id)

    def _n_more(self, prefix: str, n: int, more: int) -> int:
        """How many rows stand below those there are: as many as were sent, also where some were marked meanwhile."""
        sent = self._found if self._sent is None else self._sent
        if sent is None:
            return more
        return max(0, sum(f"{prefix}-{k}-text" in sent for k in range(MOST_ROWS)) - n)

    def _action(self, prefix: str, action: Action | None) -> ActionForm:
        people = [(f"{Whose.STAFF}:{pk}", words) for pk, words in self._staff]
        initial: dict[str, Any] = {"who": f"{Whose.STAFF}:{self._me}" if self._me else Whose.STUDENT}
        if action:
            who = f"{Whose.STAFF}:{action.owner_id}" if action.owner_id else action.whose
            initial = {"text": action.text, "who": who, "due_on": action.due_on, "action_id": action.pk}
            if action.owner is not None and who not in dict(people):
                people.insert(0, (who, action.owner.name))
        form = ActionForm(
            self._sent, prefix=prefix, initial=initial, empty_permitted=action is None, use_required_attribute=False
        )
        form.fields["text"].required = action is None and self._sent is not None
        form.fields["who"].required = self._sent is not None
        others = [(code, _now(words)) for code, words in WHOSE.items()]
        cast("forms.ChoiceField", form.fields["who"]).choices = [*others, *people]
        put_found(form, self._found)
        return form

    def _goal_facts(self, form: GoalForm, actions: list[ActionForm]) -> GoalFacts:
        given = form.cleaned_data
        ties = tuple(given["supports"]) if "supports" in given else None
        done = tuple(_action_facts(one.cleaned_data) for one in actions if one.cleaned_data.get("who"))
        return GoalFacts(
            actions=done,
            support_ids=ties,
            goal_id=given["goal_id"],
            proposal_id=given.get("proposal"),
            **{name: given[name] for name in _GOAL},
        )


def _offered(row: Proposal) -> str:
    return f"{proposed_by(row)}: {Truncator(row.text).chars(MOST_OFFERED)}"


def _is_filled(form: forms.Form) -> bool:
    return form.has_changed() if form.is_bound else form.empty_permitted and bool(form.initial.get("text"))


def _action_facts(given: Mapping[str, Any]) -> ActionFacts:
    whose, _colon, owner = given["who"].partition(":")
    return ActionFacts(given["text"], whose, int(owner) if owner else None, given["due_on"], given["action_id"])
