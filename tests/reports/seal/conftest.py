"""A concluded review with its toetsverslag; made once, because laying out and sealing take seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django_scopes import scope
from pytest_django import DjangoDbBlocker

from apps.organisations.models import Practice
from apps.reports.models import ReportState, SealedReport
from apps.reports.review_report.data import build_review_report
from apps.reports.review_report.parts import ReviewReport
from apps.reports.review_report.render import render_review
from apps.reports.seal.certificate import self_signed
from apps.reports.seal.sealing import seal_pdf
from apps.review.domain.turns import Verb, take_turn
from apps.review.models import (
    ChecklistAnswer,
    FindingMessage,
    ReviewRecord,
    SiteVisit,
    Submission,
)
from apps.rie.models import Dossier
from tests.factories import DossierFactory, OrganisationFactory, UserFactory
from tests.reports.sample import TODAY, full_dossier
from tests.reports.seal.small import small_pdf
from tests.review.rounds import concluded, finding, returned, submitted

REFERENCE = "WB-7K2M-9QXD"


def review_of(dossier: Dossier, *, reference: str = REFERENCE) -> Submission:
    """Two rounds: returned with findings, answered, submitted anew, concluded."""
    practice = Practice.objects.create(name=f"Arbodienst De Brug {reference}")
    adviser = UserFactory(name="A. Adviseur")
    first = submitted(dossier, practice, adviser=adviser)
    must = finding(
        first,
        factor_code="W24",
        evidence="De roosters van week 40 tot en met 44.",
        advice="Neem de avondploeg op in de RI&E.",
        proposed_priority="high",
    )
    finding(first, criterion="reliable", weight="should", observation="Er zijn maar drie mensen gehoord.")
    finding(first, criterion="knowledge", weight="remark", observation="Dit is nog een schets.", advice="")
    returned(first, by=adviser, comment="Vul de oorzaken aan en hoor de avondploeg.")
    with scope(organisation=dossier.organisation):
        FindingMessage.objects.create(
            organisation=dossier.organisation,
            finding=must,
            text="De avondploeg staat er nu in.",
            by_name="Ans",
        )
        take_turn(submission=first, verb=Verb.SUPERSEDE, user=None)
    second = submitted(dossier, practice, adviser=adviser)
    draft = finding(second, observation="Een kladje van de adviseur.")
    assert draft.shown_at is None
    of_dossier = {"organisation": dossier.organisation, "dossier": dossier}
    with scope(organisation=dossier.organisation):
        SiteVisit.objects.create(
            **of_dossier,
            submission=second,
            visited_on=date(2026, 11, 12),
            spoken_with="Bedrijfsleider, twee verkopers",
            seen="Drukte aan de kassa tussen vijf en zes uur.",
        )
        ChecklistAnswer.objects.create(**of_dossier, key="bhv", state="partly", note="Twee van de drie.")
        ChecklistAnswer.objects.create(**of_dossier, key="pago", state="yes")
    concluded(second, by=adviser)
    ReviewRecord.objects.create(
        practice=practice,
        reference=reference,
        submission_id=second.pk,
        firm=dossier.organisation.name,
        year=dossier.year,
        version_number=second.version.number,
        version_sha256=second.version.sha256,
        outcome=second.outcome,
        scope=second.scope,
        adviser_name=second.adviser_name,
        certificate_type=second.certificate_type,
        certificate_number=second.certificate_number,
        concluded_at=second.ended_at,
    )
    return second


def read_review(submission: Submission) -> ReviewReport:
    """Build it anew, from rows that are read anew."""
    with scope(organisation=submission.organisation):
        fresh = Submission.objects.select_related("version", "practice", "dossier").get(pk=submission.pk)
        record = ReviewRecord.objects.get(submission_id=submission.pk)
        return build_review_report(submission=fresh, record=record)


@dataclass(frozen=True)
class Sealed:
    """A toetsverslag without a database behind it."""

    report: ReviewReport
    pdf: bytes
    content: bytes


@pytest.fixture(scope="session")
def seal_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("seal") / "seal.p12"
    path.write_bytes(self_signed("Werkbalans (tests)"))
    return str(path)


@pytest.fixture(scope="session")
def original(seal_file: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Sealed:
    """The toetsverslag of the sample, sealed. Nothing stays in the database."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(TODAY, tick=False):
        report = read_review(review_of(full_dossier()))
        transaction.set_rollback(True)
    pdf = render_review(report)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "SEAL_FILE", seal_file)
        sha256 = report.version_sha256
        content = seal_pdf(pdf, reference=report.reference, version_sha256=sha256)
    return Sealed(report, pdf, content)


@pytest.fixture(autouse=True)
def _our_certificate(settings: Any, seal_file: str, tmp_path: Path) -> None:
    settings.SEAL_FILE, settings.SEAL_PASSWORD, settings.SEAL_EARLIER = seal_file, "", []
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def reviewed(db: None) -> Iterator[Submission]:
    """A concluded review of a small dossier, whose toetsverslag still has to be made. In the firm's scope."""
    dossier = DossierFactory(organisation=OrganisationFactory(name="De Linde"))
    submission = review_of(dossier)
    with scope(organisation=dossier.organisation):
        yield submission


@pytest.fixture
def known(reviewed: Submission) -> bytes:
    """A sealed file that stands in the database as the toetsverslag of ``reviewed``, quick to make."""
    content = seal_pdf(small_pdf(), reference=REFERENCE, version_sha256=reviewed.version.sha256)
    keep(reviewed, content)
    return content


def keep(submission: Submission, content: bytes) -> SealedReport:
    """Write down that this is the toetsverslag of a round, as the worker does."""
    sha256 = hashlib.sha256(content).hexdigest()
    ReviewRecord.objects.filter(submission_id=submission.pk).update(report_sha256=sha256)
    row, _made = SealedReport.objects.get_or_create(
        submission=submission, defaults={"organisation": submission.organisation}
    )
    row.file.save("x.pdf", ContentFile(content), save=False)
    row.state, row.sha256, row.finished_at = ReportState.READY, sha256, timezone.now()
    row.save()
    return row
