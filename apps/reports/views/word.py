"""The report as a Word document, and the template it is made from."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.organisations.access import may, permission_required
from apps.organisations.permissions import CHANGE_TEMPLATE, MAKE_REPORT
from apps.reports.documents.example import example_words
from apps.reports.documents.forms import TemplateForm
from apps.reports.documents.language import TemplateProblem
from apps.reports.documents.making import word_report
from apps.reports.documents.standard import standard_template
from apps.reports.domain.templates import remove_template, set_template
from apps.reports.models import DocumentTemplate
from apps.rie.domain.evidence import InfectedFileError, ScannerUnavailableError
from apps.rie.evidence_forms import why_not_kept
from apps.rie.filetypes import FILE_TYPES
from apps.rie.page import DossierPage, open_page
from config.uploads import accepts_files, was_too_large

WORD = FILE_TYPES["docx"].content_type


@permission_required(MAKE_REPORT)
@require_safe
def word(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """The report of the dossier as it is now, in the template of the firm or else in ours."""
    page = open_page(request, dossier_id)
    try:
        content = word_report(dossier=page.dossier)
    except TemplateProblem as problem:
        # It was tried out when it was added; a name may have gone since, in a new version of Werkbalans.
        return _page(page, TemplateForm(), problem=str(problem), status=409)
    firm = slugify(request.organisation.name) or "rie"
    return _file(content, f"{firm}-{page.dossier.year}-rapport.docx")


@accepts_files
@permission_required(MAKE_REPORT, post=CHANGE_TEMPLATE)
@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Which template is in use, how to make one, and adding it."""
    page = open_page(request, dossier_id)
    if request.method == "GET":
        return _page(page, TemplateForm())
    form = TemplateForm(request.POST, request.FILES, too_large=was_too_large(request))
    if not form.is_valid():
        return _page(page, form, status=422)
    try:
        set_template(organisation=request.organisation, checked=form.cleaned_data["file"], user=request.user)
    except TemplateProblem as problem:
        form.add_error("file", str(problem))
    except (InfectedFileError, ScannerUnavailableError) as error:
        form.add_error("file", why_not_kept(error))
    else:
        messages.success(request, _("Your template is in use from now on."))
        return redirect("reports:template", organisation_id, dossier_id)
    return _page(page, form, status=422)


@permission_required(CHANGE_TEMPLATE)
@require_POST
def forget_template(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Back to our template."""
    open_page(request, dossier_id)
    remove_template(organisation=request.organisation)
    messages.success(request, _("The report uses our template again."))
    return redirect("reports:template", organisation_id, dossier_id)


@permission_required(MAKE_REPORT)
@require_safe
def present_template(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """The template that is in use, to change in Word."""
    open_page(request, dossier_id)
    own = DocumentTemplate.objects.first()
    if own is None or "ons" in request.GET:
        return _file(standard_template(), "werkbalans-sjabloon.docx")
    with own.file.open("rb") as file:
        return _file(file.read(), own.name)


def _page(page: DossierPage, form: TemplateForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "problem": problem,
        "own": DocumentTemplate.objects.select_related("added_by").first(),
        "names": names_of(example_words()),
        "may_change_template": may(page.request, CHANGE_TEMPLATE),
    }
    return page.render("reports/template.html", "report", context, status=status)


def names_of(words: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    """What a template may name, each with what it shows in the example; of a list, what one item has."""
    found: list[tuple[str, str]] = []
    for name, value in words.items():
        if isinstance(value, dict):
            found += names_of(value, f"{prefix}{name}.")
        elif isinstance(value, list) and isinstance(value[0], dict):
            found.append((f"for {SINGULAR[name]} in {prefix}{name}", ""))
            found += names_of(value[0], f"{SINGULAR[name]}.")
        elif isinstance(value, list):
            found.append((f"for {SINGULAR[name]} in {prefix}{name}", str(value[0])))
        else:
            found.append((f"{prefix}{name}", str(value)))
    return found


SINGULAR = {"afdelingen": "afdeling", "risicos": "risico", "acties": "actie", "bronnen": "bron"}


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="{_safe(name)}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _safe(name: str) -> str:
    """A name that fits in a header: letters, digits and a hyphen."""
    stem = name.removesuffix(".docx")
    return f"{slugify(stem) or 'sjabloon'}.docx"
