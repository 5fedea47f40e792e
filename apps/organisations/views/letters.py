"""Letters that somebody does not want: by the link in one, without an account, and on her own page."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from apps.organisations.domain.muting import is_muted, mute, muted_kinds, read_stop_token, unmute
from apps.organisations.letter_forms import STOP, KindForm, StopForm
from apps.organisations.letters import mutable_kinds


@csrf_exempt
@require_http_methods(["GET", "POST"])
def stop_letters(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind of letter to one address, or undo that. Looking changes nothing.

    Exempt from the check on forms of other sites: a mail program sends its POST without a cookie and without
    a visit (RFC 8058). Nothing here rests on a cookie: the signed token is the whole permission, and who has
    it could press the button as well.
    """
    said = read_stop_token(token)
    if said is None or said[1] not in mutable_kinds():
        return render(request, "organisations/post/stop_closed.html", status=HTTPStatus.NOT_FOUND)
    email, kind = said
    form = StopForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        (mute if form.cleaned_data["want"] == STOP else unmute)(email=email, kind=kind)
        if not form.is_one_click:  # a mail program follows no other address
            return redirect(request.path)
    context = {
        "email": masked(email),
        "kind": mutable_kinds()[kind],
        "is_muted": is_muted(email=email, kind=kind),
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "organisations/post/stop.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def my_letters(request: HttpRequest) -> HttpResponse:
    """The kinds of letters to who is logged in, each with a button of its own. Two queries."""
    email = request.user.email
    form = KindForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        kind, stops = form.cleaned_data["kind"], form.cleaned_data["want"] == STOP
        (mute if stops else unmute)(email=email, kind=kind)
        said = _("You no longer get: %(kind)s") if stops else _("You get these again: %(kind)s")
        messages.success(request, said % {"kind": mutable_kinds()[kind]})
        return redirect("my_letters")
    muted = muted_kinds(email=email)
    kinds = [(kind, label, kind in muted) for kind, label in mutable_kinds().items()]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"email": email, "kinds": kinds, "form": form}
    return render(request, "organisations/post/mine.html", context, status=status)


def masked(email: str) -> str:
    """Enough for who knows the address, too little for who does not."""
    name, _at, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"
