"""Everything an action can carry, two people who change it, and what goes before what."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django_scopes import scope

from apps.actions.domain.plan import remove_action, update_action
from apps.actions.models import Action, ActionCoOwner, ActionEvaluation, ActionStep
from apps.organisations.merging import fingerprint
from apps.organisations.models import Department, Membership, Role
from apps.rie.models import Evidence
from tests.actions.conftest import HIGH, LOW, MEDIUM, Firm
from tests.actions.running import Desk, events, make_action, make_comment, stored
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def desk(firm: Firm, browser_of) -> Desk:
    return Desk(firm, browser_of(Role.HR))


@pytest.fixture
def colleague(firm: Firm, browser_of) -> Desk:
    return Desk(firm, browser_of(Role.EMPLOYER))


@pytest.fixture
def els(firm: Firm) -> Membership:
    user = UserFactory(name="Els Kneder")
    return MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR, user=user)


@pytest.fixture
def jan(firm: Firm) -> Membership:
    user = UserFactory(name="Jan Bakker")
    return MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR, user=user)


def helpers(firm: Firm, action: Action) -> set[object]:
    with scope(organisation=firm.organisation):
        return set(ActionCoOwner.objects.filter(action=action).values_list("member_id", flat=True))


def links(firm: Firm, action: Action) -> int:
    with scope(organisation=firm.organisation):
        return stored(firm, action).links.count()


def codes(firm: Firm, action: Action) -> set[str]:
    [line] = [line for line in firm.plan.lines if line.action.pk == action.pk]
    return {risk.code for risk in line.risks}


def opens_more(page: str) -> bool:
    return '<details class="more" open>' in page


def test_everything_is_saved_and_told(firm, desk, els, jan):
    with scope(organisation=firm.organisation):
        shop = Department.objects.create(organisation=firm.organisation, name="Winkel", headcount=8)
    first, action = make_action(firm, title="Kopen"), make_action(firm)
    answer = desk.asks(action, "edit").send(
        owner_name="Bedrijfsleider",
        owner_email="winkel@example.org",
        co_owners=[str(els.pk), str(jan.pk)],
        department_id=str(shop.pk),
        spent="80.50",
        depends_on_id=str(first.pk),
        repeat_every="12",
    )

    assert answer.url == firm.url("action", action.pk)
    now = stored(firm, action)
    assert (now.owner_email, now.department, now.depends_on_id) == ("winkel@example.org", shop, first.pk)
    assert (str(now.spent), now.repeat_every) == ("80.50", 12)
    assert helpers(firm, action) == {els.pk, jan.pk}
    assert events(firm, action)[-1].changes["co_owners"] == [[], sorted([str(els.pk), str(jan.pk)])]
    page = desk.page(action)
    assert "Els Kneder, Jan Bakker" in page
    assert firm.url("action", first.pk) in page


def test_a_new_action_gets_its_helpers_and_what_goes_before(firm, desk, els):
    first = make_action(firm, title="Kopen")
    data = {"title": "Ophangen", "due_on": "2027-02-01", "status": "planned", "seen_json": "{}"}
    data |= {"action_id": str(uuid.uuid4()), "co_owners": [str(els.pk)], "depends_on_id": str(first.pk)}
    assert desk.browser.post(firm.url("add"), data).status_code == 302

    [made] = [one for one in firm.actions if one.title == "Ophangen"]
    assert (made.depends_on_id, helpers(firm, made)) == (first.pk, {els.pk})


def test_the_owner_does_not_help_herself(firm, desk, els):
    action = make_action(firm)
    desk.asks(action, "edit").send(owner_id=str(els.pk), co_owners=[str(els.pk)])

    assert (stored(firm, action).owner, helpers(firm, action)) == (els, set())


@pytest.mark.parametrize("field", ["co_owners", "owner_id", "department_id", "depends_on_id"])
def test_what_is_of_another_firm_cannot_be_chosen(firm, desk, field):
    other = OrganisationFactory(kvk_number="87654321")
    theirs = {
        "co_owners": MembershipFactory(organisation=other),
        "depends_on_id": make_action(firm, dossier=DossierFactory(organisation=firm.organisation, year=2025)),
    }
    theirs["owner_id"] = theirs["co_owners"]
    with scope(organisation=other):
        theirs["department_id"] = Department.objects.create(organisation=other, name="Elders", headcount=1)
    action = make_action(firm)
    data = desk.asks(action, "edit").data() | {field: [str(theirs[field].pk)]}
    answer = desk.browser.post(firm.url("edit", action.pk), data)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert stored(firm, action).version == action.version


def test_a_department_off_the_list_stays_with_an_action_that_has_it(firm, desk):
    with scope(organisation=firm.organisation):
        gone = Department.objects.create(
            organisation=firm.organisation, name="Magazijn", headcount=1, is_active=False
        )
    action = make_action(firm, department=gone)
    assert "Magazijn" in text_of(desk.get(action, "edit"))
    assert desk.asks(action, "edit").send(title="Anders").status_code == 302

    assert stored(firm, action).department == gone
    assert "Magazijn" not in text_of(desk.get(make_action(firm), "edit"))


def test_a_risk_that_is_gone_stays_linked_unless_it_is_unticked(firm, desk):
    action = make_action(firm)
    with scope(organisation=firm.organisation):
        firm.dossier.answers.all().update(verdict="in_order", frequency=None, reach=None, severity=None)
    page = text_of(desk.get(action, "edit"))
    assert "(no risk now)" in page
    desk.asks(action, "edit").send(title="Anders")
    assert links(firm, action) == 1

    desk.asks(action, "edit").send(factors=[])
    assert links(firm, action) == 0


class TestTwoPeople:
    def test_who_change_different_things_both_keep_theirs(self, firm, desk, colleague, els):
        action = make_action(firm)
        mine = desk.asks(action, "edit")
        colleague.asks(action, "edit").send(factors=[HIGH, MEDIUM])
        assert mine.send(co_owners=[str(els.pk)]).status_code == 302

        assert (codes(firm, action), helpers(firm, action)) == ({HIGH, MEDIUM}, {els.pk})

    def test_who_change_the_same_risks_are_asked_which_stay(self, firm, desk, colleague):
        action = make_action(firm)
        mine = desk.asks(action, "edit")
        colleague.asks(action, "edit").send(factors=[HIGH, MEDIUM])
        answer = mine.send(factors=[LOW])

        assert answer.status_code == 409
        assert codes(firm, action) == {HIGH, MEDIUM}
        page = text_of(answer)
        assert "keep-factors" in page
        mine.send(**{"keep__factors": "mine"})
        assert codes(firm, action) == {LOW}

    def test_who_change_the_same_helpers_are_asked_which_stay(self, firm, desk, colleague, els, jan):
        action = make_action(firm)
        mine = desk.asks(action, "edit")
        colleague.asks(action, "edit").send(co_owners=[str(els.pk)])
        answer = mine.send(co_owners=[str(jan.pk)])

        assert answer.status_code == 409
        assert opens_more(text_of(answer))
        assert "Els Kneder" in text_of(answer)
        mine.send(**{"keep__co_owners": "theirs"})
        assert helpers(firm, action) == {els.pk}

    def test_with_a_conflict_nothing_else_is_saved_either(self, firm, desk, colleague):
        action = make_action(firm)
        mine = desk.asks(action, "edit")
        colleague.asks(action, "edit").send(factors=[HIGH, MEDIUM])
        mine.send(factors=[LOW], title="Anders")

        assert stored(firm, action).title == "Huisregels ophangen"

    def test_saving_without_a_change_leaves_no_trace(self, firm, desk, els):
        action = make_action(firm, co_owners=(els,))
        assert desk.asks(action, "edit").send().status_code == 302

        assert stored(firm, action).version == action.version
        assert len(events(firm, action)) == 1


def test_files_of_an_action_that_is_taken_out_stay_with_the_dossier(firm, desk, els):
    action = make_action(firm)
    make_comment(firm, action, "Besteld.", els.user)
    with scope(organisation=firm.organisation):
        Evidence.objects.create(
            organisation=firm.organisation,
            dossier=firm.dossier,
            action_id=action.pk,
            file="evidence/x.pdf",
            name="bon.pdf",
            content_type="application/pdf",
            size=1,
            sha256="0" * 64,
        )
    with scope(organisation=firm.organisation):
        ActionEvaluation.objects.create(
            organisation=firm.organisation,
            action=action,
            held_on=date(2026, 11, 2),
            as_meant="yes",
            changed="Minder ruzie.",
            decision="keep",
        )
    page = text_of(desk.get(action, "remove"))
    assert "1 remark" in page
    assert "1 look back" in page
    assert "1 file stays with your RI&E" in page
    with scope(organisation=firm.organisation):
        remove_action(action=stored(firm, action), user=None)
        assert [file.action_id for file in Evidence.objects.all()] == [None]
        assert not ActionStep.objects.exists()


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({}, False),
        ({"start_on": date(2026, 12, 1), "evaluate_on": date(2027, 5, 1)}, False),
        ({"budget": 500}, True),
        ({"status": "in_progress"}, True),
        ({"repeat_every": 12}, True),
    ],
)
def test_the_folded_part_opens_when_something_stands_in_it(firm, desk, fields, is_open):
    assert opens_more(text_of(desk.get(make_action(firm, **fields), "edit"))) == is_open


@pytest.mark.parametrize("typed", [{"budget": "veel"}, {"spent": "-1"}, {"start_on": "2028-01-01"}])
def test_the_folded_part_opens_for_a_mistake_in_it(firm, desk, typed):
    answer = desk.asks(make_action(firm), "edit").send(**typed)

    assert answer.status_code == 422
    assert opens_more(text_of(answer))


def test_who_went_from_the_firm_meanwhile_cannot_be_made_to_help(firm, els):
    action = make_action(firm)
    with scope(organisation=firm.organisation):
        Membership.objects.filter(pk=els.pk).delete()
        with pytest.raises(ValidationError) as refused:
            update_action(
                action=stored(firm, action),
                seen={"co_owners": fingerprint([])},
                typed={"co_owners": [str(els.pk)]},
                user=None,
            )
    assert "co_owners" in refused.value.message_dict


def test_the_form_costs_the_same_with_1_3_and_30_helpers_and_actions(firm, desk, queries):
    counts, people = [], []
    for size in (1, 3, 30):
        while len(people) < size:
            people.append(MembershipFactory(organisation=firm.organisation))
            make_action(firm)
        action = make_action(firm, co_owners=tuple(people))
        with queries() as captured:
            assert desk.get(action, "edit").status_code == 200
        counts.append(len(captured.statements))

    assert len(set(counts)) == 1, counts
    assert counts[0] <= 12
