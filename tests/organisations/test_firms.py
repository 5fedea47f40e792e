"""What happens to a firm: founding, changing, and its departments."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django_scopes import scope

from apps.organisations.domain.firm import (
    change_organisation,
    found_organisation,
    retire_department,
    save_department,
)
from apps.organisations.merging import fingerprints, read_fingerprints
from apps.organisations.models import Department, Membership, Organisation, Role
from apps.organisations.queries import active_departments, members, memberships_of
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory


def seen(**values):
    return read_fingerprints(fingerprints(values))


@pytest.mark.django_db
def test_who_founds_a_firm_becomes_its_employer():
    owner = UserFactory()

    organisation = found_organisation(organisation=OrganisationFactory.build(), owner=owner)

    with scope(organisation=organisation):
        assert [(m.user, m.role) for m in members(organisation)] == [(owner, Role.EMPLOYER)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"kvk_number": "1234567"},
        {"headcount": 0},
        {"paid_hours_per_week": 0},
        {"sites": 0},
        {"sector": "landbouw"},
        {"representation": "vakbond"},
        {"name": ""},
        {"name": "x" * 121},
        {"name": "De\x07Linde"},
        {"prevention_officer": "x\x00"},
    ],
    ids=str,
)
def test_a_firm_with_wrong_data_is_not_founded(wrong):
    with pytest.raises(ValidationError):
        found_organisation(organisation=OrganisationFactory.build(**wrong), owner=UserFactory())

    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"headcount": 0}, {"headcount": -1}, {"sector": "landbouw"}],
    ids=str,
)
def test_the_database_refuses_what_no_firm_can_be(organisation, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.update(**wrong)


def test_only_changed_fields_of_a_firm_are_saved(organisation):
    page = {"name": organisation.name, "headcount": organisation.headcount}
    Organisation.objects.update(name="De Nieuwe Linde")

    outcome = change_organisation(
        organisation=organisation, seen=seen(**page), typed={"name": page["name"], "headcount": 15}
    )

    stored = Organisation.objects.get()
    assert outcome.changes == {"headcount": 15}
    assert (stored.name, stored.headcount) == ("De Nieuwe Linde", 15)


def test_a_firm_changed_by_two_people_in_one_field_is_a_conflict_and_nothing_is_saved(organisation):
    page = {"name": organisation.name, "headcount": organisation.headcount}
    Organisation.objects.update(headcount=20)

    outcome = change_organisation(
        organisation=organisation, seen=seen(**page), typed={"name": "Andere naam", "headcount": 15}
    )

    stored = Organisation.objects.get()
    assert outcome.conflicts == {"headcount": 20}
    assert (stored.name, stored.headcount) == ("Bloemenwinkel De Linde", 20)


@pytest.mark.usefixtures("in_scope")
class TestDepartments:
    @pytest.fixture
    def shop(self, organisation):
        return save_department(department=Department(organisation=organisation, name="Winkel", headcount=8))

    def test_a_department_is_kept_and_can_be_chosen(self, organisation, shop):
        assert list(active_departments(organisation)) == [shop]

    def test_a_name_is_used_once_per_firm(self, organisation, shop):
        with pytest.raises(ValidationError):
            save_department(department=Department(organisation=organisation, name="Winkel", headcount=2))

    def test_the_database_refuses_a_second_department_of_the_same_name(self, organisation, shop):
        with pytest.raises(IntegrityError), transaction.atomic():
            Department.objects.create(organisation=organisation, name="Winkel", headcount=2)

    def test_two_firms_may_each_have_a_department_of_the_same_name(self, shop):
        other = OrganisationFactory()
        with scope(organisation=other):
            save_department(department=Department(organisation=other, name="Winkel", headcount=2))

    @pytest.mark.parametrize(
        "wrong",
        [{"headcount": 0}, {"headcount": -3}, {"name": ""}, {"name": "A\x01B"}, {"name": "x" * 81}],
        ids=str,
    )
    def test_a_department_with_wrong_data_is_not_saved(self, organisation, wrong):
        with pytest.raises(ValidationError):
            save_department(
                department=Department(
                    organisation=organisation, **{"name": "Winkel", "headcount": 8, **wrong}
                )
            )
        assert not Department.objects.exists()

    def test_a_department_that_is_taken_off_the_list_still_exists(self, organisation, shop):
        retire_department(department=shop)

        assert not active_departments(organisation).exists()
        assert Department.objects.get().name == "Winkel"

    def test_a_department_that_comes_back_under_its_old_name_is_the_same_one(self, organisation, shop):
        retire_department(department=shop)

        again = save_department(department=Department(organisation=organisation, name="Winkel", headcount=11))

        assert again.pk == shop.pk
        assert (Department.objects.get().headcount, Department.objects.get().is_active) == (11, True)


@pytest.mark.django_db
def test_a_person_finds_her_own_firms_by_name_and_no_others():
    person = UserFactory()
    for name in ("Zagerij", "Bakkerij"):
        MembershipFactory(user=person, organisation__name=name)
    MembershipFactory(organisation__name="Slagerij")

    assert [m.organisation.name for m in memberships_of(person)] == ["Bakkerij", "Zagerij"]


def test_members_are_listed_by_name(organisation):
    for name in ("Wim", "Ans"):
        MembershipFactory(organisation=organisation, user__name=name)

    with scope(organisation=organisation):
        assert [m.user.name for m in members(organisation)] == ["Ans", "Wim"]


@pytest.mark.parametrize("wrong", [{"role": "boss"}, {"role": ""}], ids=str)
def test_the_database_refuses_a_role_that_does_not_exist(organisation, wrong):
    member = MembershipFactory(organisation=organisation)

    with scope(organisation=organisation), pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=member.pk).update(**wrong)


def test_the_database_refuses_a_second_membership_of_one_person(organisation):
    member = MembershipFactory(organisation=organisation)

    with pytest.raises(IntegrityError), transaction.atomic():
        MembershipFactory(organisation=organisation, user=member.user, role=Role.HR)
