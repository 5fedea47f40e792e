"""Trials that nobody took over go after two weeks, with everything in them."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from apps.organisations.domain import trials
from apps.organisations.domain.trials import TrialsLeftError, claim_trial, delete_ended_trials, start_trial
from apps.organisations.models import Organisation, User
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.organisations.trying import account, try_with_a_firm

pytestmark = pytest.mark.django_db
NOTHING = ["trials that were over: 0", "guests without a firm: 0"]


@pytest.fixture(autouse=True)
def _nobody_tried_before(db: None) -> None:
    cache.clear()


def run(*, after: timedelta, dry_run: bool = False) -> list[str]:
    return delete_ended_trials(now=timezone.now() + after, dry_run=dry_run)


def firm_that_ends(ends_at: datetime | None) -> Organisation:
    return MembershipFactory(organisation=OrganisationFactory(trial_ends_at=ends_at)).organisation


def test_a_trial_stays_until_its_last_moment():
    try_with_a_firm()

    assert run(after=timedelta(days=13, hours=23)) == NOTHING
    assert Organisation.objects.exists()


def test_after_two_weeks_the_firm_and_the_guest_are_gone():
    try_with_a_firm()

    lines = run(after=timedelta(days=14, minutes=1))

    assert lines[0] == "trials that were over: 1"
    assert not Organisation.objects.exists()
    assert not User.objects.exists()


def test_a_dry_run_counts_and_deletes_nothing():
    try_with_a_firm()
    start_trial()

    assert run(after=timedelta(days=15), dry_run=True) == [
        "trials that were over: 1",
        "guests without a firm: 1",
    ]
    assert Organisation.objects.count() == 1
    assert User.objects.count() == 2


def test_a_trial_that_was_taken_over_stays():
    trial = try_with_a_firm()
    claim_trial(guest_id=trial.guest.pk, account=account())

    assert run(after=timedelta(days=100)) == NOTHING
    assert Organisation.objects.get() == trial.organisation


def test_an_ordinary_firm_and_account_stay():
    firm_that_ends(None)
    UserFactory()

    assert run(after=timedelta(days=10_000)) == NOTHING
    assert User.objects.count() == 2


def test_a_guest_without_a_firm_goes_after_a_day():
    start_trial()

    assert run(after=timedelta(hours=23)) == NOTHING
    assert run(after=timedelta(hours=25)) == ["trials that were over: 0", "guests without a firm: 1"]


def test_a_guest_stays_with_a_firm_that_is_not_over():
    trial = try_with_a_firm()
    Organisation.objects.update(trial_ends_at=timezone.now() + timedelta(days=30))
    ended = OrganisationFactory(name="De Eerste", trial_ends_at=timezone.now())
    MembershipFactory(organisation=ended, user=trial.guest)

    run(after=timedelta(days=2))

    assert Organisation.objects.get() == trial.organisation
    assert User.objects.get() == trial.guest


def test_one_that_cannot_be_deleted_does_not_keep_the_others(monkeypatch, caplog):
    stubborn = firm_that_ends(timezone.now())
    firm_that_ends(timezone.now())
    delete = trials.delete_organisation

    def refuse(*, organisation: Organisation) -> object:
        if organisation.pk == stubborn.pk:
            raise RuntimeError(organisation.name)
        return delete(organisation=organisation)

    monkeypatch.setattr(trials, "delete_organisation", refuse)

    with caplog.at_level(logging.INFO), pytest.raises(TrialsLeftError, match="1 of 2"):
        run(after=timedelta(seconds=1))

    assert Organisation.objects.get() == stubborn
    assert str(stubborn.pk) in caplog.text
    assert stubborn.name not in caplog.text


def test_a_trial_that_is_taken_over_while_the_job_runs_stays(monkeypatch):
    """Between making the list and deleting the firm an account claimed it."""
    trial, user = try_with_a_firm(), account()
    delete_one = trials._delete_if_over

    def claimed_just_before(firm_id: object, now: datetime) -> bool:
        claim_trial(guest_id=trial.guest.pk, account=user)
        return delete_one(firm_id, now)

    monkeypatch.setattr(trials, "_delete_if_over", claimed_just_before)

    run(after=timedelta(days=15))

    assert Organisation.objects.get() == trial.organisation


def test_what_is_left_in_the_browser_leads_to_the_front_page():
    trial = try_with_a_firm()
    address = trial.url("rie:overview")
    run(after=timedelta(days=15))

    assert trial.browser.get(address).status_code == 302
    assert trial.browser.get("/").status_code == 200
    assert "trial_guest" not in trial.browser.session


def test_a_session_of_a_trial_ends_with_it():
    trial = try_with_a_firm()

    session = Session.objects.get(session_key=trial.browser.session.session_key)

    assert abs(session.expire_date - trial.organisation.trial_ends_at) < timedelta(minutes=1)
