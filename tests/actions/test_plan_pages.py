"""Who may open and change the plan, and how much a page asks of the database."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from apps.organisations.models import Role
from apps.rie.domain.dossier import close_dossier
from tests.actions.conftest import HIGH, Firm
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory

READERS = [Role.WORKS_COUNCIL]
RUNNERS = [Role.EMPLOYER, Role.HR]


def _pages(firm: Firm) -> dict[str, str]:
    return {
        "plan": firm.url("plan"),
        "proposal": firm.url("proposal"),
        "risk": firm.url("risk", HIGH),
        "add": firm.url("add"),
    }


def _writes(firm: Firm) -> list[tuple[str, dict[str, object]]]:
    return [
        (firm.url("proposal"), {"measure": ["M55"]}),
        (firm.url("choose_measure", HIGH), {"measure": "M55"}),
        (firm.url("settle", HIGH), {"reason": "Niet nodig"}),
        (firm.url("restore_measure", "M55"), {}),
        (firm.url("add"), {"title": "x"}),
    ]


@pytest.mark.parametrize("role", RUNNERS)
@pytest.mark.parametrize("page", ["plan", "proposal", "risk", "add"])
def test_employer_and_hr_open_every_page(firm: Firm, browser_of, role: Role, page: str) -> None:
    assert browser_of(role).get(_pages(firm)[page]).status_code == 200


@pytest.mark.parametrize("role", READERS)
def test_others_in_the_firm_read_the_plan_and_its_risks(firm: Firm, browser_of, role: Role) -> None:
    browser = browser_of(role)
    assert browser.get(firm.url("plan")).status_code == 200
    assert browser.get(firm.url("risk", HIGH)).status_code == 200


@pytest.mark.parametrize("role", READERS)
def test_others_in_the_firm_change_nothing(firm: Firm, browser_of, role: Role) -> None:
    browser = browser_of(role)
    for url, data in _writes(firm):
        assert browser.post(url, data).status_code == 403, url
    assert firm.actions == []


def test_another_firm_finds_nothing_here(firm: Firm) -> None:
    stranger = MembershipFactory(organisation=OrganisationFactory(kvk_number="87654321"))
    browser = Client()
    browser.force_login(stranger.user)
    for url in _pages(firm).values():
        assert browser.get(url).status_code == 404
    for url, data in _writes(firm):
        assert browser.post(url, data).status_code == 404
    assert firm.actions == []


def test_a_dossier_of_another_firm_does_not_open_under_ones_own_address(firm: Firm, browser_of) -> None:
    other = DossierFactory(organisation=OrganisationFactory(kvk_number="87654321"))
    browser = browser_of()
    for name in ("plan", "proposal", "add"):
        url = reverse(f"actions:{name}", args=[firm.organisation.pk, other.pk])
        assert browser.get(url).status_code == 404


def test_who_is_not_logged_in_is_asked_to(firm: Firm) -> None:
    for url in _pages(firm).values():
        answer = Client().get(url)
        assert answer.status_code == 302
        assert "/account/login/" in answer.url


def test_unknown_ids_are_not_found(firm: Firm, browser_of) -> None:
    browser = browser_of()
    urls = [
        firm.url("edit", uuid.uuid4()),
        firm.url("remove", uuid.uuid4()),
        firm.url("risk", "W99"),
        firm.url("risk", "W01"),
    ]
    for url in urls:
        assert browser.get(url).status_code == 404
    assert browser.post(firm.url("choose_measure", HIGH), {"measure": "M99"}).status_code == 404
    assert browser.post(firm.url("restore_measure", "M99")).status_code == 404


def test_reading_never_writes(firm: Firm, browser_of, queries) -> None:
    browser = browser_of()
    for url in _pages(firm).values():
        with queries() as captured:
            browser.get(url)
        writes = [sql for sql in captured.statements if not sql.lstrip().startswith("SELECT")]
        # Looking leaves one line in the firm's log, and nothing else.
        assert [sql for sql in writes if '"organisations_auditevent"' not in sql] == []


def test_a_closed_dossier_keeps_its_plan_as_it_is(firm: Firm, browser_of, in_scope: None) -> None:
    close_dossier(dossier=firm.dossier)
    browser = browser_of()
    for url, data in _writes(firm)[:-1]:
        assert browser.post(url, data).status_code == 409, url
    assert firm.actions == []
    assert browser.get(firm.url("plan")).status_code == 200


@pytest.mark.parametrize("page", ["plan", "proposal", "risk", "add"])
def test_a_page_costs_the_same_with_1_3_and_30_actions(firm: Firm, browser_of, queries, page: str) -> None:
    browser, counts = browser_of(), []
    url = _pages(firm)[page]
    browser.get(url)
    for number in (1, 2, 27):
        for _ in range(number):
            _own_action(browser, firm)
        with queries() as captured:
            assert browser.get(url).status_code == 200
        counts.append(len(captured.statements))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 12


def _own_action(browser: Client, firm: Firm) -> None:
    data = {
        "action_id": str(uuid.uuid4()),
        "title": "Een eigen actie",
        "factors": [HIGH],
        "due_on": "2030-01-01",
        "status": "planned",
        "seen_json": "{}",
    }
    assert browser.post(firm.url("add"), data).status_code == 302
