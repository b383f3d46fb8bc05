"""Pages for families, in both languages, from the words of the page they meet in Throughline."""

from collections.abc import Callable

from docs.tools.catalogs import load, po_file
from docs.tools.markdown import page
from docs.tools.marked import SOURCE

from throughline.rooms.accounts.protection.words import LEAD, SECTIONS, TITLE


def protection_page() -> str:
    """This function will write how students are protected, in English."""
    return _page(str)


def protection_page_in_spanish() -> str:
    """This function will write the same in Spanish."""
    catalog = load(po_file(SOURCE / "rooms" / "accounts"))
    return _page(lambda words: str(message.string) if (message := catalog.get(words)) else words)


def _page(say: Callable[[str], str]) -> str:
    parts = [part for one in SECTIONS for part in (f"## {say(one.asks)}", *map(say, one.says))]
    return page(say(TITLE), say(LEAD), *parts)
