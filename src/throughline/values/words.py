"""Marking words for translation without knowing who translates them."""

import unicodedata


def gettext_noop(message: str) -> str:
    """This function will mark `message` for the translators and return it unchanged.

    The floors below the web know no Django; they mark, and whoever shows the words translates.
    """
    return message


def same_name(text: str) -> str:
    """This function will return the form in which two spellings of one name are equal.

    **Example**

    >>> same_name("  Zoe\u0308  Nu\u00f1ez ") == same_name("zo\u00eb nu\u00f1ez")
    True
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
