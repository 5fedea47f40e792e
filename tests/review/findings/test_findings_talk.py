"""The firm answers a finding, the adviser answers back and closes it; nothing that was said changes."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError
from django.utils import timezone
from django_scopes import scope

from apps.organisations.models import Role
from apps.review.domain.errors import FindingNotShownError
from apps.review.domain.findings import answer_finding, close_finding
from apps.review.domain.turns import Verb, take_turn
from apps.review.models import FindingMessage
from tests.review.conftest import adviser_of, browser_for, share
from tests.review.findings.finding_world import RISK, firm_url, messages_of, one, says, turns_of, url
from tests.review.rounds import concluded, finding, returned, submitted
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")


def withdrawn(submission):
    with scope(organisation=submission.organisation):
        take_turn(submission=submission, verb=Verb.WITHDRAW, user=None)


class TestAnAnswerOfTheFirm:
    @pytest.mark.parametrize("role", [Role.EMPLOYER, Role.HR])
    def test_makes_it_the_turn_of_the_adviser(self, shown, submission, dossier, browser_of, role):
        answer = browser_of(role).post(firm_url(dossier, "answer_finding", shown.pk), says())

        assert answer.url == f"{firm_url(dossier)}#f-1"
        [message] = messages_of(shown)
        assert (message.text, message.is_adviser) == ("Dat hebben we gevraagd.", False)
        assert message.by_name == str(message.by)
        assert one(shown).state == "answered"
        assert turns_of(submission)[-1] == ("answer", "#1")

    def test_is_written_once_by_a_double_click(self, shown, submission, dossier, boss):
        sent = says()
        for _click in range(2):
            boss.post(firm_url(dossier, "answer_finding", shown.pk), sent)

        assert len(messages_of(shown)) == 1
        assert [verb for verb, _note in turns_of(submission)].count("answer") == 1

    def test_while_the_adviser_reads_is_no_turn_of_the_round(
        self, shown, submission, dossier, practice, boss
    ):
        withdrawn(submission)
        again = submitted(dossier, practice)

        boss.post(firm_url(dossier, "answer_finding", shown.pk), says())

        assert one(shown).state == "answered"
        assert [verb for verb, _note in turns_of(again)] == ["submit"]

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"text": ""}, "Write your answer first."),
            ({"text": " \n "}, "Write your answer first."),
            ({"text": "x" * 4001}, "4001"),
            ({"text": "te\x07kst"}, "control characters"),
            ({"key": "x", "text": "Blijft staan."}, "Blijft staan."),
        ],
    )
    def test_that_is_wrong_comes_back_with_a_message(self, shown, dossier, boss, wrong, message):
        answer = boss.post(firm_url(dossier, "answer_finding", shown.pk), says(**wrong))

        assert answer.status_code == 422
        assert message in text_of(answer)
        assert messages_of(shown) == []

    @pytest.mark.parametrize("end", [concluded, withdrawn])
    def test_comes_too_late_when_the_round_has_ended(self, submission, dossier, boss, end):
        shown = finding(submission, shown_at=timezone.now())
        end(submission)

        answer = boss.post(firm_url(dossier, "answer_finding", shown.pk), says("Nog iets."))

        assert answer.status_code == 409
        assert "This round has ended." in text_of(answer)
        assert "Nog iets." in text_of(answer)
        assert messages_of(shown) == []
        assert "Save this answer" not in text_of(boss.get(firm_url(dossier)))

    def test_to_a_closed_finding_is_refused_and_kept_in_sight(self, shown, submission, dossier, boss):
        with scope(organisation=dossier.organisation):
            close_finding(finding=shown, submission=submission)

        answer = boss.post(firm_url(dossier, "answer_finding", shown.pk), says("Nog iets."))

        assert answer.status_code == 409
        assert "This finding is closed." in text_of(answer)
        assert "Nog iets." in text_of(answer)

    def test_in_a_closed_dossier_is_refused(self, shown, dossier, boss):
        with scope(organisation=dossier.organisation):
            type(dossier).objects.filter(pk=dossier.pk).update(state="archived", archived_at=timezone.now())

        assert boss.post(firm_url(dossier, "answer_finding", shown.pk), says()).status_code == 409
        assert messages_of(shown) == []

    def test_to_what_the_firm_was_not_shown_finds_nothing(self, submission, dossier, boss):
        draft = finding(submission)
        returned_without_showing(submission)

        assert boss.post(firm_url(dossier, "answer_finding", draft.pk), says()).status_code == 404
        with scope(organisation=dossier.organisation), pytest.raises(FindingNotShownError):
            answer_finding(finding=draft, user=None, **says())

    @pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.WORKS_COUNCIL])
    def test_is_for_who_runs_the_firm(self, shown, dossier, browser_of, role):
        answer = browser_of(role).post(firm_url(dossier, "answer_finding", shown.pk), says())

        assert answer.status_code == 403
        assert messages_of(shown) == []

    def test_is_not_for_the_adviser_nor_for_another_firm(self, shown, dossier, adviser_browser, client):
        address = firm_url(dossier, "answer_finding", shown.pk)

        assert adviser_browser.post(address, says()).status_code == 403
        assert browser_for(adviser_of()).post(address, says()).status_code == 404
        assert client.post(address, says()).status_code == 302

    def test_is_never_changed(self, shown, dossier, boss):
        boss.post(firm_url(dossier, "answer_finding", shown.pk), says())

        with scope(organisation=dossier.organisation), pytest.raises(IntegrityError):
            FindingMessage.objects.update(text="Anders.")


class TestTheAdviserAnswersBack:
    def test_and_it_is_the_turn_of_the_firm_again(self, shown, submission, dossier, boss, adviser_browser):
        boss.post(firm_url(dossier, "answer_finding", shown.pk), says("Eerst dit."))
        adviser_browser.post(url(submission, "reply_finding", shown.pk), says("Dan dat."))
        boss.post(firm_url(dossier, "answer_finding", shown.pk), says("En dan dit."))
        answer = adviser_browser.post(url(submission, "reply_finding", shown.pk), says("Goed."))

        assert answer.url == url(submission, "finding", shown.pk)
        assert [(m.text, m.is_adviser) for m in messages_of(shown)] == [
            ("Eerst dit.", False),
            ("Dan dat.", True),
            ("En dan dit.", False),
            ("Goed.", True),
        ]
        assert one(shown).state == "open"
        for page in (boss.get(firm_url(dossier)), adviser_browser.get(url(submission, "finding", shown.pk))):
            words = [text_of(page).index(text) for text in ("Eerst dit.", "Dan dat.", "En dan dit.", "Goed.")]
            assert words == sorted(words)

    def test_once_by_a_double_click(self, shown, submission, adviser_browser):
        sent = says()
        for _click in range(2):
            adviser_browser.post(url(submission, "reply_finding", shown.pk), sent)

        assert len(messages_of(shown)) == 1

    def test_with_words(self, shown, submission, adviser_browser):
        answer = adviser_browser.post(url(submission, "reply_finding", shown.pk), says(""))

        assert answer.status_code == 422
        assert "Write your answer first." in text_of(answer)

    def test_not_to_a_draft(self, submission, adviser_browser):
        draft = finding(submission)

        answer = adviser_browser.post(url(submission, "reply_finding", draft.pk), says())

        assert answer.status_code == 409
        assert "The firm does not see this finding yet." in text_of(answer)

    def test_not_in_a_round_that_ended(self, shown, submission, adviser_browser):
        withdrawn(submission)

        answer = adviser_browser.post(url(submission, "reply_finding", shown.pk), says("Nog iets."))
        page = text_of(adviser_browser.get(url(submission, "finding", shown.pk)))

        assert answer.status_code == 409
        assert "Nog iets." in text_of(answer)
        assert messages_of(shown) == []
        assert "You can only read here" in page
        assert "Close this finding" not in page

    def test_in_a_later_round_too(self, shown, submission, dossier, practice, adviser_browser):
        withdrawn(submission)
        again = submitted(dossier, practice)

        adviser_browser.post(url(again, "reply_finding", shown.pk), says())

        assert len(messages_of(shown)) == 1


class TestClosing:
    def test_closes_and_opens_again(self, shown, submission, adviser_browser):
        adviser_browser.post(url(submission, "close_finding", shown.pk))
        first = one(shown)
        adviser_browser.post(url(submission, "close_finding", shown.pk))

        assert first.state == "closed"
        assert one(shown).closed_at == first.closed_at is not None
        page = text_of(adviser_browser.get(url(submission, "finding", shown.pk)))
        assert "Open it again" in page
        assert "Send this answer" not in page

        adviser_browser.post(url(submission, "reopen_finding", shown.pk))
        adviser_browser.post(url(submission, "reopen_finding", shown.pk))
        assert (one(shown).state, one(shown).closed_at) == ("open", None)

    def test_a_draft_is_refused(self, submission, adviser_browser):
        draft = finding(submission)

        for name in ("close_finding", "reopen_finding"):
            answer = adviser_browser.post(url(submission, name, draft.pk), follow=True)
            assert "The firm does not see this finding yet." in text_of(answer)
        assert one(draft).state == "open"

    def test_after_the_round_ended_is_refused(self, submission, adviser_browser):
        seen = finding(submission, shown_at=timezone.now())
        concluded(submission)

        answer = adviser_browser.post(url(submission, "close_finding", seen.pk), follow=True)

        assert "This round has moved on meanwhile." in text_of(answer)
        assert one(seen).state == "open"


class TestThePageOfTheFirm:
    def test_shows_what_was_shown_and_nothing_else(self, submission, dossier, boss):
        finding(submission, observation="Dit ziet u.", shown_at=timezone.now())
        finding(submission, observation="Dit nog niet.")
        page = text_of(boss.get(firm_url(dossier)))

        assert "Dit ziet u." in page
        assert "Dit nog niet." not in page

    def test_teaches_when_there_is_nothing(self, submission, dossier, boss):
        finding(submission)

        assert "There are no findings yet" in text_of(boss.get(firm_url(dossier)))

    def test_goes_by_criterion_with_what_is_open_first_and_must_before_remark(
        self, submission, dossier, boss
    ):
        at = timezone.now()
        for criterion, weight, state in [
            ("reliable", "must", "open"),
            ("complete", "must", "closed"),
            ("complete", "remark", "open"),
            ("complete", "must", "open"),
            ("complete", "must", "answered"),
        ]:
            closed = {"closed_at": at} if state == "closed" else {}
            finding(submission, criterion=criterion, weight=weight, state=state, shown_at=at, **closed)
        page = text_of(boss.get(firm_url(dossier)))

        assert re.findall(r'<h2 id="c-(\w+)"', page) == ["complete", "reliable"]
        assert re.findall(r'<li id="f-(\d)"', page) == ["4", "3", "5", "2", "1"]

    def test_keeps_both_priorities_in_sight_and_leads_to_the_risk(self, submission, dossier, boss):
        finding(submission, factor_code=RISK, proposed_priority="high")
        returned(submission)
        page = text_of(boss.get(firm_url(dossier)))
        o, d = dossier.organisation_id, dossier.pk

        assert "You gave, in version 1" in page
        assert "The adviser would give" in page
        assert "priority-high" in page
        assert f'href="/b/{o}/rie/{d}/risicos/{RISK}/prioriteit/"' in page
        assert f'href="/b/{o}/rie/{d}/plan/risico/{RISK}/"' in page

    def test_leads_to_the_action_as_long_as_it_is_there(self, submission, dossier, boss, action):
        finding(submission, action_id=action.pk, shown_at=timezone.now())
        before = text_of(boss.get(firm_url(dossier)))
        with scope(organisation=dossier.organisation):
            type(action).objects.filter(pk=action.pk).delete()
        after = text_of(boss.get(firm_url(dossier)))

        assert f"/plan/actie/{action.pk}/" in before
        assert f"/plan/actie/{action.pk}/" not in after
        assert "Maak huisregels" in after
        assert "(this action is gone)" in after

    def test_shows_words_as_words(self, submission, dossier, boss):
        seen = finding(submission, observation="<i>scheef</i>", shown_at=timezone.now())
        boss.post(firm_url(dossier, "answer_finding", seen.pk), says("<b>vet</b>"))
        page = boss.get(firm_url(dossier)).content

        assert b"<i>scheef" not in page
        assert b"<b>vet" not in page

    def test_is_for_the_works_council_to_read(self, shown, dossier, browser_of):
        page = text_of(browser_of(Role.WORKS_COUNCIL).get(firm_url(dossier)))

        assert "De avondploeg ontbreekt." in page
        assert "Save this answer" not in page

    def test_is_not_for_a_contributor(self, shown, dossier, browser_of):
        assert browser_of(Role.CONTRIBUTOR).get(firm_url(dossier)).status_code == 403

    def test_leads_the_adviser_to_her_round(self, shown, submission, dossier, adviser_browser):
        assert adviser_browser.get(firm_url(dossier)).url == url(submission, "round")

    def test_hides_nothing_of_a_practice_that_only_reads_along(self, shown, dossier, other_practice):
        share(dossier, other_practice)

        assert browser_for(adviser_of(other_practice)).get(firm_url(dossier)).status_code == 404


@pytest.mark.parametrize("who", ["firm", "adviser"])
def test_it_costs_the_same_however_many_there_are(
    who, submission, dossier, boss, adviser_browser, adviser, queries
):
    returned(submission)
    browser, counts = (boss if who == "firm" else adviser_browser), {}
    for size in (1, 3, 30):
        made = [finding(submission, shown_at=timezone.now(), factor_code=RISK) for _number in range(size)]
        with scope(organisation=dossier.organisation):
            for one_of_them in made:
                for _message in range(3):
                    answer_finding(finding=one_of_them, user=adviser, **says())
        address = firm_url(dossier) if who == "firm" else url(submission, "finding", made[0].pk)
        browser.get(address)
        with queries() as captured:
            assert browser.get(address).status_code == 200
        counts[size] = len(captured.statements)

    assert len(set(counts.values())) == 1, counts
    assert counts[1] <= 12, captured.statements


def returned_without_showing(submission):
    with scope(organisation=submission.organisation):
        take_turn(
            submission=submission,
            verb=Verb.RETURN,
            user=None,
            return_comment="Kijk.",
            returned_at=timezone.now(),
        )
