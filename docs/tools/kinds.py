"""The page of the kinds that are shipped as data: of notes, meetings and plans, and of what a student tells."""

from collections.abc import Mapping

from docs.tools.markdown import code, codes, page, table

from throughline.rooms.students.sayings.kinds import saying_kinds
from throughline.rooms.support.handovers.parts import parts
from throughline.rooms.support.kinds.catalogue import note_kinds
from throughline.rooms.support.meetings.kinds import meeting_kinds
from throughline.rooms.support.plans.kinds import plan_kinds


def kinds_page() -> str:
    """This function will write the page of every kind, with its names in both languages."""
    return page(
        "Kinds of notes, meetings, plans and what a student tells",
        "Each list is a document of kinds in the room that uses it, read by one reader: a code of small letters, the"
        " words in every language, and what is named below. A language that is lacking is refused when Throughline"
        " starts. Hints help to write and are never stored.",
        "## Notes",
        "The first audience is offered; who reads each is in [policy.md](policy.md). Within the hours given the author"
        " changes a note freely; afterwards a correction says why.",
        table(
            ["Code", *_LANGUAGES, "Audiences", "Hours"],
            (
                [code(one.code), *_both(one.names), codes(one.audiences), str(one.change_hours)]
                for one in note_kinds().values()
            ),
        ),
        "## Parts of a handover note",
        "In the order they are written and read. The days of the season in which Today counts what is left, and how few"
        " students make a grade be passed over, stand beside them in `season.toml`.",
        table(["Code", *_LANGUAGES], ([code(one.code), *_both(one.names)] for one in parts().values())),
        "## Meetings",
        "The minutes are what a student's turn usually takes; they are shown beside the time a turn had.",
        table(
            ["Code", *_LANGUAGES, "Minutes"],
            ([code(one.code), *_both(one.names), str(one.minutes)] for one in meeting_kinds().values()),
        ),
        "## Plans",
        "The weeks are those after which the first review is proposed.",
        table(
            ["Code", *_LANGUAGES, "Weeks"],
            ([code(one.code), *_both(one.names), str(one.weeks)] for one in plan_kinds().values()),
        ),
        "## What a student tells",
        table(
            ["Code", *_LANGUAGES, "The student reads"],
            ([code(one.code), *_both(one.names), " / ".join(_both(one.own))] for one in saying_kinds().values()),
        ),
    )


_LANGUAGES = ("English", "Español")


def _both(words: Mapping[str, str]) -> tuple[str, str]:
    return words["en"], words["es"]
