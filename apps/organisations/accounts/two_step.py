"""Who must log in in two steps, and whether she can."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from apps.organisations.models import PracticeMembership, SectorManager, User

DEMO_DOMAIN = "demo.example"
SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def with_two_step(users: QuerySet[User]) -> QuerySet[User]:
    """People with ``must_use_two_steps`` and ``has_second_step``, in the same query."""
    return users.annotate(**two_step_of(""))


def two_step_of(path: str) -> dict[str, Case | Exists]:
    """Whether a person must log in in two steps, and whether she can, for a query that comes across her.

    Who sees more than her own firms must: advisers, sector managers and platform administrators.

    Args:
        path: how that query comes to her: empty in a query on people, else ending in ``__``.
    """
    user = OuterRef(f"{path}pk")
    must = (
        Q(**{f"{path}is_staff": True})
        | Exists(PracticeMembership.objects.filter(user=user))
        | Exists(SectorManager.objects.filter(user=user))
    )
    return {
        "must_use_two_steps": Case(When(must, then=Value(True)), default=Value(False)),
        "has_second_step": Exists(Authenticator.objects.filter(user=user, type__in=SECOND_STEPS)),
    }


def is_demo(user: User) -> bool:
    """Whether this is an account whose password everybody knows."""
    return user.email.endswith(f"@{DEMO_DOMAIN}")


def lacks_second_step(user: User) -> bool:
    """Whether somebody must still set up a second step before anything else.

    No query for a person as ``backends.EmailBackend`` loads her, else one. Demo accounts on a development
    machine are let through, so that the demo can be walked.
    """
    if not hasattr(user, "must_use_two_steps"):
        user = with_two_step(User.objects.all()).get(pk=user.pk)
    if is_demo(user) and settings.DEBUG:
        return False
    return user.must_use_two_steps and not user.has_second_step
