"""Agreeing on a day, and giving the round back to the firm."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_scopes import scope

from apps.review.domain.errors import TurnRefusedError
from apps.review.domain.judging import return_submission
from apps.review.models import Finding, SubmissionEvent
from tests.review.conftest import adviser_of, browser_for
from tests.review.judging.answering import at, fresh, rows, seen_on, send
from tests.review.rounds import concluded, finding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def day(number: int) -> str:
    return (timezone.localdate() + timedelta(days=number)).isoformat()


class TestAgree:
    def test_the_day_is_kept_and_the_turn_says_it(self, submission, adviser_browser):
        assert send(adviser_browser, at(submission, "agree"), agreed_on=day(7)).status_code == 302
        assert fresh(submission).agreed_on.isoformat() == day(7)
        (event,) = rows(SubmissionEvent, submission, verb="agree")
        assert event.note == day(7)

    def test_the_same_day_again_tells_nobody(self, submission, adviser_browser):
        for _time in range(2):
            send(adviser_browser, at(submission, "agree"), agreed_on=day(7))
        assert len(rows(SubmissionEvent, submission, verb="agree")) == 1

    @pytest.mark.parametrize("typed", ["", "morgen", day(-1)])
    def test_it_is_a_day_to_come(self, submission, adviser_browser, typed):
        assert send(adviser_browser, at(submission, "agree"), agreed_on=typed).status_code == 422
        assert fresh(submission).agreed_on is None

    def test_two_advisers_see_both_days(self, submission, adviser_browser, practice):
        colleague = browser_for(adviser_of(practice))
        drawn = seen_on(colleague, at(submission, "agree"))
        send(adviser_browser, at(submission, "agree"), agreed_on=day(7))
        answer = colleague.post(at(submission, "agree"), {**drawn, "agreed_on": day(9)})
        assert answer.status_code == 409
        assert fresh(submission).agreed_on.isoformat() == day(7)

    def test_there_is_nothing_to_agree_on_after_the_end(self, submission, adviser_browser):
        drawn = seen_on(adviser_browser, at(submission, "agree"))
        concluded(submission)
        answer = adviser_browser.post(at(submission, "agree"), {**drawn, "agreed_on": day(7)})
        assert answer.status_code == 409
        assert "has ended" in adviser_browser.get(at(submission, "agree")).content.decode()


class TestReturn:
    def test_the_page_shows_which_findings_the_firm_will_see(self, submission, adviser_browser):
        finding(submission)
        finding(submission, observation="Al getoond.", shown_at=timezone.now())
        page = adviser_browser.get(at(submission, "return")).content.decode()
        assert "De avondploeg ontbreekt." in page
        assert "Al getoond." not in page

    def test_the_firm_gets_the_comment_and_the_findings(self, submission, adviser_browser, adviser):
        finding(submission)
        send(adviser_browser, at(submission, "return"), return_comment="Vul aan.", expected_on=day(14))
        after = fresh(submission)
        assert (after.state, after.return_comment) == ("returned", "Vul aan.")
        assert after.expected_on.isoformat() == day(14)
        assert after.adviser_id == adviser.pk
        assert after.returned_at
        (shown,) = rows(Finding, submission)
        assert shown.shown_at == after.returned_at

    def test_who_is_assigned_stays(self, submission, adviser_browser, practice):
        colleague = adviser_of(practice)
        with scope(organisation=submission.organisation):
            type(submission).objects.filter(pk=submission.pk).update(adviser=colleague)
        send(adviser_browser, at(submission, "return"), return_comment="Vul aan.")
        assert fresh(submission).adviser_id == colleague.pk

    @pytest.mark.parametrize("comment", ["", "   ", "x" * 4001])
    def test_a_comment_is_needed_and_fits(self, submission, adviser_browser, comment):
        answer = send(adviser_browser, at(submission, "return"), return_comment=comment)
        assert answer.status_code == 422
        assert fresh(submission).state == "submitted"

    def test_the_day_of_the_answer_is_not_over_and_the_comment_stays(self, submission, adviser_browser):
        answer = send(
            adviser_browser, at(submission, "return"), return_comment="Vul aan.", expected_on=day(-1)
        )
        assert answer.status_code == 422
        assert "Vul aan." in answer.content.decode()

    def test_the_verb_refuses_an_empty_comment(self, submission, adviser, in_scope):
        with pytest.raises(ValidationError):
            return_submission(submission=submission, comment=" ", expected_on=None, user=adviser)

    def test_a_second_click_does_no_harm_and_keeps_the_text(self, submission, adviser_browser):
        drawn = seen_on(adviser_browser, at(submission, "return"))
        first = adviser_browser.post(at(submission, "return"), {**drawn, "return_comment": "Vul aan."})
        second = adviser_browser.post(at(submission, "return"), {**drawn, "return_comment": "Iets anders."})
        page = second.content.decode()
        assert (first.status_code, second.status_code) == (302, 409)
        assert "moved on" in page
        assert "Iets anders." in page
        assert fresh(submission).return_comment == "Vul aan."
        assert len(rows(SubmissionEvent, submission, verb="return")) == 1

    def test_the_verb_refuses_a_second_time_and_shows_nothing(self, submission, adviser, in_scope):
        return_submission(submission=submission, comment="Vul aan.", expected_on=None, user=adviser)
        finding(submission)
        with pytest.raises(TurnRefusedError):
            return_submission(submission=submission, comment="Nog eens.", expected_on=None, user=adviser)
        assert Finding.objects.get().shown_at is None
