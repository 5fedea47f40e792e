"""The adviser's work: every round her practices were asked to review, and which one is next.

Eight queries, whatever the number of firms: practices, members with their load, what stands where, one page
of rounds (with its count), the next unread one, and the load that nobody has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import pgettext_lazy
from django_scopes import scopes_disabled

from apps.organisations.models import Practice, PracticeMembership, User
from apps.review.models import OPEN, Submission, SubmissionState
from apps.review.rounds import rounds_for

PER_PAGE = 50
NEAR = timedelta(days=7)  # our own proposal: a week before the agreed day there still is time to do it
NOBODY = "niemand"

# What somebody can look at: key in the address → name.
STANDINGS: dict[str, Any] = {
    "nieuw": pgettext_lazy("queue", "New"),
    "bezig": pgettext_lazy("queue", "Being read"),
    "opnieuw": pgettext_lazy("queue", "Submitted again"),
    "wacht": pgettext_lazy("queue", "Waiting for the employer"),
    "termijn": pgettext_lazy("queue", "Agreed date near or past"),
    "klaar": pgettext_lazy("queue", "Concluded"),
}


@dataclass(frozen=True)
class Wish:
    """What somebody asks of her queue, as the address says it; everything empty: all that is open.

    ``standing``: a key of ``STANDINGS``. ``adviser``: id of an adviser, or ``niemand``. ``firm``: part of a
    name.
    """

    standing: str = ""
    practice: str = ""
    adviser: str = ""
    firm: str = ""

    def address(self, **changes: object) -> str:
        """The part of an address after "?" that asks this, with changes; empty when it asks nothing."""
        asked = {
            "staat": self.standing,
            "praktijk": self.practice,
            "adviseur": self.adviser,
            "bedrijf": self.firm,
            **changes,
        }
        return urlencode({key: value for key, value in asked.items() if value})


@dataclass(frozen=True)
class Load:
    """How much one adviser has in hand; ``user`` None: what nobody has taken."""

    user: User | None
    to_read: int
    waiting: int


@dataclass(frozen=True)
class Queue:
    """``counts``: key of ``STANDINGS`` → rounds. ``unread``: the round to open next, if any."""

    rounds: Page
    counts: Mapping[str, int]
    loads: tuple[Load, ...]
    unread: Submission | None


def queue_for(user: User, practices: list[Practice], wish: Wish, *, page: str, today: date) -> Queue:
    """The queue of an adviser of these practices (those in business). Eight queries."""
    with scopes_disabled():
        every = _of_practice(rounds_for(user), wish).annotate(is_again=_came_before())
        shown = _narrowed(every, wish, today).order_by(F("agreed_on").asc(nulls_last=True), "submitted_at")
        asked = Paginator(shown, PER_PAGE).get_page(page)
        asked.object_list = list(asked.object_list)
        chosen = [p for p in practices if not wish.practice or str(p.pk) == wish.practice]
        return Queue(
            rounds=asked,
            counts=_counts(every, today),
            loads=tuple(_loads(every, chosen)),
            unread=_next_unread(every, user),
        )


def _of_practice(rounds: QuerySet[Submission], wish: Wish) -> QuerySet[Submission]:
    return rounds.filter(practice=wish.practice) if wish.practice else rounds


def _came_before() -> Exists:
    """Whether the same practice read an earlier version of the same dossier."""
    earlier = Submission.objects.filter(
        dossier=OuterRef("dossier"), practice=OuterRef("practice"), number__lt=OuterRef("number")
    )
    return Exists(earlier.exclude(state=SubmissionState.WITHDRAWN))


def _standing(key: str, today: date) -> Q:
    submitted = Q(state=SubmissionState.SUBMITTED)
    return {
        "nieuw": submitted & Q(is_again=False, opened_at__isnull=True),
        "bezig": submitted & Q(is_again=False, opened_at__isnull=False),
        "opnieuw": submitted & Q(is_again=True),
        "wacht": Q(state=SubmissionState.RETURNED),
        "termijn": submitted & Q(agreed_on__lte=today + NEAR),
        "klaar": Q(state=SubmissionState.CONCLUDED),
    }[key]


def _narrowed(rounds: QuerySet[Submission], wish: Wish, today: date) -> QuerySet[Submission]:
    asked = _standing(wish.standing, today) if wish.standing else Q(state__in=OPEN)
    if wish.adviser:
        asked &= Q(adviser__isnull=True) if wish.adviser == NOBODY else Q(adviser=UUID(wish.adviser))
    if wish.firm:
        asked &= Q(organisation__name__icontains=wish.firm)
    return rounds.filter(asked)


def _counts(rounds: QuerySet[Submission], today: date) -> dict[str, int]:
    return rounds.order_by().aggregate(
        **{key: Count("pk", filter=_standing(key, today)) for key in STANDINGS}
    )


def _loads(rounds: QuerySet[Submission], practices: list[Practice]) -> list[Load]:
    """Everybody of these practices, also who has nothing to do, and what nobody has."""
    per_adviser = {
        row["adviser"]: Load(None, row["to_read"], row["waiting"])
        for row in rounds.order_by()
        .values("adviser")
        .annotate(
            to_read=Count("pk", filter=Q(state=SubmissionState.SUBMITTED)),
            waiting=Count("pk", filter=Q(state=SubmissionState.RETURNED)),
        )
    }
    members = PracticeMembership.objects.filter(practice__in=practices).select_related("user")
    people = {member.user_id: member.user for member in members.order_by("user__name", "user__email")}
    nothing = Load(None, 0, 0)
    found = [(user, per_adviser.get(key, nothing)) for key, user in people.items()]
    return [Load(user, load.to_read, load.waiting) for user, load in found] + [per_adviser.get(None, nothing)]


def _next_unread(rounds: QuerySet[Submission], user: User) -> Submission | None:
    """The one that waits longest, of hers or of nobody."""
    unread = rounds.filter(
        Q(adviser=user) | Q(adviser__isnull=True), state=SubmissionState.SUBMITTED, opened_at__isnull=True
    )
    return unread.order_by(F("agreed_on").asc(nulls_last=True), "submitted_at", "id").first()
