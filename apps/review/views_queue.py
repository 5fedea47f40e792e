"""The adviser's queue."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.organisations.models import User
from apps.review.adviser_queue import NEAR, STANDINGS, Queue, Wish, queue_for
from apps.review.queries import practices_of
from apps.review.queue_forms import QueueForm


@login_required
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What there is to review, what waits for a firm, and whose turn it is."""
    practices = practices_of(request.user)
    if not practices:
        raise Http404
    in_business = [practice for practice in practices if practice.closed_at is None]
    advisers = list(
        User.objects.filter(practices__practice__in=in_business).distinct().order_by("name", "email")
    )
    form = QueueForm(request.GET, practices=in_business, advisers=advisers)
    wish, today = form.wish(), timezone.localdate()
    found = queue_for(request.user, in_business, wish, page=request.GET.get("bladzijde", ""), today=today)
    context = {
        "practices": in_business,
        "stopped": [practice for practice in practices if practice.closed_at is not None],
        "form": form,
        "wish": wish,
        "queue": found,
        "tabs": _tabs(wish, found),
        "today": today,
        "near": today + NEAR,
        "address": wish.address(),
    }
    return render(request, "review/queue.html", context)


def _tabs(wish: Wish, found: Queue) -> list[dict[str, object]]:
    every = {"title": "", "count": None, "url": f"?{wish.address(staat='')}", "is_current": not wish.standing}
    return [
        every,
        *(
            {
                "title": title,
                "count": found.counts[key],
                "url": f"?{wish.address(staat=key)}",
                "is_current": wish.standing == key,
            }
            for key, title in STANDINGS.items()
        ),
    ]
