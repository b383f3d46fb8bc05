"""Find every string marked for translation, in Python and in templates, without GNU gettext."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "throughline"

# What each function's first arguments are: c is a context, 1 the words, n their plural.
_SHAPES = {
    "gettext": "1",
    "gettext_lazy": "1",
    "gettext_noop": "1",
    "ngettext": "1n",
    "ngettext_lazy": "1n",
    "pgettext": "c1",
    "pgettext_lazy": "c1",
    "npgettext": "c1n",
    "npgettext_lazy": "c1n",
}
_MODULES = ("django.utils.translation", "throughline.values.words")
# Words that stand in data files, by file and key: no function can mark them there.
_IN_DATA = {"rooms/accounts/policy/policy.toml": ("relation", "basis")}

_LITERAL = r"""u?((?:'(?:[^'\\]|\\.)*')|(?:"(?:[^"\\]|\\.)*"))"""
_IN_TEMPLATE = re.compile(rf"\b(_|n?p?gettext)\({_LITERAL}(?:, {_LITERAL})?(?:, {_LITERAL})?")


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked string: its context, its words, its plural where it has one, and the file it stands in."""

    words: str
    plural: str = ""
    context: str = ""
    file: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.context, self.words


class CannotRead(Exception):
    """A call that marks words, but not as one plain text: nobody could translate it."""


def marked_in(file: Path) -> Iterator[Marked]:
    """This function will yield the strings marked in one file.

    **Raises** `CannotRead` where words are put together (an f-string, a sum) before they are marked.
    """
    name = file.relative_to(SOURCE).as_posix()
    text = file.read_text(encoding="utf-8")
    if name in _IN_DATA:
        table, key = _IN_DATA[name]
        yield from (Marked(row[key], file=name) for row in tomllib.loads(text)[table])
    elif file.suffix == ".py":
        yield from in_python(text, name)
    elif file.suffix in {".html", ".txt"}:
        yield from in_template(text, name)


def in_python(text: str, name: str) -> Iterator[Marked]:
    """This function will yield the strings that Python code marks, under whatever name it imports the functions."""
    tree = ast.parse(text)
    known = _names_in(tree)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if function := _function(node.func, known):
            shape = _SHAPES[function]
            texts = [_text(argument, name) for argument in node.args[: len(shape)]]
            if len(texts) == len(shape) and None not in texts:
                yield _marked(shape, [text or "" for text in texts], name)


def in_template(text: str, name: str) -> Iterator[Marked]:
    """This function will yield the strings that a Django template marks.

    **Example**

    >>> [marked.words for marked in in_template('{% translate "Sign out" %} {{ "x" }}', "a.html")]
    ['Sign out']
    """
    for function, *literals in _IN_TEMPLATE.findall(templatize(text, origin=name)):
        shape = _SHAPES["gettext" if function == "_" else function]
        yield _marked(shape, [ast.literal_eval(literal) for literal in literals[: len(shape)]], name)


def _marked(shape: str, texts: list[str], name: str) -> Marked:
    by = dict(zip(shape, texts, strict=True))
    return Marked(by["1"], by.get("n", ""), by.get("c", ""), name)


def _names_in(tree: ast.Module) -> dict[str, str]:
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in _MODULES
        for alias in node.names
        if alias.name in _SHAPES
    }


def _function(called: ast.expr, known: dict[str, str]) -> str:
    if isinstance(called, ast.Name):
        return known.get(called.id, "")
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "translation":
        return called.attr if called.attr in _SHAPES else ""
    return ""


def _text(argument: ast.expr, name: str) -> str | None:
    """A plain text; nothing where the words come from elsewhere and are only translated here."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    if isinstance(argument, ast.JoinedStr | ast.BinOp):
        raise CannotRead(f"{name}, line {argument.lineno}: mark one plain text and fill its placeholders afterwards.")
    return None
