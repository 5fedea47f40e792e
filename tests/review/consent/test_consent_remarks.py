"""Remarks of the works council, who may do what, and a firm without a council."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from apps.organisations.models import Organisation, Role
from apps.review.models import Consent, CouncilComment, Version
from apps.rie.domain.dossier import close_dossier
from tests.factories import MembershipFactory
from tests.review.conftest import browser_for
from tests.review.consent.asking import RISK, decision, remark, rows, url
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")


class TestRemarks:
    def test_a_remark_stands_beside_its_risk_for_both(self, asked, boss, council, dossier, organisation):
        sent = remark(asked, factor_code=RISK)
        for _ in range(2):
            answer = council.post(url(dossier, "council_comment"), sent)

        assert answer.url == url(dossier) + f"#r-{RISK}"
        assert len(rows(CouncilComment, organisation)) == 1
        for browser in (boss, council):
            assert "Dit duurt te lang." in text_of(browser.get(url(dossier)))

    def test_about_an_action_and_about_the_whole(self, asked, boss, council, dossier, organisation):
        with scope(organisation=organisation):
            action = dossier.actions.get()
        council.post(url(dossier, "council_comment"), remark(asked, action_id=action.pk, text="Eerder graag"))
        council.post(url(dossier, "council_comment"), remark(asked, text="Goed werk"))

        page = text_of(boss.get(url(dossier)))
        assert "Eerder graag" in page
        assert "Goed werk" in page

    def test_an_empty_remark_is_asked_for_at_its_own_form(self, asked, council, dossier, organisation):
        answer = council.post(url(dossier, "council_comment"), remark(asked, factor_code=RISK, text=""))

        assert answer.status_code == 422
        assert "Write your remark first." in text_of(answer)
        assert rows(CouncilComment, organisation) == []

    @pytest.mark.parametrize("about", [{"factor_code": "X1"}, {"action_id": uuid4()}, {"version": uuid4()}])
    def test_about_what_is_not_there_nothing_is_said(self, asked, council, dossier, organisation, about):
        assert council.post(url(dossier, "council_comment"), remark(asked, **about)).status_code == 404
        assert rows(CouncilComment, organisation) == []

    def test_only_who_wrote_it_takes_it_back(self, asked, council, browser_of, dossier, organisation):
        council.post(url(dossier, "council_comment"), remark(asked))
        (made,) = rows(CouncilComment, organisation)
        away = url(dossier, "drop_council_comment", made.pk)

        assert browser_of(Role.WORKS_COUNCIL).post(away).status_code == 404
        assert "Dit duurt te lang." in text_of(council.get(away))
        assert len(rows(CouncilComment, organisation)) == 1
        council.post(away)
        assert rows(CouncilComment, organisation) == []


class TestWhoMay:
    def test_each_role_does_its_own_part(self, asked, boss, council, browser_of, dossier, organisation):
        contributor = browser_of(Role.CONTRIBUTOR)

        assert contributor.get(url(dossier)).status_code == 403
        assert council.post(url(dossier, "ask_consent")).status_code == 403
        for browser in (boss, browser_of(Role.HR), contributor):
            assert browser.post(url(dossier, "decide"), decision(asked)).status_code == 403
            assert browser.post(url(dossier, "council_comment"), remark(asked)).status_code == 403
        assert rows(Consent, organisation) == rows(CouncilComment, organisation) == []

    def test_another_firm_finds_nothing(self, asked, dossier):
        for role in (Role.EMPLOYER, Role.WORKS_COUNCIL):
            stranger = browser_for(MembershipFactory(role=role).user)
            assert stranger.get(url(dossier)).status_code == 404
            assert stranger.post(url(dossier, "decide"), decision(asked)).status_code == 404

    def test_who_is_not_logged_in_is_led_to_the_login(self, asked, dossier):
        assert Client().get(url(dossier)).url.startswith(reverse("account_login"))

    def test_a_closed_dossier_is_read_and_nothing_more(self, asked, boss, council, dossier, organisation):
        with scope(organisation=organisation):
            close_dossier(dossier=dossier)

        assert "Save the decision" not in text_of(council.get(url(dossier)))
        for browser, name, sent in (
            (boss, "ask_consent", {}),
            (council, "decide", decision(asked)),
            (council, "council_comment", remark(asked)),
        ):
            answer = browser.post(url(dossier, name), sent, follow=True)
            assert "This RI&E is closed." in text_of(answer)
        assert rows(Consent, organisation) == rows(CouncilComment, organisation) == []
        assert len(rows(Version, organisation)) == 1


class TestWithoutCouncil:
    def test_the_page_shows_how_employees_were_heard_and_leads_there(self, boss, dossier):
        Organisation.objects.update(representation="none")
        page = text_of(boss.get(url(dossier)))

        assert "Talk with your employees" in page
        assert reverse("rie:employees", args=[dossier.organisation_id, dossier.pk]) in page
        assert "Ask for consent" not in page

    def test_a_trial_asks_nobody(self, boss, council, dossier, organisation):
        Organisation.objects.update(trial_ends_at=timezone.now() + timedelta(days=14))

        assert "You are trying Werkbalans" in text_of(boss.get(url(dossier)))
        boss.post(url(dossier, "ask_consent"))
        assert rows(Version, organisation) == []
