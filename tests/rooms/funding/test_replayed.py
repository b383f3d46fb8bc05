"""Each line of a formula in steps in words a principal can do again, for every formula of the library."""

import re

import pytest
from django.utils.translation import override
from tests.engines.funding.steps.test_ways import runs_of

from throughline.engines.funding.steps import StepsAllocation, Ways
from throughline.formats.formula import StepsLibraryDocument, steps_library
from throughline.rooms.funding.budgets.replayed import replayed
from throughline.rooms.funding.budgets.results import steps_of
from throughline.web.components import figures

COUNTED = "counted on October 1, 2026"
_LEFT = re.compile(r"\{\d+\}|%\(|\b[a-z]+_[a-z_]+\b")  # a mark, a gap or a key that was not put into words


def told(result: StepsAllocation, at: int) -> dict[str, list[str]]:
    found = replayed(result.formula, steps_of(Ways(result), at), {}, COUNTED)
    return {key: list(lines) for key, lines in found.lines.items()}


@pytest.mark.parametrize("document", steps_library(), ids=lambda document: document.key)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_amount_of_the_library_stands_at_the_end_of_its_way(
    document: StepsLibraryDocument, language: str
) -> None:
    with override(language):
        for result in runs_of(document.formula):
            for at in range(result.schools.n_schools):
                lines = told(result, at)
                print(at, *(f"\n  {key}\n     " + "\n     ".join(said) for key, said in lines.items()))
                for one in result.components:
                    cents = (one.cents or ())[at]
                    said = " ".join(lines[one.step.key])
                    assert said
                    assert not _LEFT.search(said), said
                    assert not cents or figures.money(abs(cents)) in said, (one.step.key, said)


@pytest.mark.parametrize("document", steps_library(), ids=lambda document: document.key)
def test_what_a_figure_is_from_is_said_of_each_once(document: StepsLibraryDocument) -> None:
    """A rate is often called as the students it is paid for: its own figure tells it from their count."""
    result = next(iter(runs_of(document.formula)))
    origins = replayed(result.formula, steps_of(Ways(result), 0), {}, COUNTED).origins
    named = [one for says in origins for one in says.removesuffix(".").partition(": ")[2].split("; ")]
    counted = [
        one for says in origins if says.startswith("Counted") for one in says.partition(": ")[2][:-1].split("; ")
    ]
    assert all(named.count(one) == 1 for one in counted)
