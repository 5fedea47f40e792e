"""A plan with as many actions as a test wants, written at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django_scopes import scope

from apps.actions.models import Action, ActionCoOwner, ActionFactor, ActionStatus
from apps.organisations.models import Department, Membership, Role
from apps.rie.domain.instrument import instrument_content
from tests.actions.conftest import HIGH, LOW, MEDIUM, Firm
from tests.factories import MembershipFactory

TODAY = date(2026, 11, 23)
RISKS = (HIGH, MEDIUM, LOW)


def an_action(firm: Firm, title: str, *, risk: str = "", **fields: Any) -> Action:
    """One action of the plan; planned, with its term in 2027, unless something else is said."""
    values = {"due_on": date(2027, 3, 1), **fields}
    if values.get("status") in (ActionStatus.DONE, ActionStatus.EVALUATED):
        values.setdefault("done_on", date(2026, 11, 1))
    if values.get("status") == ActionStatus.EVALUATED:
        values.setdefault("evaluated_on", date(2026, 11, 20))
    if values.get("status") == ActionStatus.CANCELLED:
        values.setdefault("status_note", "Niet meer nodig")
    with scope(organisation=firm.organisation):
        action = Action.objects.create(
            organisation=firm.organisation, dossier=firm.dossier, title=title, **values
        )
        if risk:
            content = instrument_content(firm.dossier.instrument_id)
            ActionFactor.objects.create(
                organisation=firm.organisation, action=action, factor_id=content.factors[risk].id
            )
    return action


def many_actions(firm: Firm, number: int) -> None:
    """Actions of all kinds, each with an owner of her own and a department, over two years."""
    content = instrument_content(firm.dossier.instrument_id)
    people = [a_member(firm) for _ in range(min(number, 20))]
    helper = a_member(firm)
    with scope(organisation=firm.organisation):
        shop = a_department(firm, f"Afdeling {Department.objects.count()}")
        actions = Action.objects.bulk_create(_one(firm, place, people, shop) for place in range(number))
        ActionFactor.objects.bulk_create(
            ActionFactor(
                organisation=firm.organisation,
                action=action,
                factor_id=content.factors[RISKS[place % 3]].id,
            )
            for place, action in enumerate(actions)
        )
        ActionCoOwner.objects.bulk_create(
            ActionCoOwner(organisation=firm.organisation, action=action, member=helper)
            for action in actions[::5]
        )


def a_member(firm: Firm, role: Role = Role.CONTRIBUTOR) -> Membership:
    return MembershipFactory(organisation=firm.organisation, role=role)


def a_department(firm: Firm, name: str) -> Department:
    with scope(organisation=firm.organisation):
        return Department.objects.create(organisation=firm.organisation, name=name, headcount=5)


def stored(firm: Firm, action: Action) -> Action:
    """The action as it stands in the database now."""
    with scope(organisation=firm.organisation):
        return Action.objects.get(pk=action.pk)


def _one(firm: Firm, place: int, people: list[Membership], department: Department) -> Action:
    status = ActionStatus.values[place % len(ActionStatus.values)]
    is_done = status in (ActionStatus.DONE, ActionStatus.EVALUATED)
    due_on = TODAY + timedelta(days=place % 600 - 40)
    return Action(
        organisation=firm.organisation,
        dossier=firm.dossier,
        title=f"Maatregel nummer {place} tegen de drukte in de winkel",
        owner=people[place % len(people)],
        department=department,
        budget=place * 10,
        spent=place * 5,
        start_on=due_on - timedelta(days=60),
        due_on=due_on,
        evaluate_on=due_on + timedelta(days=90),
        status=status,
        status_note="Niet meer nodig" if status == ActionStatus.CANCELLED else "",
        done_on=TODAY if is_done else None,
        evaluated_on=TODAY if status == ActionStatus.EVALUATED else None,
    )
