"""Step 1: the firm and its departments."""

import pytest
from django_scopes import scope

from apps.organisations.forms import OrganisationForm
from apps.organisations.models import Department, Organisation
from apps.rie.models import Answer
from tests.rie.conftest import Firm
from tests.rie.screen import Screen, text_of
from tests.rie.views.pages import department_form, firm_form

pytestmark = pytest.mark.usefixtures("english")


def stored() -> dict:
    return Organisation.objects.values(*OrganisationForm.Meta.fields).get()


def departments(firm: Firm) -> list[tuple]:
    with scope(organisation=firm.organisation):
        return list(Department.objects.values_list("name", "headcount", "is_active"))


@pytest.fixture
def open_page(browser_of, firm: Firm):
    return lambda: Screen(browser_of(), firm.url("firm"), firm.url("firm"))


def test_the_firm_is_changed_and_the_page_says_so(open_page, firm: Firm):
    page = open_page()

    answer = page.send(headcount=15, representation="pvt", prevention_officer="Ans de Boer")

    assert (answer.status_code, answer.url) == (302, firm.url("firm"))
    assert "Your firm's data are saved." in text_of(page.browser.get(answer.url))
    assert (
        stored() | {"headcount": 15, "representation": "pvt", "prevention_officer": "Ans de Boer"} == stored()
    )


def test_save_and_go_on_leads_to_the_first_look(open_page, firm: Firm):
    page = open_page()

    assert page.browser.post(page.action, page.data() | {"next": "1"}).url == firm.url("profile")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kvk_number": "1234567a"}, "A KvK number has exactly 8 digits."),
        ({"kvk_number": "1234567"}, "A KvK number has exactly 8 digits."),
        ({"kvk_number": "123456789"}, "at most 8 characters (it has 9)"),
        ({"headcount": "-3"}, "Fill in at least 1."),
        ({"headcount": "0"}, "Fill in at least 1."),
        ({"paid_hours_per_week": "0"}, "Fill in at least 1."),
        ({"sites": "-1"}, "Fill in at least 1."),
        ({"headcount": "9" * 40}, "less than or equal to"),
        ({"sector": "landbouw"}, "Select a valid choice."),
        ({"name": "De\x07Linde"}, "invisible control characters"),
        ({"seen_json": "onzin"}, "This page is out of date."),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_keeps_what_was_typed_and_saves_nothing(
    browser_of, firm: Firm, wrong, message
):
    before = stored()

    answer = browser_of().post(firm.url("firm"), firm_form(firm, **{"prevention_officer": "Getypt", **wrong}))

    assert answer.status_code == 422
    assert message in text_of(answer)
    assert 'value="Getypt"' in text_of(answer)
    assert "This is not saved yet" in text_of(answer)
    assert stored() == before


def test_two_people_in_different_fields_both_keep_what_they_typed(open_page):
    anna, bram = open_page(), open_page()
    anna.send(headcount=15)
    bram.send(sites=2)

    assert (stored()["headcount"], stored()["sites"]) == (15, 2)


@pytest.mark.parametrize(("choice", "kept"), [("mine", 20), ("theirs", 15)])
def test_two_people_in_one_field_choose(open_page, choice, kept):
    anna, bram = open_page(), open_page()
    anna.send(headcount=15)

    answer = bram.send(headcount=20, sites=3)
    assert answer.status_code == 409
    assert "<blockquote>20</blockquote>" in text_of(answer)
    assert "<blockquote>15</blockquote>" in text_of(answer)
    assert (stored()["headcount"], stored()["sites"]) == (15, 1)

    assert bram.send(keep__headcount=choice).status_code == 302
    assert (stored()["headcount"], stored()["sites"]) == (kept, 3)


class TestDepartments:
    @pytest.fixture
    def add(self, browser_of, firm: Firm):
        browser = browser_of()
        return lambda **typed: browser.post(
            firm.url("add_department"), department_form(firm, seen_json="{}", **typed)
        )

    @pytest.fixture
    def remove(self, browser_of, firm: Firm):
        return lambda: browser_of().post(firm.url("remove_department", firm.department.pk), {})

    @pytest.fixture
    def open_department(self, browser_of, firm: Firm):
        url = firm.url("edit_department", firm.department.pk)
        return lambda: Screen(browser_of(), url, url)

    BAD = [
        ({"name": "binderij"}, "There is a department with this name already."),
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 81}, "at most 80 characters (it has 81)"),
        ({"name": "Bin\x07derij"}, "invisible control characters"),
        ({"headcount": "-1"}, "Fill in at least 1."),
        ({"headcount": "0"}, "Fill in at least 1."),
        ({"headcount": "veel"}, "Enter a whole number."),
        ({"headcount": "9" * 40}, "less than or equal to"),
    ]

    def test_one_is_added(self, add, firm: Firm):
        add(name="Binderij", headcount=4)

        assert departments(firm) == [("Binderij", 4, True), ("Winkel", 8, True)]

    @pytest.mark.parametrize(("wrong", "message"), BAD, ids=str)
    def test_a_new_one_that_does_not_fit_is_refused_and_stays_in_the_form(
        self, add, firm: Firm, wrong, message
    ):
        add(name="Binderij", headcount=4)
        before = departments(firm)

        answer = add(**{"name": "Bezorging", "headcount": 77, **wrong})

        assert answer.status_code == 422
        assert message in text_of(answer)
        assert 'value="Bezorging"' in text_of(answer) or 'value="77"' in text_of(answer)
        assert departments(firm) == before

    @pytest.mark.parametrize(("wrong", "message"), BAD, ids=str)
    def test_a_change_that_does_not_fit_is_refused_and_stays_in_the_form(
        self, add, open_department, firm: Firm, wrong, message
    ):
        add(name="Binderij", headcount=4)
        before = departments(firm)

        answer = open_department().send(**{"name": "Bezorging", "headcount": 77, **wrong})

        assert answer.status_code == 422
        assert message in text_of(answer)
        assert 'value="Bezorging"' in text_of(answer) or 'value="77"' in text_of(answer)
        assert departments(firm) == before

    def test_one_is_changed(self, open_department, firm: Firm):
        answer = open_department().send(name="Verkoop", headcount=9)

        assert (answer.status_code, answer.url) == (302, firm.url("firm"))
        assert departments(firm) == [("Verkoop", 9, True)]

    def test_two_people_in_different_fields_both_keep_what_they_typed(self, open_department, firm: Firm):
        anna, bram = open_department(), open_department()
        anna.send(name="Verkoop")
        bram.send(headcount=9)

        assert departments(firm) == [("Verkoop", 9, True)]

    def test_two_people_in_one_field_do_not_overwrite_each_other_unseen(self, open_department, firm: Firm):
        anna, bram = open_department(), open_department()
        anna.send(name="Verkoop")

        assert bram.send(name="Kassa").status_code == 409
        assert departments(firm) == [("Verkoop", 8, True)]

    def test_one_is_taken_off_the_list_and_answers_keep_naming_it(self, remove, browser_of, firm: Firm):
        with scope(organisation=firm.organisation):
            Answer.objects.update(departments=[str(firm.department.pk)])

        assert remove().url == firm.url("firm")

        assert departments(firm) == [("Winkel", 8, False)]
        assert firm.answer("W43").departments == [str(firm.department.pk)]
        assert "Winkel" not in text_of(browser_of().get(firm.url("firm")))

    @pytest.mark.parametrize("name", ["edit_department", "remove_department"])
    def test_one_that_is_off_the_list_has_no_page(self, remove, browser_of, firm: Firm, name):
        remove()

        answer = browser_of().post(firm.url(name, firm.department.pk), department_form(firm, name="X"))

        assert answer.status_code == 404

    def test_one_that_was_off_the_list_comes_back_under_its_name(self, remove, add, firm: Firm):
        remove()
        add(name="Winkel", headcount=11)

        assert departments(firm) == [("Winkel", 11, True)]

    def test_one_cannot_take_the_name_of_one_that_is_off_the_list(self, remove, add, browser_of, firm: Firm):
        remove()
        add(name="Binderij", headcount=4)
        with scope(organisation=firm.organisation):
            other = Department.objects.get(name="Binderij")
        url = firm.url("edit_department", other.pk)

        assert Screen(browser_of(), url, url).send(name="Winkel").status_code == 422
        assert ("Binderij", 4, True) in departments(firm)
