"""Anybody may see whether a toetsverslag is genuine: choose the file, read the verdict."""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from apps.reports.seal.verdict import judge
from apps.reports.verify_forms import VerifyForm
from config.uploads import accepts_files, was_too_large


@accepts_files
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The form, and below it what the file is that was just sent. Nothing of it is kept."""
    if request.method == "GET":
        return _page(request, VerifyForm())
    if not _may_check(request):
        return render(request, "reports/verify_too_many.html", status=429)
    form = VerifyForm(request.POST, request.FILES, too_large=was_too_large(request))
    if not form.is_valid():
        return _page(request, form, status=422)
    file = form.cleaned_data["file"]
    return _page(request, VerifyForm(), judged=judge(file.read()), file_name=file.name)


def _page(
    request: HttpRequest,
    form: VerifyForm,
    *,
    judged: object = None,
    file_name: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "judged": judged, "file_name": file_name}
    return render(request, "reports/verify.html", context, status=status)


def _may_check(request: HttpRequest) -> bool:
    """Counted per address and forgotten after an hour: weighing a seal costs work."""
    rates = {"verify_seal": settings.CHECKS_PER_ADDRESS}
    return bool(ratelimit.consume(request, app="reports", action="verify_seal", config=rates))
