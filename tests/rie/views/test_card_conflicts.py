"""Two people on one card: nobody loses what she typed, and nobody overwrites what she has not seen."""

import pytest

from tests.factories import UserFactory
from tests.rie.conftest import Firm
from tests.rie.screen import Screen, text_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def open_card(browser_of, firm: Firm):
    def open_card(name: str, code: str = "W43") -> Screen:
        return Screen(
            browser_of(user=UserFactory(name=name)),
            firm.url("subtheme", "cultuur-en-beleid"),
            firm.url("answer", code),
        )

    return open_card


@pytest.fixture
def anna(open_card) -> Screen:
    return open_card("Anna")


@pytest.fixture
def bram(open_card) -> Screen:
    return open_card("Bram")


def test_different_fields_of_one_answer_are_both_kept(anna, bram, firm):
    anna.save(root_cause="Te weinig mensen.")
    assert bram.save(note="Zie het rooster.").status_code == 200

    stored = firm.answer("W43")
    assert (stored.root_cause, stored.note) == ("Te weinig mensen.", "Zie het rooster.")


def test_what_a_colleague_saved_is_kept_however_long_the_page_stays_open(anna, bram, firm):
    """Her page does not show his text, so her next saves must not empty it."""
    anna.save(root_cause="Te weinig mensen.")
    bram.save(note="Zie het rooster.")
    bram.save(note="Zie het rooster van mei.")

    assert firm.answer("W43").root_cause == "Te weinig mensen."


def test_the_same_value_from_two_people_is_no_conflict(anna, bram):
    anna.save(severity=3)

    assert bram.save(severity=3).status_code == 200


def test_another_value_in_the_same_field_is_not_overwritten(anna, bram, firm):
    anna.save(note="Door de feestdagen.")

    assert bram.save(note="Door het verloop.").status_code == 409
    assert firm.answer("W43").note == "Door de feestdagen."


@pytest.mark.parametrize("way", ["save", "send"], ids=["htmx", "plain"])
def test_the_page_shows_both_values_and_who_saved_the_other(anna, bram, way):
    anna.save(note="Door de feestdagen.")

    page = text_of(getattr(bram, way)(note="Door het verloop."))

    assert "Anna saved something else here" in page
    assert "Door de feestdagen." in page
    assert "Door het verloop." in page


def test_choices_are_shown_in_words(anna, bram):
    anna.save(severity=4)

    page = text_of(bram.save(severity=1))

    assert "Serious or lasting harm" in page
    assert "Nuisance" in page


def test_with_a_conflict_nothing_of_the_save_is_stored_yet(anna, bram, firm):
    anna.save(note="Door de feestdagen.")
    bram.save(note="Door het verloop.", root_cause="Geen planning.")

    assert firm.answer("W43").root_cause == ""


@pytest.mark.parametrize("way", ["save", "send"], ids=["htmx", "plain"])
def test_choosing_mine_stores_mine(anna, bram, firm, way):
    anna.save(note="Door de feestdagen.")
    bram.save(note="Door het verloop.", root_cause="Geen planning.")

    assert getattr(bram, way)(keep__note="mine").status_code in (200, 302)

    stored = firm.answer("W43")
    assert (stored.note, stored.root_cause) == ("Door het verloop.", "Geen planning.")


@pytest.mark.parametrize("way", ["save", "send"], ids=["htmx", "plain"])
def test_choosing_theirs_keeps_theirs_and_saves_the_rest(anna, bram, firm, way):
    anna.save(note="Door de feestdagen.")
    bram.save(note="Door het verloop.", root_cause="Geen planning.")

    assert getattr(bram, way)(keep__note="theirs").status_code in (200, 302)

    stored = firm.answer("W43")
    assert (stored.note, stored.root_cause) == ("Door de feestdagen.", "Geen planning.")


def test_after_choosing_theirs_the_card_shows_theirs(anna, bram, firm):
    anna.save(note="Door de feestdagen.")
    bram.save(note="Door het verloop.")
    bram.save(keep__note="theirs")

    assert bram.data()["note"] == ["Door de feestdagen."]
    assert bram.save(severity=4).status_code == 200
    assert firm.answer("W43").note == "Door de feestdagen."


def test_a_choice_is_asked_again_when_the_colleague_saved_once_more(anna, bram, firm):
    anna.save(note="Door de feestdagen.")
    bram.save(note="Door het verloop.")
    anna.save(note="Door de feestdagen en het weer.")

    answer = bram.save(keep__note="mine")

    assert answer.status_code == 409
    assert "Door de feestdagen en het weer." in text_of(answer)
    assert firm.answer("W43").note == "Door de feestdagen en het weer."


@pytest.mark.parametrize(
    ("note", "cause", "stored"),
    [
        ("mine", "mine", ("Bram 1", "Bram 2")),
        ("theirs", "theirs", ("Anna 1", "Anna 2")),
        ("mine", "theirs", ("Bram 1", "Anna 2")),
        ("theirs", "mine", ("Anna 1", "Bram 2")),
    ],
)
def test_two_conflicts_can_be_settled_one_after_the_other(anna, bram, firm, note, cause, stored):
    """The page saves after each choice, so the first choice must survive until the second is made."""
    anna.save(note="Anna 1", root_cause="Anna 2")
    bram.save(note="Bram 1", root_cause="Bram 2")

    bram.save(keep__note=note)
    answer = bram.save(keep__root_cause=cause)

    assert answer.status_code == 200
    assert (firm.answer("W43").note, firm.answer("W43").root_cause) == stored


def test_two_first_answers_to_one_factor_meet_as_a_conflict(open_card, firm):
    anna, bram = open_card("Anna", "W44"), open_card("Bram", "W44")
    anna.save(verdict="in_order")

    assert bram.save(verdict="not_in_order").status_code == 409
    assert firm.answer("W44").verdict == "in_order"


def test_emptying_a_reason_that_a_colleague_now_needs_is_refused_with_a_message(open_card, firm):
    """She wrote a reason once and empties it; meanwhile he says that the question does not apply."""
    open_card("Carla").save(verdict="in_order", reason="We zijn maar met twee mensen.")
    anna, bram = open_card("Anna"), open_card("Bram")
    bram.save(verdict="not_applicable")

    answer = anna.save(reason="")

    assert answer.status_code in (409, 422)
    assert firm.answer("W43").reason == "We zijn maar met twee mensen."
