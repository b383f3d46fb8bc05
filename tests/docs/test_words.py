"""Every word a person reads can be read in Spanish, and the tool that sees to it sees all of them."""

from pathlib import Path

import pytest
from babel.messages import Catalog
from docs import words
from docs.tools import catalogs
from docs.tools.marked import CannotRead, Marked, in_python, in_template


def test_every_marked_string_has_its_spanish() -> None:
    faults = words.find_faults()
    assert not faults, "\n".join(faults)


def test_there_is_something_to_translate() -> None:
    marked = [marked for sources in words.catalog_folders().values() for marked in words.find_marked(sources)]
    assert len(marked) > 500


def test_python_is_read_under_every_name_and_form() -> None:
    code = (
        "from django.utils.translation import gettext_lazy as _, ngettext, npgettext\n"
        "from throughline.values.words import gettext_noop as mark\n"
        "_('one ' 'text'); mark('two'); ngettext('a', 'b', n); npgettext('month', 'May', 'Mays', n)\n"
        "print('not marked'); _(rule.says)\n"
    )
    assert {(marked.context, marked.words, marked.plural) for marked in in_python(code, "x.py")} == {
        ("", "one text", ""),
        ("", "two", ""),
        ("", "a", "b"),
        ("month", "May", "Mays"),
    }


@pytest.mark.parametrize("words_put_together", ["f'{n} schools'", "'a' + b"])
def test_words_put_together_before_they_are_marked_are_refused(words_put_together: str) -> None:
    code = f"from django.utils.translation import gettext as _\n_({words_put_together})\n"
    with pytest.raises(CannotRead, match=r"x\.py, line 2"):
        list(in_python(code, "x.py"))


def test_templates_are_read_in_every_form() -> None:
    template = (
        "{% comment %}{% translate 'hidden' %}{% endcomment %}"
        "{% translate \"It's 5 %\" as x %}{% trans 'May' context 'month' %}{{ _('In a filter')|upper }}"
        "{% blocktranslate count n=rows|length trimmed %}\n one of {{ all }}\n{% plural %}\n {{ n }} of {{ all }}\n"
        "{% endblocktranslate %}"
    )
    assert {(marked.context, marked.words, marked.plural) for marked in in_template(template, "x.html")} == {
        ("", "It's 5 %%", ""),
        ("month", "May", ""),
        ("", "In a filter", ""),
        ("", "one of %(all)s", "%(n)s of %(all)s"),
    }


def _catalog(*messages: tuple[str | tuple[str, str], str | tuple[str, str]]) -> Catalog:
    catalog = Catalog(locale="es")
    for english, spanish in messages:
        catalog.add(english, spanish)
    return catalog


def test_an_update_keeps_translations_drops_the_dead_and_adds_the_new(tmp_path: Path) -> None:
    file = tmp_path / "django.po"
    old = _catalog(("Kept", "Guardado"), ("Dead", "Muerto"))
    catalogs.save(file, catalogs.bring_up_to_date(old, [Marked("Kept", file="a.py"), Marked("New", file="a.py")]))
    assert catalogs.spoken(file) == {("", "Kept"): ("Guardado",), ("", "New"): ("",)}
    content = file.read_bytes(), file.with_suffix(".mo").read_bytes()
    catalogs.save(
        file, catalogs.bring_up_to_date(catalogs.load(file), [Marked("Kept", file="a.py"), Marked("New", file="a.py")])
    )
    assert (file.read_bytes(), file.with_suffix(".mo").read_bytes()) == content


def test_each_fault_is_named(tmp_path: Path) -> None:
    file = tmp_path / "django.po"
    catalogs.save(file, _catalog(("Kept", "Guardado"), ("{n} rows", "{m} filas"), ("Dead", "Muerto")))
    found = [Marked("Kept"), Marked("{n} rows"), Marked("Untold", file="a.py")]
    faults = "\n".join(catalogs.find_faults(file, found))
    assert "names {m}, which the English does not have: '{n} rows'" in faults
    assert "needs Spanish (a.py): 'Untold'" in faults
    assert "is no longer said anywhere: 'Dead'" in faults
    assert "compiled" not in faults
    file.write_text(file.read_text().replace("Guardado", "Conservado"))
    assert "is not compiled as it is written" in "\n".join(catalogs.find_faults(file, found))


@pytest.mark.parametrize(
    ("english", "spanish", "wrong"),
    [
        ("%(n)s of {all}", "%(n)s de {all}", ""),
        ("%(n)s of %(all)s", "%(n)s de todos", "lacks %(all)s"),
        ("5 %% of %s", "el 5 %% de %s", ""),
        (("%(n)s school", "%(n)s schools"), ("una escuela", "%(n)s escuelas"), ""),
        (("%(n)s school", "%(n)s schools"), ("una escuela", "varias escuelas"), "lacks %(n)s"),
    ],
)
def test_placeholders_must_agree(english: str | tuple[str, str], spanish: str | tuple[str, str], wrong: str) -> None:
    (message,) = (message for message in _catalog((english, spanish)) if message.id)
    assert catalogs.wrong_placeholders(message) == wrong
