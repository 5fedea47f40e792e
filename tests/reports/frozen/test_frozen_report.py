"""The report of a submitted version: kept at submitting, printed later as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.urls import reverse
from django_scopes import scope

from apps.organisations.models import Practice, PracticeMembership, Role
from apps.reports.domain import frozen_making, frozen_reports
from apps.reports.domain.frozen_making import claim_frozen, make_frozen
from apps.reports.domain.frozen_reports import ask_for_frozen
from apps.reports.frozen.freezing import OtherProgramError, TamperedError, report_of, text_of
from apps.reports.models import FrozenReport, ReportState
from apps.reports.queries import build_report
from apps.review.content import digest
from apps.review.models import Submission
from tests.factories import MembershipFactory, UserFactory
from tests.reports.conftest import Sample
from tests.reports.sample import answer
from tests.review.conftest import browser_for, share
from tests.review.rounds import submitted


@pytest.fixture
def practice(db: None) -> Practice:
    return Practice.objects.create(name="Arbodienst De Brug")


@pytest.fixture
def round_(small: Sample, practice: Practice) -> Submission:
    return submitted(small.dossier, practice)


@pytest.fixture
def frozen(round_: Submission) -> FrozenReport:
    return FrozenReport.objects.get(submission=round_)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The reports that were laid out."""
    made: list[Any] = []
    monkeypatch.setattr(frozen_making, "render_pdf", lambda report: made.append(report) or b"%PDF-1.7 %%EOF")
    return made


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []

    class Queue:
        @staticmethod
        def enqueue(pk: str) -> None:
            asked.append(pk)

    monkeypatch.setattr(frozen_reports, "make_frozen_report", Queue)
    return asked


def page_of(round_: Submission) -> str:
    things = [round_.organisation_id, round_.dossier_id, round_.pk]
    return reverse("reports:version_report", args=things)


def make(frozen: FrozenReport) -> FrozenReport:
    ask_for_frozen(frozen=frozen)
    make_frozen(frozen=claim_frozen(frozen_id=frozen.pk))
    frozen.refresh_from_db()
    return frozen


def test_submitting_keeps_the_report_of_that_moment(frozen: FrozenReport, small: Sample) -> None:
    assert frozen.sha256 == digest(frozen.content)
    kept = report_of(frozen)
    assert kept.cover.state.key == "submitted"
    assert kept.inventory.review.under_way.version == 1
    assert text_of(kept) == frozen.content


def test_what_is_printed_is_what_was_kept_and_not_the_dossier_now(
    frozen: FrozenReport, small: Sample, printed: list[Any], queued: list[str]
) -> None:
    answer(small.dossier, "W24", small.user, root_cause="Iets heel anders.")
    make(frozen)
    assert frozen.state == ReportState.READY
    assert printed == [report_of(frozen)]
    assert printed[0] != build_report(dossier=small.dossier, kind="full")
    with frozen.file.open("rb") as file:
        assert file.read().startswith(b"%PDF")


def test_a_report_that_cannot_be_kept_stops_the_submission(
    small: Sample, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(frozen_reports, "build_report", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        submitted(small.dossier, practice)
    assert not Submission.objects.exists()


@pytest.mark.tamper
def test_the_database_refuses_to_change_what_was_kept(frozen: FrozenReport) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        FrozenReport.objects.filter(pk=frozen.pk).update(content="{}")


@pytest.mark.tamper
def test_one_other_byte_is_noticed_and_not_printed(frozen: FrozenReport) -> None:
    frozen.content = frozen.content.replace("Te weinig", "Te veinig", 1)
    with pytest.raises(TamperedError):
        report_of(frozen)


def test_a_report_of_an_older_program_says_so(
    small: Sample, round_: Submission, frozen: FrozenReport
) -> None:
    kept = json.loads(frozen.content)
    del kept["report"]["cover"]["review"]
    text = json.dumps(kept)
    old = FrozenReport(submission=round_, content=text, sha256=digest(text))
    with pytest.raises(OtherProgramError):
        report_of(old)
    FrozenReport.objects.filter(pk=frozen.pk).delete()
    old.organisation_id = round_.organisation_id
    old.save()
    employer = MembershipFactory(organisation=round_.organisation, role=Role.EMPLOYER).user
    answer_ = browser_for(employer).get(page_of(round_))
    assert answer_.status_code == 200
    assert "alert-warning" in answer_.content.decode()


def test_asking_twice_makes_it_once_and_a_lost_file_is_made_again(
    frozen: FrozenReport, printed: list[Any], queued: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask_for_frozen(frozen=frozen)
        ask_for_frozen(frozen=frozen)
    assert queued == [str(frozen.pk)]
    make_frozen(frozen=claim_frozen(frozen_id=frozen.pk))
    assert claim_frozen(frozen_id=frozen.pk) is None
    frozen.refresh_from_db()
    default_storage.delete(frozen.file.name)
    make(frozen)
    assert default_storage.exists(frozen.file.name)


def test_a_report_that_cannot_be_printed_can_be_asked_for_again(
    frozen: FrozenReport, monkeypatch: pytest.MonkeyPatch, queued: list[str]
) -> None:
    def broken(report: object) -> bytes:
        raise ValueError

    monkeypatch.setattr(frozen_making, "render_pdf", broken)
    assert make(frozen).state == ReportState.FAILED
    monkeypatch.setattr(frozen_making, "render_pdf", lambda report: b"%PDF")
    assert make(frozen).state == ReportState.READY


def test_the_page_offers_makes_and_gives_it(
    round_: Submission, frozen: FrozenReport, printed: list[Any], queued: list[str]
) -> None:
    for role in (Role.EMPLOYER, Role.HR, Role.WORKS_COUNCIL):
        user = MembershipFactory(organisation=round_.organisation, role=role).user
        assert browser_for(user).get(page_of(round_)).status_code == 200
    assert browser_for(user).post(page_of(round_)).status_code == 302
    assert FrozenReport.objects.get().state == ReportState.QUEUED
    make_frozen(frozen=claim_frozen(frozen_id=frozen.pk))
    given = browser_for(user).get(page_of(round_))
    assert given.headers["Content-Type"] == "application/pdf"
    assert "versie-1.pdf" in given.headers["Content-Disposition"]
    assert b"".join(given.streaming_content).startswith(b"%PDF")
    given.close()


def test_another_practice_that_may_read_along_does_not_get_it(round_: Submission) -> None:
    own, other = UserFactory(), UserFactory()
    second = Practice.objects.create(name="Bureau Werkwijs")
    PracticeMembership.objects.create(practice=round_.practice, user=own)
    PracticeMembership.objects.create(practice=second, user=other)
    share(round_.dossier, second)
    json_ = reverse("review:version_json", args=[round_.organisation_id, round_.dossier_id, round_.pk])
    for address in (page_of(round_), json_):
        assert browser_for(own).get(address).status_code == 200
        assert browser_for(other).get(address).status_code == 404


def test_the_version_is_given_to_the_byte(round_: Submission) -> None:
    address = reverse("review:version_json", args=[round_.organisation_id, round_.dossier_id, round_.pk])
    employer = MembershipFactory(organisation=round_.organisation, role=Role.EMPLOYER).user
    given = browser_for(employer).get(address)
    with scope(organisation=round_.organisation):
        round_.version.refresh_from_db()
    assert given.content == round_.version.content.encode()
    assert digest(given.content.decode()) == round_.version.sha256
    assert given.headers["Content-Type"] == "application/json"
    assert "versie-1.json" in given.headers["Content-Disposition"]
    contributor = MembershipFactory(organisation=round_.organisation, role=Role.CONTRIBUTOR).user
    assert browser_for(contributor).get(address).status_code == 403
