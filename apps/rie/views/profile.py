"""Step 2: the verkenning."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.organisations.access import permission_required
from apps.organisations.permissions import CHANGE_DOSSIER, VIEW_DOSSIER
from apps.rie.domain.errors import DossierClosedError
from apps.rie.domain.profile import save_profile, switched_off
from apps.rie.forms import ProfileForm
from apps.rie.page import DossierPage, open_page
from apps.rie.views.shared import closed_response, saved_at


@permission_required(VIEW_DOSSIER, post=CHANGE_DOSSIER)
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """All questions of the verkenning on one page; each answer is saved when it is given."""
    page = open_page(request, dossier_id)
    if request.method == "GET":
        return _profile_page(page, _form(page))
    form = _form(page, request.POST)
    if not form.is_valid():
        return _answer(page, form, status=422)
    try:
        outcome = save_profile(dossier=page.dossier, seen=form.seen, typed=form.typed)
    except DossierClosedError:
        return closed_response(request, page)
    if outcome.conflicts:
        form.show_conflicts(outcome.conflicts)
        return _answer(page, form, status=409)
    if request.htmx:
        saved = _form(page)
        saved.continue_from(form)
        answer = _answer(page, saved, status=200)
        if any(request.POST.get(f"keep-{key}") == "theirs" for key in page.content.questions):
            answer["HX-Refresh"] = "true"  # the page still shows her own choice
        return answer
    return redirect("rie:inventory" if "next" in request.POST else "rie:profile", organisation_id, dossier_id)


def _form(page: DossierPage, data: object = None) -> ProfileForm:
    return ProfileForm(data, content=page.content, profile=page.dossier.profile)


def _answer(page: DossierPage, form: ProfileForm, status: int) -> HttpResponse:
    """The save line for a page that saves by itself, or else the whole page."""
    if not page.request.htmx:
        return _profile_page(page, form, status=status)
    context = {"form": form, "saved_at": saved_at(), **_counts(page)}
    return render(page.request, "rie/_profile_saved.html", context, status=status)


def _profile_page(page: DossierPage, form: ProfileForm, status: int = 200) -> HttpResponse:
    return page.render(
        "rie/profile.html",
        "profile",
        {"form": form, "multiple": _multiple(page), **_counts(page)},
        status=status,
    )


def _counts(page: DossierPage) -> dict[str, int]:
    """How many questions are answered, and how many factors that leaves. Reads nothing."""
    off = switched_off(page.content, page.dossier.profile)
    return {
        "answered": sum(key in page.dossier.profile for key in page.content.questions),
        "questions": len(page.content.questions),
        "active": len(page.content.factors) - len(off),
        "all_factors": len(page.content.factors),
    }


def _multiple(page: DossierPage) -> set[str]:
    return {key for key, question in page.content.questions.items() if question.is_multiple}
