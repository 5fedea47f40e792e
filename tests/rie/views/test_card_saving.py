"""The page of a subtheme saves each card by itself, and with a button where there is no JavaScript."""

import pytest
from django_scopes import scope

from apps.rie.models import Answer
from tests.factories import UserFactory
from tests.rie.conftest import Firm
from tests.rie.screen import Screen, text_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def card(browser_of, firm: Firm) -> Screen:
    """The card of W28, not answered yet."""
    return Screen(
        browser_of(user=UserFactory(name="Anna")),
        firm.url("subtheme", "emotionele-belasting"),
        firm.url("answer", "W28"),
    )


def test_a_choice_is_saved_at_once_and_the_page_says_when(at_three_past_two, card, firm):
    answer = card.save(verdict="in_order")

    assert answer.status_code == 200
    assert "Saved 14:03" in text_of(answer)
    assert firm.answer("W28").verdict == "in_order"


def test_it_is_on_record_who_saved_last(card, firm):
    card.save(verdict="in_order")

    assert firm.answer("W28").updated_by.name == "Anna"


def test_the_details_open_when_something_is_wrong_and_close_when_it_is_not(card):
    assert not card.shows("frequency")

    card.save(verdict="partly")
    assert card.shows("frequency")
    assert card.shows("root_cause")

    card.save(verdict="in_order")
    assert not card.shows("frequency")


def test_details_that_are_closed_again_are_kept_for_when_they_are_needed(card, firm):
    card.save(verdict="partly")
    card.save(frequency=3, reach=2, severity=1, root_cause="Te weinig mensen.")
    card.save(verdict="in_order")
    card.save(verdict="not_in_order")

    stored = firm.answer("W28")
    assert (stored.frequency, stored.reach, stored.severity) == (3, 2, 1)
    assert stored.root_cause == "Te weinig mensen."


def test_a_page_that_stays_open_saves_time_after_time(card, firm):
    for verdict in ("partly", "not_in_order", "in_order", "to_discuss"):
        assert card.save(verdict=verdict).status_code == 200
    card.save(note="Bespreken in december.")

    stored = firm.answer("W28")
    assert (stored.verdict, stored.note, stored.version) == ("to_discuss", "Bespreken in december.", 5)


def test_every_detail_is_saved(card, firm):
    card.save(verdict="not_in_order")
    typed = {
        "frequency": 4,
        "reach": 3,
        "severity": 2,
        "special_groups": ["starters", "flex"],
        "departments": [str(firm.department.pk)],
        "root_cause": "Elke bestelling wordt aangenomen.",
        "measures_in_place": ["M30", "M31"],
        "in_place": "We huren in.",
        "note": "Zie het werkoverleg.",
    }

    assert card.save(**typed).status_code == 200

    stored = firm.answer("W28")
    assert {name: getattr(stored, name) for name in typed} == typed


def test_saving_the_same_again_changes_nothing(card, firm):
    card.save(verdict="in_order")
    before = firm.answer("W28")

    assert card.save().status_code == 200

    after = firm.answer("W28")
    assert (after.version, after.updated_at) == (before.version, before.updated_at)


def test_an_answer_can_be_emptied_field_by_field(card, firm):
    card.save(verdict="partly", note="Even nagaan.")
    card.save(frequency=2, special_groups=["young"])

    card.save(frequency="", special_groups=[], note="")

    stored = firm.answer("W28")
    assert (stored.frequency, stored.special_groups, stored.note) == (None, [], "")


def test_line_breaks_are_stored_as_typed_and_shown_again(card, firm, browser_of):
    card.save(verdict="in_order", note="Eerste regel\n\n- tweede <b>regel</b> & meer")

    stored = firm.answer("W28")
    assert stored.note == "Eerste regel\n\n- tweede <b>regel</b> & meer"
    again = Screen(browser_of(), firm.url("subtheme", "emotionele-belasting"), firm.url("answer", "W28"))
    assert again.data()["note"] == ["Eerste regel\r\n\r\n- tweede <b>regel</b> & meer"]


def test_the_meter_moves_with_each_answer(card):
    assert 'value="2"' in text_of(card.save(verdict="in_order"))


def test_without_javascript_saving_leads_back_to_the_card(card, firm):
    answer = card.send(verdict="partly")

    assert answer.status_code == 302
    assert answer.url == firm.url("subtheme", "emotionele-belasting") + "#W28"
    assert firm.answer("W28").verdict == "partly"


def test_without_javascript_the_next_page_shows_what_was_saved_and_the_details(card, firm):
    card.send(verdict="partly", note="Vooral in mei.")

    again = Screen(card.browser, firm.url("subtheme", "emotionele-belasting"), firm.url("answer", "W28"))
    assert again.data()["verdict"] == ["partly"]
    assert again.data()["note"] == ["Vooral in mei."]
    assert again.shows("frequency")


def test_whether_it_happened_is_yes_no_or_left_open(browser_of, firm):
    card = Screen(browser_of(), firm.url("subtheme", "intern-gedrag"), firm.url("answer", "O01"))
    card.save(verdict="partly")

    for choice, stored in (("True", True), ("False", False), ("", None)):
        card.save(happened=choice)
        assert firm.answer("O01").happened is stored


def test_a_policy_factor_asks_no_how_often_and_how_many(browser_of, firm):
    card = Screen(browser_of(), firm.url("subtheme", "beleid"), firm.url("answer", "O11"))

    card.save(verdict="not_in_order")

    assert card.shows("root_cause")
    assert not any(card.shows(name) for name in ("frequency", "reach", "severity", "happened"))


def test_an_answer_keeps_naming_a_department_that_was_taken_off_the_list(browser_of, firm):
    with scope(organisation=firm.organisation):
        Answer.objects.update(departments=[str(firm.department.pk)])
        type(firm.department).objects.update(is_active=False)
    card = Screen(browser_of(), firm.url("subtheme", "cultuur-en-beleid"), firm.url("answer", "W43"))

    card.save(note="Nog steeds.")

    assert firm.answer("W43").departments == [str(firm.department.pk)]


def test_factors_that_are_switched_off_have_no_page_but_keep_their_answer(card, firm):
    card.save(verdict="partly")
    with scope(organisation=firm.organisation):
        type(firm.dossier).objects.update(profile={"heavy_contact": ["no"]})

    assert card.save(verdict="in_order").status_code == 404
    assert firm.answer("W28").verdict == "partly"
