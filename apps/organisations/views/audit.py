"""The log: who did and who looked at what in this firm. To read and to take along, never to change."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.organisations.access import permission_required
from apps.organisations.audit_words import (
    action_in_words,
    actor_in_words,
    capacity_in_words,
    subjects_in_words,
)
from apps.organisations.models import AuditEvent
from apps.organisations.oversight_forms import WantedForm
from apps.organisations.oversight_queries import actors, audit_events, exported_events
from apps.organisations.permissions import VIEW_AUDIT

PER_PAGE = 50
BYTE_ORDER_MARK = "\ufeff"  # so that Excel reads the file as UTF-8
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@permission_required(VIEW_AUDIT)
@require_safe
def audit(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """One page of the log, newest first. The same number of queries however much there is."""
    form = WantedForm(request.GET, actors=actors())
    page = Paginator(audit_events(form.wanted), PER_PAGE).get_page(request.GET.get("page"))
    events = list(page.object_list)
    subjects = subjects_in_words(events)
    context = {
        "organisation": request.organisation,
        "form": form,
        "page": page,
        "lines": [_line(event, subjects) for event in events],
        "asked": _asked(request),
    }
    return render(request, "organisations/audit.html", context)


@permission_required(VIEW_AUDIT)
@require_safe
def audit_export(request: HttpRequest, organisation_id: UUID) -> HttpResponseBase:
    """The same as a CSV file, all pages together, for a spreadsheet."""
    form = WantedForm(request.GET, actors=actors())
    if not form.is_valid():
        # A file with everything would look like the part that was asked for.
        page = reverse("organisations:audit", args=[organisation_id])
        return redirect(f"{page}?{request.GET.urlencode()}")
    lines = _csv_lines(exported_events(audit_events(form.wanted)), get_language())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"logboek-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@dataclass(frozen=True)
class Line:
    """One event as a person reads it."""

    at: datetime
    who: str
    capacity: str
    kind: str
    what: str
    about: str


def _line(event: AuditEvent, subjects: Mapping[str, str]) -> Line:
    return Line(
        at=event.at,
        who=actor_in_words(event),
        capacity=capacity_in_words(event),
        kind=event.get_kind_display(),
        what=action_in_words(event),
        about=subjects.get(event.subject, ""),
    )


def _asked(request: HttpRequest) -> str:
    """What was asked for, to take along to another page of the list and to the file."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv_lines(events: Iterable[AuditEvent], language: str | None) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    with override(language):
        head = [_("When"), _("Who"), _("Role"), _("What kind"), _("What"), _("About"), _("Page"), _("Number")]
    yield BYTE_ORDER_MARK + writer.writerow(head)
    for event in events:
        # The answer is on its way by now: the language is set again for every line, and left again.
        with override(language):
            line = _line(event, {event.subject: event.subject})
        when = timezone.localtime(line.at).isoformat(sep=" ", timespec="seconds")
        cells = [when, line.who, line.capacity, line.kind, line.what, line.about, event.action, str(event.pk)]
        yield writer.writerow([_guarded(cell) for cell in cells])


def _guarded(cell: str) -> str:
    """A spreadsheet must show a name, not carry it out: a formula gets an apostrophe before it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(STARTS_A_FORMULA) else cell
