"""The way in for somebody of several firms."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.organisations.models import Role
from tests.factories import MembershipFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_somebody_of_several_firms_sees_them_all_at_home(client) -> None:
    first = MembershipFactory(organisation=OrganisationFactory(name="Een"))
    MembershipFactory(organisation=OrganisationFactory(name="Twee"), user=first.user, role=Role.HR)
    client.force_login(first.user)
    text = client.get(reverse("home")).content.decode()
    assert "Een" in text
    assert "Twee" in text
    assert text.count("/mensen/") == 2  # people of the one, leaving the other
    assert reverse("organisations:members", args=[first.organisation.pk]) in text
