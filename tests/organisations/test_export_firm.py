"""The employer takes everything of her firm along, and it can be read back."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from apps.organisations.domain import export
from apps.organisations.domain.deletion import models_of_a_firm
from apps.organisations.domain.export import ExportedFile, export_organisation, register_exporter
from apps.organisations.models import Organisation, Role
from apps.organisations.records import tables
from apps.reports.exchange.exporting import export_dossier
from apps.reports.exchange.importing import import_dossier
from apps.rie.models import Evidence
from tests.factories import MembershipFactory
from tests.organisations.posting import CONTEXT, post
from tests.organisations.whole_firm import whole_firm

pytestmark = pytest.mark.django_db


def archive_of(organisation: Organisation) -> zipfile.ZipFile:
    file = io.BytesIO()
    export_organisation(organisation=organisation, to=file)
    return zipfile.ZipFile(file)


def rows_of(organisation: Organisation) -> dict[str, list[dict]]:
    return json.loads(archive_of(organisation).read("organisation.json"))["rows"]


def test_every_table_with_rows_of_a_firm_says_so_by_the_same_name() -> None:
    tied = {
        model for model in tables() for field in model._meta.fields if field.related_model is Organisation
    }
    assert tied == set(models_of_a_firm())


def test_every_row_of_the_firm_is_in_it_and_none_of_another() -> None:
    firm, other = whole_firm(), whole_firm("Een ander")
    rows = rows_of(firm.organisation)
    for model in models_of_a_firm():
        stored = model._base_manager.filter(organisation=firm.organisation).values_list("pk", flat=True)
        assert [str(row["id"]) for row in rows[model._meta.label]] == [str(pk) for pk in sorted(stored)]
        assert rows[model._meta.label], f"whole_firm() has no {model._meta.label}: add one"
    assert str(other.organisation.pk) not in json.dumps(rows)
    assert rows["rie.Answer"][0]["note"] == "Te krap"


def test_the_manifest_has_the_right_hash_of_every_file() -> None:
    archive = archive_of(whole_firm().organisation)
    files = json.loads(archive.read("manifest.json"))["files"]
    assert {*files, "manifest.json"} == set(archive.namelist())
    for path, told in files.items():
        content = archive.read(path)
        assert told == {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}


def test_reports_and_evidence_come_along_as_they_are() -> None:
    archive = archive_of(whole_firm().organisation)
    stored = {
        name.split("/")[1]: archive.read(name) for name in archive.namelist() if name.startswith("files/")
    }
    assert stored == {
        "storedreport": b"%PDF-1.7 rapport",
        "evidence": b"Het rooster",
        "documenttemplate": b"PK sjabloon",
    }


def test_a_file_that_is_gone_is_named_and_spoils_nothing() -> None:
    firm = whole_firm()
    with scopes_disabled():
        evidence = Evidence.objects.get(organisation=firm.organisation)
    evidence.file.storage.delete(evidence.file.name)
    archive = archive_of(firm.organisation)
    assert json.loads(archive.read("manifest.json"))["missing"] == [f"files/evidence/{evidence.pk}.txt"]
    assert archive.testzip() is None


def test_the_dossier_in_it_reads_back_to_an_equal_dossier() -> None:
    firm = whole_firm()
    archive = archive_of(firm.organisation)
    text = archive.read(f"dossiers/2026-{firm.dossier.pk}.yaml").decode()
    again = import_dossier(text=text, owner=firm.owner)
    assert again.organisation_id != firm.organisation.pk
    with scope(organisation=again.organisation):
        assert export_dossier(again) == text


def test_it_says_in_dutch_what_is_in_it() -> None:
    firm = whole_firm()
    read_me = archive_of(firm.organisation).read("README.txt").decode()
    assert firm.organisation.name in read_me
    for part in ("organisation.json", "dossiers/", "files/", "manifest.json"):
        assert part in read_me


def test_no_secret_is_in_it() -> None:
    firm = whole_firm()
    text = archive_of(firm.organisation).read("organisation.json").decode()
    assert f"hash-{firm.organisation.pk.hex}" not in text
    assert "token_hash" not in text
    assert '"password"' not in text


def test_of_a_letter_that_waits_not_what_it_says() -> None:
    """It may hold a link with which the receiver, and nobody else, may come in."""
    firm = whole_firm()
    post(firm.organisation, context={**CONTEXT, "link": "https://w.example/uitnodiging/geheim/"})
    archive = archive_of(firm.organisation)
    assert not any(b"geheim" in archive.read(name) for name in archive.namelist())


def test_it_says_who_the_members_are() -> None:
    firm = whole_firm()
    people = json.loads(archive_of(firm.organisation).read("organisation.json"))["people"]
    assert {(person["name"], person["role"]) for person in people} == {
        (firm.owner.name, "employer"),
        ("Els Kneder", "hr"),
    }


@pytest.fixture
def _own_exporters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "_exporters", {})


@pytest.mark.usefixtures("_own_exporters")
def test_a_room_can_add_files_of_its_own() -> None:
    register_exporter("poll", lambda organisation: [ExportedFile("poll/answers.csv", b"a;b")])
    assert archive_of(whole_firm().organisation).read("poll/answers.csv") == b"a;b"


def test_the_number_of_queries_does_not_grow_with_the_rows(queries: Callable) -> None:
    counted = []
    for extra in (0, 2, 29):
        firm = whole_firm()
        for _number in range(extra):
            MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR)
        with queries() as captured:
            archive_of(firm.organisation)
        counted.append(len(captured.statements))
    assert counted[0] == counted[1] == counted[2]


class TestThePage:
    @pytest.fixture
    def url(self, organisation: Organisation) -> str:
        return reverse("organisations:data", args=[organisation.pk])

    def test_the_employer_downloads_a_zip(self, url: str, browser_of: Callable[..., Client]) -> None:
        browser = browser_of()
        assert browser.get(url).status_code == 200
        answer = browser.post(url)
        assert answer["Content-Disposition"].startswith('attachment; filename="werkbalans-')
        assert answer["Cache-Control"] == "no-store"
        content = b"".join(answer.streaming_content)
        assert "organisation.json" in zipfile.ZipFile(io.BytesIO(content)).namelist()

    @pytest.mark.parametrize("role", [Role.HR, Role.CONTRIBUTOR, Role.WORKS_COUNCIL])
    def test_nobody_else_of_the_firm_may(
        self, url: str, browser_of: Callable[..., Client], role: Role
    ) -> None:
        browser = browser_of(role)
        assert browser.get(url).status_code == browser.post(url).status_code == 403

    def test_another_firm_does_not_exist(self, url: str) -> None:
        stranger = Client()
        stranger.force_login(MembershipFactory().user)
        assert stranger.get(url).status_code == stranger.post(url).status_code == 404

    def test_who_is_not_logged_in_is_asked_to(self, url: str, client: Client) -> None:
        assert client.post(url)["Location"].startswith(reverse("account_login"))
