"""What is expected of the exchange room: who may open its pages, and which of its tables stand behind no wall."""

from collections.abc import Callable

from tests.security.expected.aim import OFFICE, Aim

IMPORT = {"run_id": "import"}

AIMS: tuple[Aim, ...] = (
    Aim("exchange:runs", get=OFFICE),
    Aim("exchange:start", get=OFFICE, post=OFFICE),
    Aim("exchange:run", get=OFFICE, fill=IMPORT),
    Aim("exchange:changes", get=OFFICE, fill=IMPORT | {"action": "create"}),
    Aim("exchange:sample", get=OFFICE, fill=IMPORT | {"run_id": "applied"}),
    Aim(
        "exchange:check_sample",
        fill=IMPORT | {"run_id": "applied", "student_id": "nobody"},
        data={"verdict": "matches"},
    ),
    Aim("exchange:progress", get=OFFICE, fill=IMPORT),
    Aim("exchange:problems", get=OFFICE, fill=IMPORT),
    Aim("exchange:apply", post=OFFICE, fill=IMPORT),
    Aim("exchange:ask_roll_back", get=OFFICE, fill=IMPORT),
    Aim("exchange:roll_back", post=OFFICE, fill=IMPORT),
    Aim("exchange:cancel", post=OFFICE, fill=IMPORT),
    Aim("exchange:read_again", post=OFFICE, fill=IMPORT),
)

OPEN_TABLES: dict[str, str] = {
    "exchange_progress": "How far a run has come: numbers.",
    "exchange_taken": "When each kind of file was last taken in; no student is in it.",
}


def _run_id(word: str) -> object:
    from throughline.rooms.exchange.models import Run

    if word == "applied":
        return Run.objects.filter(kind="oneroster", status="applied").latest("pk").pk
    return Run.objects.filter(kind="oneroster").latest("pk").pk


FILLS: dict[str, Callable[[str], object]] = {"run_id": _run_id}
