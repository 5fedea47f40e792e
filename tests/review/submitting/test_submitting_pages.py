"""The pages of the firm: submitting, where the review stands, and taking back."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from apps.organisations.models import Organisation, Role
from apps.rie.domain.dossier import close_dossier
from tests.factories import MembershipFactory
from tests.review.conftest import adviser_of, browser_for, share
from tests.review.rounds import concluded, finding, returned
from tests.review.submitting.handing_in import RISK, send
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")
OTHERWISE = {"verdict": "not_applicable", "reason": "Dat komt hier niet voor."}


class TestThePageToSubmit:
    def test_errors_stand_on_top_with_a_link_to_mend_each(self, desk, boss_browser):
        desk.answer(RISK, verdict="to_discuss")
        page = text_of(boss_browser.get(desk.url("submit")))

        assert page.index("First mend this") < page.index("Still to discuss") < page.index("Look at this")
        assert f"#{RISK}" in page
        assert '<form method="post" action="' + desk.url("submit") not in page  # it could not be sent

    def test_it_says_who_can_be_asked_and_what_she_sees(self, desk, boss_browser, practice):
        page = text_of(boss_browser.get(desk.url("submit")))

        assert practice.name in page
        assert "The adviser reads your answers with notes" in page
        assert "Why do you submit without consent?" not in page

    def test_a_firm_with_a_works_council_is_asked_why_there_is_no_consent(self, desk, boss_browser):
        Organisation.objects.filter(pk=desk.organisation.pk).update(representation="or")
        page = text_of(boss_browser.get(desk.url("submit")))

        assert "There is no consent of your works council" in page
        assert "Why do you submit without consent?" in page

    def test_submitting_leads_to_where_it_stands(self, desk, boss_browser, practice):
        answer = send(boss_browser, desk, practice=practice.pk, note="Let op de avonden")

        assert answer.status_code == 302
        assert answer["Location"] == desk.url("review")
        assert desk.rounds()[0].note == "Let op de avonden"

    def test_two_tabs_make_one_round(self, desk, boss_browser, practice):
        for _ in range(2):
            assert send(boss_browser, desk, practice=practice.pk).status_code == 302

        assert len(desk.rounds()) == 1

    @pytest.mark.parametrize(
        "wrong",
        [
            {},
            {"practice": uuid4()},
            {"invited_email": "geen adres"},
            {"invited_email": "a@example.org", "wished_on": "gisteren"},
            {"invited_email": "a@example.org", "note": "x" * 4001},
        ],
        ids=["nobody", "an unknown practice", "no address", "no day", "too long"],
    )
    def test_wrong_input_is_said_and_what_was_typed_stays(self, desk, boss_browser, wrong):
        answer = send(boss_browser, desk, **{"note": "Let op de avonden", **wrong})

        assert answer.status_code == 422
        assert str(wrong.get("note", "Let op de avonden")) in text_of(answer)
        assert desk.rounds() == []

    def test_typed_text_stays_when_something_blocks(self, desk, boss_browser, practice):
        desk.answer(RISK, verdict="to_discuss")
        answer = send(boss_browser, desk, practice=practice.pk, note="Let op de avonden")

        assert answer.status_code == 422
        assert "Let op de avonden" in text_of(answer)
        assert "Your RI&E is not complete yet." in text_of(answer)

    def test_a_practice_that_is_not_independent_is_refused_at_the_field(self, desk, boss_browser, practice):
        adviser_of(practice, user=desk.boss)
        answer = send(boss_browser, desk, practice=practice.pk)

        assert answer.status_code == 422
        assert "An adviser must be independent" in text_of(answer)

    def test_the_address_of_a_member_is_refused_at_the_field(self, desk, boss_browser):
        colleague = MembershipFactory(organisation=desk.organisation).user
        answer = send(boss_browser, desk, invited_email=colleague.email)

        assert answer.status_code == 422
        assert colleague.email in text_of(answer)

    def test_a_practice_that_has_stopped_is_not_offered(self, desk, boss_browser, practice):
        practice.closed_at = timezone.now()
        practice.save()

        assert practice.name not in text_of(boss_browser.get(desk.url("submit")))
        assert send(boss_browser, desk, practice=practice.pk).status_code == 422

    def test_unchanged_after_the_advice_it_says_so(self, desk, boss_browser, practice):
        concluded(desk.submit(practice=practice))
        answer = send(boss_browser, desk, practice=practice.pk)

        assert "Nothing has changed since this version was reviewed." in text_of(answer)

    def test_a_closed_dossier_gives_the_text_back(self, desk, boss_browser, practice):
        with scope(organisation=desk.organisation):
            close_dossier(dossier=desk.dossier)
        answer = send(boss_browser, desk, practice=practice.pk, note="Let op de avonden")

        assert answer.status_code == 409
        assert "Let op de avonden" in text_of(answer)
        assert boss_browser.get(desk.url("submit"))["Location"] == desk.url("review")

    def test_who_tries_is_told_to_make_an_account(self, desk, boss_browser, practice):
        Organisation.objects.filter(pk=desk.organisation.pk).update(
            trial_ends_at=timezone.now() + timedelta(days=3)
        )

        assert "First make an account" in text_of(boss_browser.get(desk.url("submit")))
        answer = send(boss_browser, desk, practice=practice.pk)
        assert answer.status_code == 422
        assert desk.rounds() == []

    def test_the_next_time_the_same_practice_is_chosen(self, desk, boss_browser, practice):
        desk.submit(practice=practice)
        page = text_of(boss_browser.get(desk.url("submit")))

        assert f'<option value="{practice.pk}" selected>' in page
        assert f"Version 1 is with {practice} now." in page


class TestWhereItStands:
    def page(self, desk, browser):
        return text_of(browser.get(desk.url("review")))

    def test_nothing_submitted_teaches_what_a_review_is(self, desk, boss_browser):
        page = self.page(desk, boss_browser)

        assert "Not submitted yet" in page
        assert desk.url("submit") in page

    def test_with_the_adviser(self, desk, boss_browser, practice):
        made = desk.submit(practice=practice, note="Let op de avonden")
        page = self.page(desk, boss_browser)

        assert "It is the adviser's turn" in page
        assert made.version.sha256 in page
        assert desk.url("withdraw_submission", made.pk) in page
        assert f'href="{desk.url("submit")}"' not in page  # nothing changed since

    def test_what_changed_since_stands_there_and_can_be_submitted(self, desk, boss_browser, practice):
        desk.submit(practice=practice)
        desk.answer(RISK, **OTHERWISE)
        page = self.page(desk, boss_browser)

        assert "Changed since version 1 was submitted" in page
        assert "Dat komt hier niet voor." in page
        assert f'href="{desk.url("submit")}"' in page

    def test_waiting_for_an_adviser_who_was_invited(self, desk, boss_browser):
        desk.submit(invited_email="adviseur@example.org")

        assert "We wrote to adviseur@example.org" in self.page(desk, boss_browser)

    def test_sent_back_it_is_the_firms_turn(self, desk, boss_browser, practice):
        made = desk.submit(practice=practice)
        finding(made)
        returned(made, comment="Vul de oorzaken aan.")
        page = self.page(desk, boss_browser)

        assert "It is your turn" in page
        assert "Vul de oorzaken aan." in page
        assert "Findings of the adviser" in page
        assert "Sent back with findings" in page

    def test_a_draft_of_the_adviser_stays_hers(self, desk, boss_browser, practice):
        finding(desk.submit(practice=practice))

        assert "Findings of the adviser" not in self.page(desk, boss_browser)

    def test_after_the_advice_all_of_it_is_there_and_nothing_is_called_approved(
        self, desk, boss_browser, practice
    ):
        concluded(desk.submit(practice=practice))
        page = self.page(desk, boss_browser)

        for words in (
            "Suffices after changes",
            "AO-12345",
            "A. Adviseur",
            "Pak de werkdruk in de avond aan.",
        ):
            assert words in page
        assert "Reviewed, with advice" in page
        assert "approv" not in page.lower()

    def test_a_change_after_the_review_is_named_with_what_changed(self, desk, boss_browser, practice):
        concluded(desk.submit(practice=practice))
        desk.answer(RISK, **OTHERWISE)
        page = self.page(desk, boss_browser)

        assert "Reviewed, with advice. Changed after the review" in page
        assert "Dat komt hier niet voor." in page

    @pytest.mark.parametrize("role", [Role.HR, Role.WORKS_COUNCIL])
    def test_hr_and_the_works_council_read_it_and_change_nothing(self, desk, browser_of, practice, role):
        made = desk.submit(practice=practice)
        browser = browser_of(role)
        page = self.page(desk, browser)

        assert practice.name in page
        assert "Take it back" not in page
        assert browser.get(desk.url("submit")).status_code == 403
        assert browser.post(desk.url("withdraw_submission", made.pk)).status_code == 403
        assert desk.rounds()[0].state == "submitted"

    def test_an_adviser_goes_to_her_own_round_and_sees_no_other(self, desk, practice, other_practice):
        made = desk.submit(practice=practice)
        share(desk.dossier, other_practice)
        own = browser_for(adviser_of(practice)).get(desk.url("review"))
        other = browser_for(adviser_of(other_practice)).get(desk.url("review"))

        assert own["Location"] == desk.url("round", made.pk)
        assert "Not submitted to your practice" in text_of(other)
        assert practice.name not in text_of(other)

    def test_the_overview_says_where_it_stands(self, desk, boss_browser, practice):
        desk.submit(practice=practice)
        address = reverse("rie:overview", args=[desk.organisation.pk, desk.dossier.pk])
        page = text_of(boss_browser.get(address))

        assert "A version of your RI&E is with the adviser." in page
        assert desk.url("review") in page

    def test_closing_is_refused_with_a_sentence(self, desk, boss_browser, practice):
        desk.submit(practice=practice)
        address = reverse("rie:close", args=[desk.organisation.pk, desk.dossier.pk])
        answer = boss_browser.post(address, {"confirm": "on"})

        assert "Your RI&E is with an adviser." in text_of(answer)
        assert answer.status_code == 409
