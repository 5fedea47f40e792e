"""Rooms that hang something on an invitation: a part of a dossier, for example."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django_scopes import scopes_disabled

from apps.organisations.domain import invitations as verbs
from apps.organisations.domain.invitations import (
    accept,
    on_accepted,
)
from apps.organisations.models import Invitation, Membership, Role
from apps.organisations.tokens import new_token
from tests.organisations.people import invitation_for, mailbox_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

EMAIL = "invited@example.org"


@pytest.fixture
def token() -> str:
    return new_token()


@pytest.fixture
def invitation(organisation, token) -> Invitation:
    return invitation_for(organisation, email=EMAIL, role=Role.CONTRIBUTOR, token=token)


def test_rooms_hear_it_in_the_same_transaction(invitation, token, monkeypatch) -> None:
    monkeypatch.setattr(verbs, "_accepted", [])
    heard = []

    def hear(accepted, membership):
        heard.append((accepted.pk, membership.user.email))

    on_accepted(hear)
    on_accepted(hear)
    accept(token=token, user=mailbox_of(EMAIL), now=timezone.now())
    assert heard == [(invitation.pk, EMAIL)]


def test_when_a_room_fails_nobody_came_in(invitation, token, monkeypatch) -> None:
    monkeypatch.setattr(verbs, "_accepted", [])

    @on_accepted
    def fail(accepted, membership):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        accept(token=token, user=mailbox_of(EMAIL), now=timezone.now())
    with scopes_disabled():
        assert not Membership.objects.exists()
    invitation.refresh_from_db()
    assert invitation.accepted_at is None
