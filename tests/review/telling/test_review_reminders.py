"""Reminders about the days of a review: who hears what when, each once, and who does not want them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django_scopes import scope

from apps.organisations import schedule
from apps.organisations.domain.muting import mute
from apps.organisations.letters import mutable_kinds
from apps.review import reminders
from apps.review.domain.freezing import freeze
from apps.review.domain.sharing import withdraw_share
from apps.review.domain.turns import first_turn
from apps.review.models import AdviserInvitation, DossierShare, Submission
from apps.review.reminders import KINDS, ReviewRemindersLeftError, send_review_reminders
from tests.review.rounds import returned, submitted
from tests.review.telling.hearing import forget, heard, letters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("firm", "advisers", "other_firm")]
TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)


def remind(day: date = TODAY, *, dry_run: bool = False) -> list[str]:
    now = datetime.combine(day, time(9), tzinfo=ZoneInfo("Europe/Amsterdam"))
    return send_review_reminders(now=now, dry_run=dry_run)


def waiting(dossier, practice, *, agreed_on=None, expected_on=None, adviser=None):
    """With the adviser until ``agreed_on``, or back at the firm until ``expected_on``."""
    made = submitted(dossier, practice, agreed_on=agreed_on, adviser=adviser)
    if expected_on:
        returned(made)
        with scope(organisation=dossier.organisation):
            Submission.objects.filter(pk=made.pk).update(expected_on=expected_on)
    forget()
    return made


def invited(dossier, firm, *, at: date, works_for: int = 14) -> AdviserInvitation:
    sent = datetime.combine(at, time(8), tzinfo=UTC)
    with scope(organisation=dossier.organisation):
        of_firm = {"organisation": dossier.organisation}
        round_ = Submission(
            **of_firm,
            dossier=dossier,
            version=freeze(dossier=dossier, user=firm["Eva"]),
            invited_email="nieuw@praktijk.example",
            number=1,
            submitted_by=firm["Eva"],
        )
        first_turn(submission=round_, user=firm["Eva"])
        made = AdviserInvitation.objects.create(
            **of_firm,
            submission=round_,
            email="nieuw@praktijk.example",
            token_hash="0" * 64,
            expires_at=sent + works_for * DAY,
        )
        AdviserInvitation.objects.filter(pk=made.pk).update(invited_at=sent)
    return made


def test_the_job_of_the_day_is_registered_and_its_letters_can_be_stopped():
    assert schedule.jobs()["review_reminders"] is send_review_reminders
    assert schedule.from_hour("review_reminders") == 7
    assert {kind for kind in mutable_kinds() if kind.startswith("review_")} == set(KINDS)


@pytest.mark.parametrize(
    ("days", "said"), [(4, ""), (3, "by"), (0, "by"), (-1, "late"), (-14, "late"), (-15, "")]
)
class TestTheDays:
    def test_of_the_answer_of_the_adviser(self, dossier, practice, days, said):
        waiting(dossier, practice, agreed_on=TODAY + days * DAY)

        remind()

        assert heard() == ({"review_agreed_due": ["Anna", "Bea"]} if said else {})
        assert all(said in letter.subject for letter in letters())

    def test_of_the_answer_of_the_firm(self, dossier, practice, days, said):
        waiting(dossier, practice, expected_on=TODAY + days * DAY)

        remind()

        assert heard() == ({"review_expected_due": ["Eva", "Hanna"]} if said else {})
        assert all(said in letter.subject for letter in letters())


@pytest.mark.parametrize(("days", "gets"), [(6, 0), (7, 1), (21, 1), (22, 0)])
def test_an_employer_hears_a_week_after_an_invitation(dossier, firm, days, gets):
    invited(dossier, firm, at=TODAY - days * DAY)

    remind()

    assert heard() == ({"review_invitation_waiting": ["Eva"]} if gets else {})


def test_the_letter_about_an_invitation_says_until_when_it_works(dossier, firm):
    invited(dossier, firm, at=TODAY - 8 * DAY, works_for=7)

    remind()

    assert "17 November 2026" in letters()[0].text
    assert "does not work any more" in letters()[0].text


def test_an_invitation_that_was_taken_up_is_done(dossier, firm):
    made = invited(dossier, firm, at=TODAY - 8 * DAY)
    with scope(organisation=dossier.organisation):
        AdviserInvitation.objects.filter(pk=made.pk).update(accepted_at=timezone.now())

    assert remind() == ["letters: 0"]


def test_the_adviser_it_was_given_to_hears_alone(dossier, practice, advisers):
    waiting(dossier, practice, agreed_on=TODAY, adviser=advisers["Bea"])

    remind()

    assert heard() == {"review_agreed_due": ["Bea"]}


def test_it_leaves_once_before_and_once_after_and_again_for_another_day(dossier, practice, advisers):
    made = waiting(dossier, practice, agreed_on=TODAY, adviser=advisers["Bea"])
    for day in (TODAY - 2 * DAY, TODAY, TODAY, TODAY + DAY, TODAY + 2 * DAY):
        remind(day)
    assert heard() == {"review_agreed_due": ["Bea", "Bea"]}

    with scope(organisation=dossier.organisation):
        Submission.objects.filter(pk=made.pk).update(agreed_on=TODAY + 4 * DAY)
    remind(TODAY + 2 * DAY)

    assert heard() == {"review_agreed_due": ["Bea"] * 3}


def test_a_dry_run_says_what_would_happen(dossier, practice):
    waiting(dossier, practice, agreed_on=TODAY)

    assert remind(dry_run=True) == ["review_agreed_due: 2"]
    assert letters() == []
    assert remind() == ["review_agreed_due: 2"]
    assert remind(dry_run=True) == ["letters: 0"]


def test_nothing_comes_of_a_round_that_ended_or_is_no_longer_shared(dossier, practice):
    waiting(dossier, practice, agreed_on=TODAY)
    with scope(organisation=dossier.organisation):
        withdraw_share(share=DossierShare.objects.get())

    assert remind() == ["letters: 0"]


def test_who_does_not_want_them_gets_none(dossier, practice):
    waiting(dossier, practice, agreed_on=TODAY)
    mute(email="anna@mail.example", kind="review_agreed_due")

    remind()

    assert heard() == {"review_agreed_due": ["Bea"]}
    letter = letters()[0]
    for text in (letter.text, letter.html):
        assert "/post/stop/" in text
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_firm_that_fails_does_not_keep_the_others_and_is_made_up_for(
    dossier, other_firm, practice, monkeypatch
):
    waiting(dossier, practice, agreed_on=TODAY)
    waiting(other_firm, practice, agreed_on=TODAY)
    real = reminders.remind_firm

    def broken(*, organisation, **options):
        if organisation == dossier.organisation:
            raise RuntimeError("Geheim")
        return real(organisation=organisation, **options)

    monkeypatch.setattr(reminders, "remind_firm", broken)
    with pytest.raises(ReviewRemindersLeftError, match="1 of 2"):
        remind()
    assert len(letters()) == 2

    monkeypatch.setattr(reminders, "remind_firm", real)
    remind()
    assert len(letters()) == 4
