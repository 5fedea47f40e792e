"""Where an adviser answers the firm: checklist, site visits, the agreed day, return and conclude."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.organisations.access import permission_required
from apps.organisations.merging import Merge
from apps.organisations.permissions import REVIEW
from apps.review.checklist import POINTS, answers_on
from apps.review.checklist_says import Frozen
from apps.review.consents import newest_consent
from apps.review.domain.errors import ReviewRefusedError, TurnRefusedError
from apps.review.domain.judging import agree as agree_on
from apps.review.domain.judging import conclude_as_seen, return_submission, save_judgement
from apps.review.domain.visiting import add_visit, drop_visit, save_checklist
from apps.review.judgements import draft_findings, own_certificate, still_open, visits_of
from apps.review.judging_forms import AgreeForm, ChecklistForm, ConcludeForm, ReturnForm, VisitForm
from apps.review.models import SiteVisit
from apps.review.round_page import RoundPage, open_round_page
from apps.rie.domain.errors import DossierClosedError
from apps.rie.views.shared import closed_response, typed_texts


@permission_required(REVIEW)
@require_http_methods(["GET", "POST"])
def checklist(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID
) -> HttpResponse:
    """Every point of the toets, what the version says about it, and what the adviser found."""
    opened = open_round_page(request, dossier_id, submission_id)
    form = ChecklistForm(_sent(request), answers=answers_on(opened.page.dossier))
    if request.method != "POST" or not form.is_valid():
        return _checklist_page(opened, form)
    return _save(
        opened,
        form,
        lambda: save_checklist(
            submission=opened.submission, seen=form.seen, typed=form.typed, user=request.user
        ),
        again=_checklist_page,
        done=_("The checklist is saved."),
        goal="review:checklist",
    )


@permission_required(REVIEW)
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID) -> HttpResponse:
    """The visits to the firm, and write another one down."""
    opened = open_round_page(request, dossier_id, submission_id)
    form = VisitForm(_sent(request))
    if request.method != "POST" or not form.is_valid():
        return _visit_page(opened, form)
    return _save(
        opened,
        form,
        lambda: add_visit(submission=opened.submission, user=request.user, **form.cleaned_data),
        again=_visit_page,
        done=_("The visit is written down."),
        goal="review:visit",
    )


@permission_required(REVIEW)
@require_http_methods(["GET", "POST"])
def remove_visit(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID, visit_id: UUID
) -> HttpResponse:
    """Take one's own visit off the list, after a page that shows it."""
    opened = open_round_page(request, dossier_id, submission_id)
    found = SiteVisit.objects.filter(submission=opened.submission, pk=visit_id, by=request.user).first()
    if found is None:
        raise Http404
    if request.method == "GET":
        return opened.render("review/drop_visit.html", {**_base(opened, "visit"), "visit": found})
    return _save(
        opened,
        None,
        lambda: drop_visit(submission=opened.submission, visit=found, user=request.user),
        done=_("The visit is off the list."),
        goal="review:visit",
    )


@permission_required(REVIEW)
@require_http_methods(["GET", "POST"])
def agree(request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID) -> HttpResponse:
    """The day by which the adviser answers."""
    opened = open_round_page(request, dossier_id, submission_id)
    submission = opened.submission
    form = AgreeForm(
        _sent(request),
        values={"agreed_on": submission.agreed_on},
        initial={"agreed_on": submission.agreed_on or submission.wished_on},
    )
    if request.method != "POST" or not form.is_valid():
        return _agree_page(opened, form)
    if "agreed_on" not in form.typed:  # she chose the day of her colleague
        return redirect("review:agree", *_where(opened))
    return _save(
        opened,
        form,
        lambda: agree_on(
            submission=submission, agreed_on=form.typed["agreed_on"], user=request.user, seen=form.seen
        ),
        again=_agree_page,
        done=_("The day is saved. The firm sees it."),
        goal="review:agree",
    )


@permission_required(REVIEW)
@require_http_methods(["GET", "POST"])
def give_back(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID
) -> HttpResponse:
    """Return the round to the firm, with a comment and the findings."""
    opened = open_round_page(request, dossier_id, submission_id)
    if not opened.may_review:
        return _moved(opened)
    form = ReturnForm(_sent(request))
    if request.method != "POST" or not form.is_valid():
        return _return_page(opened, form)
    return _save(
        opened,
        form,
        lambda: return_submission(
            submission=opened.submission,
            comment=form.cleaned_data["return_comment"],
            expected_on=form.cleaned_data["expected_on"],
            user=request.user,
        ),
        again=_return_page,
        done=_("The RI&E is back with the firm. It sees your comment and your findings now."),
        goal="review:return",
    )


@permission_required(REVIEW)
@require_http_methods(["GET", "POST"])
def conclude(
    request: HttpRequest, organisation_id: UUID, dossier_id: UUID, submission_id: UUID
) -> HttpResponse:
    """Judge the version, or keep the judgement as a draft."""
    opened = open_round_page(request, dossier_id, submission_id)
    submission = opened.submission
    if not opened.may_review:
        return _moved(opened)
    known = own_certificate(request.user) if request.method == "GET" else {}
    form = ConcludeForm(_sent(request), submission=submission, known=known)
    if request.method != "POST" or not form.is_valid():
        return _conclude_page(opened, form)
    save, done = conclude_as_seen, _("The review is concluded. The firm is told.")
    options = {"outcome": form.cleaned_data["outcome"]}
    if "draft" in request.POST:
        save, done, options = save_judgement, _("Your draft is saved. Only advisers see it."), {}
    return _save(
        opened,
        form,
        lambda: save(submission=submission, seen=form.seen, typed=form.typed, user=request.user, **options),
        again=_conclude_page,
        done=done,
        goal="review:conclude",
    )


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _where(opened: RoundPage) -> tuple[UUID, UUID, UUID]:
    return opened.page.dossier.organisation_id, opened.page.dossier.pk, opened.submission.pk


def _base(opened: RoundPage, here: str) -> dict[str, Any]:
    """What every page of a round shows above its own things."""
    return {"submission": opened.submission, "here": here, "may_review": opened.may_review}


def _save(
    opened: RoundPage,
    form: BaseForm | None,
    verb: Callable[[], object],
    *,
    done: str,
    goal: str,
    again: Callable[..., HttpResponse] | None = None,
) -> HttpResponse:
    """Run a verb. A conflict and bad input come back on the page with what was typed; so does a round that
    moved on, on a page of its own."""
    try:
        outcome = verb()
    except DossierClosedError:
        return closed_response(opened.request, opened.page)
    except TurnRefusedError:
        opened.submission.refresh_from_db(fields=["state", "ended_at", "returned_at"])
        return _moved(opened)
    except ReviewRefusedError as refused:
        messages.error(opened.request, str(refused.reason))
        return redirect(goal, *_where(opened))
    except ValidationError as error:
        form.add_error(None, error)
        # What the verb wrote before it refused is undone; the copy here must not look otherwise.
        opened.submission.refresh_from_db()
        return again(opened, form)
    if isinstance(outcome, Merge) and outcome.conflicts:
        form.show_conflicts(outcome.conflicts)
        return again(opened, form)
    messages.success(opened.request, done)
    return redirect(goal, *_where(opened))


def _status(form: BaseForm) -> int:
    if form.errors:
        return 422
    return 409 if getattr(form, "conflicts", None) else 200


def _moved(opened: RoundPage) -> HttpResponse:
    """It is not the adviser's turn: where the round stands, and what she typed, which nobody else has."""
    is_post = opened.request.method == "POST"
    context = {
        **_base(opened, ""),
        "typed": typed_texts(opened.request) if is_post else [],
        "is_late": is_post,
    }
    return opened.render("review/return_moved.html", context, status=409 if is_post else 200)


def _checklist_page(opened: RoundPage, form: ChecklistForm) -> HttpResponse:
    frozen = Frozen(content=opened.frozen, instrument=opened.page.content)
    rows = [
        {
            "point": point,
            "says": point.says(frozen),
            "fields": form.fields_of(point),
            "answer": form.answers.get(point.key),
        }
        for point in POINTS
    ]
    context = {**_base(opened, "checklist"), "form": form, "rows": rows}
    context["consent"] = newest_consent(opened.submission.version)
    return opened.render("review/checklist.html", context, status=_status(form))


def _visit_page(opened: RoundPage, form: VisitForm) -> HttpResponse:
    visits = list(visits_of(opened.submission))
    own = {visit.pk for visit in visits if _is_own(opened, visit)}
    context = {**_base(opened, "visit"), "form": form, "visits": visits, "own": own}
    return opened.render("review/visit.html", context, status=_status(form))


def _is_own(opened: RoundPage, visit: SiteVisit) -> bool:
    return visit.by_id == opened.request.user.pk and visit.submission_id == opened.submission.pk


def _agree_page(opened: RoundPage, form: AgreeForm) -> HttpResponse:
    may_agree = opened.submission.is_open and opened.page.dossier.is_open
    context = {**_base(opened, ""), "form": form, "may_agree": may_agree}
    return opened.render("review/agree.html", context, status=_status(form))


def _return_page(opened: RoundPage, form: ReturnForm) -> HttpResponse:
    context = {
        **_base(opened, "return"),
        "form": form,
        "findings": list(draft_findings(opened.submission)),
    }
    return opened.render("review/return.html", context, status=_status(form))


def _conclude_page(opened: RoundPage, form: ConcludeForm) -> HttpResponse:
    context = {
        **_base(opened, "conclude"),
        "form": form,
        "open": still_open(opened),
    }
    return opened.render("review/conclude.html", context, status=_status(form))
