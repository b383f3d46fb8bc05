"""Formulas: the list with the library, one to read, one to write."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.funding.formulas import commands, queries, tables
from throughline.rooms.funding.formulas.forms import FormulaForm
from throughline.rooms.funding.told import told
from throughline.values.errors import RefusedInput
from throughline.web.downloads import TOML, as_download


@require_safe
def list_formulas(request: HttpRequest) -> HttpResponse:
    """Show the formulas that are kept and those of the library."""
    page = queries.formulas_page(accounts.viewer_of(request))
    table = tables.kept_table(page).read(request)
    return table.export(request) or render(request, "formulas/list.html", {"page": page, "table": table})


@require_safe
def show_formula(request: HttpRequest, formula_id: int) -> HttpResponse:
    """Show one version of a formula."""
    return _shown(request, queries.formula_page(accounts.viewer_of(request), formula_id))


@require_safe
def show_library_formula(request: HttpRequest, key: str) -> HttpResponse:
    """Show one formula of the library."""
    return _shown(request, queries.library_page(accounts.viewer_of(request), key))


@require_POST
def adopt_formula(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a formula of the library as the district's own."""
    saved = commands.adopt_library_formula(by=accounts.viewer_of(request), at=timezone.now(), key=key)
    tell_saved(request, saved)
    return redirect("funding:formula", formula_id=saved.formula.pk)


@require_safe
def download_formula(request: HttpRequest, formula_id: int) -> HttpResponse:
    """Send one version's document as a file."""
    row = queries.get_formula_for(accounts.viewer_of(request), formula_id)
    return as_download(row.document, TOML, f"{row.key}-{row.number}.toml")


@require_http_methods(["GET", "HEAD", "POST"])
def edit_formula(request: HttpRequest, formula_id: int | None = None) -> HttpResponse:
    """Write a formula, new or from an earlier version; what is still wrong stands beside it."""
    viewer = accounts.viewer_of(request)
    accounts.check_may(viewer, "write", "finance")
    form = FormulaForm(request.POST or None, request.FILES or None, initial=queries.start_of(viewer, formula_id))
    refused: RefusedInput | None = None
    if request.method == "POST" and form.is_valid():
        content = form.content()
        try:
            saved = commands.save_formula(
                by=viewer, at=timezone.now(), document=content, after=form.cleaned_data["after"]
            )
        except RefusedInput as error:
            refused, form = error, FormulaForm(initial=queries.rewritten(viewer, content))
        else:
            tell_saved(request, saved)
            return redirect("funding:formula", formula_id=saved.formula.pk)
    shown = {"form": form, "refused": told(refused), "crumbs": _crumbs()}
    return render(request, "formulas/edit.html", shown, status=400 if refused else 200)


def _shown(request: HttpRequest, page: queries.FormulaPage) -> HttpResponse:
    shown = {
        "page": page,
        "dollars": tables.dollars_table(page).read(request) if page.rows else None,
        "weights": tables.weights_table(page).read(request) if page.has_weights else None,
        "terms": tables.source_terms(page),
        "kicker": _("Version %(number)s") % {"number": page.number} if page.number else _("From the library"),
        "crumbs": _crumbs(),
        "new_run_url": f"{reverse('funding:new_run')}?formula={page.id}",
    }
    return render(request, "formulas/detail.html", shown)


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Formulas"), reverse("funding:formulas"))]


def tell_saved(request: HttpRequest, saved: commands.SavedFormula) -> None:
    """This function will tell whoever saved a formula which version it is, once they are sent on."""
    words = {"name": queries.formula_name(saved.formula), "number": saved.formula.number}
    if saved.is_new:
        messages.success(request, _("Saved as version %(number)s of “%(name)s”.") % words)
    else:
        messages.info(request, _("Version %(number)s of “%(name)s” says the same, so no new one was made.") % words)
