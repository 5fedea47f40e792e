"""The verkenning on the page: saves by itself, meets colleagues, and refuses what does not fit."""

import pytest
from django_scopes import scope

from apps.rie.models import Dossier
from tests.rie.conftest import Firm
from tests.rie.screen import HTMX, Screen, text_of
from tests.rie.views.pages import profile_form

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def open_page(browser_of, firm: Firm):
    return lambda: Screen(browser_of(), firm.url("profile"), firm.url("profile"))


@pytest.fixture
def page(open_page) -> Screen:
    return open_page()


def test_a_choice_is_saved_at_once_with_the_time_and_what_is_left(at_three_past_two, page, firm: Firm):
    answer = page.save(ai=["no"])

    assert answer.status_code == 200
    assert "Saved 14:03" in text_of(answer)
    assert "1 of 18" in text_of(answer)
    assert "78 of the 80 questions are left for you." in text_of(answer)
    assert firm.stored().profile == {"ai": ["no"]}


def test_a_page_that_stays_open_saves_time_after_time(page, firm: Firm):
    page.save(money=["yes"])
    page.save(hours=["peaks", "reachable"])
    page.save(money=["no"])
    page.save(hours=["none"])
    page.save(monitoring=["unknown"])

    assert firm.stored().profile == {"money": ["no"], "hours": ["none"], "monitoring": ["unknown"]}


def test_answers_are_stored_in_the_order_of_the_options(page, firm: Firm):
    page.save(work=["paperwork", "deadlines"])

    assert firm.stored().profile == {"work": ["deadlines", "paperwork"]}


def test_unticking_everything_takes_the_answer_back(page, firm: Firm):
    page.save(hours=["peaks"])
    page.save(hours=[])

    assert firm.stored().profile == {}


def test_the_same_again_changes_nothing(page, firm: Firm):
    page.save(money=["yes"])
    version = firm.stored().version

    assert page.save().status_code == 200
    assert firm.stored().version == version


def test_without_javascript_saving_leads_back_to_the_page(page, firm: Firm):
    answer = page.send(money=["yes"])

    assert (answer.status_code, answer.url) == (302, firm.url("profile"))
    assert firm.stored().profile == {"money": ["yes"]}


def test_save_and_go_on_leads_to_the_questions(page, firm: Firm):
    answer = page.browser.post(page.action, page.data() | {"next": "1"})

    assert (answer.status_code, answer.url) == (302, firm.url("inventory"))


def test_the_page_shows_what_was_answered(page, open_page):
    page.save(money=["yes"], hours=["peaks", "irregular"])

    shown = open_page().data()
    assert (shown["money"], shown["hours"]) == (["yes"], ["peaks", "irregular"])


def test_two_people_on_different_questions_keep_both(open_page, firm: Firm):
    anna, bram = open_page(), open_page()
    anna.save(money=["yes"])

    assert bram.save(ai=["no"]).status_code == 200
    assert firm.stored().profile == {"money": ["yes"], "ai": ["no"]}


def test_what_a_colleague_answered_is_kept_however_long_the_page_stays_open(open_page, firm: Firm):
    """Her page does not show his answer, so her next saves must not take it back."""
    anna, bram = open_page(), open_page()
    anna.save(money=["yes"])
    bram.save(ai=["no"])
    bram.save(remote=["no"])

    assert firm.stored().profile == {"money": ["yes"], "ai": ["no"], "remote": ["no"]}


@pytest.mark.parametrize("way", ["save", "send"], ids=["htmx", "plain"])
def test_another_answer_to_one_question_is_shown_and_not_overwritten(open_page, firm: Firm, way):
    anna, bram = open_page(), open_page()
    anna.save(monitoring=["unknown"])

    answer = getattr(bram, way)(monitoring=["no"])

    assert answer.status_code == 409
    assert "A colleague saved something else here" in text_of(answer)
    assert "<blockquote>Nee</blockquote>" in text_of(answer)
    assert "<blockquote>Weet ik niet</blockquote>" in text_of(answer)
    assert firm.stored().profile == {"monitoring": ["unknown"]}


@pytest.mark.parametrize(("choice", "kept"), [("mine", ["no"]), ("theirs", ["yes"])])
def test_either_answer_can_be_chosen(open_page, firm: Firm, choice, kept):
    anna, bram = open_page(), open_page()
    anna.save(money=["yes"])
    bram.save(money=["no"])

    assert bram.save(keep__money=choice).status_code == 200
    assert firm.stored().profile == {"money": kept}


def test_after_choosing_theirs_the_next_save_leaves_theirs_alone(open_page, firm: Firm):
    """The page still shows her own choice; it must not come back with her next answer."""
    anna, bram = open_page(), open_page()
    anna.save(money=["yes"])
    bram.save(money=["no"])
    bram.save(keep__money="theirs")

    bram.save(ai=["no"])

    assert firm.stored().profile == {"money": ["yes"], "ai": ["no"]}


BAD = [
    ({"money": ["yes", "no"]}, "These answers exclude each other. Choose again."),
    ({"hours": ["none", "peaks"]}, "These answers exclude each other. Choose again."),
    ({"money": ["maybe"]}, "Select a valid choice. maybe is not one of"),
    ({"money": ["unknown"]}, "Select a valid choice. unknown is not one of"),
    ({"money": ["none"]}, "Select a valid choice. none is not one of"),
    ({"hours": ["nights"]}, "Select a valid choice. nights is not one of"),
    ({"seen_json": ""}, "This page is out of date."),
    ({"seen_json": "{"}, "This page is out of date."),
]


@pytest.mark.parametrize("headers", [None, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(("wrong", "message"), BAD, ids=str)
def test_what_does_not_fit_is_refused_and_nothing_is_saved(browser_of, firm: Firm, wrong, message, headers):
    answer = browser_of().post(firm.url("profile"), profile_form(firm, ai=["no"], **wrong), headers=headers)

    assert answer.status_code == 422
    assert message in text_of(answer)
    assert firm.stored().profile == {}


def test_her_other_choices_stand_in_the_page_that_comes_back(browser_of, firm: Firm):
    form = profile_form(firm, money=["yes", "no"], hours=["peaks"])

    page = text_of(browser_of().post(firm.url("profile"), form))

    assert 'name="hours" value="peaks" checked' in page
    assert "This is not saved yet" in page


def test_a_question_that_does_not_exist_is_ignored(browser_of, firm: Firm):
    browser_of().post(firm.url("profile"), profile_form(firm, cash=["yes"]))

    assert firm.stored().profile == {"money": ["yes"]}


def test_factors_that_go_off_keep_their_answers(page, firm: Firm, content):
    with scope(organisation=firm.organisation):
        firm.dossier.answers.update(factor_id=content.factors["W02"].id)
    page.save(work=["none"])
    assert firm.answer("W02").verdict == "partly"

    page.save(work=["deadlines"])

    assert 'id="W02"' in text_of(page.browser.get(firm.url("subtheme", "taakeisen")))


def test_who_may_not_change_sees_the_answers_and_no_button(browser_of, firm: Firm):
    with scope(organisation=firm.organisation):
        Dossier.objects.update(profile={"money": ["yes"]})

    page = text_of(browser_of("works_council").get(firm.url("profile")))

    assert 'name="money" value="yes" checked disabled' in page
    assert "Save</button>" not in page
