"""The pages about the report in Word: downloading it, and a template of the firm."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from apps.organisations.models import Role
from apps.reports.models import DocumentTemplate
from tests.actions.conftest import HIGH, Firm
from tests.factories import MembershipFactory
from tests.reports.documents.wording import template, text_of

pytestmark = pytest.mark.django_db


def page(firm: Firm, name: str) -> str:
    return reverse(f"reports:{name}", args=[firm.organisation.pk, firm.dossier.pk])


def browser(firm: Firm, role: Role = Role.HR) -> Client:
    client = Client()
    client.force_login(MembershipFactory(organisation=firm.organisation, role=role).user)
    return client


def upload(client: Client, firm: Firm, raw: bytes, name: str = "ons sjabloon.docx") -> Any:
    return client.post(page(firm, "template"), {"file": SimpleUploadedFile(name, raw)})


def kept(firm: Firm) -> list[DocumentTemplate]:
    with scope(organisation=firm.organisation):
        return list(DocumentTemplate.objects.all())


def files() -> list[str]:
    if not default_storage.exists("templates"):
        return []
    folders = default_storage.listdir("templates")[0]
    return [name for folder in folders for name in default_storage.listdir(f"templates/{folder}")[1]]


def test_the_report_comes_in_the_template_of_the_firm(
    firm: Firm, django_capture_on_commit_callbacks: Any
) -> None:
    client = browser(firm)
    assert upload(client, firm, template("Dit is {{ bedrijf.naam }}.")).status_code == 302

    raw = client.get(page(firm, "word")).content
    assert text_of(raw) == f"Dit is {firm.organisation.name}."


def test_a_new_template_takes_the_place_of_the_old_one_and_its_file(
    firm: Firm, django_capture_on_commit_callbacks: Any
) -> None:
    client, before = browser(firm), len(files())
    for text in ("Een", "Twee"):
        with django_capture_on_commit_callbacks(execute=True):
            upload(client, firm, template(text))

    assert len(kept(firm)) == 1
    assert len(files()) == before + 1
    assert text_of(client.get(page(firm, "word")).content) == "Twee"


def test_a_refused_template_changes_nothing_and_says_why(firm: Firm) -> None:
    client, before = browser(firm), len(files())
    upload(client, firm, template("Goed"))
    answer = upload(client, firm, template("{{ range(10) }}"))

    assert answer.status_code == 422
    assert 'id="error-summary"' in answer.content.decode() or "invalid-feedback" in answer.content.decode()
    assert text_of(client.get(page(firm, "word")).content) == "Goed"
    assert len(files()) == before + 1


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"", "leeg.docx"),
        (b"geen word", "brief.docx"),
        (b"%PDF-1.7", "brief.pdf"),
        (b"geen word", "brief.txt"),
    ],
)
def test_another_kind_of_file_is_refused(firm: Firm, raw: bytes, name: str) -> None:
    assert upload(browser(firm), firm, raw, name).status_code == 422
    assert kept(firm) == []


def test_going_back_to_ours_deletes_the_file(firm: Firm, django_capture_on_commit_callbacks: Any) -> None:
    client, before = browser(firm), len(files())
    upload(client, firm, template("Van ons"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page(firm, "forget_template"))

    assert kept(firm) == []
    assert len(files()) == before
    assert firm.assessment.by_code[HIGH].factor.text.problem in text_of(
        client.get(page(firm, "word")).content
    )


def test_a_template_that_no_longer_works_says_so_and_offers_a_way_out(firm: Firm) -> None:
    client = browser(firm)
    upload(client, firm, template("Goed"))
    with kept(firm)[0].file.open("wb") as file:
        file.write(template("{{ naam_van_vroeger }}"))
    answer = client.get(page(firm, "word"))

    assert answer.status_code == 409
    assert "naam_van_vroeger" in answer.content.decode()


def test_the_template_can_be_downloaded_and_added_again(firm: Firm) -> None:
    client = browser(firm)
    ours = client.get(page(firm, "present_template")).content

    assert upload(client, firm, ours).status_code == 302


def test_who_reads_downloads_and_changes_nothing(firm: Firm) -> None:
    client = browser(firm, Role.WORKS_COUNCIL)

    assert client.get(page(firm, "word")).status_code == 200
    assert 'type="file"' not in client.get(page(firm, "template")).content.decode()
    assert upload(client, firm, template("x")).status_code == 403
    assert client.post(page(firm, "forget_template")).status_code == 403


def test_a_template_of_another_firm_is_not_used(firm: Firm) -> None:
    other = MembershipFactory().organisation
    with scope(organisation=other):
        DocumentTemplate.objects.create(
            organisation=other,
            file=ContentFile(template("Van een ander"), name="x.docx"),
            name="x.docx",
            size=1,
            sha256="0" * 64,
        )

    assert "Van een ander" not in text_of(browser(firm).get(page(firm, "word")).content)


def test_the_queries_do_not_grow(firm: Firm, django_assert_max_num_queries: Any) -> None:
    client = browser(firm)
    with django_assert_max_num_queries(21):
        client.get(page(firm, "word"))
