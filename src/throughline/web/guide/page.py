"""What the styleguide page shows, in one value."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from throughline.web.charts import Chart
from throughline.web.components.pieces import Ledger, Progress, Step
from throughline.web.guide import examples, schools
from throughline.web.guide.forms import ExampleForm, example_forms
from throughline.web.tables import ReadTable

TOKENS = (
    "paper",
    "surface",
    "sunk",
    "ink",
    "quiet",
    "rule",
    "edge",
    "primary",
    "thread",
    "good",
    "care",
    "stop",
    "note",
)
SERIES = tuple(f"s{number}" for number in range(1, 9))


@dataclass(frozen=True)
class Guide:
    """Everything the styleguide shows."""

    budgets: ReadTable
    people: ReadTable
    nothing: ReadTable
    form: ExampleForm
    wrong: ExampleForm
    ledger: Ledger
    tasks: list[Progress]
    steps: list[Step]
    timeline: list[Step]
    charts: list[Chart]
    small: dict[str, Any]
    tokens: tuple[str, ...] = TOKENS
    series: tuple[str, ...] = SERIES


def guide_page(request: HttpRequest) -> Guide:
    """This function will gather every example, with the tables as the request asks for them."""
    form, wrong = example_forms()
    return Guide(
        budgets=schools.budgets_table().read(request),
        people=schools.people_table().read(request),
        nothing=schools.empty_table().read(request),
        form=form,
        wrong=wrong,
        ledger=examples.ledger(),
        tasks=examples.tasks(),
        steps=examples.steps(),
        timeline=examples.timeline(),
        charts=schools.example_charts(),
        small=examples.small(),
    )
