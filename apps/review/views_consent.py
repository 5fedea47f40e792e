"""Consent of the works council: asking, reading, remarks and the decision, on one page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.organisations.access import may, permission_required
from apps.organisations.permissions import ASK_CONSENT, GIVE_CONSENT, MANAGE_MEMBERS, VIEW_DOSSIER
from apps.review.consent_forms import CouncilCommentForm, DecisionForm
from apps.review.consents import (
    ConsentState,
    comments_on,
    consent_state,
    consents_of,
    council_members,
    read_content,
    works_with_council,
)
from apps.review.council_talk import Remarking, subject_of, talk_of
from apps.review.differences import differences
from apps.review.domain.consent import add_council_comment, ask_consent, drop_council_comment, record_consent
from apps.review.domain.errors import ConsentRefusedError, UnknownSubjectError
from apps.review.models import CouncilComment, Version
from apps.review.reading import hearing_in_words, read
from apps.rie.domain.dossier import consultation_of, consultation_values
from apps.rie.domain.errors import DossierClosedError
from apps.rie.page import DossierPage, open_page


@permission_required(VIEW_DOSSIER)
@require_safe
def consent(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Where consent stands, and the version it is about; without OR or PVT how employees were heard."""
    return _page(open_page(request, dossier_id))


@permission_required(ASK_CONSENT)
@require_POST
def ask(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """Freeze the dossier and write to the works council."""
    page = open_page(request, dossier_id)
    url = request.build_absolute_uri(reverse("review:consent", args=[organisation_id, dossier_id]))
    return _change(
        page,
        lambda: ask_consent(dossier=page.dossier, user=request.user, page_url=url),
        _("Consent is asked. The members of your works council get an e-mail."),
    )


@permission_required(GIVE_CONSENT)
@require_POST
def decide(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """What the works council decides about the version that it read."""
    page = open_page(request, dossier_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(page, decision=form)
    state = consent_state(page.dossier)
    typed = dict(form.cleaned_data)
    version = state.version
    if version is None or typed.pop("version") != version.pk:
        form.add_error(None, _("There is another version by now. Read what changed, and decide again."))
        return _page(page, decision=form, state=state)
    return _change(
        page,
        lambda: record_consent(version=version, user=request.user, **typed),
        _("Your decision is saved. Your employer gets an e-mail."),
    )


@permission_required(GIVE_CONSENT)
@require_POST
def comment(request: HttpRequest, organisation_id: UUID, dossier_id: UUID) -> HttpResponse:
    """A remark about a risk, an action or the whole."""
    page = open_page(request, dossier_id)
    form = CouncilCommentForm(request.POST, auto_id="remark-%s")
    if not form.is_valid():
        return _page(page, remark=form)
    typed = dict(form.cleaned_data)
    version = Version.objects.filter(dossier=page.dossier, pk=typed.pop("version")).first()
    if version is None:
        raise Http404
    try:
        return _change(
            page,
            lambda: add_council_comment(dossier=page.dossier, version=version, user=request.user, **typed),
            _("Your remark is saved."),
            anchor=subject_of(typed["factor_code"], typed["action_id"]),
        )
    except UnknownSubjectError:
        raise Http404 from None


@permission_required(GIVE_CONSENT)
@require_http_methods(["GET", "POST"])
def drop_comment(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, remark_id: UUID
) -> HttpResponse:
    """Take back a remark of one's own, after a page that shows it."""
    page = open_page(request, dossier_id)
    found = CouncilComment.objects.filter(dossier=page.dossier, pk=remark_id, by=request.user).first()
    if found is None:
        raise Http404
    found.dossier = page.dossier
    if request.method == "GET":
        return page.render("review/drop_comment.html", "overview", {"comment": found})
    return _change(
        page,
        lambda: drop_council_comment(comment=found, user=request.user),
        _("Your remark is gone."),
        anchor=subject_of(found.factor_code, found.action_id),
    )


def _change(page: DossierPage, verb: Callable[[], object], done: str, anchor: str = "") -> HttpResponse:
    """Run a verb and go back to the page; a refusal stands there as a sentence."""
    try:
        verb()
    except DossierClosedError:
        messages.error(page.request, _("This RI&E is closed. You can read it, not change it."))
    except ConsentRefusedError as refused:
        messages.error(page.request, str(refused.reason))
    else:
        messages.success(page.request, done)
    address = reverse("review:consent", args=[page.dossier.organisation_id, page.dossier.pk])
    return redirect(f"{address}#{anchor}" if anchor else address)


def _page(
    page: DossierPage,
    *,
    decision: DecisionForm | None = None,
    remark: CouncilCommentForm | None = None,
    state: ConsentState | None = None,
) -> HttpResponse:
    if not works_with_council(page.request.organisation):
        consultation = consultation_of(page.dossier)
        context = {
            "consultation": consultation,
            "hearing": tuple(hearing_in_words(consultation_values(consultation))),
            "decisions": list(consents_of(page.dossier)),
        }
        return page.render("review/consultation.html", "overview", context)
    broken = decision or remark
    context = _context(page, state or consent_state(page.dossier), decision, remark)
    return page.render("review/consent.html", "overview", context, status=422 if broken else 200)


def _context(
    page: DossierPage,
    state: ConsentState,
    decision: DecisionForm | None,
    remark: CouncilCommentForm | None,
) -> dict[str, Any]:
    request, version = page.request, state.version
    frozen = read_content(version) if version else None
    reading = read(frozen, page.content) if frozen else None
    remarks = list(comments_on(page.dossier))
    may_decide = page.dossier.is_open and may(request, GIVE_CONSENT)
    form_about = Remarking(version, remark) if may_decide and version else None
    return {
        "state": state,
        "version": version,
        "reading": reading,
        "is_council": may(request, GIVE_CONSENT),
        "may_decide": may_decide,
        "may_ask": page.dossier.is_open and may(request, ASK_CONSENT),
        "may_invite": may(request, MANAGE_MEMBERS),
        "members": list(council_members(page.dossier.organisation_id)),
        "decisions": list(consents_of(page.dossier)),
        "talk": talk_of(reading, remarks, form_about) if reading else None,
        "decision_form": _decision_form(decision, version) if may_decide and version else None,
        "form": remark or decision or DecisionForm(),
        **_changes(page, state, frozen),
    }


def _decision_form(sent: DecisionForm | None, version: Version) -> DecisionForm:
    """A form that came back is about the version that stands above it now."""
    if sent is None:
        return DecisionForm(initial={"version": version.pk})
    sent.data = {**sent.data.dict(), "version": version.pk}
    return sent


def _changes(page: DossierPage, state: ConsentState, frozen: dict[str, Any] | None) -> dict[str, Any]:
    """What changed since the version shown, and between the version decided on before and that one."""
    since = None if state.is_current or frozen is None else differences(frozen, state.now, page.content)
    before = state.decided_before
    between = differences(read_content(before), frozen, page.content) if before and frozen else None
    return {"changed_since": since, "changed_between": between}
