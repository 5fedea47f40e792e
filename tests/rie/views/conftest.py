"""What several tests of pages need."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django_scopes import scope

from apps.organisations.models import Department, Membership, Role
from apps.rie.content.tree import InstrumentContent
from apps.rie.models import Delegation
from tests.factories import MembershipFactory
from tests.rie.conftest import RISK, Firm


@pytest.fixture
def at_three_past_two(time_machine: object) -> None:
    """Name it before a fixture that logs in: a session must not be older than it can be."""
    time_machine.move_to("2026-11-23T14:03:00+01:00", tick=False)


@pytest.fixture
def own_storage(settings: object, tmp_path: Path) -> Path:
    """A folder of this test only, where uploaded files go."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT


@pytest.fixture
def mine(content: InstrumentContent) -> tuple[str, str]:
    """Two subthemes: the one of the risk that is filled in, and the first of the instrument."""
    own, first = content.factors[RISK].spec.subtheme, next(iter(content.subthemes))
    assert own != first
    return own, first


@pytest.fixture
def contributor(firm: Firm) -> Membership:
    return MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR)


@pytest.fixture
def her_browser(contributor: Membership) -> Client:
    browser = Client()
    browser.force_login(contributor.user)
    return browser


@pytest.fixture
def give(firm: Firm, contributor: Membership) -> Callable[..., Delegation]:
    """``give(subtheme)`` to the contributor; ``give(subtheme, member=…)`` to somebody else."""

    def give(subtheme: str, **fields: object) -> Delegation:
        with scope(organisation=firm.organisation):
            return Delegation.objects.create(
                organisation=firm.organisation,
                subtheme=subtheme,
                **{"member": contributor, "dossier": firm.dossier, **fields},
            )

    return give


@pytest.fixture
def workshop(firm: Firm) -> Department:
    """A second department."""
    with scope(organisation=firm.organisation):
        return Department.objects.create(organisation=firm.organisation, name="Binderij", headcount=4)
