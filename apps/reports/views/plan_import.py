"""A spreadsheet of the plan read back: send it, see what would change, say yes."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.organisations.access import permission_required
from apps.organisations.permissions import CHANGE_PLAN
from apps.organisations.queries import active_departments, members
from apps.reports.domain.plan_imports import (
    Choice,
    PlanMovedOnError,
    RowRefusedError,
    apply_import,
    keep_import,
)
from apps.reports.export_forms import UploadForm
from apps.reports.exports.changes import preview_of
from apps.reports.exports.lines import Outcome, Understood
from apps.reports.exports.understanding import Known, read_known, understand
from apps.reports.models import PlanImport
from apps.rie.domain.errors import DossierClosedError
from apps.rie.page import DossierPage, open_page
from apps.rie.views.shared import closed_response
from config.uploads import accepts_files, was_too_large


@accepts_files
@permission_required(CHANGE_PLAN)
@require_http_methods(["GET", "POST"])
def import_plan(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Send an edited sheet. Nothing changes yet."""
    page = open_page(request, dossier_id)
    if request.method == "GET":
        return page.render("reports/import.html", "plan", {"form": UploadForm()})
    form = UploadForm(request.POST, request.FILES, too_large=was_too_large(request))
    if not form.is_valid():
        return page.render("reports/import.html", "plan", {"form": form}, status=422)
    try:
        kept = keep_import(
            dossier=page.dossier,
            file_name=form.file_name,
            understood=understand(form.cleaned_data["file"], _known(page)),
            user=request.user,
        )
    except DossierClosedError:
        return closed_response(request, page)
    return redirect("reports:import_preview", organisation_id, dossier_id, kept.pk)


@permission_required(CHANGE_PLAN)
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, import_id: UUID) -> HttpResponse:
    """What would change, and the yes to it."""
    page = open_page(request, dossier_id)
    found = _found(page, import_id)
    if found.applied_at is not None:
        return redirect("reports:import_done", organisation_id, dossier_id, import_id)
    if request.method == "GET":
        return _preview_page(page, found)
    try:
        apply_import(
            plan_import=found, known=lambda: _known(page), choices=_choices(request), user=request.user
        )
    except DossierClosedError:
        return closed_response(request, page)
    except PlanMovedOnError:
        text = _(
            "Nothing is saved yet: a colleague changed the plan since you looked. Look once more at what is"
            " marked, and then save."
        )
        return _preview_page(page, found, trouble=[text], status=409)
    except RowRefusedError as error:
        where = _("Row %(row)s, “%(title)s”:") % {"row": error.row, "title": error.title}
        return _preview_page(page, found, trouble=[f"{where} {text}" for text in error.messages], status=422)
    messages.success(request, _("The changes from your spreadsheet are in the plan."))
    return redirect("reports:import_done", organisation_id, dossier_id, import_id)


@permission_required(CHANGE_PLAN)
@require_safe
def done(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, import_id: UUID) -> HttpResponse:
    """What was changed."""
    page = open_page(request, dossier_id)
    found = _found(page, import_id)
    if found.applied_at is None:
        return redirect("reports:import_preview", organisation_id, dossier_id, import_id)
    context = {"plan_import": found, "outcome": Outcome.of_json(found.lines)}
    return page.render("reports/import_done.html", "plan", context)


def _found(page: DossierPage, import_id: UUID) -> PlanImport:
    found = PlanImport.objects.filter(dossier=page.dossier, pk=import_id).first()
    if found is None:
        raise Http404
    found.dossier = page.dossier
    return found


def _known(page: DossierPage) -> Known:
    return read_known(
        dossier=page.dossier,
        assessment=page.assessment,
        members=list(members(page.request.organisation)),
        departments=list(active_departments(page.request.organisation)),
    )


def _choices(request: HttpRequest) -> dict[tuple[int, str], Choice]:
    """``keep-7-termijn`` is ``mine`` or ``theirs``; ``theirs-7-termijn`` tells what was shown beside it."""
    found = {}
    for name, shown in request.POST.items():
        kind, _dash, rest = name.partition("-")
        row, _dash, key = rest.partition("-")
        if kind == "theirs" and row.isascii() and row.isdigit() and len(row) < 9:
            found[int(row), key] = Choice(keep=request.POST.get(f"keep-{rest}", ""), theirs=shown)
    return found


def _preview_page(
    page: DossierPage, found: PlanImport, *, trouble: list[str] | None = None, status: int = 200
) -> HttpResponse:
    current = preview_of(Understood.of_json(found.lines), _known(page), today=timezone.localdate())
    context = {
        "plan_import": found,
        "preview": current,
        "understood": current.understood,
        "trouble": trouble or [],
        "chosen": {name for name, value in page.request.POST.items() if value == "mine"},
    }
    return page.render("reports/import_preview.html", "plan", context, status=status)
