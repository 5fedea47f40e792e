"""What goes before what in the plan: no circles, no other plans, and nobody left waiting for nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django_scopes import scope

from apps.actions.domain.plan import add_action, new_action, update_action
from apps.organisations.merging import fingerprint
from apps.organisations.models import Role
from tests.actions.conftest import Firm
from tests.actions.running import Desk, events, make_action, make_steps, stored
from tests.factories import DossierFactory
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def desk(firm: Firm, browser_of) -> Desk:
    return Desk(firm, browser_of(Role.HR))


def test_a_circle_is_refused_with_words(firm, desk):
    one = make_action(firm, title="Een")
    two = make_action(firm, title="Twee", depends_on=one)
    three = make_action(firm, title="Drie", depends_on=two)
    answer = desk.asks(one, "edit").send(depends_on_id=str(three.pk))

    assert answer.status_code == 422
    assert "“Drie” waits for this action, so this one cannot wait for it." in text_of(answer)
    assert '<details class="more" open>' in text_of(answer)
    assert stored(firm, one).depends_on is None


def test_the_verb_refuses_a_circle_itself_and_another_plan(firm):
    one = make_action(firm, title="Een")
    two = make_action(firm, title="Twee", depends_on=one)
    other = make_action(firm, dossier=DossierFactory(organisation=firm.organisation, year=2025))
    for wrong in (two, one, other):
        with scope(organisation=firm.organisation), pytest.raises(ValidationError) as refused:
            update_action(
                action=stored(firm, one),
                seen={"depends_on_id": fingerprint(None)},
                typed={"depends_on_id": str(wrong.pk)},
                user=None,
            )
        assert "depends_on_id" in refused.value.message_dict
    assert stored(firm, one).depends_on is None


def test_an_action_does_not_choose_itself(firm, desk):
    action = make_action(firm)
    page = text_of(desk.get(action, "edit"))

    assert f'<option value="{action.pk}"' not in page


def test_a_new_action_cannot_follow_one_of_another_plan(firm):
    other = make_action(firm, dossier=DossierFactory(organisation=firm.organisation, year=2025))
    action = new_action(dossier=firm.dossier)
    action.title, action.due_on, action.depends_on = "Na", date(2027, 2, 1), other
    with scope(organisation=firm.organisation), pytest.raises(ValidationError):
        add_action(action=action, factors=[], user=None)


def test_taking_out_what_others_wait_for_names_them_and_sets_them_free(firm, desk):
    first = make_action(firm, title="Kopen")
    follower = make_action(firm, title="Ophangen", depends_on=first)
    make_steps(firm, first, "Een", "Twee")
    page = text_of(desk.get(first, "remove"))
    for text in ("Ophangen", firm.url("action", follower.pk), "2 steps"):
        assert text in page
    assert desk.post(first, "remove").status_code == 302

    assert stored(firm, follower).depends_on is None
    assert events(firm, follower)[-1].changes == {"depends_on_id": [str(first.pk), None]}
    assert "Can start after: from “something that is gone” to “(empty)”" in desk.page(follower)
