"""Ids of another firm in the fields of a form: refused at the field, and nothing is saved."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django_scopes import scopes_disabled

from apps.actions.models import Action
from apps.organisations.merging import fingerprints
from apps.organisations.models import Department, Membership
from apps.rie.models import Answer, Delegation
from tests.access.table import Who
from tests.access.world import RISK, SUBTHEME, World, build_world

pytestmark = [pytest.mark.access, pytest.mark.django_db]


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def send(world: World, name: str, *arguments: object, **fields: Any) -> int:
    """What the employer's form answers; 302 would mean that it was saved."""
    path = reverse(name, args=[world.things["organisation_id"], world.things["dossier_id"], *arguments])
    return world.browsers[Who.EMPLOYER].post(path, {"seen_json": "{}", **fields}).status_code


def test_a_department_of_another_firm_is_no_choice_for_an_answer(world: World) -> None:
    theirs = str(world.elsewhere["department_id"])
    seen = fingerprints({"verdict": "partly", "departments": []})

    status = send(
        world,
        "rie:answer",
        RISK,
        seen_json=seen,
        verdict="partly",
        frequency="3",
        reach="3",
        with_details="1",
        departments=[theirs],
    )

    assert status == 422
    with scopes_disabled():
        assert not any(theirs in answer.departments for answer in Answer.objects.all())


@pytest.mark.parametrize(
    "field", [{"owner_id": "member_id"}, {"owner_id": "organisation_id"}], ids=["member", "no member"]
)
def test_somebody_of_another_firm_is_no_owner_of_an_action(world: World, field: dict[str, str]) -> None:
    theirs = {name: str(world.elsewhere[thing]) for name, thing in field.items()}

    status = send(
        world,
        "actions:add",
        title="Van een ander",
        due_on="2027-01-01",
        status="planned",
        action_id="11111111-1111-4111-8111-111111111111",
        **theirs,
    )

    assert status == 422
    with scopes_disabled():
        assert not Action.objects.filter(title="Van een ander").exists()


def test_the_id_of_an_action_of_another_firm_does_not_overwrite_it(world: World) -> None:
    theirs = world.elsewhere["action_id"]
    with scopes_disabled():
        before = Action.objects.filter(pk=theirs).values().get()

    with scopes_disabled():
        send(
            world,
            "actions:add",
            title="Overschreven",
            due_on="2027-01-01",
            status="planned",
            action_id=str(theirs),
        )

    with scopes_disabled():
        assert Action.objects.filter(pk=theirs).values().get() == before


@pytest.mark.parametrize("code", ["W99", "", "../W01"])
def test_a_risk_that_is_not_there_is_no_choice_for_an_action(world: World, code: str) -> None:
    status = send(
        world,
        "actions:add",
        title="Tegen niets",
        due_on="2027-01-01",
        status="planned",
        action_id="22222222-2222-4222-8222-222222222222",
        factors=[code],
    )

    assert status == 422


def test_a_measure_that_is_not_there_is_not_found(world: World) -> None:
    assert send(world, "actions:choose_measure", RISK, measure="M99") == 404
    assert send(world, "actions:proposal", measure=["M99"], proposed=["M99"]) == 404


@pytest.mark.parametrize("field", ["member", "department"])
def test_a_part_is_given_to_nobody_and_for_no_department_of_another_firm(world: World, field: str) -> None:
    ours, theirs = world.things, world.elsewhere
    fields = {"member": ours["member_id"], "department": "", "email": "", "note": ""}
    fields[field] = theirs[f"{field}_id"]
    with scopes_disabled():
        before = Delegation.objects.count()

    status = send(world, "rie:delegate", SUBTHEME, **fields)

    assert status == 422
    with scopes_disabled():
        assert Delegation.objects.count() == before
        assert not Delegation.objects.filter(
            member__in=Membership.objects.filter(pk=theirs["member_id"])
        ).exists()
        assert not Delegation.objects.filter(
            department__in=Department.objects.filter(pk=theirs["department_id"])
        ).exists()
