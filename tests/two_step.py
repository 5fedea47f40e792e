"""People who must log in in two steps can, in every test that does not say otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db.models import Model
from django.db.models.signals import post_save

from apps.organisations.models import PracticeMembership, SectorManager, User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def set_up_app(user: User) -> None:
    """An app on the telephone of ``user``; nothing when there is one."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, SECRET)


def code_now(*, secret: str = SECRET) -> str:
    """What the app shows now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


@contextmanager
def everybody_who_must_can() -> Iterator[None]:
    """Whoever becomes adviser, sector manager or administrator has an app at once."""

    def make_ready(sender: type[Model], instance: Model, **_signal: object) -> None:
        if sender is not User:
            set_up_app(instance.user)
        elif instance.is_staff:
            set_up_app(instance)

    senders = (PracticeMembership, SectorManager, User)
    for sender in senders:
        post_save.connect(make_ready, sender=sender, dispatch_uid="two-step-in-tests")
    yield
    for sender in senders:
        post_save.disconnect(sender=sender, dispatch_uid="two-step-in-tests")
