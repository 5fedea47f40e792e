"""What is kept no longer than the settings say: each rule by itself, and all of them as a daily job."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import models
from django_scopes import scope, scopes_disabled
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from apps.organisations import schedule
from apps.organisations.domain import retention
from apps.organisations.domain.post import WIPED, letters
from apps.organisations.domain.retention import apply_retention, in_words, rules
from apps.organisations.models import (
    AuditEvent,
    Invitation,
    Letter,
    LetterState,
    Organisation,
    Practice,
    PracticeMembership,
    ScheduledRun,
    SupportGrant,
    User,
)
from apps.rie.domain.dossier import open_dossier
from apps.rie.domain.retention import forget_closed_dossiers
from apps.rie.models import Delegation, Dossier, DossierState
from tests.factories import MembershipFactory, UserFactory
from tests.organisations.posting import post
from tests.organisations.posting import stored as stored_letter
from tests.organisations.whole_firm import files_of, whole_firm, write_admin_log

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEFORE = NOW - timedelta(days=100)
OLD, RECENT = BEFORE - timedelta(seconds=1), BEFORE


def numbers(rule: retention.Rule) -> tuple[int, int, int]:
    """What a dry run counts, what is then removed, and what is left to remove."""
    with scopes_disabled():
        return (
            rule(before=BEFORE, dry_run=True),
            rule(before=BEFORE, dry_run=False),
            rule(before=BEFORE, dry_run=True),
        )


def stored(model: type[models.Model]) -> models.QuerySet:
    return models.QuerySet(model)


def job(**values: object) -> DBTaskResult:
    values = {"task_path": "apps.reports.tasks.make_report", "status": TaskResultStatus.SUCCESSFUL, **values}
    enqueued = values.pop("enqueued_at", OLD)
    row = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, backend_name="default", run_after=OLD, **values
    )
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=enqueued)
    return row


class TestTheRecordOfWhoLooked:
    def test_only_what_is_old_goes(self) -> None:
        firm = whole_firm()
        with scope(organisation=firm.organisation):
            (event,) = AuditEvent.objects.all()
            for at in (OLD, RECENT):
                AuditEvent.objects.create(
                    organisation=firm.organisation,
                    at=at,
                    actor_label="x",
                    as_role="hr",
                    kind="did",
                    action="a",
                )
        stored(AuditEvent).filter(pk=event.pk).update(at=NOW)
        assert numbers(retention.forget_audit) == (1, 1, 0)
        assert {row.at for row in stored(AuditEvent)} == {RECENT, NOW}

    def test_permission_to_look_along_goes_after_its_end(self) -> None:
        whole_firm()
        stored(SupportGrant).update(granted_at=OLD - timedelta(days=1), ends_at=RECENT)
        assert numbers(retention.forget_support) == (0, 0, 0)
        stored(SupportGrant).update(ends_at=OLD)
        assert numbers(retention.forget_support) == (1, 1, 0)

    def test_what_administrators_did_goes_too(self) -> None:
        administrator = UserFactory(is_staff=True)
        write_admin_log(administrator, administrator)
        LogEntry.objects.update(action_time=RECENT)
        assert numbers(retention.forget_admin_log) == (0, 0, 0)
        LogEntry.objects.update(action_time=OLD)
        assert numbers(retention.forget_admin_log) == (1, 1, 0)


class TestInvitations:
    @pytest.mark.parametrize(
        ("moments", "goes"),
        [
            ({"accepted_at": OLD}, 1),
            ({"revoked_at": OLD}, 1),
            ({"expires_at": OLD}, 1),
            ({"accepted_at": RECENT, "expires_at": OLD}, 0),
            ({"revoked_at": RECENT, "expires_at": OLD}, 0),
            ({"expires_at": RECENT}, 0),
        ],
        ids=str,
    )
    def test_each_end_counts(self, moments: dict[str, datetime], goes: int) -> None:
        whole_firm()
        stored(Invitation).update(**moments)
        assert numbers(retention.forget_invitations) == (goes, goes, 0)

    def test_what_somebody_got_with_it_stays_hers(self) -> None:
        firm = whole_firm()
        newcomer = MembershipFactory(organisation=firm.organisation)
        with scope(organisation=firm.organisation):
            Delegation.objects.filter(subtheme="pauzes").update(member=newcomer)
            Invitation.objects.update(accepted_at=OLD, accepted_by=newcomer.user)
        assert numbers(retention.forget_invitations) == (1, 1, 0)
        with scope(organisation=firm.organisation):
            kept = Delegation.objects.get(subtheme="pauzes")
            assert (kept.member, kept.invitation) == (newcomer, None)


class TestJobs:
    def test_other_jobs_go_when_they_ended_long_ago_or_never_began(self) -> None:
        job(finished_at=OLD, status=TaskResultStatus.FAILED)
        job(finished_at=None, status=TaskResultStatus.READY)
        job(finished_at=RECENT)
        job(finished_at=None, status=TaskResultStatus.READY, enqueued_at=RECENT)
        assert numbers(retention.forget_jobs) == (2, 2, 0)
        assert DBTaskResult.objects.count() == 2

    def test_what_daily_jobs_said_goes_too(self) -> None:
        for day in (OLD.date() - timedelta(days=1), BEFORE.date()):
            ScheduledRun.objects.create(job="retention", due_on=day, started_at=NOW)
        assert numbers(retention.forget_runs) == (1, 1, 0)


def test_a_session_that_ended_goes() -> None:
    for key, end in (("a", OLD), ("b", RECENT)):
        Session.objects.create(session_key=key, session_data="", expire_date=end)
    assert numbers(retention.forget_sessions) == (1, 1, 0)


class TestUnconfirmedAccounts:
    def unconfirmed(self, email: str, **values: object) -> User:
        user = UserFactory(email=email, **{"date_joined": OLD, **values})
        EmailAddress.objects.filter(user=user).update(verified=False)
        return user

    def test_an_old_one_that_was_never_confirmed_goes(self) -> None:
        self.unconfirmed("a@example.org")
        assert numbers(retention.forget_unconfirmed_accounts) == (1, 1, 0)

    def test_all_others_stay(self) -> None:
        self.unconfirmed("new@example.org", date_joined=RECENT)
        self.unconfirmed("guest@example.org", is_guest=True)
        self.unconfirmed("staff@example.org", is_staff=True)
        MembershipFactory(user=self.unconfirmed("member@example.org"))
        practice = Practice.objects.create(name="Arbo Zuid")
        PracticeMembership.objects.create(practice=practice, user=self.unconfirmed("adviser@example.org"))
        UserFactory(date_joined=OLD)
        EmailAddress.objects.create(user=UserFactory(date_joined=OLD), email="second@example.org")
        User.objects.create_user("made-by-hand@example.org", date_joined=OLD)
        assert numbers(retention.forget_unconfirmed_accounts) == (0, 0, 0)


class TestLetters:
    def letter(self, organisation: Organisation, **values: object) -> Letter:
        letter = post(organisation, key=f"test:{uuid4()}")
        letters().filter(pk=letter.pk).update(**values)
        return letter

    def test_what_stands_in_one_that_could_not_be_sent_goes_and_the_key_stays(
        self, organisation: Organisation
    ) -> None:
        over = [
            self.letter(organisation, state=LetterState.GIVEN_UP, try_at=OLD),
            self.letter(organisation, state=LetterState.UNDECIDED, claimed_at=OLD),
        ]
        kept = [
            self.letter(organisation, state=LetterState.GIVEN_UP, try_at=RECENT),
            self.letter(organisation, state=LetterState.UNDECIDED, claimed_at=RECENT, try_at=OLD),
            self.letter(organisation, state=LetterState.WAITING, try_at=OLD),
        ]
        assert numbers(retention.forget_letters) == (2, 2, 0)
        assert {(stored_letter(each).to, stored_letter(each).key) for each in over} == {
            ("", each.key) for each in over
        }
        assert {stored_letter(each).to for each in kept} == {"bea@example.org"}

    def test_that_one_was_sent_goes_later(self, organisation: Organisation) -> None:
        sent = {"state": LetterState.SENT, **WIPED}
        self.letter(organisation, **sent, sent_at=OLD)
        self.letter(organisation, **sent, sent_at=RECENT, created_at=OLD)
        self.letter(organisation, state=LetterState.GIVEN_UP, **WIPED, created_at=OLD)
        self.letter(organisation, state=LetterState.GIVEN_UP, created_at=OLD)
        self.letter(organisation, state=LetterState.WAITING, created_at=OLD)
        assert numbers(retention.forget_sent_letters) == (2, 2, 0)
        assert letters().count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_dossier_that_was_closed_long_ago_goes_with_its_files() -> None:
    firm, recent = whole_firm(), whole_firm("Kort geleden")
    with scope(organisation=firm.organisation):
        open_dossier(organisation=firm.organisation, year=2020)
    closed = {"state": DossierState.ARCHIVED}
    stored(Dossier).filter(pk=firm.dossier.pk).update(**closed, archived_at=OLD)
    stored(Dossier).filter(pk=recent.dossier.pk).update(**closed, archived_at=RECENT)
    kept = files_of(recent.organisation)
    assert numbers(forget_closed_dossiers) == (1, 1, 0)
    assert {dossier.year for dossier in stored(Dossier)} == {2020, 2026}
    left = [file for file in files_of(firm.organisation) if not file.endswith("/.")]
    assert [file for file in left if not file.startswith("templates/")] == []
    assert kept
    assert files_of(recent.organisation) == kept
    assert all(default_storage.exists(file) for file in kept)


class TestTheDailyJob:
    def test_there_is_a_rule_for_every_term_and_a_term_for_every_rule(self, settings: object) -> None:
        assert set(rules()) == set(settings.RETENTION)

    def test_it_runs_every_day(self) -> None:
        assert schedule.jobs()["retention"] is apply_retention

    def test_a_dry_run_says_the_same_and_changes_nothing(self) -> None:
        whole_firm()
        stored(AuditEvent).update(at=NOW - timedelta(days=731))
        told = apply_retention(now=NOW, dry_run=True)
        assert "audit: 1" in told
        assert stored(AuditEvent).count() == 1
        assert apply_retention(now=NOW, dry_run=False) == told
        assert stored(AuditEvent).count() == 0
        assert "audit: 0" in apply_retention(now=NOW, dry_run=False)

    def test_nothing_of_a_firm_in_use_goes(self) -> None:
        firm = whole_firm()
        apply_retention(now=NOW, dry_run=False)
        for table in (AuditEvent, Invitation, Dossier, Delegation, SupportGrant):
            assert stored(table).filter(organisation=firm.organisation).exists()

    def test_a_rule_without_a_term_is_an_error(self, settings: object) -> None:
        settings.RETENTION = {}
        with pytest.raises(KeyError):
            apply_retention(now=NOW, dry_run=True)


@pytest.mark.parametrize(
    ("days", "words"), [(1, "1 day"), (90, "90 days"), (365, "1 year"), (730, "2 years"), (400, "400 days")]
)
def test_a_term_in_words(days: int, words: str, english: None) -> None:
    assert in_words(timedelta(days=days)) == words
