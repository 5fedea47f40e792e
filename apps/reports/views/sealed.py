"""The toetsverslag of a round: see it being made, download it."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from apps.organisations.access import permission_required
from apps.organisations.permissions import VIEW_REVIEW
from apps.organisations.presence import ADVISER
from apps.reports.domain.sealed import ask_for_sealed
from apps.reports.models import ReportState, SealedReport
from apps.review.models import Submission, SubmissionState
from apps.review.rounds import find_round, is_of_practice
from apps.rie.page import DossierPage, open_page

LOST, NONE = "lost", "none"  # the file is gone; the round has no outcome


@permission_required(VIEW_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def sealed(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID
) -> HttpResponse:
    """The file itself, or how far it is. Sending the form tries again after a failure."""
    page = open_page(request, dossier_id)
    submission = _round(page, submission_id)
    if request.method == "POST":
        if submission.state == SubmissionState.CONCLUDED:
            ask_for_sealed(submission=submission)
        return redirect("reports:sealed", organisation_id, dossier_id, submission_id)
    found = SealedReport.objects.filter(submission=submission).first()
    state = _state(submission, found)
    if found is not None and state == ReportState.READY and not request.htmx:
        return _file(page, found)
    context = {"submission": submission, "state": state}
    if request.htmx:
        context |= {"organisation": request.organisation, "dossier": page.dossier}
        return render(request, "reports/_sealed_progress.html", context)
    return page.render("reports/sealed.html", "report", context)


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
    submission.dossier = page.dossier
    return submission


def _state(submission: Submission, found: SealedReport | None) -> str:
    """How far it is, as the page tells it; a row that never came is a failure to try again."""
    if submission.state != SubmissionState.CONCLUDED:
        return NONE
    if found is None:
        return ReportState.FAILED
    if found.state == ReportState.READY and not found.file.storage.exists(found.file.name):
        return LOST
    return found.state


def _file(page: DossierPage, found: SealedReport) -> FileResponse:
    firm = slugify(page.request.organisation.name) or "rie"
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=f"{firm}-{page.dossier.year}-toetsverslag.pdf",
        content_type="application/pdf",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
