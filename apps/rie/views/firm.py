"""Step 1: the firm and its departments."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.organisations.access import may, permission_required
from apps.organisations.domain.firm import (
    change_department,
    change_organisation,
    retire_department,
    save_department,
)
from apps.organisations.forms import ChangeDepartmentForm, DepartmentForm, OrganisationForm
from apps.organisations.models import Department
from apps.organisations.permissions import CHANGE_DOSSIER, CHANGE_ORGANISATION, VIEW_DOSSIER
from apps.organisations.queries import active_departments
from apps.rie.domain.dossier import open_dossier
from apps.rie.page import DossierPage, open_page


@permission_required(VIEW_DOSSIER, post=CHANGE_ORGANISATION)
@require_http_methods(["GET", "POST"])
def firm(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """The firm's data and its departments."""
    page = open_page(request, dossier_id)
    if request.method == "GET":
        return _firm_page(page, OrganisationForm(instance=request.organisation))
    form = OrganisationForm(request.POST, instance=request.organisation)
    if not form.is_valid():
        return _firm_page(page, form, status=422)
    outcome = change_organisation(organisation=request.organisation, seen=form.seen, typed=form.typed)
    if outcome.conflicts:
        form.show_conflicts(outcome.conflicts)
        return _firm_page(page, form, status=409)
    messages.success(request, _("Your firm's data are saved."))
    return redirect("rie:profile" if "next" in request.POST else "rie:firm", organisation_id, dossier_id)


@permission_required(CHANGE_ORGANISATION)
@require_POST
def add_department(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Add a department from the form on the firm page."""
    page = open_page(request, dossier_id)
    form = DepartmentForm(
        request.POST,
        organisation=request.organisation,
        instance=Department(organisation=request.organisation),
    )
    if not form.is_valid():
        return _firm_page(page, OrganisationForm(instance=request.organisation), form, status=422)
    save_department(department=form.instance)
    return redirect("rie:firm", organisation_id, dossier_id)


@permission_required(CHANGE_ORGANISATION)
@require_http_methods(["GET", "POST"])
def edit_department(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, department_id: UUID
) -> HttpResponse:
    """Change the name or size of a department."""
    page = open_page(request, dossier_id)
    department = _department(request, department_id)
    form = ChangeDepartmentForm(request.POST or None, organisation=request.organisation, instance=department)
    status = 200
    if request.method == "POST" and form.is_valid():
        outcome = change_department(department=department, seen=form.seen, typed=form.typed)
        if not outcome.conflicts:
            return redirect("rie:firm", organisation_id, dossier_id)
        form.show_conflicts(outcome.conflicts)
        status = 409
    context = {"form": form, "department": department}
    return page.render("rie/department.html", "firm", context, status=422 if form.errors else status)


@permission_required(CHANGE_ORGANISATION)
@require_POST
def remove_department(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, department_id: UUID
) -> HttpResponse:
    """Take a department off the list; answers that name it keep it."""
    open_page(request, dossier_id)
    department = _department(request, department_id)
    retire_department(department=department)
    messages.success(
        request, _("%(name)s is off the list. Answers that name it keep it.") % {"name": department.name}
    )
    return redirect("rie:firm", organisation_id, dossier_id)


@permission_required(CHANGE_DOSSIER)
@require_POST
def new_dossier(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Start another RI&E for this firm."""
    dossier = open_dossier(organisation=request.organisation, year=timezone.localdate().year)
    return redirect("rie:profile", organisation_id, dossier.pk)


def _department(request: HttpRequest, department_id: UUID) -> Department:
    department = active_departments(request.organisation).filter(pk=department_id).first()
    if department is None:
        raise Http404
    return department


def _firm_page(
    page: DossierPage,
    form: OrganisationForm,
    department_form: DepartmentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    organisation = page.request.organisation
    context = {
        "form": form,
        "departments": list(active_departments(organisation)),
        "department_form": department_form or DepartmentForm(organisation=organisation),
        "may_change_firm": may(page.request, CHANGE_ORGANISATION),
    }
    return page.render("rie/firm.html", "firm", context, status=status)
