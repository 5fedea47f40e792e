"""The page to take a round back, and what the pages of the firm cost."""

from __future__ import annotations

import pytest
from django.utils import timezone

from apps.organisations.models import Practice
from tests.factories import MembershipFactory, OrganisationFactory
from tests.review.conftest import browser_for
from tests.review.rounds import concluded, finding
from tests.review.submitting.handing_in import RISK
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")
# Without a works council, and before anything was submitted; knowing what changed reads the dossier: 17 more.
COMPARING = 17


class TestTakingBack:
    def test_it_asks_first_and_names_what_is_lost(self, desk, boss_browser, practice):
        made = desk.submit(practice=practice)
        page = text_of(boss_browser.get(desk.url("withdraw_submission", made.pk)))

        assert "The adviser can no longer read your RI&E" in page
        assert desk.rounds()[0].state == "submitted"

    def test_then_the_round_ends(self, desk, boss_browser, practice):
        made = desk.submit(practice=practice)
        boss_browser.post(desk.url("withdraw_submission", made.pk), {"reason": "Andere adviseur"})
        page = text_of(boss_browser.get(desk.url("review")))

        assert desk.rounds()[0].state == "withdrawn"
        assert "No round is open" in page
        assert "Andere adviseur" in page
        assert desk.open_shares() == []

    def test_too_late_says_so(self, desk, boss_browser, practice):
        made = desk.submit(practice=practice)
        concluded(made)
        address = desk.url("withdraw_submission", made.pk)

        assert "This round has ended already." in text_of(boss_browser.get(address))
        assert "moved on" in text_of(boss_browser.post(address, {"reason": ""}, follow=True))

    def test_a_reason_that_is_too_long_stays_on_the_page(self, desk, boss_browser, practice):
        made = desk.submit(practice=practice)
        answer = boss_browser.post(desk.url("withdraw_submission", made.pk), {"reason": "y" * 4001})

        assert answer.status_code == 422
        assert "y" * 4001 in text_of(answer)

    def test_a_round_of_another_firm_is_not_there(self, desk, practice, browser_of):
        made = desk.submit(practice=practice)
        elsewhere = MembershipFactory(organisation=OrganisationFactory()).user
        stranger = browser_for(elsewhere)

        assert stranger.get(desk.url("withdraw_submission", made.pk)).status_code == 404
        assert stranger.get(desk.url("review")).status_code == 404


class TestQueries:
    def count(self, queries, browser, address):
        browser.get(address)
        with queries() as captured:
            assert browser.get(address).status_code == 200
        return len(captured.statements)

    def test_submitting_costs_the_same_with_many_practices_and_gaps(
        self, desk, boss_browser, practice, queries
    ):
        counts = []
        for number in (1, 3, 30):
            for extra in range(number):
                Practice.objects.create(name=f"Praktijk {number} {extra}")
            desk.forget(f"W{number:02d}")
            counts.append(self.count(queries, boss_browser, desk.url("submit")))

        assert len(set(counts)) == 1
        assert counts[0] <= 16

    def test_where_it_stands_costs_the_same_after_many_rounds(self, desk, boss_browser, practice, queries):
        before = self.count(queries, boss_browser, desk.url("review"))
        counts = []
        for number in (1, 3, 12):
            for extra in range(number):
                desk.answer(RISK, verdict="not_applicable", reason=f"Reden {number} van {extra}")
                made = desk.submit(practice=practice)
                finding(made, shown_at=timezone.now())
            counts.append(self.count(queries, boss_browser, desk.url("review")))

        assert before <= 12
        assert len(set(counts)) == 1
        assert counts[0] <= before + COMPARING
