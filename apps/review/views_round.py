"""The adviser's reading page: the frozen version on one page, and saying per risk that it is agreed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.organisations.access import permission_required
from apps.organisations.models import Representation
from apps.organisations.permissions import REVIEW
from apps.review.domain.accepting import accept_risk, start_reading, unaccept_risk
from apps.review.domain.errors import ReviewRefusedError, UnknownSubjectError
from apps.review.findings import about_of, title_in
from apps.review.frozen_checks import FrozenDossier
from apps.review.models import Finding
from apps.review.reading_forms import AcceptForm, ShowForm
from apps.review.round_page import RoundPage, open_round_page
from apps.review.round_queries import RoundBeside
from apps.review.round_reading import WHOLE, RoundReading, Show
from apps.review.standing_out import standing_out
from apps.rie.domain.errors import DossierClosedError


@permission_required(REVIEW)
@require_safe
def read_round(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID
) -> HttpResponse:
    """The submitted version with what stands out on top, and its risks as the filter in the address says."""
    opened = open_round_page(request, dossier_id, submission_id)
    return render(request, "review/round.html", _context(opened, ShowForm(request.GET).show))


@permission_required(REVIEW)
@require_POST
def start(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID) -> HttpResponse:
    """She begins: the round is no longer unread, and hers when nobody had it."""
    opened = open_round_page(request, dossier_id, submission_id)
    _change(opened, lambda: start_reading(submission=opened.submission, user=request.user))
    return redirect(_address(opened))


@permission_required(REVIEW)
@require_POST
def accept(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID
) -> HttpResponse:
    """Nothing to add about one risk, or taking that back; then to the same place on the page."""
    opened = open_round_page(request, dossier_id, submission_id)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That was no risk of this version. Choose one of the risks below."))
        return redirect(_address(opened))
    code = form.cleaned_data["factor_code"]

    def verb() -> None:
        if form.cleaned_data["undo"]:
            unaccept_risk(submission=opened.submission, code=code)
        else:
            accept_risk(submission=opened.submission, code=code, user=request.user)

    try:
        _change(opened, verb)
    except UnknownSubjectError:
        raise Http404 from None
    return redirect(f"{_address(opened, form.show)}#r-{code}")


def _change(opened: RoundPage, verb: Callable[[], None]) -> None:
    """Run a verb; a refusal stands as a sentence on the page that follows."""
    try:
        verb()
    except DossierClosedError:
        messages.error(opened.request, _("This RI&E is closed. You can read it, not change it."))
    except ReviewRefusedError as refused:
        messages.error(opened.request, str(refused.reason))


def _address(opened: RoundPage, show: Show = Show.ALL) -> str:
    dossier = opened.page.dossier
    place = reverse("review:round", args=[dossier.organisation_id, dossier.pk, opened.submission.pk])
    return place if show is Show.ALL else f"{place}?toon={show}"


def _context(opened: RoundPage, show: Show) -> dict[str, Any]:
    beside = RoundBeside(opened)
    whole = beside.compose()
    frozen = FrozenDossier(
        opened.frozen, opened.page.content, timezone.localdate(opened.submission.submitted_at)
    )
    return {
        "page": opened.page,
        "dossier": opened.page.dossier,
        "organisation": opened.request.organisation,
        "submission": opened.submission,
        "may_review": opened.may_review,
        "firm": opened.frozen["firm"],
        "has_council": opened.frozen["firm"]["representation"] != Representation.NONE,
        "reading": opened.reading,
        "beside": beside,
        "standing": standing_out(frozen),
        "whole": whole,
        "shown": whole.shown(show),
        "show": show,
        "filters": _filters(opened, whole, show, has_before=beside.before is not None),
        "here_url": _address(opened),
        "all_findings": _titled(opened, beside),
        "whole_remarks": beside.notes.remarks_on(WHOLE),
    }


def _titled(opened: RoundPage, beside: RoundBeside) -> list[tuple[tuple[Finding, ...], str]]:
    """Every finding, alone in a list as the tags take it, with what it is about; by number."""
    found = sorted(beside.notes.all_findings, key=lambda finding: finding.number)
    factors = opened.page.content.factors
    return [((finding,), title_in(opened.frozen, factors, about_of(finding))) for finding in found]


def _filters(opened: RoundPage, whole: RoundReading, show: Show, *, has_before: bool) -> list[dict[str, Any]]:
    """Links to each filter with how many risks it shows; nothing can be changed in a first round."""
    return [
        {
            "title": choice.label,
            "count": whole.count(choice),
            "url": f"{_address(opened, choice)}#risicos",
            "is_current": choice is show,
        }
        for choice in Show
        if has_before or choice is not Show.CHANGED
    ]
