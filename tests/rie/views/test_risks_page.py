"""Step 5: the risks in order, why, and giving one another priority."""

import pytest
from django_scopes import scope

from apps.organisations.models import Role
from apps.rie.models import Answer, PriorityChange
from tests.factories import UserFactory
from tests.rie.conftest import Firm
from tests.rie.screen import text_of
from tests.rie.views.pages import TOKEN

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def answer(firm: Firm, content):
    def answer(code, **fields):
        with scope(organisation=firm.organisation):
            Answer.objects.create(
                organisation=firm.organisation,
                dossier=firm.dossier,
                factor_id=content.factors[code].id,
                **{"verdict": "not_in_order", **fields},
            )

    return answer


@pytest.fixture
def changes(firm: Firm):
    def changes():
        with scope(organisation=firm.organisation):
            return [(c.computed, c.chosen, c.note, c.changed_by) for c in PriorityChange.objects.all()]

    return changes


def test_risks_stand_in_order_of_priority_with_their_reason(firm: Firm, browser_of, answer, content):
    answer("O11")
    answer("W02", frequency=1, reach=1, severity=1)

    page = text_of(browser_of().get(firm.url("risks")))

    places = [page.index(f'id="{code}"') for code in ("O11", "W43", "W02")]
    assert places == sorted(places)
    assert "(3 + 3) × 2 = 12" in page
    assert "The policy is missing. Missing policy is always high." in page


def test_one_theme_can_be_looked_at_alone(firm: Firm, browser_of, answer):
    answer("O11")

    page = text_of(browser_of().get(firm.url("risks"), {"thema": "ongewenst-gedrag"}))

    assert 'id="O11"' in page
    assert 'id="W43"' not in page


def test_a_theme_that_does_not_exist_shows_them_all(firm: Firm, browser_of):
    assert 'id="W43"' in text_of(browser_of().get(firm.url("risks"), {"thema": "<script>"}))


def test_what_is_not_known_yet_is_listed_with_what_to_do(firm: Firm, browser_of, answer):
    answer("W02")
    answer("W03", verdict="to_discuss")

    page = text_of(browser_of().get(firm.url("risks")))

    assert "fill in how often and how many." in page
    assert "You still want to discuss this." in page


def test_without_answers_the_page_says_what_will_come_here(firm: Firm, browser_of):
    with scope(organisation=firm.organisation):
        Answer.objects.all().delete()

    assert "First answer the questions." in text_of(browser_of().get(firm.url("risks")))


def test_another_priority_is_kept_beside_the_calculated_one(firm: Firm, browser_of, changes):
    ans = UserFactory(name="Ans de Boer")
    browser = browser_of(user=ans)

    answer = browser.post(firm.url("priority", "W43"), {"chosen": "high", "note": "Het team noemt dit."})

    assert (answer.status_code, answer.url) == (302, firm.url("risks"))
    assert changes() == [("medium", "high", "Het team noemt dit.", ans)]
    page = text_of(browser.get(firm.url("risks")))
    assert "Chosen by Ans de Boer" in page
    assert "Het team noemt dit." in page
    assert "Calculated: medium." in page


def test_a_colleague_sees_who_changed_it_too(firm: Firm, browser_of):
    browser_of(user=UserFactory(name="Ans de Boer")).post(
        firm.url("priority", "W43"), {"chosen": "high", "note": "Het team noemt dit."}
    )

    assert "Chosen by Ans de Boer" in text_of(browser_of(Role.WORKS_COUNCIL).get(firm.url("risks")))


def test_it_can_go_back_to_what_was_calculated(firm: Firm, browser_of, changes):
    browser = browser_of()
    browser.post(firm.url("priority", "W43"), {"chosen": "high", "note": "Eerst."})
    browser.post(firm.url("priority", "W43"), {"chosen": "", "note": "Toch niet."})

    assert [(computed, chosen) for computed, chosen, _, _ in changes()] == [
        ("medium", "high"),
        ("medium", ""),
    ]
    assert "Chosen by" not in text_of(browser.get(firm.url("risks")))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"note": ""}, "This field is required."),
        ({"note": "   "}, "This field is required."),
        ({"note": "x" * 4001}, "This text has 4001 characters; at most 4000 fit."),
        ({"note": "a\x07b"}, "invisible control characters"),
        ({"chosen": "urgent"}, "Select a valid choice."),
    ],
    ids=lambda case: str(case)[:30],
)
def test_what_does_not_fit_is_refused_and_nothing_is_saved(firm: Firm, browser_of, changes, wrong, message):
    typed = {"chosen": "high", "note": "Het team noemt dit.", **wrong}

    answer = browser_of().post(firm.url("priority", "W43"), typed)

    assert answer.status_code == 422
    assert message in text_of(answer)
    assert typed["note"].strip() in text_of(answer)
    assert changes() == []


def test_an_empty_form_is_refused(firm: Firm, browser_of, changes):
    assert browser_of().post(firm.url("priority", "W43"), TOKEN).status_code == 422
    assert changes() == []


@pytest.mark.parametrize("verdict", ["in_order", "to_discuss", ""])
def test_only_a_risk_can_be_given_a_priority(firm: Firm, browser_of, answer, changes, verdict):
    answer("W02", verdict=verdict)

    posted = browser_of().post(firm.url("priority", "W02"), {"chosen": "high", "note": "Toch."})

    assert posted.status_code == 404
    assert changes() == []


def test_what_people_type_is_shown_and_never_run(firm: Firm, browser_of, answer):
    answer("W02", frequency=4, reach=4, severity=2, root_cause="<script>alert(1)</script>")

    page = browser_of().get(firm.url("risks")).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
