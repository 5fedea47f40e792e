"""The toetsverslag in the inspection file: the real one, with its seal."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django_scopes import scope

from apps.organisations.models import Practice
from apps.reports.inspection import SUMS
from apps.reports.models import SealedReport
from apps.review.domain.judging import conclude
from tests.reports.conftest import Sample
from tests.reports.inspection.test_inspection_file import members_of, packed, written, wrong
from tests.review.conftest import adviser_of
from tests.review.rounds import submitted

NAME = "3-toetsverslag-ronde-1.pdf"
JUDGEMENT = {
    "outcome": "suffices",
    "advice": "Kijk over een jaar opnieuw naar de avonden.",
    "scope": "system",
    "adviser_name": "A. Adviseur",
    "certificate_type": "hvk",
    "certificate_number": "HVK-1",
}


@pytest.fixture
def members(small: Sample, django_capture_on_commit_callbacks: Any) -> dict[str, bytes]:
    """What is in the file of a firm whose RI&E was reviewed."""
    practice = Practice.objects.create(name="Arbodienst De Brug")
    adviser = adviser_of(practice)
    round_ = submitted(small.dossier, practice, adviser=adviser)
    with scope(organisation=small.dossier.organisation):
        with django_capture_on_commit_callbacks(execute=True):
            conclude(submission=round_, user=adviser, **JUDGEMENT)
        assert SealedReport.objects.get().state == "ready"
        return members_of(packed(small))


def test_it_goes_along_and_its_seal_holds(members: dict[str, bytes], tmp_path: Path) -> None:
    assert members[NAME].startswith(b"%PDF")
    assert wrong(written(tmp_path / "inspectie.zip", members)) == []


@pytest.mark.tamper
def test_one_byte_changed_in_it_is_noticed_also_with_new_sums(
    members: dict[str, bytes], tmp_path: Path
) -> None:
    content = members[NAME]
    place = len(content) // 2
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    old, new = (hashlib.sha256(each).hexdigest().encode() for each in (content, changed))

    rewritten = {**members, NAME: changed, SUMS: members[SUMS].replace(old, new)}

    assert wrong(written(tmp_path / "inspectie.zip", rewritten)) == [f"{NAME} (seal)"]
