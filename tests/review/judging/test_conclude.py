"""Concluding a round: what it asks, what it leaves, and that it is final."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django_scopes import scope

from apps.review.domain.errors import TurnRefusedError
from apps.review.domain.judging import conclude
from apps.review.models import Finding, ReviewRecord, Submission, SubmissionEvent
from tests.review.conftest import adviser_of, browser_for
from tests.review.judging.answering import JUDGEMENT, at, fresh, rows, seen_on, send
from tests.review.rounds import concluded, finding, returned, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


class TestPage:
    def test_it_says_first_what_is_still_open(self, submission, adviser_browser):
        finding(submission)
        page = adviser_browser.get(at(submission, "conclude")).content.decode()
        for sentence in (
            "1 finding that must be solved is not closed.",
            "14 points of the checklist have no answer.",
            "No visit is written down.",
            "this version is locked and nothing can be changed",
        ):
            assert sentence in page

    def test_what_is_done_is_no_longer_open(self, submission, adviser_browser):
        send(adviser_browser, at(submission, "checklist"), bhv="no", pago_note="Nog navragen.")
        seen = {"visited_on": "2026-01-05", "spoken_with": "Chef", "seen": "Rust."}
        send(adviser_browser, at(submission, "visit"), **seen)
        page = adviser_browser.get(at(submission, "conclude")).content.decode()
        assert "13 points of the checklist have no answer." in page
        assert "No visit is written down." not in page

    def test_it_never_speaks_of_approval(self, submission, adviser_browser, settings):
        settings.LANGUAGE_CODE = "nl"
        page = adviser_browser.get(at(submission, "conclude")).content.decode().lower()
        assert "goedgekeurd" not in page

    def test_her_account_name_stands_there_the_first_time(self, submission, adviser_browser, adviser):
        assert f'value="{adviser.name}"' in adviser_browser.get(at(submission, "conclude")).content.decode()

    def test_her_last_certificate_stands_there_the_next_time(
        self, submission, adviser_browser, dossier, practice
    ):
        send(adviser_browser, at(submission, "conclude"), **JUDGEMENT)
        page = adviser_browser.get(at(submitted(dossier, practice), "conclude")).content.decode()
        assert 'value="HVK-77"' in page
        assert 'value="A. de Vries"' in page

    @pytest.mark.parametrize("number", [1, 3, 30])
    @pytest.mark.parametrize("page", ["conclude", "return", "visit", "checklist", "agree"])
    def test_its_queries_do_not_grow(self, submission, adviser_browser, queries, number, page):
        for _time in range(number):
            finding(submission)
        adviser_browser.get(at(submission, page))
        with queries() as captured:
            adviser_browser.get(at(submission, page))
        assert len(captured.statements) <= MOST[page]


MOST = {"conclude": 12, "return": 12, "visit": 12, "checklist": 12, "agree": 12}


class TestDraft:
    def test_a_draft_stays_without_a_judgement(self, submission, adviser_browser):
        send(adviser_browser, at(submission, "conclude"), **{**JUDGEMENT, "draft": "1"})
        after = fresh(submission)
        assert (after.state, after.outcome, after.advice) == ("submitted", "", JUDGEMENT["advice"])
        assert not rows(SubmissionEvent, submission, verb="conclude")

    def test_two_advisers_see_both_texts(self, submission, adviser_browser, practice):
        address, colleague = at(submission, "conclude"), browser_for(adviser_of(practice))
        drawn = seen_on(colleague, address)
        send(adviser_browser, address, advice="Advies van de een.", draft="1")
        answer = colleague.post(address, {**drawn, **JUDGEMENT, "advice": "Advies van de ander."})
        assert answer.status_code == 409
        assert "Advies van de een." in answer.content.decode()
        assert "Advies van de ander." in answer.content.decode()
        assert (fresh(submission).state, fresh(submission).advice) == ("submitted", "Advies van de een.")


class TestRefusals:
    @pytest.mark.parametrize("name", JUDGEMENT)
    def test_everything_is_needed_and_what_was_typed_stays(self, submission, adviser_browser, name):
        answer = send(adviser_browser, at(submission, "conclude"), **{**JUDGEMENT, name: ""})
        assert answer.status_code == 422
        if name != "advice":
            assert JUDGEMENT["advice"] in answer.content.decode()
        assert (fresh(submission).state, fresh(submission).advice) == ("submitted", "")

    def test_it_does_not_suffice_while_a_must_is_open(self, submission, adviser_browser):
        made = finding(submission, shown_at=timezone.now())
        sent = {**JUDGEMENT, "outcome": "suffices"}
        answer = send(adviser_browser, at(submission, "conclude"), **sent)
        assert answer.status_code == 422
        assert "are not closed" in answer.content.decode()
        with scope(organisation=submission.organisation):
            Finding.objects.filter(pk=made.pk).update(state="closed", closed_at=timezone.now())
        assert send(adviser_browser, at(submission, "conclude"), **sent).status_code == 302

    def test_another_weight_does_not_stand_in_the_way(self, submission, adviser_browser):
        finding(submission, weight="should")
        sent = {**JUDGEMENT, "outcome": "suffices"}
        assert send(adviser_browser, at(submission, "conclude"), **sent).status_code == 302

    @pytest.mark.parametrize("certificate", ["hvk", "ah", "doctor"])
    def test_a_scopetoets_is_for_the_expert_of_that_scope(self, submission, adviser_browser, certificate):
        sent = {**JUDGEMENT, "scope": "a_and_o", "certificate_type": certificate}
        answer = send(adviser_browser, at(submission, "conclude"), **sent)
        assert answer.status_code == 422
        assert "A scopetoets A&amp;O is for" in answer.content.decode()
        sent["certificate_type"] = "a_and_o"
        assert send(adviser_browser, at(submission, "conclude"), **sent).status_code == 302

    def test_the_verb_refuses_what_the_form_refuses(self, submission, adviser, in_scope):
        with pytest.raises(ValidationError) as refused:
            conclude(submission=submission, user=adviser, **{**JUDGEMENT, "scope": "all", "advice": " "})
        assert set(refused.value.message_dict) == {"scope", "advice"}

    def test_a_round_that_is_back_with_the_firm_is_not_concluded(self, submission, adviser, in_scope):
        returned(submission)
        with pytest.raises(TurnRefusedError):
            conclude(submission=submission, user=adviser, **JUDGEMENT)


class TestConcluded:
    def test_the_firm_sees_everything_and_the_practice_keeps_a_record(
        self, submission, adviser_browser, adviser, practice, dossier
    ):
        finding(submission)
        send(adviser_browser, at(submission, "conclude"), **JUDGEMENT)
        after = fresh(submission)
        assert {name: getattr(after, name) for name in JUDGEMENT} == JUDGEMENT
        assert (after.state, after.adviser_id) == ("concluded", adviser.pk)
        (shown,) = rows(Finding, submission)
        assert shown.shown_at is not None
        record = ReviewRecord.objects.get()
        assert re.fullmatch(r"WB-[2-9A-Z]{4}-[2-9A-Z]{4}", record.reference)
        assert not set(record.reference[3:]) & set("01OIL")
        kept = (record.practice, record.submission_id, record.firm, record.year, record.concluded_at)
        assert kept == (practice, after.pk, "Bloemenwinkel De Linde", dossier.year, after.ended_at)
        assert (record.version_number, record.version_sha256) == (1, submission.version.sha256)
        assert (record.outcome, record.certificate_number) == ("after_changes", "HVK-77")

    def test_a_second_click_does_no_harm_and_keeps_the_text(self, submission, adviser_browser):
        drawn = seen_on(adviser_browser, at(submission, "conclude"))
        first = adviser_browser.post(at(submission, "conclude"), {**drawn, **JUDGEMENT})
        second = adviser_browser.post(
            at(submission, "conclude"), {**drawn, **JUDGEMENT, "advice": "Ander advies."}
        )
        assert (first.status_code, second.status_code) == (302, 409)
        assert "moved on" in second.content.decode()
        assert "Ander advies." in second.content.decode()
        assert fresh(submission).advice == JUDGEMENT["advice"]
        assert ReviewRecord.objects.count() == 1

    def test_the_page_then_says_that_it_is_locked(self, submission, adviser_browser):
        concluded(submission)
        assert "It is locked" in adviser_browser.get(at(submission, "conclude")).content.decode()

    def test_neither_a_verb_nor_the_database_changes_it(self, submission, adviser, in_scope):
        conclude(submission=submission, user=adviser, **JUDGEMENT)
        with pytest.raises(TurnRefusedError):
            conclude(submission=submission, user=adviser, **{**JUDGEMENT, "outcome": "suffices"})
        for change in ({"advice": "Anders"}, {"outcome": "suffices"}, {"state": "submitted"}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Submission.objects.filter(pk=submission.pk).update(**change)
