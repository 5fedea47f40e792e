"""Every turn tells exactly whom it concerns, once, and nothing of the RI&E."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from apps.organisations.domain.notices import read_all
from apps.organisations.models import Practice
from apps.organisations.notices import in_words, notices
from apps.review.domain.findings import answer_finding
from apps.review.domain.turns import Verb, first_turn, take_turn
from apps.review.models import FindingMessage, Submission
from apps.review.telling import tell_message, tell_turn
from tests.review.conftest import adviser_of
from tests.review.rounds import concluded, finding, returned, submitted
from tests.review.telling.hearing import forget, heard, letters, noticed, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("firm", "advisers", "other_firm")]
SECRETS = ("De avondploeg ontbreekt.", "Vul de oorzaken aan.", "Pak de werkdruk in de avond aan.", "Geheim")


def turn(round_, verb, *, by=None, **changes):
    with scope(organisation=round_.organisation):
        return take_turn(submission=round_, verb=verb, user=by, **changes)


@pytest.fixture
def round_(dossier, practice, firm):
    made = submitted(dossier, practice, by=firm["Eva"], note="Geheim")
    forget()
    return made


class TestSubmitting:
    def test_all_of_the_practice_hear(self, dossier, practice, firm):
        submitted(dossier, practice, by=firm["Eva"])

        assert heard() == noticed() == {"review_submit": ["Anna", "Bea"]}

    def test_only_the_adviser_it_is_given_to(self, dossier, practice, firm, advisers):
        submitted(dossier, practice, by=firm["Eva"], adviser=advisers["Bea"])

        assert heard() == noticed() == {"review_submit": ["Bea"]}

    def test_a_newer_version_says_so(self, round_, dossier, practice, firm):
        turn(round_, Verb.SUPERSEDE, by=firm["Eva"])
        assert heard() == {}
        submitted(dossier, practice, by=firm["Eva"])

        assert heard() == noticed() == {"review_submit_again": ["Anna", "Bea"]}
        assert "new version" in letters()[0].subject

    def test_a_newer_version_for_another_practice_ends_the_work_of_the_first(
        self, round_, dossier, other_practice, firm
    ):
        turn(round_, Verb.SUPERSEDE, by=firm["Eva"])
        submitted(dossier, other_practice, by=firm["Eva"])

        assert heard() == noticed() == {"review_submit": ["Other"], "review_withdraw": ["Anna", "Bea"]}
        assert "Arbodienst De Brug need not review it" in letters("review_withdraw")[0].text

    def test_an_adviser_who_was_invited_is_nobody_here_yet(self, round_, dossier, firm):
        turn(round_, Verb.WITHDRAW, by=firm["Eva"])
        forget()
        with scope(organisation=dossier.organisation):
            first_turn(
                submission=Submission(
                    organisation=dossier.organisation,
                    dossier=dossier,
                    version=round_.version,
                    invited_email="nieuw@praktijk.example",
                    number=2,
                    submitted_by=firm["Eva"],
                ),
                user=firm["Eva"],
            )

        assert heard() == noticed() == {}

    def test_an_adviser_who_left_the_practice_does_not_hear(self, dossier, practice, firm):
        submitted(dossier, practice, by=firm["Eva"], adviser=person("Left"))

        assert heard() == {"review_submit": ["Anna", "Bea"]}


TURNS = [
    (Verb.RELEASE, {"adviser": None}, {"review_release": ["Anna", "Bea"]}),
    (Verb.AGREE, {"agreed_on": date(2026, 12, 4)}, {"review_agree": ["Eva", "Hanna"]}),
    (Verb.AGREE, {"agreed_on": None}, {}),
    (Verb.ACCEPT_INVITATION, {}, {"review_accept_invitation": ["Eva", "Hanna"]}),
    (Verb.WITHDRAW, {}, {"review_withdraw": ["Anna", "Bea"]}),
    (Verb.CLOSE_PRACTICE, {}, {"review_close_practice": ["Eva", "Hanna"]}),
    (Verb.SUPERSEDE, {}, {}),
]


@pytest.mark.parametrize(("verb", "changes", "people"), TURNS)
def test_a_turn_tells_exactly_whom_it_concerns(round_, verb, changes, people):
    turn(round_, verb, **changes)

    assert heard() == noticed() == people


class TestAssigning:
    def test_the_adviser_hears_and_the_firm_hears_her_name(self, round_, advisers):
        turn(round_, Verb.ASSIGN, by=advisers["Anna"], adviser=advisers["Bea"])

        assert heard() == noticed() == {"review_assign": ["Bea"], "review_adviser": ["Eva", "Hanna"]}
        assert letters("review_adviser")[0].subject.startswith("Bea reviews")
        assert "Anna gave you the review" in letters("review_assign")[0].text

    def test_who_takes_it_herself_is_not_told(self, round_, advisers):
        turn(round_, Verb.ASSIGN, by=advisers["Bea"], adviser=advisers["Bea"])

        assert heard() == noticed() == {"review_adviser": ["Eva", "Hanna"]}


class TestReleasing:
    def test_who_leaves_is_not_told(self, round_, advisers):
        turn(round_, Verb.RELEASE, by=advisers["Anna"], adviser=None)

        assert heard() == noticed() == {"review_release": ["Bea"]}


class TestReturning:
    def test_firm_and_works_council_hear_how_many_findings(self, round_, advisers):
        finding(round_)
        finding(round_)

        returned(round_, by=advisers["Anna"])

        assert heard() == noticed() == {"review_return": ["Eva", "Hanna", "Olga"]}
        council, runner = letters()[2], letters()[0]
        assert (council.to, runner.to) == ("olga@mail.example", "eva@mail.example")
        assert "with 2 findings" in runner.text
        assert "answer, change what is needed" in runner.text
        assert "You can read along" in council.text
        assert "works council of" in council.text

    def test_without_findings_there_is_a_comment(self, round_, advisers):
        returned(round_, by=advisers["Anna"])

        assert "back with a comment" in letters()[0].text


class TestAnswering:
    def test_many_answers_are_one_letter_an_hour_and_one_unread_message(self, round_, firm, advisers):
        returned(round_, by=advisers["Anna"])
        forget()
        start = timezone.now()
        for minutes in (0, 5, 55):
            with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
                turn(round_, Verb.ANSWER, by=firm["Eva"])
        assert heard() == noticed() == {"review_answer": ["Anna", "Bea"]}

        with time_machine.travel(start + timedelta(minutes=61), tick=False):
            read_all(user=advisers["Bea"], until=timezone.now())
            turn(round_, Verb.ANSWER, by=firm["Eva"])

        assert heard() == {"review_answer": ["Anna", "Anna", "Bea", "Bea"]}
        assert noticed() == {"review_answer": ["Anna", "Bea", "Bea"]}

    def test_only_the_adviser_it_was_given_to(self, round_, firm, advisers):
        turn(round_, Verb.ASSIGN, adviser=advisers["Bea"])
        returned(round_)
        forget()
        turn(round_, Verb.ANSWER, by=firm["Hanna"])

        assert heard() == noticed() == {"review_answer": ["Bea"]}


class TestConcluding:
    def test_firm_and_works_council_hear_and_the_outcome_is_not_in_it(self, round_, advisers):
        concluded(round_, by=advisers["Anna"])

        assert heard() == noticed() == {"review_conclude": ["Eva", "Hanna", "Olga"]}
        assert "Suffices" not in letters()[0].text

    def test_who_submitted_hears_in_her_other_role_too(self, dossier, practice, firm):
        made = submitted(dossier, practice, by=firm["Carla"])
        forget()
        concluded(made)

        assert heard()["review_conclude"] == ["Carla", "Eva", "Hanna", "Olga"]
        assert "Ask your employer" in letters()[0].text

    def test_who_submitted_and_left_the_firm_does_not(self, dossier, practice):
        made = submitted(dossier, practice, by=person("Left"))
        forget()
        concluded(made)

        assert heard()["review_conclude"] == ["Eva", "Hanna", "Olga"]


class TestWritingAboutAFinding:
    def write(self, about, *, by=None, is_adviser=True):
        with scope(organisation=about.organisation):
            message = FindingMessage.objects.create(
                organisation=about.organisation, finding=about, text="Geheim", is_adviser=is_adviser, by=by
            )
            tell_message(message=message)

    def test_the_firm_hears_once_an_hour(self, round_, advisers):
        about = finding(round_, shown_at=timezone.now())
        self.write(about, by=advisers["Anna"])
        self.write(about, by=advisers["Anna"])

        assert heard() == noticed() == {"review_message": ["Eva", "Hanna"]}

    def test_nobody_hears_of_a_draft_or_of_a_round_that_ended(self, round_, advisers):
        self.write(finding(round_), by=advisers["Anna"])
        about = finding(round_, shown_at=timezone.now())
        concluded(round_)
        forget()
        self.write(about, by=advisers["Anna"])

        assert heard() == noticed() == {}

    def test_the_adviser_hears_what_the_firm_writes_while_the_round_is_hers(self, round_, firm):
        self.write(finding(round_, shown_at=timezone.now()), by=firm["Eva"], is_adviser=False)

        assert heard() == noticed() == {"review_answer": ["Anna", "Bea"]}

    def test_an_answer_in_a_returned_round_is_told_once(self, round_, firm):
        about = finding(round_)
        returned(round_)
        forget()
        with scope(organisation=round_.organisation):
            about.refresh_from_db()
            answer_finding(finding=about, text="Geheim", key=uuid4(), user=firm["Eva"])

        assert heard() == noticed() == {"review_answer": ["Anna", "Bea"]}


def test_a_turn_told_twice_is_told_once(round_, advisers):
    event = turn(round_, Verb.ASSIGN, adviser=advisers["Bea"])
    with scope(organisation=round_.organisation):
        tell_turn(event)

    assert heard() == noticed() == {"review_assign": ["Bea"], "review_adviser": ["Eva", "Hanna"]}


def test_a_turn_of_another_firm_tells_nobody_here(other_firm, practice):
    made = submitted(other_firm, practice)
    forget()
    returned(made)

    assert heard() == noticed() == {"review_return": ["Stranger"]}


def test_no_words_of_the_review_stand_in_any_letter_or_message(round_, dossier, practice, firm, advisers):
    finding(round_)
    turn(round_, Verb.ASSIGN, adviser=advisers["Bea"])
    turn(round_, Verb.AGREE, agreed_on=date(2026, 12, 4))
    returned(round_, by=advisers["Bea"])
    turn(round_, Verb.ANSWER, by=firm["Eva"], note="Geheim")
    turn(round_, Verb.SUPERSEDE, by=firm["Eva"])
    again = submitted(dossier, practice, by=firm["Eva"], note="Geheim")
    concluded(again, by=advisers["Bea"])

    written = [text for letter in letters() for text in (letter.subject, letter.text, letter.html)]
    written += [in_words(notice) + str(notice.context) for notice in notices()]
    assert not [secret for secret in SECRETS for text in written if secret in text]
    assert len({letter.kind for letter in letters()}) == 7


def test_letters_are_plain_text_and_html_with_the_page(round_, firm):
    turn(round_, Verb.WITHDRAW, by=firm["Eva"])

    letter = letters()[0]
    page = reverse("review:queue")
    assert letter.subject == "Bloemenwinkel De Linde took its RI&E 2026 back"
    for text in (letter.text, letter.html):
        assert page in text
        assert "Hello Anna," in text
        assert "because you are an adviser of Arbodienst De Brug" in text
    assert "RI&E" in letter.text
    assert "<html" in letter.html
    assert "&amp;" not in letter.text
    assert {notice.path for notice in notices()} == {page}


def test_the_names_of_a_firm_are_safe_in_the_html(dossier, practice, firm):
    dossier.organisation.name = "<b>Firma</b> & Zn"
    submitted(dossier, practice, by=firm["Eva"])

    assert "&lt;b&gt;Firma&lt;/b&gt; &amp; Zn" in letters()[0].html
    assert "<b>Firma</b> & Zn" in letters()[0].text


def test_telling_costs_the_same_for_each_adviser(dossier, firm, queries):
    counts = []
    for number in (1, 3, 30):
        practice = Practice.objects.create(name=f"Praktijk {number}")
        for _one in range(number):
            adviser_of(practice)
        made = submitted(dossier, practice, by=firm["Eva"])
        with queries() as captured:
            turn(made, Verb.WITHDRAW, by=firm["Eva"])
        counts.append(len(captured.statements))
    one, three, thirty = counts
    assert (three - one) * 27 == (thirty - three) * 2
