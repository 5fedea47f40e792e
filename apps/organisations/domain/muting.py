"""Kinds of letters that somebody does not want. By address: she may have no account."""

from __future__ import annotations

from collections.abc import Iterable

from django.core import signing
from django.db import transaction

from apps.organisations.domain.post import letters
from apps.organisations.models import LetterState, MutedKind

SALT = "organisations.stop_letters"


def is_muted(*, email: str, kind: str) -> bool:
    """One query."""
    return MutedKind.objects.filter(email=email.lower(), kind=kind).exists()


def muted_kinds(*, email: str) -> set[str]:
    """One query."""
    return set(MutedKind.objects.filter(email=email.lower()).values_list("kind", flat=True))


# Those that wait, and those that an operator could still release.
NOT_GONE = (LetterState.WAITING, LetterState.UNDECIDED, LetterState.GIVEN_UP)


@transaction.atomic
def mute(*, email: str, kind: str) -> None:
    """Write no more letters of this kind to this address, and send none that did not leave. Twice is once."""
    MutedKind.objects.get_or_create(email=email.lower(), kind=kind)
    letters().filter(state__in=NOT_GONE, to__iexact=email, kind=kind).delete()


def unmute(*, email: str, kind: str) -> None:
    """From now on letters of this kind are written to this address again. Twice is once."""
    MutedKind.objects.filter(email=email.lower(), kind=kind).delete()


@transaction.atomic
def move_choices(*, old: str, new: str) -> None:
    """Somebody has another address: what she did not want there, she does not want here."""
    for kind in muted_kinds(email=old):
        mute(email=new, kind=kind)
        unmute(email=old, kind=kind)


def forget_choices(*, emails: Iterable[str]) -> None:
    """Somebody goes, and so does what she did not want."""
    MutedKind.objects.filter(email__in=emails).delete()


def stop_token(*, email: str, kind: str) -> str:
    """What the link in a letter says. Signed, so that only who got the letter can stop it; it never ends,
    because neither does a letter in a mailbox."""
    return signing.dumps([email.lower(), kind], salt=SALT, compress=True)


def read_stop_token(token: str) -> tuple[str, str] | None:
    """Address and kind; None when we did not write this token, or with a key that does not count any more."""
    try:
        email, kind = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return email, kind
