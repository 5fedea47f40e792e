"""Files that show that something is arranged: the list, the file itself, and taking it away."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.organisations.access import permission_required
from apps.organisations.permissions import CHANGE_DOSSIER, VIEW_DOSSIER
from apps.rie.domain.errors import DossierClosedError
from apps.rie.domain.evidence import (
    InfectedFileError,
    ScannerUnavailableError,
    TooManyFilesError,
    add_evidence,
    remove_evidence,
)
from apps.rie.evidence_forms import EvidenceForm, why_not_kept
from apps.rie.models import Evidence
from apps.rie.page import DossierPage, open_page
from apps.rie.queries import evidence_of, find_evidence
from apps.rie.views.shared import closed_response, download_of
from config.uploads import accepts_files, was_too_large

_PLAN = "plan"


@accepts_files
@permission_required(VIEW_DOSSIER, post=CHANGE_DOSSIER)
@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """All files of the dossier per subject, and a form to add one."""
    page = open_page(request, dossier_id)
    if request.method == "GET":
        return _list(page, EvidenceForm(factors=page.assessment.factors))
    form = EvidenceForm(
        request.POST, request.FILES, factors=page.assessment.factors, too_large=was_too_large(request)
    )
    if form.is_valid():
        try:
            return _add(page, form)
        except DossierClosedError:
            return closed_response(request, page)
        except (TooManyFilesError, InfectedFileError, ScannerUnavailableError) as error:
            form.add_error("file", why_not_kept(error))
    return _list(page, form, status=422)


@permission_required(VIEW_DOSSIER)
@require_safe
def evidence_file(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, evidence_id: UUID
) -> FileResponse:
    """The file itself: always to be saved, never shown by the browser as a page of ours."""
    return download_of(_found(open_page(request, dossier_id), evidence_id))


@permission_required(CHANGE_DOSSIER)
@require_http_methods(["GET", "POST"])
def remove_file(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, evidence_id: UUID
) -> HttpResponse:
    """Delete a file, after a page that says what is lost."""
    page = open_page(request, dossier_id)
    found = _found(page, evidence_id)
    if request.method == "GET":
        return page.render("rie/evidence_remove.html", "overview", {"evidence": found})
    try:
        remove_evidence(evidence=found)
    except DossierClosedError:
        return closed_response(request, page)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": found.name})
    return redirect("rie:evidence", organisation_id, dossier_id)


def _add(page: DossierPage, form: EvidenceForm) -> HttpResponse:
    added = add_evidence(
        dossier=page.dossier,
        checked=form.cleaned_data["file"],
        user=page.request.user,
        factor_code=form.cleaned_data["factor"],
    )
    messages.success(page.request, _("“%(name)s” is added.") % {"name": added.name})
    return redirect("rie:evidence", page.dossier.organisation_id, page.dossier.pk)


def _found(page: DossierPage, evidence_id: UUID) -> Evidence:
    found = find_evidence(page.dossier, evidence_id)
    if found is None:
        raise Http404
    return found


def _list(page: DossierPage, form: EvidenceForm, status: int = 200) -> HttpResponse:
    files = list(evidence_of(page.dossier))
    context = {
        "form": form,
        "groups": _per_subject(page, files),
        "is_full": len(files) >= settings.EVIDENCE_MAX_FILES,
        "most": settings.EVIDENCE_MAX_FILES,
    }
    return page.render("rie/evidence.html", "overview", context, status=status)


def _per_subject(page: DossierPage, files: list[Evidence]) -> list[tuple[str, list[Evidence]]]:
    """Files about the whole RI&E first, then of the plan, then per factor in the order of the instrument."""
    groups: dict[str, list[Evidence]] = {}
    for file in files:
        groups.setdefault(_PLAN if file.action_id else file.factor_code, []).append(file)
    order = ["", _PLAN, *page.content.factors]
    known = {code: factor.text.problem for code, factor in page.content.factors.items()}
    known[_PLAN] = _("Plan of action")
    return [
        (known.get(code, _("The whole RI&E")), groups[code])
        for code in sorted(groups, key=lambda code: order.index(code) if code in order else 0)
    ]
