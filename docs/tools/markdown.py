"""The little Markdown that generated pages are made of."""

from collections.abc import Iterable, Sequence

WRITTEN_BY = "<!-- Written by `make docs` from the code. Change the code, not this page. -->"


def page(title: str, *parts: str) -> str:
    """This function will join parts to a page under a title, with a note that it is generated."""
    return "\n\n".join([f"# {title}", WRITTEN_BY, *(part.strip() for part in parts if part.strip())]) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """This function will write a table; cells may hold Markdown, and bars and line breaks in them are kept safe.

    **Example**

    >>> print(table(["a", "b"], [["1", "x|y"]]))
    | a | b |
    | --- | --- |
    | 1 | x\\|y |
    """
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def code(text: str) -> str:
    """This function will set a word as code, or leave an empty one empty."""
    return f"`{text}`" if text else ""


def codes(words: Iterable[str]) -> str:
    """This function will set words as code, separated by commas."""
    return ", ".join(code(word) for word in words)


def anchor(heading: str) -> str:
    """This function will name the place a heading has in a page's address.

    **Example**

    >>> anchor("needs.csv"), anchor("throughline serve")
    ('needscsv', 'throughline-serve')
    """
    kept = "".join(letter for letter in heading.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").strip()
