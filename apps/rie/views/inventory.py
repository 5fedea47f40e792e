"""Step 3: one page per subtheme, and saving one answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.organisations.access import may, permission_required
from apps.organisations.models import User
from apps.organisations.permissions import CHANGE_PART, DELEGATE, VIEW_DOSSIER, VIEW_PART
from apps.rie.content.tree import SubthemeContent
from apps.rie.domain.answers import new_answer, save_answer
from apps.rie.domain.assessment import Assessment, assess
from apps.rie.domain.errors import DossierClosedError
from apps.rie.forms import REASON_REQUIRED, AnswerForm, needs_details
from apps.rie.models import Answer
from apps.rie.page import DossierPage, open_page
from apps.rie.queries import (
    assessment_of,
    chosen_priorities_of,
    filled_in_answers_of,
    find_dossier_with_answers,
    given_parts_of,
)
from apps.rie.views.cards import answer_form, draw_assessed_card, draw_card, stored_card, unsaved_card
from apps.rie.views.shared import closed_response, saved_at


@permission_required(VIEW_DOSSIER)
@require_safe
def inventory(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Go on where she was: the first subtheme with an open question, or the overview when all is answered."""
    page = open_page(request, dossier_id)
    subtheme = page.assessment.next_subtheme
    if subtheme is None:
        return redirect("rie:overview", organisation_id, dossier_id)
    return redirect("rie:subtheme", organisation_id, dossier_id, subtheme.key)


@permission_required(VIEW_PART)
@require_safe
def subtheme(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, key: str) -> HttpResponse:
    """The statements of one subtheme. Not found for a contributor to whom it was not given."""
    page = open_page(request, dossier_id)
    page.assessment = page.visible(
        assessment_of(page.dossier, filled_in_answers_of(page.dossier), chosen_priorities_of(page.dossier))
    )
    return _subtheme_page(page, find_subtheme(page.assessment, key))


@permission_required(CHANGE_PART)
@require_POST
def answer(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, code: str) -> HttpResponse:
    """Save what was changed about one factor. At most six queries, and one more for a contributor."""
    found = find_dossier_with_answers(dossier_id)
    if found is None:
        raise Http404
    dossier, answers = found
    dossier.organisation = request.organisation
    page = DossierPage(request=request, dossier=dossier)
    page.assessment = page.visible(assess(content=page.content, profile=dossier.profile, answers=answers))
    assessed = page.assessment.by_code.get(code)
    if assessed is None:
        raise Http404
    page.enter(assessed.factor.spec.subtheme)
    stored = assessed.answer or new_answer(dossier=dossier, factor=assessed.factor)
    details = bool(request.POST.get("with_details"))
    form = answer_form(page, assessed.factor, stored, details=details, data=request.POST)
    if page.own_department:
        form.keep_to_department(page.own_department)
    if not form.is_valid():
        return _unsaved(page, form, status=422)
    try:
        saved = save_answer(
            answer=stored,
            seen=form.seen,
            typed=form.typed,
            user=request.user,
            own_department=page.own_department,
        )
    except DossierClosedError:
        return closed_response(request, page)
    except ValidationError:
        # A colleague made it "not applicable" meanwhile, and that needs the reason she emptied.
        form.add_error("reason", REASON_REQUIRED)
        return _unsaved(page, form, status=422)
    if saved.outcome.conflicts:
        form.show_conflicts(saved.outcome.conflicts)
        return _unsaved(page, form, status=409, colleague=saved.answer.updated_by)
    if not request.htmx:
        url = reverse("rie:subtheme", args=[organisation_id, dossier_id, assessed.factor.spec.subtheme])
        return redirect(f"{url}#{code}")
    others = [other for other in answers if other.factor_id != assessed.factor.id]
    page.assessment = page.visible(
        assess(content=page.content, profile=dossier.profile, answers=[*others, saved.answer])
    )
    return _saved(page, form, saved.answer, details_shown=details)


def _saved(page: DossierPage, sent: AnswerForm, stored: Answer, details_shown: bool) -> HttpResponse:
    details = needs_details(stored.verdict)
    took_theirs = any(
        page.request.POST.get(key) == "theirs" for key in page.request.POST if key.startswith("keep-")
    )
    card = stored_card(page, sent.factor, stored)
    if not took_theirs:
        form = answer_form(page, sent.factor, stored, details=details)
        form.continue_from(sent)
        card = replace(card, seen_json=form.initial["seen_json"])
    context = {
        "card": card,
        "assessment": page.assessment,
        "saved_at": saved_at(),
        "redraw_details": details != details_shown and not took_theirs,
        "redraw_card": took_theirs,
        "may_change": True,
        "dossier": page.dossier,
    }
    return render(page.request, "rie/_answer_saved.html", context)


def _unsaved(page: DossierPage, form: AnswerForm, status: int, colleague: User | None = None) -> HttpResponse:
    """What was typed stays; the card says what is wrong or which value to choose."""
    if page.request.htmx:
        context = {"card": unsaved_card(page, form), "colleague": colleague, "may_change": True}
        return render(page.request, "rie/_answer_unsaved.html", context, status=status)
    current = page.content.subthemes[form.factor.spec.subtheme]
    return _subtheme_page(page, current, unsaved=form, colleague=colleague, status=status)


def _subtheme_page(
    page: DossierPage,
    current: SubthemeContent,
    unsaved: AnswerForm | None = None,
    colleague: User | None = None,
    status: int = 200,
) -> HttpResponse:
    page.enter(current.key)
    entries = page.assessment.subthemes
    number = next(i for i, entry in enumerate(entries) if entry.subtheme.key == current.key)
    cards = [
        draw_card(page, unsaved_card(page, unsaved), colleague)
        if unsaved and unsaved.factor.code == assessed.code
        else draw_assessed_card(page, assessed)
        for assessed in entries[number].factors
    ]
    context = {
        "subtheme": current,
        "theme": page.content.theme_by_key[current.theme_key],
        "number": number + 1,
        "entries": entries,
        "cards": cards,
        "unsaved": unsaved,
        "colleague": colleague,
        "previous": entries[number - 1].subtheme if number else None,
        "following": entries[number + 1].subtheme if number + 1 < len(entries) else None,
        **_hands(page, current),
    }
    return page.render("rie/subtheme.html", "inventory", context, status=status)


def _hands(page: DossierPage, current: SubthemeContent) -> dict[str, Any]:
    """In whose hands this part is: for who gives parts away, all of them; and one's own. One query."""
    if page.parts is not None:
        return {"may_delegate": False, "given_parts": [], "own_part": page.own_parts[current.key]}
    if not may(page.request, DELEGATE):
        return {"may_delegate": False, "given_parts": [], "own_part": None}
    everything = given_parts_of(page.dossier, page.assessment, now=timezone.now())
    given = [part for part in everything if part.subtheme.key == current.key]
    member = page.request.membership
    own = next((part.delegation for part in given if part.delegation.member_id == member.pk), None)
    return {"may_delegate": True, "given_parts": given, "own_part": own}


def find_subtheme(assessment: Assessment, key: str) -> SubthemeContent:
    """The subtheme with this key.

    Raises:
        Http404: it is not there, or nothing of it is asked.
    """
    entry = next((entry for entry in assessment.subthemes if entry.subtheme.key == key), None)
    if entry is None:
        raise Http404
    return entry.subtheme
