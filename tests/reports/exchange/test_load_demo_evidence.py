"""The shop of the demo has two files as evidence, to see what that looks like."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from apps.organisations.models import Organisation, User
from apps.reports.demo_evidence import FILES
from apps.reports.management.commands import load_demo
from apps.rie.domain.evidence import remove_evidence
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer, Evidence

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _development(settings: Any, tmp_path: Path) -> None:
    settings.DEBUG = True
    settings.MEDIA_ROOT = tmp_path


def load() -> None:
    call_command("load_demo", stdout=io.StringIO())


def evidence() -> dict[str, Evidence]:
    """By the factor it belongs to."""
    with scopes_disabled():
        found = list(Evidence.objects.select_related("dossier__organisation", "added_by"))
    assert len({row.factor_code for row in found}) == len(found)
    return {row.factor_code: row for row in found}


def test_the_shop_has_a_document_and_a_picture_added_by_its_employer() -> None:
    load()
    found = evidence()
    assert {code: row.name for code, row in found.items()} == FILES
    assert {row.content_type for row in found.values()} == {"application/pdf", "image/png"}
    assert {row.dossier.organisation.sector for row in found.values()} == {"detailhandel"}
    assert {row.added_by.email for row in found.values()} == {"werkgever@demo.example"}


def test_they_belong_to_what_is_in_order_or_partly_so() -> None:
    load()
    for code, row in evidence().items():
        factor = instrument_content(row.dossier.instrument_id).factors[code]
        with scopes_disabled():
            answer = Answer.objects.get(dossier=row.dossier, factor_id=factor.id)
        assert answer.verdict in ("in_order", "partly")


def test_they_can_be_downloaded() -> None:
    load()
    browser = Client()
    browser.force_login(User.objects.get(email="werkgever@demo.example"))
    for row in evidence().values():
        url = reverse("rie:evidence_file", args=[row.organisation_id, row.dossier_id, row.pk])
        answer = browser.get(url)
        assert answer.status_code == 200
        example = load_demo.EXAMPLES / load_demo.EVIDENCE / row.name
        assert b"".join(answer.streaming_content) == example.read_bytes()


def test_a_second_time_nothing_is_added() -> None:
    load()
    before = evidence()
    load()
    assert evidence() == before


def test_what_was_removed_since_stays_so() -> None:
    load()
    with scopes_disabled():
        remove_evidence(evidence=evidence()["O10"])
    load()
    assert set(evidence()) == {"I09"}


def test_a_shop_that_comes_back_has_them_again() -> None:
    load()
    with scopes_disabled():
        Organisation.objects.get(sector="detailhandel").delete()
    load()
    assert set(evidence()) == set(FILES)


def test_when_another_example_has_a_mistake_no_file_stays_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    examples = tmp_path / "examples"
    examples.mkdir()
    for name in load_demo.FILES:
        (examples / name).write_text((load_demo.EXAMPLES / name).read_text())
    (examples / load_demo.HOME_CARE).write_text("format: werkbalans-dossier/9\n")
    monkeypatch.setattr(load_demo, "EXAMPLES", examples)
    with pytest.raises(load_demo.CommandError):
        load()
    assert not default_storage.exists("evidence")
