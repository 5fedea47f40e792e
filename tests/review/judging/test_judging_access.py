"""Who may open the pages on which an adviser answers."""

import pytest
from django.test import Client
from django_scopes import scope

from apps.organisations.models import Role
from apps.review.domain.sharing import withdraw_share
from apps.review.models import SiteVisit
from tests.factories import MembershipFactory
from tests.review.conftest import adviser_of, browser_for, share, shares_in
from tests.review.judging.answering import at, rows

PAGES = ("checklist", "visit", "agree", "return", "conclude")
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", PAGES)
class TestPage:
    def test_an_adviser_of_the_practice_opens_it(self, submission, adviser_browser, page):
        assert adviser_browser.get(at(submission, page)).status_code == 200

    @pytest.mark.parametrize("role", Role)
    def test_nobody_of_the_firm_opens_it(self, submission, browser_of, page, role):
        assert browser_of(role).get(at(submission, page)).status_code in (403, 404)
        assert browser_of(role).post(at(submission, page)).status_code in (403, 404)

    def test_another_practice_that_reads_along_does_not_find_it(
        self, submission, other_practice, dossier, page
    ):
        share(dossier, other_practice)
        browser = browser_for(adviser_of(other_practice))
        assert browser.get(at(submission, page)).status_code == 404
        assert browser.post(at(submission, page)).status_code == 404

    def test_it_is_gone_when_the_firm_takes_its_share_back(self, submission, adviser_browser, page):
        (given,) = shares_in(submission.organisation)
        with scope(organisation=submission.organisation):
            withdraw_share(share=given)
        assert adviser_browser.get(at(submission, page)).status_code == 404
        assert adviser_browser.post(at(submission, page)).status_code == 404

    def test_somebody_of_another_firm_does_not_find_it(self, submission, page):
        browser = browser_for(MembershipFactory(organisation__name="De Eik").user)
        assert browser.get(at(submission, page)).status_code == 404

    def test_who_is_not_logged_in_logs_in_first(self, submission, page):
        answer = Client().get(at(submission, page))
        assert answer.status_code == 302
        assert "/account/login/" in answer["Location"]


def test_the_visit_of_a_colleague_cannot_be_taken_off(submission, adviser_browser, practice):
    colleague = adviser_of(practice)
    with scope(organisation=submission.organisation):
        visit = SiteVisit.objects.create(
            organisation=submission.organisation,
            dossier=submission.dossier,
            submission=submission,
            visited_on="2026-01-05",
            spoken_with="Chef",
            seen="Druk",
            by=colleague,
        )
    assert adviser_browser.post(at(submission, "drop_visit", visit.pk)).status_code == 404
    assert rows(SiteVisit, submission)
