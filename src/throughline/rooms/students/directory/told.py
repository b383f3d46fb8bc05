"""What is told of a student, as their page opens with it."""

from dataclasses import dataclass

from throughline.rooms.students.directory.student import StudentPage
from throughline.rooms.students.models import Saying
from throughline.rooms.students.sayings.kinds import TRUSTED_ADULT
from throughline.rooms.students.sayings.words import said_by

# What stands large at the head, and what stands with the people; all others are listed beside the words.
WORDS, ADULTS, CALLED = "words", TRUSTED_ADULT, "called"
MOST_OF_A_KIND = 3

# A saying, and who told it when.
Line = tuple[Saying, str]


@dataclass(frozen=True, slots=True)
class ToldShown:
    """The newest of the student's words, what else is told by kind, the adults they trust, and how they are called."""

    words: Line | None
    others: list[tuple[str, list[Line]]]
    adults: list[Line]
    called: Line | None

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.others or self.adults or self.called)


def told_shown(page: StudentPage) -> ToldShown:
    """This function will put what is told of a student in the order in which their page opens with it."""
    lines = {one.kind.code: [(row, said_by(row)) for row in one.sayings] for one in page.told}
    names = {one.kind.code: one.kind.name(own=page.is_self) for one in page.told}
    others = [
        (names[code], held[:MOST_OF_A_KIND]) for code, held in lines.items() if code not in (WORDS, ADULTS, CALLED)
    ]
    words, called = lines.get(WORDS, []), lines.get(CALLED, [])
    return ToldShown(next(iter(words), None), others, lines.get(ADULTS, []), next(iter(called), None))
