"""An adviser writes, changes and throws away findings that the firm does not see yet."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from apps.organisations.models import Role
from apps.review.domain.errors import UnknownSubjectError
from apps.review.domain.findings import add_finding, show_findings
from apps.review.domain.sharing import withdraw_share
from apps.review.domain.turns import Verb, take_turn
from apps.review.models import DossierShare
from tests.factories import DossierFactory, UserFactory
from tests.review.conftest import adviser_of, browser_for, share
from tests.review.findings.finding_world import OTHER, RISK, all_findings, firm_url, one, typed, url
from tests.review.rounds import concluded, finding, returned, submitted
from tests.rie.screen import Screen, text_of

pytestmark = pytest.mark.usefixtures("english")


class TestANewFinding:
    def test_is_saved_with_all_that_was_typed(self, submission, adviser_browser, adviser, dossier):
        sent = typed(about=f"r-{RISK}", proposed_priority="high", criterion="reliable", weight="should")
        answer = adviser_browser.post(url(submission, "new_finding"), sent)

        [made] = all_findings(dossier)
        assert answer.url == url(submission, "finding", made.pk)
        assert (made.number, made.factor_code, made.action_id, made.state) == (1, RISK, None, "open")
        assert (made.criterion, made.weight, made.proposed_priority) == ("reliable", "should", "high")
        assert (made.observation, made.evidence) == ("De avondploeg ontbreekt.", "Het rooster")
        assert (made.by_id, made.shown_at, made.pk) == (adviser.pk, None, sent["key"])

    def test_can_be_about_an_action_or_the_whole(self, submission, adviser_browser, dossier, action):
        for about in (f"a-{action.pk}", "whole"):
            adviser_browser.post(url(submission, "new_finding"), typed(about=about))

        first, second = all_findings(dossier)
        assert (first.action_id, first.factor_code, first.number) == (action.pk, "", 1)
        assert (second.action_id, second.factor_code, second.number) == (None, "", 2)

    @pytest.mark.parametrize("query", ["risico", "actie", "wrong", "none"])
    def test_starts_with_what_the_address_names(self, submission, adviser_browser, action, query):
        asked, chosen = {
            "risico": ({"risico": RISK}, f'value="r-{RISK}" selected'),
            "actie": ({"actie": str(action.pk)}, f'value="a-{action.pk}" selected'),
            "wrong": ({"risico": "<script>"}, None),
            "none": ({}, 'value="whole" selected'),
        }[query]
        page = adviser_browser.get(url(submission, "new_finding"), asked)

        assert page.status_code == 200
        assert chosen is None or chosen in text_of(page)

    def test_is_made_once_by_a_double_click(self, submission, adviser_browser, dossier):
        sent = typed()
        for _click in range(2):
            assert adviser_browser.post(url(submission, "new_finding"), sent).status_code == 302

        assert len(all_findings(dossier)) == 1

    def test_gets_another_id_when_that_of_the_form_is_in_use_elsewhere(
        self, submission, adviser_browser, dossier, practice
    ):
        elsewhere = finding(submitted_elsewhere(practice))
        adviser_browser.post(url(submission, "new_finding"), typed(key=elsewhere.pk))

        assert all_findings(dossier)[0].pk != elsewhere.pk

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"observation": ""}, "Write what you see first."),
            ({"observation": "   "}, "Write what you see first."),
            ({"observation": "x" * 4001}, "4001"),
            ({"evidence": "te\x00kst"}, "control characters"),
            ({"criterion": ""}, "Choose a criterion."),
            ({"criterion": "mooi"}, "Select a valid choice"),
            ({"weight": "zwaar"}, "Select a valid choice"),
            ({"about": ""}, "Choose what it is about."),
            ({"about": "r-XX"}, "Select a valid choice"),
            ({"about": f"a-{uuid4()}"}, "Select a valid choice"),
            ({"proposed_priority": "enorm"}, "Select a valid choice"),
            ({"proposed_priority": "high"}, "Only a risk has a priority."),
            ({"key": "geen-id"}, "Enter a valid UUID"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, submission, adviser_browser, dossier, wrong, message
    ):
        answer = adviser_browser.post(url(submission, "new_finding"), typed(**wrong))

        assert answer.status_code == 422
        assert message in text_of(answer)
        assert "Vraag het hun ook." in text_of(answer)
        assert all_findings(dossier) == []

    def test_shows_what_was_typed_as_text(self, submission, adviser_browser, dossier):
        adviser_browser.post(url(submission, "new_finding"), typed(observation="<b>x</b>"))
        [made] = all_findings(dossier)

        assert b"<b>x</b>" not in adviser_browser.get(url(submission, "finding", made.pk)).content

    def test_cannot_be_about_what_the_version_lacks(self, submission):
        values = {key: value for key, value in typed().items() if key != "about"}
        with scope(organisation=submission.organisation), pytest.raises(UnknownSubjectError):
            add_finding(submission=submission, user=UserFactory(), about="r-XX", **values)
        with scope(organisation=submission.organisation), pytest.raises(ValidationError):
            add_finding(
                submission=submission,
                user=UserFactory(),
                about="whole",
                **{**values, "proposed_priority": "low"},
            )

    @pytest.mark.parametrize("end", [returned, concluded])
    def test_waits_for_the_turn_of_the_adviser(self, submission, adviser_browser, dossier, end):
        end(submission)

        page = adviser_browser.get(url(submission, "new_finding"))
        answer = adviser_browser.post(url(submission, "new_finding"), typed())

        assert "It is not your turn now" in text_of(page)
        assert answer.status_code == 409
        assert "Vraag het hun ook." in text_of(answer)
        assert all_findings(dossier) == []

    def test_is_not_written_in_a_closed_dossier(self, submission, adviser_browser, dossier):
        with scope(organisation=dossier.organisation):
            type(dossier).objects.filter(pk=dossier.pk).update(state="archived", archived_at=timezone.now())

        answer = adviser_browser.post(url(submission, "new_finding"), typed())

        assert answer.status_code == 409
        assert "Vraag het hun ook." in text_of(answer)


class TestADraft:
    def test_is_changed_and_counted(self, submission, adviser_browser):
        draft = finding(submission)
        screen = Screen(adviser_browser, address := url(submission, "change_finding", draft.pk), address)

        answer = screen.send(about=f"r-{OTHER}", observation="Ook de nacht ontbreekt.")

        assert answer.url == url(submission, "finding", draft.pk)
        assert (one(draft).factor_code, one(draft).observation) == (OTHER, "Ook de nacht ontbreekt.")
        assert one(draft).row_version == draft.row_version + 1

    def test_that_two_change_at_once_asks_which_text_stays(self, submission, adviser_browser):
        draft = finding(submission)
        address = url(submission, "change_finding", draft.pk)
        first, second = (Screen(adviser_browser, address, address) for _person in range(2))
        first.send(observation="Van mij.", advice="Doe dit.")

        answer = second.send(observation="Van haar.")

        assert answer.status_code == 409
        assert "Van mij." in text_of(answer)
        assert "Van haar." in text_of(answer)
        assert one(draft).observation == "Van mij."
        assert second.send(**{"keep-observation": "mine"}).status_code == 302
        assert (one(draft).observation, one(draft).advice) == ("Van haar.", "Doe dit.")

    def test_that_two_gave_another_subject_shows_both_by_name(self, submission, adviser_browser, action):
        draft = finding(submission)
        address = url(submission, "change_finding", draft.pk)
        first, second = (Screen(adviser_browser, address, address) for _person in range(2))
        first.send(about=f"a-{action.pk}")

        answer = second.send(about=f"r-{RISK}")

        assert answer.status_code == 409
        assert "<blockquote>Maak huisregels</blockquote>" in text_of(answer)

    def test_keeps_a_subject_that_the_next_version_lacks(
        self, submission, adviser_browser, action, dossier, practice
    ):
        draft = finding(submission, action_id=action.pk)
        again = second_round(submission, dossier, practice, remove=action)
        screen = Screen(adviser_browser, address := url(again, "change_finding", draft.pk), address)

        assert "Maak huisregels (no longer in this version)" in text_of(adviser_browser.get(address))
        assert screen.send(advice="Anders.").status_code == 302
        assert (one(draft).action_id, one(draft).advice) == (action.pk, "Anders.")

    def test_says_what_is_wrong(self, submission, adviser_browser):
        draft = finding(submission)
        screen = Screen(adviser_browser, address := url(submission, "change_finding", draft.pk), address)

        assert screen.send(observation="").status_code == 422
        assert adviser_browser.post(address, typed()).status_code == 422  # without what it was drawn with
        assert one(draft).observation == "De avondploeg ontbreekt."

    def test_is_thrown_away_after_a_question_and_leaves_no_gap(self, submission, adviser_browser, dossier):
        drafts = [finding(submission, observation=f"Nummer {number}") for number in (1, 2, 3)]
        address = url(submission, "drop_finding", drafts[1].pk)

        assert "Nummer 2" in text_of(adviser_browser.get(address))
        assert len(all_findings(dossier)) == 3
        adviser_browser.post(address)

        assert [(f.number, f.observation) for f in all_findings(dossier)] == [
            (1, "Nummer 1"),
            (2, "Nummer 3"),
        ]
        assert adviser_browser.post(address).status_code == 404

    def test_never_takes_the_number_of_what_the_firm_saw(self, submission, adviser_browser, dossier):
        draft = finding(submission)
        finding(submission, shown_at=timezone.now())
        adviser_browser.post(url(submission, "drop_finding", draft.pk))

        assert [f.number for f in all_findings(dossier)] == [2]

    def test_that_the_firm_saw_is_changed_and_thrown_away_no_more(self, submission, adviser_browser):
        seen = finding(submission)
        screen = Screen(adviser_browser, address := url(submission, "change_finding", seen.pk), address)
        with scope(organisation=submission.organisation):
            show_findings(submission=submission, at=timezone.now())

        answer = screen.send(observation="Iets anders.")
        adviser_browser.post(url(submission, "drop_finding", seen.pk))

        assert answer.status_code == 409
        assert "has seen this finding already" in text_of(answer)
        assert "Iets anders." in text_of(answer)
        assert one(seen).observation == "De avondploeg ontbreekt."


class TestShowing:
    def test_shows_the_drafts_of_the_practice_once(self, submission):
        draft, early = finding(submission), finding(submission, shown_at=timezone.now())
        later = timezone.now() + timezone.timedelta(days=1)

        with scope(organisation=submission.organisation):
            assert show_findings(submission=submission, at=later) == 1
            assert show_findings(submission=submission, at=timezone.now()) == 0

        assert one(draft).shown_at == later
        assert one(early).shown_at == early.shown_at

    def test_takes_drafts_of_an_earlier_round_along_and_none_of_another_practice(
        self, submission, dossier, practice, other_practice
    ):
        own = finding(submission)
        again = second_round(submission, dossier, practice)
        third = second_round(again, dossier, other_practice)
        theirs = finding(third)

        with scope(organisation=dossier.organisation):
            show_findings(submission=third, at=timezone.now())
        assert (one(own).shown_at, one(theirs).shown_at is None) == (None, False)
        with scope(organisation=dossier.organisation):
            show_findings(submission=again, at=timezone.now())
        assert one(own).shown_at is not None


class TestWhoMay:
    NAMES = ("finding", "change_finding", "drop_finding")

    def test_another_practice_finds_nothing(self, submission, dossier, other_practice):
        draft = finding(submission)
        share(dossier, other_practice)
        browser = browser_for(adviser_of(other_practice))

        for name in self.NAMES:
            assert browser.get(url(submission, name, draft.pk)).status_code == 404
        for name in ("reply_finding", "close_finding", "reopen_finding", "drop_finding"):
            assert browser.post(url(submission, name, draft.pk)).status_code == 404
        assert browser.post(url(submission, "new_finding"), typed()).status_code == 404
        assert browser.get(firm_url(dossier)).status_code == 404

    def test_a_later_practice_does_not_see_the_drafts_of_an_earlier_one(
        self, submission, dossier, other_practice
    ):
        draft, seen = finding(submission), finding(submission, shown_at=timezone.now())
        later = second_round(submission, dossier, other_practice)
        browser = browser_for(adviser_of(other_practice))

        assert browser.get(url(later, "finding", draft.pk)).status_code == 404
        assert browser.get(url(later, "finding", seen.pk)).status_code == 200

    def test_nobody_after_the_share_is_withdrawn(self, submission, adviser_browser, dossier):
        draft = finding(submission)
        with scope(organisation=dossier.organisation):
            withdraw_share(share=DossierShare.objects.get())

        assert adviser_browser.get(url(submission, "finding", draft.pk)).status_code == 404
        assert adviser_browser.post(url(submission, "new_finding"), typed()).status_code == 404

    @pytest.mark.parametrize("role", list(Role))
    def test_no_member_of_the_firm(self, submission, browser_of, role):
        draft, browser = finding(submission), browser_of(role)

        for name in self.NAMES:
            assert browser.get(url(submission, name, draft.pk)).status_code == 403
        assert browser.post(url(submission, "new_finding"), typed()).status_code == 403

    def test_a_finding_of_another_dossier_is_not_there(self, submission, adviser_browser, practice):
        elsewhere = finding(submitted_elsewhere(practice))

        for name in self.NAMES:
            assert adviser_browser.get(url(submission, name, elsewhere.pk)).status_code == 404

    def test_who_is_not_logged_in_is_led_to_the_login(self, submission, client):
        assert client.get(url(submission, "new_finding")).url.startswith(reverse("account_login"))


def submitted_elsewhere(practice):
    return submitted(DossierFactory(), practice)


def second_round(submission, dossier, practice, remove=None):
    """The firm takes the round back, changes its plan, and submits again."""
    with scope(organisation=dossier.organisation):
        take_turn(submission=submission, verb=Verb.WITHDRAW, user=None)
        if remove is not None:
            type(remove).objects.filter(pk=remove.pk).delete()
    return submitted(dossier, practice)
