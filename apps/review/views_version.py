"""The submitted version itself: the bytes that were frozen."""

from __future__ import annotations

from base64 import b64encode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from apps.organisations.access import permission_required
from apps.organisations.permissions import VIEW_REVIEW
from apps.organisations.presence import ADVISER
from apps.review.models import Version
from apps.review.rounds import find_round, is_of_practice
from apps.rie.page import open_page
from config.headers import NOT_KEPT


@permission_required(VIEW_REVIEW)
@require_safe
def version_json(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID
) -> HttpResponse:
    """The version of a round as it was frozen, to the byte; its SHA-256 stands in the header (RFC 9530)."""
    page = open_page(request, dossier_id)
    submission = find_round(page.dossier, submission_id)
    if submission is None:
        raise Http404
    if request.presence.capacity == ADVISER and not is_of_practice(submission, request.user):
        raise Http404
    return _download(submission.version, f"{slugify(request.organisation.name) or 'rie'}-{page.dossier.year}")


def _download(version: Version, name: str) -> HttpResponse:
    sha256 = b64encode(bytes.fromhex(version.sha256)).decode()
    return HttpResponse(
        version.content.encode(),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{name}-versie-{version.number}.json"',
            "Repr-Digest": f"sha-256=:{sha256}:",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": NOT_KEPT,
        },
    )
