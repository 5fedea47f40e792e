"""Evidence goes out: who may see and delete it, and how it comes back."""

from __future__ import annotations

import logging

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import default_storage
from django.test import Client
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Practice, PracticeMembership, Role
from apps.review.models import DossierShare
from apps.rie.domain.evidence import add_evidence, remove_evidence
from apps.rie.filetypes import check_file
from apps.rie.models import Dossier, Evidence
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.rie.conftest import RISK, Firm
from tests.rie.samples import PDF
from tests.rie.screen import text_of
from tests.rie.views.evidence import add, close, download, keep, on_disk, sent, stored

pytestmark = pytest.mark.usefixtures("english", "own_storage")
MEMBERS = tuple(Role)
READERS = {Role.EMPLOYER, Role.HR, Role.WORKS_COUNCIL}
WRITERS = {Role.EMPLOYER, Role.HR}


@pytest.fixture
def kept(firm: Firm) -> Evidence:
    return keep(firm)


@pytest.mark.parametrize("role", MEMBERS)
def test_who_may_read_the_dossier_may_read_its_evidence(firm: Firm, browser_of, kept, role):
    browser = browser_of(role)
    expected = 200 if role in READERS else 403

    assert browser.get(firm.url("evidence")).status_code == expected
    assert download(browser, firm, kept)[0].status_code == expected


@pytest.mark.parametrize("role", MEMBERS)
def test_only_who_fills_in_may_add_and_remove(firm: Firm, browser_of, kept, role, own_storage):
    browser = browser_of(role)
    allowed = role in WRITERS

    assert add(browser, firm).status_code == (302 if allowed else 403)
    assert browser.get(firm.url("remove_evidence", kept.pk)).status_code == (200 if allowed else 403)
    assert browser.post(firm.url("remove_evidence", kept.pk)).status_code == (302 if allowed else 403)
    assert len(on_disk(own_storage)) == 1  # added and removed one, or neither
    assert (kept in stored(firm)) == (not allowed)


def test_the_works_council_sees_no_form_and_no_way_to_delete(firm: Firm, browser_of, kept):
    page = text_of(browser_of(Role.WORKS_COUNCIL).get(firm.url("evidence")))

    assert "gedragscode.pdf" in page
    assert "multipart/form-data" not in page
    assert firm.url("remove_evidence", kept.pk) not in page


def adviser_of(firm: Firm, dossier: Dossier) -> Client:
    practice = Practice.objects.create(name="Arbodienst")
    user = UserFactory()
    PracticeMembership.objects.create(practice=practice, user=user)
    with scope(organisation=firm.organisation):
        DossierShare.objects.create(organisation=firm.organisation, dossier=dossier, practice=practice)
    browser = Client()
    browser.force_login(user)
    return browser


def test_an_adviser_reads_the_evidence_of_what_was_shared_and_changes_nothing(firm: Firm, kept):
    adviser = adviser_of(firm, firm.dossier)

    assert download(adviser, firm, kept)[0].status_code == 200
    assert add(adviser, firm).status_code == 403
    assert adviser.post(firm.url("remove_evidence", kept.pk)).status_code == 403


def test_an_adviser_does_not_reach_the_evidence_of_another_dossier(firm: Firm, kept):
    other = DossierFactory(organisation=firm.organisation)
    adviser = adviser_of(firm, other)
    under_hers = firm.url("evidence_file", kept.pk).replace(str(firm.dossier.pk), str(other.pk))

    assert download(adviser, firm, kept)[0].status_code == 404
    assert adviser.get(under_hers).status_code == 404


@pytest.mark.parametrize("name", ["evidence_file", "remove_evidence"])
def test_a_file_of_another_firm_or_dossier_is_not_found(firm: Firm, browser_of, kept, name):
    other_dossier = DossierFactory(organisation=firm.organisation)
    url = firm.url(name, kept.pk)
    elsewhere = Client()
    theirs = MembershipFactory(organisation=OrganisationFactory())
    elsewhere.force_login(theirs.user)

    assert elsewhere.get(url).status_code == 404
    assert elsewhere.post(url).status_code == (404)
    assert (
        elsewhere.get(url.replace(str(firm.organisation.pk), str(theirs.organisation_id))).status_code == 404
    )
    assert browser_of().get(url.replace(str(firm.dossier.pk), str(other_dossier.pk))).status_code == 404
    assert stored(firm) == [kept]


@pytest.mark.parametrize("name", ["evidence", "evidence_file", "remove_evidence"])
def test_who_is_not_logged_in_is_led_to_the_login(firm: Firm, client, kept, name):
    url = firm.url(name, *([] if name == "evidence" else [kept.pk]))

    assert client.get(url).url.startswith("/account/login/")
    assert client.post(url).url.startswith("/account/login/")


def test_a_download_is_saved_and_never_shown_as_a_page(firm: Firm, browser_of, kept):
    with scope(organisation=firm.organisation):
        Evidence.objects.filter(pk=kept.pk).update(name='"><script>.pdf')

    answer, _content = download(browser_of(), firm, kept)

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "\n" not in answer["Content-Disposition"]


def test_a_content_type_that_is_not_on_our_list_is_never_sent(firm: Firm, browser_of, kept):
    with scope(organisation=firm.organisation):
        Evidence.objects.filter(pk=kept.pk).update(content_type="text/html")

    assert download(browser_of(), firm, kept)[0]["Content-Type"] == "application/octet-stream"


def test_a_name_is_text_on_the_page(firm: Firm, browser_of):
    browser = browser_of()
    add(browser, firm, sent(PDF, "<img src=x onerror=alert(1)>.pdf"))

    assert b"<img" not in browser.get(firm.url("evidence")).content


def test_a_row_without_its_file_is_not_found(firm: Firm, browser_of, kept):
    default_storage.delete(kept.file.name)

    assert download(browser_of(), firm, kept)[0].status_code == 404


# Deleting


def test_deleting_asks_first_and_then_really_deletes(firm: Firm, browser_of, kept, own_storage):
    browser = browser_of()

    page = text_of(browser.get(firm.url("remove_evidence", kept.pk)))
    assert "you cannot bring it back" in page
    assert "gedragscode.pdf" in page
    assert stored(firm) == [kept]

    answer = browser.post(firm.url("remove_evidence", kept.pk))
    assert [str(message) for message in get_messages(answer.wsgi_request)] == [
        "“gedragscode.pdf” is deleted."
    ]
    assert (stored(firm), on_disk(own_storage)) == ([], [])
    assert browser.post(firm.url("remove_evidence", kept.pk)).status_code == 404


def test_a_file_that_cannot_be_deleted_stays_on_the_list(firm: Firm, in_scope, kept, monkeypatch):
    def refuse(name: str) -> None:
        raise PermissionError

    monkeypatch.setattr(default_storage, "delete", refuse)

    with pytest.raises(PermissionError):
        remove_evidence(evidence=kept)
    assert stored(firm) == [kept]


def test_a_closed_dossier_keeps_its_evidence_as_it_is(firm: Firm, browser_of, kept, own_storage):
    browser = browser_of()
    close(firm)

    assert add(browser, firm).status_code == 409
    assert browser.post(firm.url("remove_evidence", kept.pk)).status_code == 409
    assert "multipart/form-data" not in text_of(browser.get(firm.url("evidence")))
    assert download(browser, firm, kept)[0].status_code == 200
    assert (stored(firm), len(on_disk(own_storage))) == ([kept], 1)


# The list


def test_the_number_of_queries_does_not_grow_with_the_files(firm: Firm, browser_of, queries, own_storage):
    browser, counts = browser_of(), []
    for wanted in (1, 3, 30):
        with scope(organisation=firm.organisation):
            while len(stored(firm)) < wanted:
                checked = check_file(sent(), max_bytes=10_000)
                add_evidence(dossier=firm.dossier, checked=checked, user=None, factor_code=RISK)
        with queries() as captured:
            assert browser.get(firm.url("evidence")).status_code == 200
        counts.append(len(captured.statements))
    assert len(set(counts)) == 1
    assert counts[0] <= 12


@pytest.mark.parametrize("method", ["put", "delete"])
@pytest.mark.parametrize("name", ["evidence", "evidence_file", "remove_evidence"])
def test_other_methods_are_refused(firm: Firm, browser_of, kept, name, method):
    url = firm.url(name, *([] if name == "evidence" else [kept.pk]))

    assert getattr(browser_of(), method)(url).status_code == 405


def test_the_overview_leads_to_the_evidence(firm: Firm, browser_of):
    assert firm.url("evidence") in text_of(browser_of().get(firm.url("overview")))


def test_the_log_knows_which_file_but_not_its_name(firm: Firm, browser_of, caplog):
    with caplog.at_level(logging.INFO):
        add(browser_of(), firm, sent(PDF, "verslag Jan de Vries.pdf"))

    with scopes_disabled():
        assert f"evidence={Evidence.objects.get().pk}" in caplog.text
    assert "Jan de Vries" not in caplog.text
