"""The checklist of an action: added, ticked, changed, moved and removed without script, each once."""

from __future__ import annotations

import uuid

import pytest
from django_scopes import scope

from apps.actions.domain.steps import MAX_STEPS
from apps.actions.models import Action, ActionStep
from apps.organisations.models import Role
from apps.rie.domain.dossier import close_dossier
from tests.actions.conftest import Firm
from tests.actions.running import Desk, desk_of, make_action, make_steps, steps
from tests.factories import MembershipFactory
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def desk(firm: Firm) -> Desk:
    return desk_of(firm, MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR))


@pytest.fixture
def action(firm: Firm, desk: Desk) -> Action:
    return make_action(firm, owner=desk.member)


def texts(firm: Firm, action: Action) -> list[str]:
    return [step.text for step in steps(firm, action)]


def test_a_step_is_added_at_the_end(firm, desk, action):
    for text in ("Ontwerp kiezen", "Laten drukken"):
        answer = desk.form(action, "new_step").send(text=text)
        assert answer.url == firm.url("action", action.pk) + "#steps"

    assert texts(firm, action) == ["Ontwerp kiezen", "Laten drukken"]
    assert "0 of 2 done" in desk.page(action)


def test_a_double_click_adds_a_step_once(firm, desk, action):
    form = desk.form(action, "new_step")
    form.fill(text="Ontwerp kiezen")
    for _ in range(2):
        assert desk.browser.post(form.action, form.data()).status_code == 302

    assert texts(firm, action) == ["Ontwerp kiezen"]


@pytest.mark.parametrize(
    ("text", "message"),
    [("  ", "Write down what the step is."), ("x" * 201, "at most 200"), ("Bel\x07", "control characters")],
)
def test_a_step_that_does_not_fit_is_told_at_the_field_and_stays_typed(firm, desk, action, text, message):
    answer = desk.form(action, "new_step").send(text=text)

    assert answer.status_code == 422
    assert message in text_of(answer)
    assert 'href="#step-text"' in text_of(answer)
    assert text.strip() in text_of(answer)
    assert texts(firm, action) == []


def test_a_list_is_full_at_thirty_steps(firm, desk, action):
    form = desk.form(action, "new_step")
    make_steps(firm, action, *(f"Stap {number}" for number in range(MAX_STEPS)))
    answer = form.send(text="Nog een")

    assert answer.status_code == 422
    assert "A list holds at most 30 steps." in text_of(answer)
    assert "Nog een" in text_of(answer)
    assert len(texts(firm, action)) == MAX_STEPS
    assert "A list holds at most 30 steps." in desk.page(action)


def test_a_tick_says_who_did_it_and_twice_is_once(firm, desk, action):
    [step] = make_steps(firm, action, "Ontwerp kiezen")
    form = desk.form(action, "tick", step.pk)
    assert 'aria-pressed="false"' in desk.page(action)
    form.send()

    [done] = steps(firm, action)
    assert (done.done_by, done.done_at is not None) == (desk.member.user, True)
    other = desk_of(firm, MembershipFactory(organisation=firm.organisation, role=Role.HR))
    other.post(action, "tick", step.pk, done="on")
    assert steps(firm, action)[0].done_by == desk.member.user
    page = desk.page(action)
    assert 'aria-pressed="true"' in page
    assert "1 of 1 done" in page
    assert f"Done by {desk.member.user.name} on" in page


def test_a_tick_can_be_taken_back(firm, desk, action):
    [step] = make_steps(firm, action, "Ontwerp kiezen")
    desk.form(action, "tick", step.pk).send()
    desk.form(action, "tick", step.pk).send()

    assert (steps(firm, action)[0].done_at, steps(firm, action)[0].done_by) == (None, None)


def test_a_step_gets_other_words_and_stays_ticked(firm, desk, action):
    [step] = make_steps(firm, action, "Ontwerp kiezen")
    desk.form(action, "tick", step.pk).send()
    assert desk.form(action, "edit_step", step.pk).send(text="Ontwerp maken").status_code == 302

    [changed] = steps(firm, action)
    assert (changed.text, changed.done_by) == ("Ontwerp maken", desk.member.user)


def test_empty_words_are_refused_at_the_step(firm, desk, action):
    _first, second = make_steps(firm, action, "Een", "Twee")
    answer = desk.form(action, "edit_step", second.pk).send(text="")

    assert answer.status_code == 422
    assert f'href="#step-{second.pk}-text"' in text_of(answer)
    assert texts(firm, action) == ["Een", "Twee"]


def test_what_a_colleague_wrote_meanwhile_is_a_conflict(firm, desk, action):
    [step] = make_steps(firm, action, "Ontwerp kiezen")
    form = desk.form(action, "edit_step", step.pk)
    with scope(organisation=firm.organisation):
        ActionStep.objects.update(text="Ontwerp laten maken")
    answer = form.send(text="Ontwerp maken")

    assert answer.status_code == 409
    assert "Ontwerp laten maken" in text_of(answer)
    assert texts(firm, action) == ["Ontwerp laten maken"]
    form.redraw(answer, form.page_url)
    form.send(**{"keep__text": "mine"})
    assert texts(firm, action) == ["Ontwerp maken"]


def test_a_step_goes_up_and_down_once_for_a_double_click(firm, desk, action):
    one, _two, three = make_steps(firm, action, "Een", "Twee", "Drie")
    for _ in range(2):
        assert desk.post(action, "place_step", three.pk, place=2).status_code == 302
    assert texts(firm, action) == ["Een", "Drie", "Twee"]

    desk.post(action, "place_step", one.pk, place=2)
    assert texts(firm, action) == ["Drie", "Een", "Twee"]
    for place in ("99", "0"):
        desk.post(action, "place_step", one.pk, place=place)
    assert texts(firm, action) == ["Een", "Drie", "Twee"]


@pytest.mark.parametrize("place", ["", "up", "-1"])
def test_a_place_that_is_none_leaves_the_step_where_it_is(firm, desk, action, place):
    make_steps(firm, action, "Een", "Twee")
    desk.post(action, "place_step", steps(firm, action)[1].pk, place=place)

    assert texts(firm, action) == ["Een", "Twee"]
    assert "The step stays where it is." in desk.page(action)


def test_removing_a_step_asks_first_and_names_it(firm, desk, action):
    one, _two = make_steps(firm, action, "Een", "Twee")
    assert "Een" in text_of(desk.get(action, "drop_step", one.pk))
    assert texts(firm, action) == ["Een", "Twee"]
    desk.post(action, "drop_step", one.pk)

    assert texts(firm, action) == ["Twee"]
    assert desk.post(action, "drop_step", one.pk).status_code == 404


VERBS = ("edit_step", "tick", "place_step", "drop_step")


@pytest.mark.parametrize("name", VERBS)
def test_a_step_of_another_action_is_not_found(firm, desk, action, name):
    [step] = make_steps(firm, make_action(firm, owner=desk.member), "Van een andere actie")

    assert desk.post(action, name, step.pk, text="x", place=1).status_code == 404
    assert desk.post(action, name, uuid.uuid4(), text="x", place=1).status_code == 404


@pytest.mark.parametrize("name", VERBS)
def test_who_does_not_carry_it_out_touches_no_step(firm, desk, name):
    theirs = make_action(firm, owner=MembershipFactory(organisation=firm.organisation))
    [step] = make_steps(firm, theirs, "Van een ander")
    reader = desk_of(firm, MembershipFactory(organisation=firm.organisation, role=Role.WORKS_COUNCIL))

    assert desk.post(theirs, name, step.pk, text="x", place=1, done="on").status_code == 404
    assert reader.post(theirs, name, step.pk, text="x", place=1, done="on").status_code == 403
    assert [(one.text, one.done_at) for one in steps(firm, theirs)] == [("Van een ander", None)]


def test_a_closed_dossier_keeps_its_steps(firm, desk, action):
    [step] = make_steps(firm, action, "Een")
    with scope(organisation=firm.organisation):
        close_dossier(dossier=firm.dossier)
    for name in VERBS:
        data = {"text": "x", "place": 1, "done": "on", "seen_json": "{}"}
        assert desk.post(action, name, step.pk, **data).status_code == 409, name
    key = str(uuid.uuid4())
    assert desk.post(action, "new_step", text="x", key=key).status_code == 409
    assert [(one.text, one.done_at) for one in steps(firm, action)] == [("Een", None)]


def test_the_id_of_a_step_of_another_action_adds_a_new_one(firm, desk, action):
    [theirs] = make_steps(firm, make_action(firm), "Van een andere actie")
    desk.post(action, "new_step", text="Van mij", key=str(theirs.pk))

    assert texts(firm, action) == ["Van mij"]
    with scope(organisation=firm.organisation):
        assert ActionStep.objects.count() == 2
