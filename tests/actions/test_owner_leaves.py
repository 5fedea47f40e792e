"""Who goes from the firm stays named in the plan, as the one who does what she was to do."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from apps.actions.domain.plan import add_action, new_action
from apps.actions.models import Action, ActionCoOwner, ActionEvent
from apps.organisations.domain.account import delete_account
from apps.organisations.domain.members import hand_over, leave, remove_member
from apps.organisations.models import Membership, Role
from apps.rie.domain.dossier import close_dossier
from tests.actions.conftest import HIGH, Firm
from tests.factories import MembershipFactory, UserFactory
from tests.rie.screen import Screen, text_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def employer(firm: Firm) -> Membership:
    return MembershipFactory(organisation=firm.organisation)


@pytest.fixture
def member(firm: Firm) -> Membership:
    return MembershipFactory(
        organisation=firm.organisation, role=Role.HR, user=UserFactory(name="Els Kneder")
    )


def make(firm: Firm, owner: Membership, **fields: object) -> Action:
    with scope(organisation=firm.organisation):
        action = new_action(dossier=firm.dossier)
        values = {"title": "Huisregels ophangen", "due_on": date(2027, 2, 1), "owner": owner, **fields}
        for name, value in values.items():
            setattr(action, name, value)
        return add_action(action=action, factors=[firm.assessment.by_code[HIGH].factor], user=None)


def owners(firm: Firm) -> list[str]:
    return sorted(action.owner_label for action in firm.actions)


def last_event(firm: Firm) -> ActionEvent:
    with scope(organisation=firm.organisation):
        return ActionEvent.objects.select_related("by").last()


def leaves(member: Membership, **options: bool) -> None:
    with scope(organisation=member.organisation):
        leave(membership=member, **options)


def test_who_leaves_stays_named_and_the_history_says_so(firm, employer, member):
    action = make(firm, member)
    leaves(member)

    [stored] = firm.actions
    assert (stored.owner, stored.owner_name) == (None, "Els Kneder")
    assert (stored.version, stored.updated_by_id) == (action.version + 1, member.user_id)
    event = last_event(firm)
    assert event.changes == {"owner_id": [str(member.pk), None], "owner_name": ["", "Els Kneder"]}
    assert (event.kind, event.by, event.action_id) == ("changed", member.user, action.pk)


def test_for_who_is_removed_the_history_names_who_removed_her(firm, employer, member):
    make(firm, member)
    with scope(organisation=firm.organisation):
        remove_member(membership=member, by=employer)

    assert owners(firm) == ["Els Kneder"]
    assert last_event(firm).by == employer.user


def test_who_hands_over_the_firm_and_goes_stays_named_too(firm, employer, member):
    make(firm, employer)
    with scope(organisation=firm.organisation):
        hand_over(giver=employer, taker=member, stays=False)

    assert owners(firm) == [employer.user.name]


def test_who_hands_over_and_stays_keeps_her_actions(firm, employer, member):
    make(firm, employer)
    with scope(organisation=firm.organisation):
        hand_over(giver=employer, taker=member, stays=True)

    assert [action.owner for action in firm.actions] == [employer]


def test_another_name_that_stood_there_stays(firm, employer, member):
    make(firm, member, owner_name="Bedrijfsleider")
    leaves(member)

    assert owners(firm) == ["Bedrijfsleider"]
    assert last_event(firm).changes == {"owner_id": [str(member.pk), None]}


def test_what_is_over_and_what_is_closed_keeps_its_name_as_well(firm, employer, member):
    make(firm, member, status="cancelled", status_note="Gebeurde al.")
    with scope(organisation=firm.organisation):
        close_dossier(dossier=firm.dossier)
    leaves(member)

    assert owners(firm) == ["Els Kneder"]


def test_actions_of_others_and_of_other_firms_stay_as_they_are(firm, employer, member):
    theirs = MembershipFactory(user=member.user, role=Role.HR)
    make(firm, employer)
    leaves(theirs)
    leaves(member)

    assert [action.owner for action in firm.actions] == [employer]
    assert last_event(firm).kind == "created"


@pytest.mark.parametrize("name", ["", "Els Kneder"])
def test_of_who_deletes_her_account_nothing_stays_behind(firm, employer, name):
    member = MembershipFactory(organisation=firm.organisation, role=Role.HR, user=UserFactory(name=name))
    make(firm, member)
    delete_account(user=member.user)

    assert owners(firm) == [""]
    event = last_event(firm)
    assert (list(event.changes), event.by) == (["owner_id"], None)


def test_who_helped_goes_off_the_list_and_the_history_says_so(firm, employer, member):
    action = make(firm, employer)
    with scope(organisation=firm.organisation):
        for helper in (member, other := MembershipFactory(organisation=firm.organisation)):
            ActionCoOwner.objects.create(organisation=firm.organisation, action=action, member=helper)
    leaves(member)

    [stored] = firm.actions
    assert (stored.owner, stored.version) == (employer, action.version + 1)
    with scope(organisation=firm.organisation):
        assert [link.member for link in stored.co_owner_links.select_related("member")] == [other]
    both = sorted([str(member.pk), str(other.pk)])
    assert last_event(firm).changes == {"co_owners": [both, [str(other.pk)]]}


def test_an_address_never_takes_the_place_of_a_name(firm, employer):
    member = MembershipFactory(organisation=firm.organisation, role=Role.HR, user=UserFactory(name=""))
    make(firm, member)
    leaves(member)

    assert owners(firm) == [""]


def test_who_has_the_action_open_meanwhile_is_asked_what_to_keep(firm, employer, member, browser_of):
    url = firm.url("edit", make(firm, member).pk)
    form = Screen(browser_of(), url, url)
    assert form.shows("owner_name")
    leaves(member)
    answer = form.send(owner_id="", owner_name="Bedrijfsleider")

    assert answer.status_code == 409
    assert "Els Kneder" in text_of(answer)
    assert owners(firm) == ["Els Kneder"]


def test_the_button_that_removes_a_member_keeps_her_name_in_the_plan(firm, member, browser_of):
    make(firm, member)
    url = reverse("organisations:remove_member", args=[firm.organisation.pk, member.pk])

    assert browser_of().post(url, {"confirm": "on"}).status_code == 302
    assert owners(firm) == ["Els Kneder"]


def test_it_costs_the_same_however_many_actions_she_has(firm, employer, queries):
    counts = set()
    for size in (1, 3, 30):
        member = MembershipFactory(organisation=firm.organisation, role=Role.HR)
        for number in range(size):
            make(firm, member, title=f"Actie {size}-{number}")
            helped = make(firm, employer, title=f"Samen {size}-{number}")
            with scope(organisation=firm.organisation):
                ActionCoOwner.objects.create(organisation=firm.organisation, action=helped, member=member)
        with queries() as captured:
            leaves(member)
        counts.add(len(captured.statements))

    assert len(counts) == 1, counts
