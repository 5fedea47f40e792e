"""A round on the table of an adviser."""

from __future__ import annotations

import pytest

from apps.review.models import Submission
from tests.review.rounds import submitted


@pytest.fixture
def submission(dossier, practice) -> Submission:
    return submitted(dossier, practice)
