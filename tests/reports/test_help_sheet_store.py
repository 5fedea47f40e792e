"""A help sheet is laid out once for everybody, by the worker, whatever happens in between."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from apps.actions.help_sheets import all_sheets
from apps.organisations.models import Role
from apps.organisations.schedule import jobs as daily_jobs
from apps.reports import tasks
from apps.reports.domain import sheet_files, sheets
from apps.reports.domain.sheet_files import make_sheet, missing_sheets, outdated_files, stored_pdf
from apps.reports.domain.sheets import SheetState, ask_for_sheet, keep_sheets_ready, state_of
from apps.reports.sheets import FOLDER, file_name
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory

KEY = "weekstart-met-stoplicht"
WEEK = all_sheets()[KEY]
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
PAPER = b"%PDF-1.7 laid out\n%%EOF\n"


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sheets that were laid out, in order; laying out itself is tested elsewhere."""
    made: list[str] = []

    def render(sheet: object) -> bytes:
        made.append(sheet.key)
        return PAPER

    monkeypatch.setattr(sheet_files, "render_sheet", render)
    return made


@pytest.fixture
def queue(db: None, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was put in the queue, with its priority; nothing works it off."""
    cache.clear()
    queued: list[tuple[str, int]] = []

    class Task:
        def __init__(self, priority: int = 0) -> None:
            self.priority = priority

        def using(self, *, priority: int) -> Task:
            return Task(priority)

        def enqueue(self, key: str) -> None:
            queued.append((key, self.priority))

    monkeypatch.setattr(sheets, "make_help_sheet", Task())
    monkeypatch.setattr(sheets.transaction, "on_commit", lambda job: job())
    return queued


@pytest.fixture
def place(db: None) -> tuple[Client, str]:
    """A browser of somebody in a firm, and the address of the PDF there."""
    dossier = DossierFactory(organisation=OrganisationFactory())
    browser = Client()
    browser.force_login(MembershipFactory(organisation=dossier.organisation, role=Role.HR).user)
    return browser, reverse("reports:help_sheet_pdf", args=[dossier.organisation_id, dossier.pk, KEY])


def kept() -> list[str]:
    return default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []


def test_making_it_twice_lays_it_out_once(layouts: list[str]):
    assert make_sheet(sheet=WEEK)
    assert not make_sheet(sheet=WEEK)
    assert layouts == [KEY]
    assert stored_pdf(WEEK) == PAPER


def test_of_two_workers_at_the_same_moment_one_file_stays(monkeypatch: pytest.MonkeyPatch):
    def render(sheet: object) -> bytes:
        default_storage.save(file_name(KEY), ContentFile(PAPER))  # the other one was a little earlier
        return PAPER

    monkeypatch.setattr(sheet_files, "render_sheet", render)
    assert not make_sheet(sheet=WEEK)
    assert len(kept()) == 1


def test_of_two_that_save_in_the_same_breath_one_file_stays(
    layouts: list[str], monkeypatch: pytest.MonkeyPatch
):
    delete = default_storage.delete

    def delete_and_lose(name: str) -> None:
        delete(name)
        if name == file_name(KEY):
            default_storage.save(name, ContentFile(PAPER))

    monkeypatch.setattr(default_storage, "delete", delete_and_lose)
    assert make_sheet(sheet=WEEK)
    assert kept() == [file_name(KEY).removeprefix(f"{FOLDER}/")]
    assert stored_pdf(WEEK) == PAPER


def test_half_a_file_counts_as_none_and_is_replaced(layouts: list[str]):
    default_storage.save(file_name(KEY), ContentFile(PAPER[:9]))
    assert stored_pdf(WEEK) is None
    assert make_sheet(sheet=WEEK)
    assert stored_pdf(WEEK) == PAPER
    assert len(kept()) == 1


def test_asking_twice_queues_it_once_and_not_when_it_is_there(queue: list, layouts: list[str]):
    assert state_of(WEEK) is SheetState.ABSENT
    assert ask_for_sheet(sheet=WEEK)
    assert not ask_for_sheet(sheet=WEEK)
    assert state_of(WEEK) is SheetState.BUSY
    assert queue == [(KEY, sheets.NOW)]
    make_sheet(sheet=WEEK)
    assert state_of(WEEK) is SheetState.READY
    cache.clear()
    assert not ask_for_sheet(sheet=WEEK)


def test_a_job_that_fails_is_told_and_can_be_asked_for_again(queue: list, monkeypatch: pytest.MonkeyPatch):
    def broken(sheet: object) -> bytes:
        raise OSError("the disk is full")

    monkeypatch.setattr(sheet_files, "render_sheet", broken)
    ask_for_sheet(sheet=WEEK)
    with pytest.raises(OSError, match="full"):
        tasks.make_help_sheet.func(KEY)
    assert state_of(WEEK) is SheetState.FAILED
    assert ask_for_sheet(sheet=WEEK)
    assert state_of(WEEK) is SheetState.BUSY


def test_a_job_for_a_sheet_that_is_gone_does_nothing(layouts: list[str]):
    tasks.make_help_sheet.func("van-vroeger")
    assert layouts == []


def test_the_daily_job_asks_for_what_is_missing_and_clears_what_is_old(queue: list, layouts: list[str]):
    make_sheet(sheet=WEEK)
    old = default_storage.save(f"{FOLDER}/{KEY}-0123456789abcdef.pdf", ContentFile(PAPER))

    said = keep_sheets_ready(now=NOW, dry_run=True)
    assert (queue, outdated_files()) == ([], [old])

    assert keep_sheets_ready(now=NOW, dry_run=False) == said
    assert {key for key, _ in queue} == set(all_sheets()) - {KEY}
    assert {priority for _, priority in queue} == {sheets.IN_SPARE_TIME}
    assert outdated_files() == []
    assert stored_pdf(WEEK) == PAPER


def test_the_daily_job_is_registered():
    assert daily_jobs()["help_sheets"] is keep_sheets_ready


def test_the_command_makes_all_and_the_second_time_none(layouts: list[str]):
    first, second = StringIO(), StringIO()
    call_command("help_sheets", stdout=first)
    call_command("help_sheets", stdout=second)
    assert sorted(layouts) == sorted(all_sheets())
    assert missing_sheets() == []
    assert f"0 made, {len(all_sheets())} were there" in second.getvalue()


def test_a_sheet_that_is_there_is_served_from_store(place: tuple[Client, str], layouts: list[str]):
    browser, url = place
    make_sheet(sheet=WEEK)
    for _ in range(2):
        answer = browser.get(url)
        assert answer.content == PAPER
        assert answer.headers["Content-Type"] == "application/pdf"
        assert f'filename="{KEY}.pdf"' in answer.headers["Content-Disposition"]
    assert layouts == [KEY]


def test_looking_never_makes_or_queues_anything(place: tuple[Client, str], queue: list, layouts: list[str]):
    browser, url = place
    answer = browser.get(url)
    assert answer.status_code == 200
    assert f'action="{url}"' in answer.content.decode()
    assert (queue, layouts, kept()) == ([], [], [])


def test_the_button_queues_it_and_the_page_waits_until_it_is_ready(
    place: tuple[Client, str], queue: list, layouts: list[str]
):
    browser, url = place
    assert browser.post(url).headers["Location"] == url
    assert browser.post(url).status_code == 302
    assert queue == [(KEY, sheets.NOW)]
    assert f'hx-get="{url}"' in browser.get(url).content.decode()

    make_sheet(sheet=WEEK)
    part = browser.get(url, HTTP_HX_REQUEST="true").content.decode()
    assert "hx-get" not in part
    assert f'href="{url}"' in part
    assert browser.get(url).content == PAPER


def test_a_failure_is_told_with_a_way_out(place: tuple[Client, str], queue: list):
    browser, url = place
    sheet_files.note_failure(sheet=WEEK)
    html = browser.get(url).content.decode()
    assert "alert-danger" in html
    assert f'action="{url}"' in html


@pytest.mark.parametrize("role", list(Role))
def test_every_role_of_the_firm_may_print_it(db: None, layouts: list[str], role: Role):
    make_sheet(sheet=WEEK)
    dossier = DossierFactory(organisation=OrganisationFactory())
    browser = Client()
    browser.force_login(MembershipFactory(organisation=dossier.organisation, role=role).user)
    url = reverse("reports:help_sheet_pdf", args=[dossier.organisation_id, dossier.pk, KEY])
    assert browser.get(url).status_code == 200


def test_an_unknown_sheet_or_another_firm_is_not_found(place: tuple[Client, str], layouts: list[str]):
    browser, url = place
    make_sheet(sheet=WEEK)
    assert browser.get(url.replace(KEY, "bestaat-niet")).status_code == 404
    assert browser.post(url.replace(KEY, "bestaat-niet")).status_code == 404
    other = Client()
    other.force_login(MembershipFactory(organisation=OrganisationFactory(), role=Role.EMPLOYER).user)
    assert other.get(url).status_code == 404
    assert Client().get(url).headers["Location"].startswith("/account/login/")
