"""A note's words as markup: everything escaped, web addresses as links that tell the other site nothing."""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_ADDRESS = re.compile(r"https?://[^\s<>\"'\u00ab\u00bb\u201c\u201d]+", re.IGNORECASE)
_NOT_AT_THE_END = ".,;:!?)]}"


def linked(text: str) -> SafeString:
    """This function will return a text safe to show, its web addresses as links.

    **Example**

    >>> linked("<b> see https://example.org/a.")
    '&lt;b&gt; see <a href="https://example.org/a" rel="noopener noreferrer nofollow">https://example.org/a</a>.'
    """
    return format_html_join("", "{}", ((part,) for part in _parts(text)))


def _parts(text: str) -> list[SafeString | str]:
    found: list[SafeString | str] = []
    done = 0
    for match in _ADDRESS.finditer(text):
        address = match.group().rstrip(_NOT_AT_THE_END)
        link = format_html('<a href="{}" rel="noopener noreferrer nofollow">{}</a>', address, address)
        found += [text[done : match.start()], link]
        done = match.start() + len(address)
    return [*found, text[done:]]
