"""The form of a firm and that of a department."""

import pytest
from django.core.exceptions import ValidationError
from django_scopes import scope

from apps.organisations.domain.firm import retire_department, save_department
from apps.organisations.forms import DepartmentForm, OrganisationForm
from apps.organisations.merging import fingerprints
from apps.organisations.models import Department
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.usefixtures("english")

FIRM = {
    "name": "Bloemenwinkel De Linde",
    "kvk_number": "12345678",
    "sector": "detailhandel",
    "headcount": "12",
    "paid_hours_per_week": "260",
    "sites": "1",
    "representation": "none",
    "prevention_officer": "",
    "occupational_health_service": "",
    "seen_json": "{}",
}


def messages(form):
    return {name: [str(message) for message in found] for name, found in form.errors.items()}


@pytest.mark.django_db
def test_a_new_firm_is_read_from_the_form():
    form = OrganisationForm(FIRM)

    assert form.is_valid(), form.errors
    assert (form.new_organisation.name, form.new_organisation.headcount) == ("Bloemenwinkel De Linde", 12)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("kvk_number", "abcdefgh", "A KvK number has exactly 8 digits."),
        ("kvk_number", "1234567", "A KvK number has exactly 8 digits."),
        ("kvk_number", "123456789", "Ensure this value has at most 8 characters (it has 9)."),
        ("kvk_number", "", "This field is required."),
        ("headcount", "-5", "Fill in at least 1."),
        ("headcount", "0", "Fill in at least 1."),
        ("headcount", "twaalf", "Enter a whole number."),
        ("headcount", "1.5", "Enter a whole number."),
        ("headcount", "9" * 30, "Ensure this value is less than or equal to"),
        ("paid_hours_per_week", "0", "Fill in at least 1."),
        ("sites", "-1", "Fill in at least 1."),
        ("sector", "landbouw", "Select a valid choice."),
        ("sector", "", "This field is required."),
        ("representation", "vakbond", "Select a valid choice."),
        ("name", "x" * 121, "Ensure this value has at most 120 characters (it has 121)."),
        ("name", "De\x07Linde", "invisible control characters"),
        ("prevention_officer", "A\x1bB", "invisible control characters"),
    ],
)
def test_wrong_input_is_refused_at_the_field_it_is_about(field, typed, message):
    form = OrganisationForm({**FIRM, field: typed})

    assert not form.is_valid()
    assert list(form.errors) == [field]
    assert message in messages(form)[field][0]


def test_checking_the_form_does_not_touch_the_firm(organisation):
    form = OrganisationForm({**FIRM, "name": "Anders", "seen_json": "{}"}, instance=organisation)

    assert form.is_valid()
    assert organisation.name == "Bloemenwinkel De Linde"


def test_a_form_of_a_firm_carries_the_fingerprints_of_what_it_shows(organisation):
    form = OrganisationForm(instance=organisation)

    shown = {name: getattr(organisation, name) for name in OrganisationForm.Meta.fields}
    assert form["seen_json"].value() == fingerprints(shown)


@pytest.mark.parametrize("seen", ["", "onzin", "[]", '{"name": 1}'])
def test_a_page_without_readable_fingerprints_is_refused_and_keeps_its_text(organisation, seen):
    form = OrganisationForm({**FIRM, "name": "Anders", "seen_json": seen}, instance=organisation)

    assert not form.is_valid()
    assert "What you typed is still here" in messages(form)["seen_json"][0]
    assert form["name"].value() == "Anders"


def test_a_conflict_shows_both_values_in_words(organisation):
    form = OrganisationForm({**FIRM, "representation": "or"}, instance=organisation)
    assert form.is_valid()

    form.show_conflicts({"representation": "pvt", "prevention_officer": "Ans"})

    shown = [(choice.label, choice.mine, choice.theirs) for choice in form.conflicts]
    assert shown == [
        ("Representation of employees", "Works council (OR)", "Staff representation (PVT)"),
        ("Prevention officer", "(empty)", "Ans"),
    ]


@pytest.mark.usefixtures("in_scope")
class TestDepartmentForm:
    @pytest.fixture
    def shop(self, organisation):
        return save_department(department=Department(organisation=organisation, name="Winkel", headcount=8))

    def form(self, organisation, department=None, **typed):
        instance = department or Department(organisation=organisation)
        data = {"name": "Winkel", "headcount": 8, **typed}
        return DepartmentForm(data, organisation=organisation, instance=instance)

    @pytest.mark.parametrize("name", ["Winkel", "winkel", "  WINKEL "])
    def test_a_name_that_is_in_use_is_refused_whatever_the_capitals(self, organisation, shop, name):
        form = self.form(organisation, name=name)

        assert messages(form) == {"name": ["There is a department with this name already."]}

    def test_a_department_may_keep_its_own_name(self, organisation, shop):
        assert self.form(organisation, department=shop, headcount=9).is_valid()

    def test_another_firm_may_use_the_name(self, shop):
        other = OrganisationFactory()
        with scope(organisation=other):
            assert self.form(other).is_valid()

    @pytest.mark.parametrize(
        "wrong",
        [{"headcount": "0"}, {"headcount": "-3"}, {"headcount": ""}, {"name": ""}, {"name": "a\x00b"}],
        ids=str,
    )
    def test_wrong_input_is_refused(self, organisation, wrong):
        assert list(self.form(organisation, **wrong).errors) == list(wrong)

    def test_whatever_the_form_accepts_can_be_saved(self, organisation, shop):
        """A name that belongs to a department off the list is either refused here or saved, never a crash."""
        other = save_department(
            department=Department(organisation=organisation, name="Binderij", headcount=4)
        )
        retire_department(department=shop)
        form = self.form(organisation, department=other, name="Winkel")

        if form.is_valid():
            try:
                save_department(department=form.instance)
            except ValidationError as error:
                pytest.fail(f"accepted by the form, refused by the verb: {error}")
