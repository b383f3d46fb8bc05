"""The words of a consent, as they are read and kept: in full, in one language."""

from collections.abc import Iterable
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from throughline.rooms.accounts import api as accounts
from throughline.rooms.agreements.models import Version
from throughline.rooms.agreements.words import purpose_in
from throughline.web.components import figures


def consent_text(
    version: Version, *, student: str, record_classes: Iterable[str], ends_on: date, language: str, organization: str
) -> str:
    """This function will return what somebody agrees to, one sentence a line, in `language`.

    **Source**: 34 CFR 99.30(b): the records, the purpose and the party are named.
    """
    with translation.override(language):
        shown = accounts.share_words(record_classes, within_sentence=True)
        words = {"organization": organization, "student": student, "classes": shown, "day": figures.day(ends_on)}
        return "\n".join(
            (
                _("I agree that %(organization)s may see this about %(student)s: %(classes)s.") % words,
                _("What it is for: %(purpose)s") % {"purpose": purpose_in(version, language)},
                _("This ends on %(day)s, or sooner if I say so.") % words,
                _("I can stop this on any day. Then %(organization)s sees nothing more from that moment.") % words,
                _("I do not have to agree. If I say no, nothing changes for %(student)s at school.") % words,
                _("%(organization)s may not pass this on or use it for anything else.") % words,
            )
        )
