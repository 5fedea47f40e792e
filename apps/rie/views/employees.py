"""Step 4: how employees were heard."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.organisations.access import permission_required
from apps.organisations.permissions import CHANGE_DOSSIER, VIEW_DOSSIER
from apps.rie.domain.dossier import consultation_of, consultation_values, save_consultation
from apps.rie.domain.errors import DossierClosedError
from apps.rie.forms import ConsultationForm
from apps.rie.page import DossierPage, open_page
from apps.rie.views.shared import closed_response


@permission_required(VIEW_DOSSIER, post=CHANGE_DOSSIER)
@require_http_methods(["GET", "POST"])
def employees(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Record when and how employees were heard, and what came out of it."""
    page = open_page(request, dossier_id)
    if request.method == "GET":
        return _page(page, _form(page))
    form = _form(page, request.POST)
    if not form.is_valid():
        return _page(page, form, status=422)
    try:
        outcome = save_consultation(dossier=page.dossier, seen=form.seen, typed=form.typed)
    except DossierClosedError:
        return closed_response(request, page)
    if outcome.conflicts:
        form.show_conflicts(outcome.conflicts)
        return _page(page, form, status=409)
    messages.success(request, _("Saved: how your employees were heard."))
    return redirect("rie:risks" if "next" in request.POST else "rie:employees", organisation_id, dossier_id)


def _form(page: DossierPage, data: object = None) -> ConsultationForm:
    return ConsultationForm(data, values=consultation_values(consultation_of(page.dossier)))


def _page(page: DossierPage, form: ConsultationForm, status: int = 200) -> HttpResponse:
    return page.render("rie/employees.html", "employees", {"form": form}, status=status)
