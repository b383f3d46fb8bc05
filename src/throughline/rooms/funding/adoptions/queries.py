"""Read what the district said to the public of a run that it adopted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, get_language_info

from throughline.rooms.funding import access
from throughline.rooms.funding.models import Adoption, Run
from throughline.values.viewer import Viewer


@dataclass(frozen=True, slots=True)
class PublicText:
    """What was written for the public, as the reader meets it.

    `language` is the one it is in, empty for what was kept before languages were asked for; `only_in` names that
    language where the reader's own is missing.
    """

    text: str = ""
    language: str = ""
    only_in: str = ""


@dataclass(frozen=True, slots=True)
class AdoptedPage:
    """A run that two people adopted: what they wrote, and what its figures say, in the reader's language."""

    scenario_name: str
    public: PublicText
    figures: Sequence[tuple[str, str, str]]
    decisions: Sequence[str]
    moves: Sequence[str]
    proposed_by: str
    adopted_by: str
    at: datetime


def public_text(row: Adoption | None) -> PublicText:
    """This function will return what was written for the public in the reader's language, else in the one there is."""
    if row is None:
        return PublicText()
    if not row.told:
        return PublicText(row.explanation)
    by_language = {"en": row.explanation, "es": row.explanation_es}
    reading = _reading()
    if by_language.get(reading):
        return PublicText(by_language[reading], reading)
    # Read in a language that writes the names of languages small.
    return PublicText(row.explanation, "en", get_language_info("en")["name_translated"].lower())


def adopted_page(viewer: Viewer, run: Run) -> AdoptedPage | None:
    """This function will return what was adopted with a run; nothing where nobody did. **Raises** `NotAllowed`."""
    row = access.get_adoptions_for(viewer).filter(run=run).first()
    if row is None:
        return None
    told = row.told.get(_reading()) or row.told.get("en") or {}
    return AdoptedPage(
        scenario_name=row.scenario_name,
        public=public_text(row),
        figures=[(label, value, "") for label, value in told.get("figures", ())],
        decisions=told.get("decisions", ()),
        moves=told.get("moves", ()),
        proposed_by=row.proposed_by_name,
        adopted_by=row.by_name,
        at=row.at,
    )


def _reading() -> str:
    return (get_language() or "en").partition("-")[0]
