"""The pages behind "done" and "later" in a letter. Nobody has to log in; a visit changes nothing."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from apps.actions.domain.answering import CannotAnswerError, Question, Why, read_question, say_done, say_later
from apps.actions.forms import tell
from apps.actions.one_click import Ask, BrokenLinkError, ExpiredLinkError, Verb, read_token
from apps.actions.one_click_forms import FORMS

# What the letter was about is gone, or not for this person (any more): as if it was never there.
NOTHING_HERE = (Why.GONE, Why.NOT_HERS)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_click(request: HttpRequest, token: str) -> HttpResponse:
    """Show the action and ask once more; only the button (POST) changes something.

    Programs that open every link in a mail, to see whether it is safe, press no buttons. Shows no more than
    the letter did: the action, its term and the firm.
    """
    try:
        ask = read_token(token)
        question = read_question(ask)
        form = FORMS[ask.verb](request.POST if request.method == "POST" else None, question=question)
        if request.method == "POST" and form.is_valid() and _answered(ask, form):
            return _page(request, "thanks", read_again(question), form=None)
    except ExpiredLinkError:
        return _stopped(request, "expired", status=410)
    except BrokenLinkError:
        return _stopped(request, "broken", status=404)
    except CannotAnswerError as error:
        status = 404 if error.why in NOTHING_HERE else 409 if request.method == "POST" else 200
        return _stopped(request, error.why.value, error=error, status=status)
    return _page(request, "", question, form=form, status=422 if form.errors else 200)


def read_again(question: Question) -> Question:
    """The same, with the values that were just saved."""
    question.action.refresh_from_db(fields=["due_on", "evaluate_on", "status"])
    return question


def _answered(ask: Ask, form: forms.Form) -> bool:
    """Do what was asked; what does not fit is told in the form."""
    try:
        if ask.verb == Verb.DONE:
            say_done(ask=ask, result=form.cleaned_data["result"])
        else:
            say_later(ask=ask, day=form.day)
    except ValidationError as error:
        tell(form, error)
        return False
    return True


def _page(
    request: HttpRequest, outcome: str, question: Question, *, form: forms.Form | None, status: int = 200
) -> HttpResponse:
    context = {
        "verb": question.ask.verb.value,
        "outcome": outcome,
        "action": question.action,
        "firm": question.action.dossier.organisation.name,
        "form": form,
    }
    return _private(render(request, "actions/one_click.html", context, status=status))


def _stopped(
    request: HttpRequest, why: str, *, error: CannotAnswerError | None = None, status: int
) -> HttpResponse:
    action = error.action if error else None
    context = {
        "why": why,
        "action": action,
        "firm": action.dossier.organisation.name if action else "",
    }
    return _private(render(request, "actions/one_click_stopped.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Not for search engines. That other sites do not see the address is ``SECURE_REFERRER_POLICY``.

    Not ``no-referrer``: a browser would then send the form without saying from where it comes, and the
    protection against forms of other sites would refuse it.
    """
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
