"""What does not fit is refused with a message; what was typed stays, and nothing is half saved."""

import pytest
from django_scopes import scope

from apps.organisations.models import Department
from apps.rie.domain.answers import answer_values
from tests.factories import OrganisationFactory
from tests.rie.conftest import Firm
from tests.rie.screen import HTMX, Screen, text_of
from tests.rie.views.pages import answer_form

pytestmark = pytest.mark.usefixtures("english")

BAD = [
    ({"verdict": "fine"}, "Select a valid choice."),
    ({"verdict": "not_applicable"}, "Write down why this does not apply to you; then it is saved."),
    ({"verdict": "not_applicable", "reason": " \n "}, "Write down why this does not apply to you"),
    ({"note": "x" * 4001}, "This text has 4001 characters; at most 4000 fit."),
    ({"root_cause": "x" * 5000}, "This text has 5000 characters; at most 4000 fit."),
    ({"in_place": "voor\x07na"}, "invisible control characters"),
    ({"note": "voor\x00na"}, "Null characters are not allowed."),
    ({"frequency": "9"}, "Select a valid choice."),
    ({"frequency": "0"}, "Select a valid choice."),
    ({"reach": "-1"}, "Select a valid choice."),
    ({"severity": "vaak"}, "Select a valid choice."),
    ({"severity": "1.0"}, "Select a valid choice."),
    ({"special_groups": ["martians"]}, "Select a valid choice. martians is not one of"),
    ({"special_groups": ["young", "martians"]}, "Select a valid choice. martians is not one of"),
    ({"measures_in_place": ["M80"]}, "Select a valid choice. M80 is not one of"),
    ({"measures_in_place": ["M16", "M99"]}, "Select a valid choice. M99 is not one of"),
    ({"departments": ["Winkel"]}, "Select a valid choice. Winkel is not one of"),
    ({"departments": ["00000000-0000-0000-0000-000000000000"]}, "Select a valid choice."),
]
DAMAGED = ["", "onzin", "[]", "null", '{"verdict": 1}', '{"verdict"', pytest.param("[" * 99_999, id="nested")]


def name_of(case) -> str:
    return str(case)[:50] if isinstance(case, dict) else "says"


@pytest.fixture
def post(browser_of, firm: Firm):
    """Send the card of W43 with one thing wrong, besides a good cause that must not get saved."""
    browser = browser_of()

    def post(headers=None, **changes):
        form = answer_form(firm, "W43", **{"root_cause": "Een goede zin.", **changes})
        return browser.post(firm.url("answer", "W43"), form, headers=headers)

    return post


@pytest.mark.parametrize("headers", [None, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize(("wrong", "message"), BAD, ids=name_of)
def test_it_is_refused_with_a_message_and_nothing_is_saved(post, firm: Firm, wrong, message, headers):
    before = answer_values(firm.answer("W43"))

    answer = post(headers, **wrong)

    assert answer.status_code == 422
    assert message in text_of(answer)
    assert answer_values(firm.answer("W43")) == before


@pytest.mark.parametrize(
    "wrong",
    [{"note": "lang " * 1000}, {"frequency": "9"}, {"seen_json": "onzin"}, {"verdict": "not_applicable"}],
    ids=name_of,
)
def test_what_was_typed_stands_in_the_page_that_comes_back(post, wrong):
    page = text_of(post(**{"in_place": "Wat ik typte.", **wrong}))

    assert "Een goede zin." in page
    assert "Wat ik typte." in page
    assert wrong.get("note", "").strip() in page
    assert "One answer is not saved yet" in page


def test_a_choice_that_was_made_is_still_chosen_on_the_page_that_comes_back(post):
    page = text_of(post(verdict="not_applicable", reason=""))

    assert 'value="not_applicable" checked' in page
    assert 'value="partly" checked' not in page


@pytest.mark.parametrize("headers", [None, HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("damaged", DAMAGED)
def test_a_page_whose_fingerprints_are_damaged_saves_nothing_and_says_so(post, firm: Firm, damaged, headers):
    before = answer_values(firm.answer("W43"))

    answer = post(headers, seen_json=damaged, verdict="in_order")

    assert answer.status_code == 422
    assert "This page is out of date. What you typed is still here" in text_of(answer)
    assert answer_values(firm.answer("W43")) == before


def test_a_page_that_lost_its_fingerprints_can_be_saved_after_all(browser_of, firm: Firm):
    """What comes back must carry fingerprints that work; otherwise she can never save again."""
    card = Screen(browser_of(), firm.url("subtheme", "cultuur-en-beleid"), firm.url("answer", "W43"))
    card.save(seen_json="onzin", note="Mijn tekst.")

    card.save()

    if firm.answer("W43").note != "Mijn tekst.":  # or after she chose between hers and what is stored
        card.save(keep__note="mine")
    assert firm.answer("W43").note == "Mijn tekst."


def test_a_department_of_another_firm_cannot_be_named(post, firm: Firm):
    other = OrganisationFactory()
    with scope(organisation=other):
        theirs = Department.objects.create(organisation=other, name="Geheim", headcount=3)

    answer = post(departments=[str(theirs.pk)])

    assert answer.status_code == 422
    assert "Geheim" not in text_of(answer)
    assert firm.answer("W43").departments == []


def test_whether_it_happened_is_yes_or_no(browser_of, firm: Firm):
    card = Screen(browser_of(), firm.url("subtheme", "intern-gedrag"), firm.url("answer", "O01"))
    card.save(verdict="partly")
    form = card.data() | {"happened": "maybe"}

    assert card.browser.post(card.action, form, headers=HTMX).status_code == 422
    assert firm.answer("O01").happened is None


def test_fields_that_a_factor_does_not_have_are_ignored(browser_of, firm: Firm):
    """A policy factor has no scale, whatever somebody sends."""
    card = Screen(browser_of(), firm.url("subtheme", "beleid"), firm.url("answer", "O11"))
    card.save(verdict="not_in_order")

    card.browser.post(
        card.action, card.data() | {"frequency": "9", "version": "77", "organisation": "x"}, headers=HTMX
    )

    stored = firm.answer("O11")
    assert (stored.frequency, stored.version, stored.organisation_id) == (None, 1, firm.organisation.pk)


@pytest.mark.parametrize("headers", [None, HTMX], ids=["plain", "htmx"])
def test_a_form_larger_than_the_server_takes_is_refused_with_a_page(post, firm: Firm, headers):
    answer = post(headers, note="x" * 1_100_000)

    assert answer.status_code == 400
    assert firm.answer("W43").note == ""


def test_after_a_mistake_is_mended_the_card_saves(browser_of, firm: Firm):
    card = Screen(browser_of(), firm.url("subtheme", "emotionele-belasting"), firm.url("answer", "W28"))

    assert card.save(verdict="not_applicable").status_code == 422
    assert card.save(reason="Wij werken zonder klanten.").status_code == 200
    assert firm.answer("W28").reason == "Wij werken zonder klanten."
