"""Consent of the works council: asked about one version, decided once, told to both sides."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django_scopes import scope

from apps.organisations.models import Role
from apps.review.models import Consent, Version
from tests.factories import MembershipFactory
from tests.review.consent.asking import add, decision, letters, rows, url
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")


class TestAsking:
    def test_the_page_says_that_nothing_was_asked(self, boss, council, dossier):
        page = text_of(boss.get(url(dossier)))

        assert "Not asked yet" in page
        assert "1 member of the works council gets an e-mail." in page

    def test_asking_freezes_a_version_and_writes_to_each_member_once(
        self, boss, council, dossier, organisation
    ):
        MembershipFactory(organisation=organisation, role=Role.WORKS_COUNCIL)
        for _ in range(2):
            assert boss.post(url(dossier, "ask_consent")).status_code == 302

        assert len(rows(Version, organisation)) == 1
        assert len(letters(organisation, "consent_asked")) == 2
        assert "Waiting for the works council" in text_of(boss.get(url(dossier)))

    def test_the_letter_leads_to_the_page_and_holds_nothing_of_the_dossier(
        self, asked, dossier, organisation
    ):
        (letter,) = letters(organisation, "consent_asked")

        assert url(dossier) in letter.text
        assert "huisregels" not in letter.text + letter.html

    def test_who_joins_later_gets_her_letter_when_it_is_asked_again(self, asked, boss, dossier, organisation):
        MembershipFactory(organisation=organisation, role=Role.WORKS_COUNCIL)
        boss.post(url(dossier, "ask_consent"))

        assert len(letters(organisation, "consent_asked")) == 2

    def test_with_nobody_to_ask_the_page_leads_to_inviting(self, boss, dossier, organisation):
        page = text_of(boss.get(url(dossier)))
        answer = boss.post(url(dossier, "ask_consent"), follow=True)

        assert reverse("organisations:members", args=[organisation.pk]) in page
        assert "First invite somebody" in text_of(answer)
        assert rows(Version, organisation) == []

    def test_a_version_frozen_for_something_else_was_not_asked(self, boss, council, dossier, organisation):
        from apps.review.domain.freezing import freeze

        with scope(organisation=organisation):
            freeze(dossier=dossier, user=None)

        assert "Not asked yet" in text_of(boss.get(url(dossier)))


class TestReading:
    def test_the_council_reads_the_version_and_not_what_changed_after_it(
        self, asked, council, dossier, organisation
    ):
        with scope(organisation=organisation):
            add(dossier, "Later bedacht")
        page = text_of(council.get(url(dossier)))

        for words in ("Maak huisregels", "Te weinig mensen", organisation.name, "Nobody yet"):
            assert words in page
        read, _, _ = page.partition('id="v-firm"')
        assert "Later bedacht" in read
        assert "Later bedacht" not in page.removeprefix(read)
        assert "The RI&E changed after version 1." in page

    def test_employer_and_hr_read_the_same(self, asked, boss, browser_of, dossier):
        for browser in (boss, browser_of(Role.HR)):
            assert "Maak huisregels" in text_of(browser.get(url(dossier)))

    def test_the_page_costs_the_same_however_many_actions_there_are(
        self, council, boss, dossier, organisation, queries
    ):
        counts = set()
        for total in (1, 3, 30):
            with scope(organisation=organisation):
                while dossier.actions.count() < total:
                    add(dossier, "Nog een")
            boss.post(url(dossier, "ask_consent"))
            with queries() as captured:
                assert council.get(url(dossier)).status_code == 200
            counts.add(len(captured.statements))

        assert len(counts) == 1, counts


class TestDeciding:
    def test_consent_stands_on_the_page_of_both_and_is_told(
        self, asked, boss, council, dossier, organisation
    ):
        for _ in range(2):
            council.post(url(dossier, "decide"), decision(asked, reason="Mits het in mei klaar is"))

        assert len(rows(Consent, organisation)) == 1
        assert len(letters(organisation, "consent_given")) == 1
        for browser in (boss, council):
            page = text_of(browser.get(url(dossier)))
            assert "Consent is given" in page
            assert "Mits het in mei klaar is" in page

    def test_the_newest_decision_about_a_version_counts(self, asked, boss, council, dossier, organisation):
        council.post(url(dossier, "decide"), decision(asked))
        council.post(url(dossier, "decide"), decision(asked, decision="withheld", reason="Toch niet"))

        page = text_of(boss.get(url(dossier)))
        assert len(rows(Consent, organisation)) == 2
        assert "Consent is withheld" in page
        assert "Toch niet" in page

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"decision": "withheld", "reason": " "}, "Write why you do not consent."),
            ({"decision": ""}, "Choose whether you consent."),
            ({"decided_on": "2999-01-01"}, "This day has still to come."),
            ({"decided_on": "gisteren"}, "Enter a valid date."),
            ({"version": "x"}, "Enter a valid UUID."),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_saved(
        self, asked, council, dossier, organisation, typed, message
    ):
        kept = {"reason": "Zo blijft dit staan", **typed}
        answer = council.post(url(dossier, "decide"), decision(asked, **kept))

        assert answer.status_code == 422
        assert message in text_of(answer)
        assert kept["reason"] in text_of(answer)
        assert rows(Consent, organisation) == []

    def test_a_decision_about_a_version_that_is_not_the_one_shown_is_not_taken(
        self, asked, boss, council, dossier, organisation
    ):
        with scope(organisation=organisation):
            add(dossier, "Later bedacht")
        boss.post(url(dossier, "ask_consent"))
        answer = council.post(url(dossier, "decide"), decision(asked, reason="Akkoord zo"))

        assert answer.status_code == 422
        assert "There is another version by now." in text_of(answer)
        assert "Akkoord zo" in text_of(answer)
        assert rows(Consent, organisation) == []
        again = re.findall(r'name="version" value="([^"]+)"', answer.content.decode())[-1]
        council.post(url(dossier, "decide"), decision(asked, version=again))
        assert len(rows(Consent, organisation)) == 1

    def test_after_a_change_it_says_what_changed_and_the_new_version_has_no_consent(
        self, asked, boss, council, dossier, organisation
    ):
        council.post(url(dossier, "decide"), decision(asked))
        with scope(organisation=organisation):
            add(dossier, "Later bedacht")
        page = text_of(boss.get(url(dossier)))
        assert "What changed since version 1" in page
        assert "Later bedacht" in page
        boss.post(url(dossier, "ask_consent"))

        page = text_of(council.get(url(dossier)))
        assert "Waiting for the works council" in page
        assert "What changed between version 1 and version 2" in page

    def test_going_back_to_what_it_was_brings_the_consent_back(
        self, asked, boss, council, dossier, organisation
    ):
        council.post(url(dossier, "decide"), decision(asked))
        with scope(organisation=organisation):
            extra = add(dossier, "Later bedacht")
            boss.post(url(dossier, "ask_consent"))
            extra.delete()

        assert "Consent is given" in text_of(boss.get(url(dossier)))
