"""Links of a letter that mean nothing any more, were changed, or are pressed twice."""

from __future__ import annotations

import threading

import pytest
import time_machine
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from apps.actions.models import Action, ActionEvent, ActionStatus
from apps.actions.one_click import ExpiredLinkError, Verb, read_token
from apps.organisations.domain.members import leave
from apps.organisations.models import Role
from apps.rie.domain.dossier import close_dossier
from tests.actions.following_links import DAY, DUE, address, everything, press, token
from tests.actions.reminding import TODAY, at, make, member
from tests.rie.screen import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(at(TODAY), tick=False):
        yield


@pytest.fixture
def an(organisation):
    return member(organisation, name="An Vos", email="an@firma.example")


@pytest.fixture
def action(dossier, an):
    return make(dossier, owner=an, due_on=DUE)


@pytest.fixture
def done(dossier, an):
    fields = {"status": ActionStatus.DONE, "done_on": TODAY - 90 * DAY, "evaluate_on": TODAY}
    return make(dossier, owner=an, due_on=TODAY - 90 * DAY, **fields)


@pytest.fixture
def browser():
    """Checks the token of forms too, as a real visit does."""
    return Client(enforce_csrf_checks=True)


def gone(organisation, action, an):
    with scope(organisation=organisation):
        Action.objects.filter(pk=action.pk).delete()


def closed(organisation, action, an):
    with scope(organisation=organisation):
        close_dossier(dossier=action.dossier)


def of_somebody_else(organisation, action, an):
    with scope(organisation=organisation):
        Action.objects.filter(pk=action.pk).update(owner=member(organisation))


def left(organisation, action, an):
    member(organisation, Role.EMPLOYER)
    with scope(organisation=organisation):
        leave(membership=an)


def now_only_reads(organisation, action, an):
    an.role = Role.WORKS_COUNCIL
    an.save()


def finished(organisation, action, an):
    with scope(organisation=organisation):
        Action.objects.filter(pk=action.pk).update(status=ActionStatus.DONE, done_on=TODAY)


def cancelled(organisation, action, an):
    with scope(organisation=organisation):
        Action.objects.filter(pk=action.pk).update(status=ActionStatus.CANCELLED, status_note="Niet nodig")


def looked_back(organisation, action, an):
    with scope(organisation=organisation):
        Action.objects.filter(pk=action.pk).update(
            status=ActionStatus.EVALUATED, done_on=TODAY, evaluated_on=TODAY
        )


STOPPED = [
    (gone, 404, "This action is not yours any more", False),
    (closed, 200, "This RI&E is closed", True),
    (of_somebody_else, 404, "This action is not yours any more", False),
    (left, 404, "This action is not yours any more", False),
    (now_only_reads, 404, "This action is not yours any more", False),
    (finished, 200, "This action is done already", True),
    (cancelled, 200, "This action is cancelled", True),
    (looked_back, 200, "has looked back on this action already", True),
]


@pytest.mark.parametrize("verb", [Verb.DONE, Verb.LATER])
@pytest.mark.parametrize(
    ("happens", "status", "said", "names_it"),
    STOPPED,
    ids=lambda one: getattr(one, "__name__", str(one)[:40]),
)
def test_a_link_that_means_nothing_any_more_says_why_and_changes_nothing(
    organisation, action, an, verb, happens, status, said, names_it
):
    path = address(action, an, verb)
    happens(organisation, action, an)
    before = everything()

    seen = Client().get(path)
    sent = Client().post(path, {"result": "Toch", "due_on": str(DUE + 30 * DAY)})

    assert seen.status_code == status
    assert sent.status_code == (409 if status == 200 else status)
    for answer in (seen, sent):
        assert said in text_of(answer)
        assert ("Huisregels ophangen" in text_of(answer)) is names_it
        assert (organisation.name in text_of(answer)) is names_it
        assert "<form method" not in text_of(answer).partition("<main")[2].partition("</main>")[0]
    assert everything() == before


def test_said_done_twice_is_said_once(organisation, action, an, browser):
    path = address(action, an)
    press(browser, path, result="Eerst")
    before = everything()

    again = Client().post(path, {"result": "Nog eens"})

    assert again.status_code == 409
    assert "This action is done already" in text_of(again)
    assert everything() == before


def test_another_mailbox_for_a_named_owner_ends_the_old_links(organisation, dossier):
    action = make(dossier, owner_name="Piet", owner_email="piet@elders.example", due_on=DUE)
    path = address(action, None)
    with scope(organisation=organisation):
        Action.objects.filter(pk=action.pk).update(owner_email="kees@elders.example")

    assert Client().get(path).status_code == 404


def test_an_action_that_was_opened_again_needs_no_look_back(organisation, done, an):
    path = address(done, an, Verb.LOOK_LATER)
    with scope(organisation=organisation):
        Action.objects.filter(pk=done.pk).update(status=ActionStatus.IN_PROGRESS, done_on=None)

    assert "This action was opened again" in text_of(Client().get(path))


def test_a_link_that_was_changed_or_made_elsewhere_shows_nothing(organisation, action, an):
    good = token(action, an)
    value, stamp, signature = good.rsplit(":", 2)
    other_salt = signing.dumps([action.pk.hex, "m" + an.pk.hex, "done", str(DUE)], salt="something else")
    for wrong in (good[:-1], good + "A", f"{value}x:{stamp}:{signature}", "onzin", other_salt, "a:b:c"):
        path = reverse("one_click", args=[wrong])
        for answer in (Client().get(path), Client().post(path)):
            assert answer.status_code == 404
            assert "This link does not work" in text_of(answer)
            assert organisation.name not in text_of(answer)


def test_a_link_works_for_sixty_days(organisation, action, an):
    path = address(action, an)
    with time_machine.travel(at(TODAY + 59 * DAY), tick=False):
        assert Client().get(path).status_code == 200

    with time_machine.travel(at(TODAY + 61 * DAY), tick=False):
        answer = Client().get(path)
        with pytest.raises(ExpiredLinkError):
            read_token(path.split("/")[2])

    assert answer.status_code == 410
    assert "This link is too old" in text_of(answer)
    assert organisation.name not in text_of(answer)


def test_nobody_keeps_or_passes_on_the_page(action, an):
    for path in (address(action, an), reverse("one_click", args=["onzin"])):
        answer = Client().get(path)

        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_other_methods_are_refused(action, an):
    assert Client().put(address(action, an)).status_code == 405
    assert Client().delete(address(action, an)).status_code == 405


def test_who_is_logged_in_as_somebody_else_answers_for_whom_the_letter_was_for(
    organisation, action, an, browser_of
):
    browser_of(Role.HR).post(address(action, an), {"result": "Klaar"})

    with scope(organisation=organisation):
        assert ActionEvent.objects.get(action=action).by == an.user


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_costs_the_same_whatever_the_size_of_the_plan(dossier, an, queries, count):
    actions = [make(dossier, owner=an, helpers=[an], due_on=DUE) for _number in range(count)]
    path = address(actions[0], an)
    Client().get(path)

    with queries() as captured:
        Client().get(path)

    assert len(captured.statements) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("verb", "typed"),
    [(Verb.DONE, {"result": "Klaar"}), (Verb.LATER, {"due_on": str(DUE + 20 * DAY)})],
    ids=["done", "later"],
)
def test_pressed_twice_at_the_same_moment_it_happens_once(organisation, action, an, verb, typed):
    path, barrier = address(action, an, verb), threading.Barrier(2)
    answers: list[int] = []

    def work() -> None:
        try:
            barrier.wait()
            answers.append(Client().post(path, typed).status_code)
        finally:
            connection.close()

    presses = [threading.Thread(target=work) for _ in range(2)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()

    assert sorted(answers) == [200, 409]
    with scope(organisation=organisation):
        assert ActionEvent.objects.filter(action=action).count() == 1
