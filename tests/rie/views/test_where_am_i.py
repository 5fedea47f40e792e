"""Wherever she stops, she goes on there; and every page says where she is."""

import pytest
from django_scopes import scope

from apps.rie.models import Answer, Dossier
from tests.rie.conftest import Firm
from tests.rie.screen import text_of
from tests.rie.views.pages import READABLE

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def answer_all(firm: Firm, content):
    """Answer everything except some."""

    def answer_all(*, without=(), **fields):
        with scope(organisation=firm.organisation):
            Answer.objects.all().delete()
            Answer.objects.bulk_create(
                Answer(
                    organisation=firm.organisation,
                    dossier=firm.dossier,
                    factor_id=factor.id,
                    **{"verdict": "in_order", **fields},
                )
                for code, factor in content.factors.items()
                if code not in without
            )

    return answer_all


def go_on(firm, browser_of) -> str:
    return browser_of().get(firm.url("inventory")).url


def test_a_new_dossier_begins_at_the_first_subject(firm: Firm, browser_of):
    assert go_on(firm, browser_of) == firm.url("subtheme", "taakeisen")


@pytest.mark.parametrize(
    ("without", "subject"), [("W12", "regelmogelijkheden"), ("O10", "beleid"), ("I13", "opvang")]
)
def test_she_goes_on_at_the_first_subject_with_an_open_question(
    firm: Firm, browser_of, answer_all, without, subject
):
    answer_all(without=[without])

    assert go_on(firm, browser_of) == firm.url("subtheme", subject)


def test_when_everything_is_answered_she_sees_the_overview(firm: Firm, browser_of, answer_all):
    answer_all()

    assert go_on(firm, browser_of) == firm.url("overview")


def test_a_subject_of_which_nothing_is_asked_is_passed_over(firm: Firm, browser_of, answer_all):
    answer_all(without=["W36", "W37", "W38"])
    with scope(organisation=firm.organisation):
        Dossier.objects.update(profile={"remote": ["no"], "hours": ["none"]})

    assert go_on(firm, browser_of) == firm.url("subtheme", "werk-en-prive")
    assert browser_of().get(firm.url("subtheme", "thuis-en-hybride")).status_code == 404


def test_every_subject_leads_to_the_next_and_back(firm: Firm, browser_of):
    with scope(organisation=firm.organisation):
        Dossier.objects.update(profile={"remote": ["no"], "hours": ["none"]})
    page = text_of(browser_of().get(firm.url("subtheme", "digitalisering-en-ai")))

    assert firm.url("subtheme", "zekerheid-en-loopbaan") in page
    assert firm.url("subtheme", "werk-en-prive") in page  # past the one of which nothing is asked
    assert "subject 8 of 17" in page


def test_the_last_subject_leads_to_the_overview(firm: Firm, browser_of):
    page = text_of(browser_of().get(firm.url("subtheme", "opvang")))

    assert "Next: overview" in page


def test_the_overview_names_the_next_step_and_the_open_points(firm: Firm, browser_of, answer_all, content):
    answer_all(without=["W01"])
    with scope(organisation=firm.organisation):
        Answer.objects.filter(factor_id=content.factors["W02"].id).update(verdict="partly")
        Answer.objects.filter(factor_id=content.factors["W03"].id).update(verdict="to_discuss")

    page = text_of(browser_of().get(firm.url("overview")))

    assert "Your next step: First look" in page
    assert "79 of 80" in page
    assert "Fill in how often it happens and to how many people." in page
    assert "You chose to discuss this." in page


def test_the_overview_says_which_questions_are_not_asked_and_why(firm: Firm, browser_of):
    with scope(organisation=firm.organisation):
        Dossier.objects.update(profile={"remote": ["no"]})

    page = text_of(browser_of().get(firm.url("overview")))

    assert "1 question is not asked. Why?" in page
    assert "U gaf aan dat" in page


@pytest.mark.parametrize("page", [page for page in READABLE if page.name != "inventory"], ids=str)
def test_every_page_has_the_rail_with_the_state_of_each_step(firm: Firm, browser_of, page):
    shown = text_of(browser_of().get(page.url(firm)))

    for title in ("Your firm", "First look", "Questions", "Employees", "Risks", "Plan of action", "Report"):
        assert f'<span class="rail-title">{title}</span>' in shown
    assert '<span class="visually-hidden">: done</span>' in shown


@pytest.mark.parametrize(
    ("page", "step"),
    [
        ("firm", "Your firm"),
        ("profile", "First look"),
        ("subtheme", "Questions"),
        ("employees", "Employees"),
        ("risks", "Risks"),
        ("priority", "Risks"),
        ("edit_department", "Your firm"),
    ],
)
def test_the_rail_marks_the_step_she_is_in(firm: Firm, browser_of, page, step):
    url = next(entry for entry in READABLE if entry.name == page).url(firm)
    shown = text_of(browser_of().get(url))

    marked = shown[shown.index('aria-current="step"') :]
    assert marked[marked.index("rail-title") :].startswith(f'rail-title">{step}<')


def test_the_pages_are_in_dutch_when_nobody_asks_for_english(firm: Firm, browser_of, settings):
    settings.LANGUAGE_CODE = "nl"

    assert '<html lang="nl">' in text_of(browser_of().get(firm.url("overview")))
