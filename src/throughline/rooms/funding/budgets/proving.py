"""A run proved: every sum done again from what it keeps, and each digest compared with the one that was kept."""

from dataclasses import dataclass

from throughline.engines.funding.steps import StepsFormula
from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding import access
from throughline.rooms.funding.budgets.replaying import replay_run, replay_steps
from throughline.rooms.funding.charged import StaffKept, charge_again
from throughline.rooms.funding.documents import formula_value
from throughline.rooms.funding.models import Run
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether a run still comes to its own cents; `digests` are what was kept and what it comes to now, by name."""

    run: Run
    n_schools: int
    digests: tuple[tuple[str, str, str], ...]

    @property
    def holds(self) -> bool:
        return bool(self.digests) and all(kept == now for _name, kept, now in self.digests)


def prove(viewer: Viewer, run: Run) -> Proof:
    """This function will do a run's sums again, for those who see every school. **Raises** `NotAllowed`."""
    accounts.check_may(viewer, "see", access.CLASS)
    formula = formula_value(run.formula)
    try:
        again = replay_steps(viewer, run) if isinstance(formula, StepsFormula) else replay_run(viewer, run)
    except ArithmeticError:
        return Proof(run, 0, ())
    digests = [
        ("formula", run.formula_digest, formula.digest),
        ("inputs", run.inputs_digest, again.inputs_digest),
        ("result", run.result_digest, again.digest),
    ]
    if run.charge:
        digests.append(("charge", run.charge_digest, charge_again(viewer, StaffKept.of_json(run.charge)).digest))
    return Proof(run, len(again.schools.school_ids), tuple(digests))
