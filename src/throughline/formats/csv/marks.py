"""Signs that nobody sees and that end up in a row of headings, where they keep a heading from being known."""

import re
from typing import Final

# A byte-order mark, also as it looks where its bytes were read as Latin letters; a space without width, a word
# joiner, a soft hyphen. The first stands at the very start of a file, until somebody puts a column in front of it.
_UNSEEN: Final = re.compile("[\ufeff\u200b\u2060\u00ad]|\u00ef\u00bb\u00bf")
_HEADINGS: Final = re.compile(r"\s*[^\r\n]*")


def without_marks(heading: str) -> str:
    """This function will return a heading, or a whole row of them, as it was meant: without signs nobody sees.

    **Example**

    >>> without_marks("county,\ufeffschool_id")
    'county,school_id'
    """
    return _UNSEEN.sub("", heading)


def with_plain_headings(text: str) -> str:
    """This function will return the text of a file whose first row that is not blank has no such sign in it.

    **Example**

    >>> with_plain_headings("county,\ufeffschool_id\\nCook,S1\\n")
    'county,school_id\\nCook,S1\\n'
    """
    return _HEADINGS.sub(lambda found: without_marks(found[0]), text, count=1)
