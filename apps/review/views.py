"""Sharing a dossier with an adviser practice, and the adviser's own page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.organisations.access import permission_required
from apps.organisations.permissions import SHARE_DOSSIER
from apps.review.domain.errors import SharingRefusedError
from apps.review.domain.sharing import share_dossier, withdraw_share
from apps.review.forms import ShareForm
from apps.review.models import DossierShare
from apps.review.queries import practices_of, queue_of, shares_of
from apps.rie.page import DossierPage, open_page

PER_PAGE = 50


@permission_required(SHARE_DOSSIER)
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Who reads along, and letting another practice in."""
    page = open_page(request, dossier_id)
    shares = list(shares_of(page.dossier))
    shared_with = {entry.practice_id for entry in shares if entry.withdrawn_at is None}
    form = ShareForm(request.POST if request.method == "POST" else None, shared_with=shared_with)
    if request.method != "POST" or not form.is_valid():
        return _share_page(page, shares, form)
    practice = form.cleaned_data["practice"]
    try:
        share_dossier(
            dossier=page.dossier,
            practice=practice,
            user=request.user,
            page_url=request.build_absolute_uri(reverse("review:reading_along")),
        )
    except SharingRefusedError as refused:
        form.add_error("practice", str(refused.reason))
        return _share_page(page, shares, form)
    messages.success(request, _("%(practice)s can read this RI&E from now on.") % {"practice": practice})
    return redirect("review:share", organisation_id, dossier_id)


@permission_required(SHARE_DOSSIER)
@require_POST
def withdraw(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, share_id: UUID) -> HttpResponse:
    """Take a share back, at once."""
    page = open_page(request, dossier_id)
    shares = DossierShare.objects.select_related("practice")
    found = shares.filter(dossier=page.dossier, pk=share_id).first()
    if found is None:
        raise Http404
    withdraw_share(share=found)
    messages.success(
        request,
        _("%(practice)s can no longer read this RI&E. You can share it again later.")
        % {"practice": found.practice},
    )
    return redirect("review:share", organisation_id, dossier_id)


@login_required
@require_safe
def reading_along(request: HttpRequest) -> HttpResponse:
    """What firms share with the practices of this adviser, or with one of them (``?praktijk=…``)."""
    practices = practices_of(request.user)
    if not practices:
        raise Http404
    in_business = [practice for practice in practices if practice.closed_at is None]
    chosen = next((p for p in in_business if str(p.pk) == request.GET.get("praktijk")), None)
    shares = Paginator(queue_of(request.user, chosen), PER_PAGE).get_page(request.GET.get("bladzijde"))
    context = {
        "practices": in_business,
        "stopped": [practice for practice in practices if practice.closed_at is not None],
        "chosen": chosen,
        "shares": shares,
        "pages": shares.paginator,
    }
    return render(request, "review/reading_along.html", context)


def _share_page(page: DossierPage, shares: list[DossierShare], form: ShareForm) -> HttpResponse:
    context = {
        "form": form,
        "open_shares": [share for share in shares if share.withdrawn_at is None],
        "ended_shares": [share for share in shares if share.withdrawn_at is not None],
        "is_trial": page.request.organisation.trial_ends_at is not None,
    }
    return page.render("review/shares.html", "overview", context, status=422 if form.errors else 200)
