"""What a practice keeps of a review, and how long."""

from datetime import timedelta

import pytest
from django.conf import settings
from django_scopes import scope

from apps.organisations.domain.deletion import delete_organisation
from apps.organisations.domain.retention import apply_retention
from apps.review.domain.judging import conclude
from apps.review.models import ReviewRecord, Submission
from tests.review.judging.answering import JUDGEMENT, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(submission, adviser) -> ReviewRecord:
    with scope(organisation=submission.organisation):
        return conclude(submission=submission, user=adviser, **JUDGEMENT)


def test_it_stays_as_it_is_when_the_firm_goes(record, submission):
    before = ReviewRecord.objects.values().get()
    delete_organisation(organisation=submission.organisation)
    assert rows(Submission, submission) == []
    assert ReviewRecord.objects.values().get() == before


def test_it_goes_after_its_term_and_not_before(record):
    term = settings.RETENTION["review_records"]
    apply_retention(now=record.concluded_at + term, dry_run=False)
    assert ReviewRecord.objects.exists()
    late = record.concluded_at + term + timedelta(seconds=1)
    assert "review_records: 1" in apply_retention(now=late, dry_run=True)
    assert ReviewRecord.objects.exists()
    apply_retention(now=late, dry_run=False)
    assert not ReviewRecord.objects.exists()
