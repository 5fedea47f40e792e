"""The firm's page of findings, with the talk about each and the form to answer."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.organisations.access import may, permission_required
from apps.organisations.permissions import ANSWER_FINDING, REVIEW, VIEW_REVIEW
from apps.review.domain.errors import ReviewRefusedError
from apps.review.domain.findings import answer_finding
from apps.review.finding_forms import MessageForm
from apps.review.findings import by_criterion, entries_of, round_to_read, shown_findings, with_talk
from apps.review.models import Finding, FindingState
from apps.review.rounds import open_round
from apps.rie.domain.errors import DossierClosedError
from apps.rie.page import DossierPage, open_page
from apps.rie.views.shared import closed_response


@permission_required(VIEW_REVIEW)
@require_safe
def findings(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Every finding that the firm may see. An adviser reads them in her round, or not at all."""
    page = open_page(request, dossier_id)
    if may(request, REVIEW):
        submission = round_to_read(page.dossier, request.user)
        if submission is None:
            raise Http404
        return redirect("review:round", organisation_id, dossier_id, submission.pk)
    return _page(page)


@permission_required(ANSWER_FINDING)
@require_POST
def answer(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, finding_id: UUID) -> HttpResponse:
    """The firm answers one finding."""
    page = open_page(request, dossier_id)
    finding = shown_findings(page.dossier).filter(pk=finding_id).first()
    if finding is None:
        raise Http404
    finding.dossier = page.dossier
    form = _form_for(finding, request)
    if not form.is_valid():
        return _page(page, sent=(finding.pk, form), status=422)
    try:
        answer_finding(finding=finding, user=request.user, **form.cleaned_data)
    except DossierClosedError:
        return closed_response(request, page)
    except ReviewRefusedError as refused:
        form.add_error(None, str(refused.reason))
        return _page(page, sent=(finding.pk, form), status=409)
    messages.success(request, _("Your answer to finding %(number)s is saved.") % {"number": finding.number})
    address = reverse("review:findings", args=[organisation_id, dossier_id])
    return redirect(f"{address}#f-{finding.number}")


def _form_for(finding: Finding, request: HttpRequest | None = None) -> MessageForm:
    return MessageForm(request.POST if request else None, auto_id=f"answer-{finding.number}-%s")


def _page(
    page: DossierPage, *, sent: tuple[UUID, MessageForm] | None = None, status: int = 200
) -> HttpResponse:
    """``sent``: a form that came back with a message, and the finding it is about."""
    submission = open_round(page.dossier)
    may_answer = submission is not None and page.dossier.is_open and may(page.request, ANSWER_FINDING)

    def form_for(finding: Finding) -> MessageForm | None:
        if sent is not None and sent[0] == finding.pk:
            return sent[1]
        is_answerable = may_answer and finding.state != FindingState.CLOSED
        return _form_for(finding) if is_answerable else None

    entries = entries_of(page, with_talk(shown_findings(page.dossier)), form_for)
    context = {
        "groups": by_criterion(entries),
        "waiting": [entry for entry in entries if entry.finding.state == FindingState.OPEN],
        "may_answer": may_answer,
        "is_open": submission is not None,
        "is_adviser": False,
        "form": sent[1] if sent else MessageForm(),
    }
    return page.render("review/findings.html", "review", context, status=status)
