"""A part of the plan on paper: of one person, one status, one period."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from apps.actions.domain.plan import add_action, new_action
from apps.organisations.models import Membership, Role
from apps.reports.models import StoredReport
from apps.reports.queries import build_report
from apps.reports.render import render_html
from tests.actions.conftest import ANSWERS, HIGH, Firm
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm(organisation: Any, dossier: Any) -> Firm:
    made = Firm(organisation, dossier)
    for code, fields in ANSWERS.items():
        made.risk(code, **fields)
    return made


@pytest.fixture
def els(firm: Firm) -> Membership:
    """The owner of one of two actions."""
    member = MembershipFactory(organisation=firm.organisation, user__name="Els", role=Role.HR)
    factor = firm.assessment.by_code[HIGH].factor
    with scope(organisation=firm.organisation):
        for title, owner in (("Maak huisregels", member), ("Praat met het team", None)):
            action = new_action(dossier=firm.dossier)
            action.title, action.due_on, action.owner = title, date(2027, 1, 1), owner
            add_action(action=action, factors=[factor], user=None)
    return member


def report(firm: Firm, selection: str) -> Any:
    with scope(organisation=firm.organisation):
        return build_report(dossier=firm.dossier, kind="plan", selection=selection)


def titles(made: Any) -> list[str]:
    return [row.title for row in made.plan.rows]


def browser(firm: Firm, role: Role = Role.HR) -> Client:
    client = Client()
    client.force_login(MembershipFactory(organisation=firm.organisation, role=role).user)
    return client


def url(firm: Firm) -> str:
    return reverse("reports:export_pdf", args=[firm.organisation.pk, firm.dossier.pk])


def asked(firm: Firm) -> list[StoredReport]:
    with scope(organisation=firm.organisation):
        return list(StoredReport.objects.all())


def test_it_holds_the_actions_of_one_person_and_says_so(firm, els):
    made = report(firm, f"wie={els.pk}")

    assert titles(made) == ["Maak huisregels"]
    assert "Els" in made.plan.selection[0]
    assert "Els" in render_html(made)


def test_it_says_nothing_about_the_rest_of_the_plan(firm, els):
    made = report(firm, f"wie={els.pk}")

    assert not made.plan.has_warnings
    assert (made.plan.open_risks, made.plan.settled, made.plan.cancelled) == ((), (), ())
    assert report(firm, "").plan.has_warnings


def test_an_action_keeps_the_number_it_has_in_the_whole_plan(firm, els):
    numbers = {row.title: row.number for row in report(firm, "").plan.rows}
    (row,) = report(firm, "tekst=praat").plan.rows

    assert row.number == numbers["Praat met het team"]


def test_it_stands_in_the_order_that_was_asked(firm, els):
    assert titles(report(firm, "volgorde=titel&omgekeerd=on")) == ["Praat met het team", "Maak huisregels"]


def test_what_is_not_there_any_more_finds_nothing(firm, els):
    with scope(organisation=firm.organisation):
        gone, _ = els.pk, els.delete()

    assert titles(report(firm, f"wie={gone}")) == []
    assert render_html(report(firm, f"wie={gone}"))


def test_it_is_asked_from_the_page_of_exports(firm, els):
    answer = browser(firm).post(url(firm), {"wie": str(els.pk), "kolom": "title"})

    (stored,) = asked(firm)
    assert answer["Location"].endswith(f"/{stored.pk}/")
    assert (stored.kind, stored.selection) == ("plan", f"wie={els.pk}")


def test_the_same_choice_is_made_once_and_is_not_the_whole_plan(firm, els):
    client = browser(firm)
    for data in ({"wie": str(els.pk)}, {"wie": str(els.pk)}, {}):
        client.post(url(firm), data)

    assert sorted(stored.selection for stored in asked(firm)) == ["", f"wie={els.pk}"]


@pytest.mark.parametrize("data", [{"vanaf": "gisteren"}, {"wie": "iemand"}, {"tekst": "x" * 600}])
def test_a_wrong_choice_goes_back_to_the_page_that_says_what_is_wrong(firm, els, data):
    answer = browser(firm).post(url(firm), data)

    assert "/uitvoer/?" in answer["Location"]
    assert asked(firm) == []


def test_looking_changes_nothing_and_a_contributor_gets_none(firm, els):
    assert browser(firm).get(url(firm)).status_code == 405
    assert browser(firm, Role.CONTRIBUTOR).post(url(firm)).status_code == 403
    assert browser(Firm(MembershipFactory().organisation, firm.dossier)).post(url(firm)).status_code == 404
