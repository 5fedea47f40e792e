"""A firm with one risk and an action against it, with the adviser or back at the firm."""

from __future__ import annotations

import pytest
from django_scopes import scope

from apps.organisations.models import Role
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer
from tests.review.consent.asking import add
from tests.review.findings.finding_world import RISK
from tests.review.rounds import finding, returned, submitted


@pytest.fixture
def action(dossier):
    factor = instrument_content(dossier.instrument_id).factors[RISK]
    with scope(organisation=dossier.organisation):
        Answer.objects.create(
            organisation=dossier.organisation,
            dossier=dossier,
            factor_id=factor.id,
            verdict="partly",
            frequency=2,
            reach=2,
        )
        return add(dossier, "Maak huisregels", [factor])


@pytest.fixture
def submission(dossier, practice, action):
    return submitted(dossier, practice)


@pytest.fixture
def shown(submission):
    """A finding that the firm sees, in a round that was returned."""
    made = finding(submission)
    returned(submission)
    return made


@pytest.fixture
def boss(browser_of):
    return browser_of(Role.EMPLOYER)
