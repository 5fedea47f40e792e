"""The pages around a report: asking for it, seeing it being made, downloading it."""

from __future__ import annotations

import uuid
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from pypdf import PdfReader

from apps.organisations.models import Role
from apps.reports import render
from apps.reports.models import ReportState, StoredReport
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(organisation, dossier):
    return lambda name, *args: reverse(f"reports:{name}", args=[organisation.pk, dossier.pk, *args])


@pytest.fixture
def stored(organisation, dossier):
    """A report in any state, without making a file."""

    def make(state: str, **fields: object) -> StoredReport:
        with scope(organisation=organisation):
            values = {"kind": "plan", "content_hash": uuid.uuid4().hex, **fields}
            return StoredReport.objects.create(
                organisation=organisation, dossier=dossier, state=state, **values
            )

    return make


@pytest.mark.parametrize("role", Role)
def test_who_reads_the_dossier_may_open_the_reports(browser_of, url, role) -> None:
    expected = 403 if role == Role.CONTRIBUTOR else 200

    assert browser_of(role).get(url("reports")).status_code == expected


def test_a_report_is_asked_for_made_and_downloaded(
    browser_of, url, django_capture_on_commit_callbacks, organisation
) -> None:
    browser = browser_of(Role.WORKS_COUNCIL)
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(url("ask", "plan"))
    assert answer.status_code == 302
    assert 'hx-get="' not in browser.get(answer.url).content.decode()

    file = browser.get(f"{answer.url}pdf/")

    assert file.headers["Content-Type"] == "application/pdf"
    assert (
        file.headers["Content-Disposition"] == 'attachment; filename="bloemenwinkel-de-linde-2026-plan.pdf"'
    )
    assert file.headers["Cache-Control"] == "private, no-store"
    assert organisation.name in PdfReader(BytesIO(b"".join(file.streaming_content))).metadata.title


def test_asking_again_without_a_change_gives_the_same_file_without_making_it(
    browser_of, url, django_capture_on_commit_callbacks, monkeypatch
) -> None:
    browser = browser_of()
    with django_capture_on_commit_callbacks(execute=True):
        first = browser.post(url("ask", "plan"))
    monkeypatch.setattr(render, "lay_out", lambda report: pytest.fail("was made again"))
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(url("ask", "plan")).url == first.url


@pytest.mark.parametrize("state", [ReportState.QUEUED, ReportState.RUNNING])
def test_a_report_that_is_being_made_shows_how_far_it_is_and_asks_again(
    browser_of, url, stored, state
) -> None:
    report = stored(state, progress=40)
    part = browser_of().get(url("report", report.pk), headers=HTMX).content.decode()
    assert f'hx-get="{url("report", report.pk)}"' in part
    assert 'value="40"' in part
    assert "<html" not in part


def test_a_failed_report_says_so_and_can_be_tried_again(
    browser_of, url, stored, django_capture_on_commit_callbacks
) -> None:
    failed = stored(ReportState.FAILED)
    browser = browser_of()
    page = browser.get(url("report", failed.pk)).content.decode()
    assert url("again", failed.pk) in page
    assert url("download", failed.pk) not in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = browser.post(url("again", failed.pk))
    assert "pdf/" in browser.get(answer.url).content.decode()


def test_a_report_that_is_not_ready_cannot_be_downloaded(browser_of, url, stored) -> None:
    for state in (ReportState.QUEUED, ReportState.FAILED):
        assert browser_of().get(url("download", stored(state).pk)).status_code == 404


def test_unknown_kinds_and_reports_are_not_found(browser_of, url) -> None:
    browser = browser_of()
    assert browser.post(url("ask", "half")).status_code == 404
    for name in ("report", "download"):
        assert browser.get(url(name, uuid.UUID(int=7))).status_code == 404
    assert browser.post(url("again", uuid.UUID(int=7))).status_code == 404


def test_asking_is_not_done_by_reading(browser_of, url, stored) -> None:
    browser, failed = browser_of(), stored(ReportState.FAILED)
    assert browser.get(url("ask", "plan")).status_code == 405
    assert browser.get(url("again", failed.pk)).status_code == 405
    assert browser.post(url("reports")).status_code == 405


def test_another_firm_finds_nothing_here(url, stored) -> None:
    report = stored(ReportState.FAILED)
    stranger = MembershipFactory(organisation=OrganisationFactory(kvk_number="87654321"))
    browser = Client()
    browser.force_login(stranger.user)
    for address in (url("reports"), url("report", report.pk), url("download", report.pk)):
        assert browser.get(address).status_code == 404
    for address in (url("ask", "full"), url("again", report.pk)):
        assert browser.post(address).status_code == 404


def test_a_report_does_not_open_under_another_dossier_or_firm(browser_of, organisation, stored) -> None:
    report = stored(ReportState.FAILED)
    other = DossierFactory(organisation=organisation)
    address = reverse("reports:report", args=[organisation.pk, other.pk, report.pk])
    assert browser_of().get(address).status_code == 404


def test_who_is_not_logged_in_is_asked_to(url) -> None:
    assert "/account/login/" in Client().get(url("reports")).url


def test_the_page_costs_the_same_with_1_3_and_30_reports(browser_of, url, stored, queries) -> None:
    browser, counts = browser_of(), []
    browser.get(url("reports"))
    for number in (1, 2, 27):
        for _ in range(number):
            stored(ReportState.QUEUED)
        with queries() as captured:
            browser.get(url("reports"))
        counts.append(len(captured.statements))
    assert len(set(counts)) == 1
    assert counts[0] <= 12
