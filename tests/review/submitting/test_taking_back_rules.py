"""Taking a round back, and closing a dossier that an adviser reads."""

from __future__ import annotations

import pytest
from django_scopes import scope

from apps.review.domain.errors import (
    TurnRefusedError,
)
from apps.review.domain.submitting import (
    withdraw,
)
from apps.review.rounds import open_round
from apps.rie.domain.dossier import close_dossier
from apps.rie.domain.errors import ClosingRefusedError
from apps.rie.models import Dossier
from tests.review.rounds import concluded

pytestmark = pytest.mark.usefixtures("english")


def state(desk):
    with scope(organisation=desk.organisation):
        return Dossier.objects.get(pk=desk.dossier.pk).state


def take_back(desk, round_, reason=""):
    with scope(organisation=desk.organisation):
        withdraw(submission=round_, user=desk.boss, reason=reason)


class TestTakingBack:
    def test_the_round_ends_and_the_practice_reads_no_more(self, desk, practice):
        made = desk.submit(practice=practice)
        take_back(desk, made, "Andere adviseur")

        assert desk.rounds()[0].state == "withdrawn"
        assert desk.open_shares() == []
        assert state(desk) == "draft"
        assert desk.turns() == ["submit", "withdraw"]

    def test_a_round_that_ended_cannot_be_taken_back(self, desk, practice):
        made = desk.submit(practice=practice)
        concluded(made)

        with pytest.raises(TurnRefusedError):
            take_back(desk, made)
        assert desk.open_shares() == [practice.name]

    def test_an_invitation_can_be_taken_back(self, desk):
        take_back(desk, desk.submit(invited_email="adviseur@example.org"))

        with scope(organisation=desk.organisation):
            assert open_round(desk.dossier) is None


class TestClosingTheDossier:
    def test_is_refused_while_an_adviser_reads_it(self, desk, practice):
        desk.submit(practice=practice)

        with scope(organisation=desk.organisation), pytest.raises(ClosingRefusedError):
            close_dossier(dossier=desk.dossier)
        assert state(desk) == "submitted"

    @pytest.mark.parametrize("end", [concluded, None], ids=["concluded", "taken back"])
    def test_is_possible_when_the_round_has_ended(self, desk, practice, end):
        made = desk.submit(practice=practice)
        end(made) if end else take_back(desk, made)

        with scope(organisation=desk.organisation):
            close_dossier(dossier=desk.dossier)
        assert state(desk) == "archived"
