"""The plan as a spreadsheet: choose what is in it, and download it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import IO, NamedTuple
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from apps.actions.filters import PlanFilterForm, carried
from apps.organisations.access import may, permission_required
from apps.organisations.permissions import CHANGE_PLAN, EXPORT_PLAN, MAKE_REPORT
from apps.organisations.queries import active_departments, members
from apps.reports.domain.reports import request_report
from apps.reports.export_forms import ColumnForm
from apps.reports.exports import csv, xlsx
from apps.reports.exports.material import ExportedPlan, read_plan
from apps.reports.models import ReportKind, StoredReport
from apps.rie.addresses import address
from apps.rie.page import DossierPage, open_page
from config.headers import NOT_KEPT

MAX_SELECTION = StoredReport._meta.get_field("selection").max_length
IN_MEMORY = 2_000_000  # bytes; a larger export waits on disk


class _Asked(NamedTuple):
    """What the address asks: the filter of the plan, and the columns."""

    filter: PlanFilterForm
    columns: ColumnForm
    members: list
    departments: list

    @property
    def is_right(self) -> bool:
        return self.filter.is_valid() and self.columns.is_valid()


@permission_required(EXPORT_PLAN)
@require_safe
def export(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Choose actions and columns. The filter of the page one comes from is filled in."""
    page = open_page(request, dossier_id)
    asked = _asked(page)
    context = {
        "filter_form": asked.filter,
        "column_form": asked.columns,
        "is_wrong": not asked.is_right,
        "may_read_back": page.dossier.is_open and may(request, CHANGE_PLAN),
    }
    return page.render("reports/export.html", "plan", context)


@permission_required(EXPORT_PLAN)
@require_safe
def export_xlsx(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponseBase:
    """The workbook, of what the address asks."""
    page = open_page(request, dossier_id)
    asked = _asked(page)
    if not asked.is_right:
        return _show_mistakes(page)
    exported = _exported(page, asked)
    return _download(
        page, lambda target: xlsx.write_workbook(exported, target), extension="xlsx", kind=xlsx.CONTENT_TYPE
    )


@permission_required(EXPORT_PLAN)
@require_safe
def export_csv(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponseBase:
    """The sheet "Plan" as CSV, of what the address asks."""
    page = open_page(request, dossier_id)
    asked = _asked(page)
    if not asked.is_right:
        return _show_mistakes(page)
    lines = csv.lines_of(_exported(page, asked))
    return _download(page, lambda target: target.writelines(lines), extension="csv", kind=csv.CONTENT_TYPE)


@permission_required(MAKE_REPORT)
@require_POST
def export_pdf(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Ask for the plan on paper, of what was chosen: one person's actions, a department, a period."""
    page = open_page(request, dossier_id)
    selection = carried(request.POST)
    if not _asked(page, request.POST).filter.is_valid() or len(selection) > MAX_SELECTION:
        here = address("reports:export", page.dossier.organisation_id, page.dossier.pk)
        return redirect(f"{here}?{selection}")
    stored = request_report(
        dossier=page.dossier, kind=ReportKind.PLAN, user=request.user, selection=selection
    )
    return redirect("reports:report", organisation_id, dossier_id, stored.pk)


def _asked(page: DossierPage, query: QueryDict | None = None) -> _Asked:
    people = list(members(page.request.organisation))
    departments = list(active_departments(page.request.organisation))
    query = page.request.GET if query is None else query
    form = PlanFilterForm(query, members=people, departments=departments, content=page.content)
    return _Asked(form, ColumnForm(query), people, departments)


def _exported(page: DossierPage, asked: _Asked) -> ExportedPlan:
    return read_plan(
        organisation=page.request.organisation,
        dossier=page.dossier,
        assessment=page.assessment,
        asked=asked.filter.filter,
        columns=asked.columns.columns,
        members=asked.members,
        departments=asked.departments,
        today=timezone.localdate(),
    )


def _show_mistakes(page: DossierPage) -> HttpResponse:
    """A file cannot say what is wrong with its address; the page can."""
    here = address("reports:export", page.dossier.organisation_id, page.dossier.pk)
    return redirect(f"{here}?{page.request.GET.urlencode()}")


def _download(
    page: DossierPage, write: Callable[[IO[bytes]], None], *, extension: str, kind: str
) -> FileResponse:
    """The file that ``write`` writes, under a name a person recognises. It is gone when it has been sent."""
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    try:
        write(target)
        target.seek(0)
    except BaseException:  # also when the server is told to stop
        target.close()
        raise
    name = f"{slugify(page.request.organisation.name) or 'rie'}-{page.dossier.year}-plan.{extension}"
    return FileResponse(
        target,
        as_attachment=True,
        filename=name,
        content_type=kind,
        headers={
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": NOT_KEPT,
        },
    )
