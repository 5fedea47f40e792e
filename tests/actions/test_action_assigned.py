"""Who gets an action hears so: once, in the transaction in which it became hers."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django_scopes import scope

from apps.actions.domain.assigning import given_together
from apps.actions.domain.plan import add_action, new_action, save_changes
from apps.actions.domain.running import complete_action
from apps.actions.letter_keys import STRANGERS_PER_DAY
from apps.actions.models import Action, ActionStatus
from apps.organisations.models import Role
from tests.actions.conftest import HIGH
from tests.actions.reminding import TODAY, at, letters, links, make, member, remind, written_to
from tests.rie.screen import Screen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SOON, FAR = TODAY + timedelta(days=10), TODAY + timedelta(days=60)
MAX_QUERIES = 6


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def hr(organisation):
    return member(organisation, Role.HR, name="Els de Wit", email="els@firma.example")


@pytest.fixture
def an(organisation):
    return member(organisation, name="An Vos", email="an@firma.example")


def change(action: Action, by, **changes):
    with scope(organisation=action.organisation):
        stored = Action.objects.select_related("dossier").get(pk=action.pk)
        save_changes(action=stored, changes=changes, user=by.user if by else None)


def test_a_new_action_tells_owner_and_helpers(firm, hr, an):
    bo = member(firm.organisation, email="bo@firma.example")
    with scope(organisation=firm.organisation):
        action = new_action(dossier=firm.dossier)
        action.title, action.due_on, action.owner = "Training", FAR, an
        factor = firm.assessment.by_code[HIGH].factor
        add_action(action=action, factors=[factor], co_owners=[str(bo.pk)], user=hr.user)

    assert written_to(firm.organisation) == ["an@firma.example", "bo@firma.example"]
    letter = letters(firm.organisation)[0]
    assert letter.subject == "Your action: Training"
    assert f"Els de Wit asks you to carry out this action for {firm.organisation.name}" in letter.text
    assert links(letter, "Done")
    assert links(letter, "Later")
    assert links(letter, "See the action")


def test_who_gives_herself_an_action_hears_nothing(dossier, organisation, hr, an):
    make(dossier, owner=hr, helpers=[an], due_on=FAR, by=hr.user, tell=True)

    assert written_to(organisation) == ["an@firma.example"]


def test_a_change_of_owner_tells_the_new_one_only(dossier, organisation, hr, an):
    bo = member(organisation, email="bo@firma.example")
    action = make(dossier, owner=bo, due_on=FAR)

    change(action, hr, owner_id=str(an.pk))

    assert written_to(organisation) == ["an@firma.example"]


def test_a_new_helper_is_told_and_the_others_are_not(dossier, organisation, hr, an):
    bo, cas = member(organisation), member(organisation, email="cas@firma.example")
    action = make(dossier, owner=an, helpers=[bo], due_on=FAR)

    change(action, hr, co_owners=sorted([str(bo.pk), str(cas.pk)]))

    assert written_to(organisation) == ["cas@firma.example"]


def test_an_address_for_a_named_owner_is_written_to(dossier, organisation, hr):
    action = make(dossier, owner_name="Piet", due_on=FAR)

    change(action, hr, owner_email="piet@elders.example")

    assert written_to(organisation) == ["piet@elders.example"]


@pytest.mark.parametrize("changes", [{"title": "Anders"}, {"due_on": SOON}, {"owner_name": "Ook An"}])
def test_another_change_tells_nobody(dossier, organisation, hr, an, changes):
    action = make(dossier, owner=an, due_on=FAR)

    change(action, hr, **changes)

    assert letters(organisation) == []


def test_given_away_and_given_back_is_one_letter(dossier, organisation, hr, an):
    bo = member(organisation, email="bo@firma.example")
    action = make(dossier, owner=an, due_on=FAR, by=hr.user, tell=True)

    change(action, hr, owner_id=str(bo.pk))
    change(action, hr, owner_id=str(an.pk))

    assert written_to(organisation) == ["an@firma.example", "bo@firma.example"]


def test_what_is_due_soon_is_said_once(dossier, organisation, hr, an):
    make(dossier, owner=an, due_on=SOON, by=hr.user, tell=True)

    remind()

    assert [letter.kind for letter in letters(organisation)] == ["action_assigned"]


@pytest.mark.parametrize("status", [ActionStatus.DONE, ActionStatus.CANCELLED])
def test_an_action_that_is_over_is_given_in_silence(dossier, organisation, hr, an, status):
    action = make(dossier, status=status, status_note="Niet nodig", due_on=TODAY)

    change(action, hr, owner_id=str(an.pk))

    assert letters(organisation) == []


def test_an_action_that_comes_back_is_no_news(dossier, organisation, hr, an):
    action = make(dossier, owner=an, repeat_every=12, due_on=TODAY)
    with scope(organisation=organisation):
        stored = Action.objects.select_related("dossier").get(pk=action.pk)
        done = complete_action(action=stored, result="", user=hr.user)

    assert done.next_time is not None
    assert letters(organisation) == []


def test_no_letter_when_the_change_does_not_last(dossier, organisation, hr, an):
    action = make(dossier, due_on=FAR)

    with transaction.atomic():
        change(action, hr, owner_id=str(an.pk))
        transaction.set_rollback(True)

    assert letters(organisation) == []


def test_a_guest_writes_to_nobody(dossier, organisation):
    guest = member(organisation, Role.EMPLOYER, is_guest=True)
    organisation.trial_ends_at = at(FAR)
    organisation.save()

    make(dossier, owner_name="Piet", owner_email="piet@elders.example", by=guest.user, tell=True)

    assert letters(organisation) == []


def test_a_firm_writes_to_so_many_strangers_a_day(dossier, organisation, hr):
    for number in range(STRANGERS_PER_DAY + 2):
        make(dossier, owner_name="N", owner_email=f"n{number}@elders.example", due_on=FAR, tell=True)

    assert len(letters(organisation)) == STRANGERS_PER_DAY


def test_an_action_of_nobody_asks_nothing_of_the_database(dossier, organisation, queries):
    action = make(dossier, owner_name="Leidinggevende", due_on=FAR)

    with queries() as captured:
        change(action, None, title="Anders")

    assert not any("organisations_letter" in statement for statement in captured.statements)


def test_a_sender_without_a_name_is_the_firm(dossier, organisation, an):
    make(dossier, owner=an, due_on=FAR, tell=True)

    [letter] = letters(organisation)
    assert f"{organisation.name} asks you to carry out this action" in letter.text


class TestTogether:
    def test_many_actions_at_once_are_one_letter_per_person(self, dossier, organisation, hr, an):
        bo = member(organisation, email="bo@firma.example")
        actions = [make(dossier, title=f"Actie {number}", due_on=FAR) for number in range(3)]

        with given_together(by=hr.user):
            for action in actions:
                change(action, hr, owner_id=str(an.pk))
            change(actions[0], hr, co_owners=[str(bo.pk)])

        hers, his = letters(organisation)
        assert (hers.to, his.to) == ("an@firma.example", "bo@firma.example")
        assert hers.subject == "You have 3 new actions"
        assert len(links(hers, "Done")) == 3
        assert his.subject == "Your action: Actie 0"

    def test_an_error_writes_no_letters(self, dossier, organisation, hr, an):
        action = make(dossier, due_on=FAR)

        with suppress(RuntimeError), transaction.atomic(), given_together(by=hr.user):
            change(action, hr, owner_id=str(an.pk))
            raise RuntimeError

        assert letters(organisation) == []
        change(action, hr, owner_id=str(an.pk))
        assert len(letters(organisation)) == 1


def test_the_form_of_an_action_sends_the_letter(firm, browser_of, an):
    browser = browser_of(Role.HR)
    action = make(firm.dossier, due_on=FAR)
    url = firm.url("edit", action.pk)

    Screen(browser, url, url).send(owner_id=str(an.pk))

    assert written_to(firm.organisation) == ["an@firma.example"]
