"""What our own CSV files must keep to beyond the rules of CSV."""

from typing import Final

from throughline.values.problem import Rule, Severity
from throughline.values.words import gettext_noop

NOT_THERE: Final = Rule(
    "district_csv.not_there",
    Severity.ERROR,
    gettext_noop("There is no file at that place."),
    gettext_noop("Check the path."),
)
IS_FOLDER: Final = Rule(
    "district_csv.is_folder",
    Severity.ERROR,
    gettext_noop("That is a folder, and one CSV file is needed."),
    gettext_noop("Name the file in it."),
)
REPEATED: Final = Rule(
    "district_csv.repeated",
    Severity.ERROR,
    gettext_noop("A row with the same {found} is further up, in row {first}. This one is not taken."),
    gettext_noop("Keep the row that is right."),
)
SAME_REPEATED: Final = Rule(
    "district_csv.same_repeated",
    Severity.WARNING,
    gettext_noop("The same row is further up, in row {first}. It is taken once."),
    gettext_noop("Nothing to do."),
)
