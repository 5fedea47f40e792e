"""The end of an account: the person goes, what she made for a firm stays with that firm."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from apps.organisations.domain.leftovers import (
    blank_in_admin_log,
    end_sessions_about,
    forget_jobs_about,
    forget_letters_about,
    saying,
)
from apps.organisations.domain.members import GoneError, LastEmployerError, leave
from apps.organisations.domain.muting import forget_choices
from apps.organisations.domain.own_data import mailboxes_of
from apps.organisations.domain.withdrawing import withdraw
from apps.organisations.models import AuditEvent, Invitation, Membership, Organisation, User
from apps.organisations.queries import firms_that_need

AccountEnds = Callable[[User], None]
_ending: list[AccountEnds] = []


def on_account_end(callback: AccountEnds) -> None:
    """Call ``callback(user)`` in the transaction in which an account is deleted, while it still is there.

    It runs without a scope, after she left every firm.
    """
    if callback not in _ending:
        _ending.append(callback)


class StillNeededError(Exception):
    """Some firms would have no employer left: ``firms``, by name."""

    def __init__(self, firms: list[Organisation]) -> None:
        super().__init__()
        self.firms = firms


def delete_account(*, user: User) -> None:
    """Delete a person: account, addresses, ways to log in, memberships, sessions and letters to her.

    Answers, actions and notes stay; where her name stood, "someone without an account here" stands. Her
    name stays for a while in the record of who did what (``actor_label``, for as long as
    ``settings.RETENTION`` says). Her e-mail address stays nowhere.

    Raises:
        StillNeededError: she is the only employer of a firm; nothing is deleted.
    """
    with transaction.atomic(), scopes_disabled():
        locked = User.objects.select_for_update().filter(pk=user.pk).first()
        if locked is None:
            return
        mailboxes = mailboxes_of(locked)
        names = [str(locked.pk), *mailboxes]
        _leave_every_firm(locked)
        for callback in _ending:
            callback(locked)
        _forget_invitations(mailboxes)
        _forget_mailboxes_in_audit(mailboxes)
        blank_in_admin_log(words=names)
        forget_jobs_about(words=names)
        forget_letters_about(words=names)
        forget_choices(emails=mailboxes)
        end_sessions_about(words=names)
        locked.delete()


def _leave_every_firm(user: User) -> None:
    try:
        for membership in Membership.objects.filter(user=user).select_related("organisation", "user"):
            with scope(organisation=membership.organisation):
                _leave(membership)
    except LastEmployerError:
        raise StillNeededError(firms_that_need(user)) from None


def _leave(membership: Membership) -> None:
    try:
        leave(membership=membership, forget_name=True)
    except GoneError:
        # The firm took her off its list, or was deleted, a moment ago: that is what she wants too.
        return


def _forget_invitations(mailboxes: list[str]) -> None:
    """Take open invitations back, and forget to whom invitations were sent.

    The rows stay until their own time is over: things that were given along with them may still be in use.
    """
    now = timezone.now()
    for invitation in Invitation.objects.filter(email__in=mailboxes).select_related("organisation"):
        with scope(organisation=invitation.organisation):
            if invitation.accepted_at is None and invitation.revoked_at is None:
                withdraw(invitation=invitation, now=now)
            invitation.email = ""
            invitation.save(update_fields=["email"])


def _forget_mailboxes_in_audit(mailboxes: list[str]) -> None:
    """Who had no name is called by her address in the record; that address goes, the row stays.

    The one change of a row that is never changed: nobody could ask to be forgotten otherwise (AVG art. 17).
    """
    with translation.override(settings.LANGUAGE_CODE):
        nobody = _("someone without an account here")
    said, may_say = saying(mailboxes), Q()
    for mailbox in mailboxes:
        may_say |= Q(actor_label__icontains=mailbox)
    rows = models.QuerySet(AuditEvent)  # its own manager refuses to change a row
    labels = set(rows.filter(may_say).values_list("actor_label", flat=True))
    rows.filter(actor_label__in=[label for label in labels if said(label)]).update(actor_label=nobody)
