"""Taking data along, and ending a firm or an account."""

from __future__ import annotations

import tempfile
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.organisations.access import may, permission_required
from apps.organisations.data_forms import DeleteAccountForm, DeleteFirmForm
from apps.organisations.domain.account import StillNeededError, delete_account
from apps.organisations.domain.deletion import delete_organisation
from apps.organisations.domain.export import export_organisation
from apps.organisations.domain.own_data import export_person
from apps.organisations.losses import what_is_lost
from apps.organisations.permissions import DELETE_ORGANISATION, EXPORT_ORGANISATION
from apps.organisations.privacy import in_words, term_of
from apps.organisations.queries import firms_that_need

IN_MEMORY = 5_000_000  # bytes; what is larger waits on disk until it is sent


@permission_required(EXPORT_ORGANISATION)
@require_http_methods(["GET", "POST"])
def data(request: HttpRequest, organisation_id: UUID) -> HttpResponseBase:
    """Everything of the firm in one ZIP file, made while the browser waits.

    The size is bounded by the limits on uploads; what does not fit in memory passes over disk.
    """
    if request.method == "GET":
        context = {
            "organisation": request.organisation,
            "may_delete": may(request, DELETE_ORGANISATION),
            "closed_term": in_words(term_of("closed_dossiers")),
        }
        return render(request, "organisations/data.html", context)
    archive = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    export_organisation(organisation=request.organisation, to=archive)
    archive.seek(0)
    return _download(FileResponse(archive, content_type="application/zip"), f"werkbalans-{_today()}.zip")


@permission_required(DELETE_ORGANISATION)
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Say what is lost (one query a line), ask for the name, and delete the firm."""
    typed = request.POST if request.method == "POST" else None
    form = DeleteFirmForm(typed, organisation=request.organisation)
    if form.is_valid():
        delete_organisation(organisation=request.organisation)
        messages.success(request, _("The firm is deleted, with everything in it."))
        return redirect("home")
    context = {
        "form": form,
        "organisation": request.organisation,
        "losses": what_is_lost(request.organisation),
        "backup_term": in_words(term_of("backups")),
    }
    return render(request, "organisations/delete.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything about who is logged in, as one JSON file."""
    if request.method == "GET":
        return render(request, "organisations/data_mine.html")
    file = HttpResponse(export_person(user=request.user), content_type="application/json")
    return _download(file, f"werkbalans-mijn-gegevens-{_today()}.json")


@login_required
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)
def delete_my_account(request: HttpRequest) -> HttpResponse:
    """Delete the account of who is logged in, unless a firm would be left without an employer."""
    form = DeleteAccountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            delete_account(user=request.user)
        except StillNeededError as error:
            return _delete_account_page(request, form, needed_by=error.firms, status=409)
        request.session.flush()
        request.user = AnonymousUser()
        messages.success(request, _("Your account is deleted. Thank you for using Werkbalans."))
        return redirect("home")
    status = 422 if form.errors else 200
    return _delete_account_page(request, form, needed_by=firms_that_need(request.user), status=status)


def _delete_account_page(
    request: HttpRequest, form: DeleteAccountForm, *, needed_by: list, status: int
) -> HttpResponse:
    context = {
        "form": form,
        "needed_by": needed_by,
        "audit_term": in_words(term_of("audit")),
        "backup_term": in_words(term_of("backups")),
    }
    return render(request, "organisations/delete_account.html", context, status=status)


def _download(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _today() -> str:
    return timezone.localdate().isoformat()
