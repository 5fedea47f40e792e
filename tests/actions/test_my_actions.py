"""*Mijn acties*: what one person carries out, over all open RI&E's of her firm."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from apps.actions.models import ActionCoOwner
from apps.organisations.models import Membership, Organisation, Role
from apps.rie.domain.dossier import close_dossier
from tests.actions.conftest import Firm
from tests.actions.many import TODAY, a_member, an_action
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(f"{TODAY}T12:00:00+01:00", tick=False):
        yield


def url(organisation: Organisation) -> str:
    return reverse("actions:mine", args=[organisation.pk])


def browser_for(member: Membership) -> Client:
    browser = Client()
    browser.force_login(member.user)
    return browser


def parts(browser: Client, firm: Firm) -> dict[str, list[str]]:
    """Key of a part of the page → the actions in it."""
    text = html.unescape(browser.get(url(firm.organisation)).content.decode())
    return {
        key: re.findall(r"<strong>([^<]*)</strong></a>", body)
        for key, body in re.findall(r'<section class="panel" id="([\w-]+)">(.*?)</section>', text, re.DOTALL)
    }


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.HR, Role.CONTRIBUTOR])
def test_her_actions_stand_under_what_they_ask_of_her(firm: Firm, role: Role) -> None:
    anna = a_member(firm, role)
    an_action(firm, "Te laat", owner=anna, due_on=date(2026, 11, 22))
    an_action(firm, "Vandaag", owner=anna, due_on=TODAY, status="in_progress")
    an_action(firm, "Eind van de maand", owner=anna, due_on=date(2026, 11, 30))
    an_action(firm, "Volgende maand", owner=anna, due_on=date(2026, 12, 1))
    an_action(firm, "Terugkijken", owner=anna, status="done", evaluate_on=TODAY)
    an_action(firm, "Nog niet terugkijken", owner=anna, status="done", evaluate_on=date(2027, 1, 1))
    an_action(firm, "Van een ander", owner=a_member(firm))
    browser = browser_for(anna)

    assert parts(browser, firm) == {
        "late": ["Te laat"],
        "this-month": ["Vandaag", "Eind van de maand"],
        "later": ["Volgende maand"],
        "look-back": ["Terugkijken"],
    }
    text = browser.get(url(firm.organisation)).content.decode()
    assert "Nog niet terugkijken" in text
    assert "Van een ander" not in text


def test_what_she_does_together_with_somebody_is_hers_too_and_stands_there_once(firm: Firm) -> None:
    anna = a_member(firm)
    helped = an_action(firm, "Samen", owner=a_member(firm), due_on=date(2026, 12, 1))
    both = an_action(firm, "Dubbel", owner=anna, due_on=date(2026, 12, 2))
    with scope(organisation=firm.organisation):
        for action in (helped, both):
            ActionCoOwner.objects.create(organisation=firm.organisation, action=action, member=anna)

    assert parts(browser_for(anna), firm) == {"later": ["Samen", "Dubbel"]}


def test_each_action_has_quick_ways_to_say_how_far_it_is(firm: Firm) -> None:
    hr = a_member(firm, Role.HR)
    action = an_action(firm, "Vandaag", owner=hr, due_on=TODAY)
    done = an_action(firm, "Terugkijken", owner=hr, status="done", evaluate_on=TODAY)

    text = browser_for(hr).get(url(firm.organisation)).content.decode()

    for name, one in (("action", action), ("complete", action), ("postpone", action), ("evaluate", done)):
        assert f'href="{firm.url(name, one.pk)}"' in text
    assert firm.url("complete", done.pk) not in text


def test_every_address_on_the_page_opens_for_her(firm: Firm) -> None:
    anna = a_member(firm)
    an_action(firm, "Vandaag", owner=anna, due_on=TODAY)
    an_action(firm, "Terugkijken", owner=anna, status="done", evaluate_on=TODAY)
    browser = browser_for(anna)

    text = browser.get(url(firm.organisation)).content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    links = re.findall(r'<a [^>]*href="([^"]+)"', main)

    assert {firm.url("action", one.pk) for one in firm.actions} <= set(links)
    for link in links:
        assert browser.get(link).status_code == 200, link


def test_all_open_dossiers_count_and_closed_ones_do_not(firm: Firm) -> None:
    anna = a_member(firm)
    next_year = Firm(firm.organisation, DossierFactory(organisation=firm.organisation, year=2027))
    closed = Firm(firm.organisation, DossierFactory(organisation=firm.organisation, year=2025))
    for one, title in ((firm, "Dit jaar"), (next_year, "Volgend jaar"), (closed, "Gesloten")):
        an_action(one, title, owner=anna, due_on=date(2026, 12, one.dossier.year % 10))
    with scope(organisation=firm.organisation):
        close_dossier(dossier=closed.dossier)

    assert parts(browser_for(anna), firm) == {"later": ["Dit jaar", "Volgend jaar"]}
    text = html.unescape(browser_for(anna).get(url(firm.organisation)).content.decode())
    assert "RI&E 2026" in text
    assert "RI&E 2027" in text


def test_the_tabs_lead_back_to_the_plan_she_came_from(firm: Firm, browser_of) -> None:
    newer = Firm(firm.organisation, DossierFactory(organisation=firm.organisation, year=2027))
    browser = browser_of()

    def leads_to(query: str, one: Firm) -> bool:
        return f'href="{one.url("table")}' in browser.get(url(firm.organisation) + query).content.decode()

    assert leads_to("", newer)
    assert leads_to(f"?plan={firm.dossier.pk}&te_laat=on", firm)
    assert leads_to("?plan=onzin", newer)
    tabs = browser.get(firm.url("board")).content.decode()
    assert f'href="{url(firm.organisation)}?plan={firm.dossier.pk}"' in tabs


def test_who_sees_only_her_own_part_gets_no_tabs(firm: Firm, browser_of) -> None:
    text = browser_of(Role.CONTRIBUTOR).get(url(firm.organisation)).content.decode()

    assert "Ways to look at the plan" not in text
    assert "No action stands on your name." in text


def test_a_hundred_to_do_is_the_most_and_the_rest_is_counted(firm: Firm) -> None:
    hr = a_member(firm, Role.HR)
    for number in range(103):
        an_action(firm, f"Actie {number}", owner=hr, due_on=date(2027, 1 + number // 28, 1 + number % 28))

    text = browser_for(hr).get(f"{url(firm.organisation)}?te_laat=on").content.decode()

    assert "There are 3 more actions with a later term." in text
    assert f"{firm.url('table')}?te_laat=on&amp;wie={hr.pk}" in text


def test_the_works_council_and_strangers_have_no_actions_here(firm: Firm, browser_of) -> None:
    assert browser_of(Role.WORKS_COUNCIL).get(url(firm.organisation)).status_code == 403
    stranger = MembershipFactory(organisation=OrganisationFactory(kvk_number="87654321"))
    assert browser_for(stranger).get(url(firm.organisation)).status_code == 404
    answer = Client().get(url(firm.organisation))
    assert answer.status_code == 302
    assert "/account/login/" in answer.url


def test_the_page_costs_the_same_with_1_3_and_30_actions(firm: Firm, queries) -> None:
    anna, counts = a_member(firm, Role.HR), []
    browser = browser_for(anna)
    browser.get(url(firm.organisation))
    for number in (1, 2, 27):
        for place in range(number):
            an_action(firm, "Actie", owner=anna, status=("planned", "done")[place % 2], evaluate_on=TODAY)
        with queries() as captured:
            assert browser.get(url(firm.organisation)).status_code == 200
        counts.append(len(captured.statements))
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 12


def test_the_front_door_leads_to_it_for_who_can_have_actions(firm: Firm, browser_of) -> None:
    link = f'href="{url(firm.organisation)}"'
    for role in (Role.EMPLOYER, Role.HR, Role.CONTRIBUTOR):
        assert link in browser_of(role).get(reverse("home")).content.decode()
    assert link not in browser_of(Role.WORKS_COUNCIL).get(reverse("home")).content.decode()
