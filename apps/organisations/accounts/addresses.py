"""What goes along when somebody changes her e-mail address."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.dispatch import receiver

from apps.organisations.domain.muting import move_choices


@receiver(email_changed)
def take_choices_along(
    from_email_address: EmailAddress | None, to_email_address: EmailAddress, **kwargs: Any
) -> None:
    """Which letters she does not want."""
    if from_email_address is not None:
        move_choices(old=from_email_address.email, new=to_email_address.email)
