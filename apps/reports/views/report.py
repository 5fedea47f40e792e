"""Step 7: ask for a report, see it being made, download it."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from apps.organisations.access import may, permission_required
from apps.organisations.permissions import INSPECTION_FILE, MAKE_REPORT
from apps.reports.domain.reports import request_report, retry
from apps.reports.models import ReportKind, ReportState, StoredReport
from apps.reports.queries import newest_reports
from apps.rie.page import open_page


@permission_required(MAKE_REPORT)
@require_safe
def reports(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """The kinds of report, each with the newest one made."""
    page = open_page(request, dossier_id)
    newest = newest_reports(page.dossier)
    kinds = [(kind, newest.get(kind.value)) for kind in ReportKind]
    context = {"kinds": kinds, "may_inspect": may(request, INSPECTION_FILE)}
    return page.render("reports/reports.html", "report", context)


@permission_required(MAKE_REPORT)
@require_POST
def ask(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, kind: str) -> HttpResponse:
    """Ask for a report of the dossier as it is now. The same content is not made twice."""
    page = open_page(request, dossier_id)
    if kind not in ReportKind.values:
        raise Http404
    stored = request_report(dossier=page.dossier, kind=kind, user=request.user)
    return redirect("reports:report", organisation_id, dossier_id, stored.pk)


@permission_required(MAKE_REPORT)
@require_safe
def report(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, report_id: UUID) -> HttpResponse:
    """How far a report is. A page that stays open asks for this again until it is ready."""
    page = open_page(request, dossier_id)
    stored = _stored(page.dossier.pk, report_id)
    if request.htmx:
        context = {"report": stored, "organisation": request.organisation, "dossier": page.dossier}
        return render(request, "reports/_progress.html", context)
    return page.render("reports/report.html", "report", {"report": stored})


@permission_required(MAKE_REPORT)
@require_POST
def again(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, report_id: UUID) -> HttpResponse:
    """Try again after a failure."""
    page = open_page(request, dossier_id)
    failed = _stored(page.dossier.pk, report_id)
    failed.dossier = page.dossier
    stored = retry(report=failed, user=request.user)
    return redirect("reports:report", organisation_id, dossier_id, stored.pk)


@permission_required(MAKE_REPORT)
@require_safe
def download(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, report_id: UUID) -> FileResponse:
    """The file itself, under a name a person recognises."""
    page = open_page(request, dossier_id)
    stored = _stored(page.dossier.pk, report_id)
    if stored.state != ReportState.READY or not stored.file.storage.exists(stored.file.name):
        raise Http404
    name = f"{slugify(request.organisation.name) or 'rie'}-{page.dossier.year}-{stored.kind}.pdf"
    response = FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _stored(dossier_id: UUID, report_id: UUID) -> StoredReport:
    stored = StoredReport.objects.filter(dossier_id=dossier_id, pk=report_id).first()
    if stored is None:
        raise Http404
    return stored
