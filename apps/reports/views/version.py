"""The report of a submitted version: as it was when it was submitted, not as the dossier is now."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from apps.organisations.access import permission_required
from apps.organisations.permissions import VIEW_REVIEW
from apps.organisations.presence import ADVISER
from apps.reports.domain.frozen_reports import ask_for_frozen
from apps.reports.frozen.freezing import OtherProgramError, TamperedError, report_of
from apps.reports.models import FrozenReport, ReportState
from apps.review.models import Submission
from apps.review.rounds import find_round, is_of_practice
from apps.rie.page import DossierPage, open_page
from config.headers import NOT_KEPT

# What the page says besides the states of a file: none was kept, not asked yet, cannot be read, was changed.
NONE, ASK, OLD, CHANGED = "none", "ask", "old", "changed"


@permission_required(VIEW_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def version_report(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID
) -> HttpResponse:
    """The PDF when it is there, else how far it is. Sending the form has it made."""
    page = open_page(request, dossier_id)
    submission = _round(page, submission_id)
    frozen = FrozenReport.objects.filter(submission=submission).first()
    state = _state(frozen)
    if request.method == "POST":
        if state in (ASK, ReportState.FAILED, ReportState.QUEUED, ReportState.RUNNING):
            ask_for_frozen(frozen=frozen)
        return redirect("reports:version_report", organisation_id, dossier_id, submission_id)
    if state == ReportState.READY:
        return _file(page, submission, frozen)
    context = {"submission": submission, "frozen": frozen, "state": state}
    return page.render("reports/version_report.html", "report", context)


def _round(page: DossierPage, submission_id: UUID) -> Submission:
    """The round of this address, for the firm and for the practice that reviews it.

    Raises:
        Http404: it is not of this dossier, or she advises for another practice.
    """
    submission = find_round(page.dossier, submission_id)
    if submission is None:
        raise Http404
    visits = page.request.presence.capacity == ADVISER
    if visits and not is_of_practice(submission, page.request.user):
        raise Http404
    return submission


def _state(frozen: FrozenReport | None) -> str:
    """How far it is, as the page tells it. A file that is gone can be made again."""
    if frozen is None:
        return NONE
    if frozen.state == ReportState.READY and frozen.file.storage.exists(frozen.file.name):
        return ReportState.READY
    try:
        report_of(frozen)
    except OtherProgramError:
        return OLD
    except TamperedError:
        return CHANGED
    return ASK if frozen.state in ("", ReportState.READY) else frozen.state


def _file(page: DossierPage, submission: Submission, frozen: FrozenReport) -> FileResponse:
    firm = slugify(page.request.organisation.name) or "rie"
    return FileResponse(
        frozen.file.open("rb"),
        as_attachment=True,
        filename=f"{firm}-{page.dossier.year}-versie-{submission.version.number}.pdf",
        content_type="application/pdf",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": NOT_KEPT},
    )
