"""The overview of help sheets and each sheet on screen: who sees them, and where they are linked from."""

from __future__ import annotations

import pytest
from django.test import Client
from django_scopes import scope

from apps.actions.domain.plan import add_action, new_action
from apps.actions.help_sheets import all_sheets
from apps.organisations.audit_words import subjects_in_words
from apps.organisations.models import AuditEvent, Role
from apps.rie.domain.instrument import instrument_content
from tests.actions.conftest import HIGH, Firm
from tests.factories import MembershipFactory, OrganisationFactory

WEEK = "weekstart-met-stoplicht"
ALL_WHO_READ = [Role.EMPLOYER, Role.HR, Role.WORKS_COUNCIL]


def with_measure(firm: Firm, code: str, owner: object = None) -> object:
    """An action in the plan that carries out a measure of the catalogue."""
    content = instrument_content(firm.dossier.instrument_id)
    with scope(organisation=firm.organisation):
        action = new_action(dossier=firm.dossier)
        action.title, action.measure_id = "Weekstart", content.measures[code].id
        action.owner = owner
        action.due_on = firm.dossier.created_at.date()
        add_action(action=action, factors=[content.factors[HIGH]], user=None)
    return action


@pytest.mark.parametrize("role", ALL_WHO_READ)
def test_who_reads_the_plan_sees_every_sheet_in_the_overview(firm: Firm, browser_of, role: Role):
    answer = browser_of(role).get(firm.url("help_sheets"))
    assert answer.status_code == 200
    for sheet in all_sheets().values():
        assert sheet.title in answer.content.decode()
        assert firm.url("help_sheet", sheet.key) in answer.content.decode()


@pytest.mark.parametrize("key", list(all_sheets()))
def test_every_sheet_opens_with_a_button_for_the_pdf(firm: Firm, browser_of, key: str):
    answer = browser_of(Role.HR).get(firm.url("help_sheet", key))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert f"/hulpbladen/{key}/pdf/" in html
    assert '<article class="panel sheet" lang="nl">' in html
    assert "style=" not in html


@pytest.mark.parametrize("role", ALL_WHO_READ)
def test_who_reads_the_plan_reads_a_sheet(firm: Firm, browser_of, role: Role):
    assert browser_of(role).get(firm.url("help_sheet", WEEK)).status_code == 200


def test_who_only_carries_out_an_action_reads_a_sheet_but_not_the_overview(firm: Firm, browser_of):
    browser = browser_of(Role.CONTRIBUTOR)
    answer = browser.get(firm.url("help_sheet", WEEK))
    assert answer.status_code == 200
    assert firm.url("help_sheets") + '"' not in answer.content.decode()
    assert browser.get(firm.url("help_sheets")).status_code == 403


@pytest.mark.parametrize("key", ["bestaat-niet", "labels", "schema"])
def test_an_unknown_sheet_is_not_found(firm: Firm, browser_of, key: str):
    assert browser_of().get(firm.url("help_sheet", key)).status_code == 404


def test_another_firm_finds_nothing_here(firm: Firm):
    other = MembershipFactory(organisation=OrganisationFactory(), role=Role.EMPLOYER)
    browser = Client()
    browser.force_login(other.user)
    assert browser.get(firm.url("help_sheets")).status_code == 404
    assert browser.get(firm.url("help_sheet", WEEK)).status_code == 404


def test_who_is_not_logged_in_is_asked_to(firm: Firm):
    for url in (firm.url("help_sheets"), firm.url("help_sheet", WEEK)):
        assert Client().get(url).headers["Location"].startswith("/account/login/")


def test_the_log_names_the_sheet_that_was_looked_at(firm: Firm, browser_of):
    browser_of(Role.HR).get(firm.url("help_sheet", WEEK))
    with scope(organisation=firm.organisation):
        event = AuditEvent.objects.get(action="actions:help_sheet")
        assert all_sheets()[WEEK].title in subjects_in_words([event])[event.subject]


def test_nothing_can_be_sent_to_these_pages(firm: Firm, browser_of):
    browser = browser_of()
    assert browser.post(firm.url("help_sheets")).status_code == 405
    assert browser.post(firm.url("help_sheet", WEEK)).status_code == 405


def test_in_english_a_note_says_that_the_sheets_are_dutch(firm: Firm, browser_of, english: None):
    browser = browser_of()
    for url in (firm.url("help_sheets"), firm.url("help_sheet", WEEK)):
        assert "The help sheets themselves are in Dutch" in browser.get(url).content.decode()


def test_in_dutch_there_is_no_such_note(firm: Firm, browser_of):
    assert 'lang="nl"' in browser_of().get(firm.url("help_sheets")).content.decode()
    assert "op de werkvloer</p>" not in browser_of().get(firm.url("help_sheets")).content.decode()


def test_the_plan_leads_to_the_sheets(firm: Firm, browser_of):
    assert firm.url("help_sheets") in browser_of().get(firm.url("plan")).content.decode()


def test_the_page_of_a_measure_leads_to_its_sheets_only(firm: Firm, browser_of):
    browser = browser_of()
    html = browser.get(firm.url("measure", "M16")).content.decode()
    assert firm.url("help_sheet", WEEK) in html
    assert firm.url("help_sheet", "verlof-op-een-rij") not in html
    assert 'id="help-sheets"' not in browser.get(firm.url("measure", "M05")).content.decode()


def test_the_page_of_an_action_leads_to_the_sheets_of_its_measure(firm: Firm, browser_of):
    action = with_measure(firm, "M16")
    assert firm.url("help_sheet", WEEK) in browser_of().get(firm.url("action", action.pk)).content.decode()


def test_an_action_without_a_measure_has_no_sheets(firm: Firm, browser_of):
    content = instrument_content(firm.dossier.instrument_id)
    with scope(organisation=firm.organisation):
        action = new_action(dossier=firm.dossier)
        action.title, action.due_on = "Iets eigens", firm.dossier.created_at.date()
        add_action(action=action, factors=[content.factors[HIGH]], user=None)
    html = browser_of().get(firm.url("action", action.pk)).content.decode()
    assert 'id="help-sheets"' not in html


def test_the_pages_cost_few_queries_however_many_sheets_there_are(firm: Firm, browser_of, queries):
    browser = browser_of()
    for url in (firm.url("help_sheets"), firm.url("help_sheet", WEEK)):
        browser.get(url)
        with queries() as captured:
            assert browser.get(url).status_code == 200
        assert len(captured.statements) <= 12, url
