"""What happened for somebody, on a page of her own, over all her firms and practices."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.organisations.domain.notices import read_all, read_notice
from apps.organisations.inbox_forms import ReadAllForm
from apps.organisations.notices import in_words, is_local, notices_of, unread_number

PER_PAGE = 20


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """One page of messages, the newest first. Two queries, however many there are."""
    page = Paginator(notices_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [(notice, in_words(notice)) for notice in page.object_list],
        "unread": unread_number(request.user),
        "now": timezone.now().isoformat(timespec="microseconds"),
    }
    return render(request, "organisations/inbox.html", context)


@login_required
@require_POST
def open_notice(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark a message as read and go on to the page it is about. Pressed twice, the second only goes on.

    Who lost access since then gets 404 there, as always. A path that leads out of this site is not followed.
    """
    notice = get_object_or_404(notices_of(request.user), pk=notice_id)
    read_notice(notice=notice)
    return redirect(notice.path if is_local(notice.path) else reverse("organisations:inbox"))


@login_required
@require_POST
def mark_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read that stood on the page; a message that came in the meantime stays new."""
    form = ReadAllForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was marked. Try once more."))
        return redirect("organisations:inbox")
    number = read_all(user=request.user, until=form.cleaned_data["until"])
    said = ngettext("%(number)s message is read.", "%(number)s messages are read.", number)
    messages.success(request, said % {"number": number})
    return redirect("organisations:inbox")
