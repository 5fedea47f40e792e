"""Every page × every role, and everybody who is no member."""

import uuid

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Department, Role
from tests.factories import MembershipFactory, OrganisationFactory
from tests.rie.conftest import Firm
from tests.rie.screen import HTMX, text_of
from tests.rie.views.pages import PAGES, READABLE, WRITABLE, Page

pytestmark = pytest.mark.usefixtures("english")
NOWHERE = uuid.UUID(int=0)


def everything_stored() -> dict[str, list[dict]]:
    """All rows of our own tables, but for the record of who looked."""
    with scopes_disabled():
        return {
            model._meta.label: list(model._base_manager.order_by("pk").values())
            for model in apps.get_models()
            if model.__module__.startswith(("apps.organisations", "apps.rie"))
            and "body" not in {field.name for field in model._meta.fields}
            and model._meta.model_name not in ("user", "auditevent")
        }


def refusal(page: Page, role: Role) -> int:
    return page.to_contributor if role == Role.CONTRIBUTOR else 403


@pytest.fixture
def outsider(db) -> Client:
    """Somebody who is employer of another firm."""
    browser = Client()
    browser.force_login(MembershipFactory().user)
    return browser


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("page", READABLE, ids=str)
def test_reading(firm: Firm, browser_of, page, role):
    answer = browser_of(role).get(page.url(firm))

    assert answer.status_code in ((200, 302) if role in page.reads else (refusal(page, role),))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("page", WRITABLE, ids=str)
def test_writing(firm: Firm, browser_of, page, role):
    browser = browser_of(role)
    form = page.form(firm)
    before = everything_stored()

    answer = browser.post(page.url(firm), form)

    assert answer.status_code == (302 if role in page.writes else refusal(page, role))
    assert (everything_stored() != before) == (role in page.writes)


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.WORKS_COUNCIL])
def test_reading_pages_offer_no_button_to_who_may_not_use_it(firm: Firm, browser_of, role):
    page = text_of(browser_of(role).get(firm.url("subtheme", "cultuur-en-beleid")))

    assert ('name="verdict" value="partly" checked disabled' in page) == (role != Role.EMPLOYER)


def test_who_may_not_gets_a_page_that_says_whom_to_ask(firm: Firm, browser_of):
    answer = browser_of(Role.WORKS_COUNCIL).get(firm.url("close"))

    assert "Ask the employer or HR" in text_of(answer)


@pytest.mark.parametrize("page", READABLE, ids=str)
def test_someone_of_another_firm_reads_nothing_here(firm: Firm, outsider, page):
    assert outsider.get(page.url(firm)).status_code == 404


@pytest.mark.parametrize("page", WRITABLE, ids=str)
def test_someone_of_another_firm_writes_nothing_here(firm: Firm, outsider, page):
    form = page.form(firm)
    before = everything_stored()

    assert outsider.post(page.url(firm), form).status_code == 404
    assert everything_stored() == before


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_dossier_does_not_open_under_the_address_of_another_firm(firm: Firm, outsider, page):
    """She is employer of the firm in the address, but the dossier is of somebody else."""
    own = outsider.get(reverse("home")).context["firms"][0][0].organisation_id
    url = page.url(firm).replace(str(firm.organisation.pk), str(own))
    form = page.form(firm)
    before = everything_stored()

    # A page that can only be written to answers 405 to reading, and 404 to writing.
    assert outsider.get(url).status_code == (404 if page.reads else 405)
    assert outsider.post(url, form).status_code == (404 if page.writes else 405)
    assert everything_stored() == before


@pytest.mark.parametrize("page", READABLE, ids=str)
def test_a_stranger_is_led_to_the_login_and_back(firm: Firm, client, page):
    answer = client.get(page.url(firm))

    assert answer.status_code == 302
    assert answer.url == f"{reverse('account_login')}?next={page.url(firm)}"


@pytest.mark.parametrize("page", WRITABLE, ids=str)
def test_a_stranger_writes_nothing(firm: Firm, client, page):
    form = page.form(firm)
    before = everything_stored()

    assert client.post(page.url(firm), form).url.startswith(reverse("account_login"))
    assert everything_stored() == before


@pytest.mark.parametrize("page", ["profile", "answer"])
def test_a_page_that_saves_by_itself_hears_that_she_is_logged_out(firm: Firm, client, page):
    """A redirect would put a login page in the middle of her answers."""
    page = next(entry for entry in WRITABLE if entry.name == page)

    assert client.post(page.url(firm), page.form(firm), headers=HTMX).status_code == 401


@pytest.mark.parametrize("page", READABLE, ids=str)
def test_a_firm_that_does_not_exist_is_not_told_from_one_that_is_not_hers(firm: Firm, outsider, page):
    real = outsider.get(page.url(firm))
    made_up = outsider.get(page.url(firm).replace(str(firm.organisation.pk), str(NOWHERE)))

    assert (real.status_code, made_up.status_code) == (404, 404)
    assert "This page is not here" in text_of(made_up)


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_dossier_that_does_not_exist_is_not_found(firm: Firm, browser_of, page):
    browser = browser_of()
    url = page.url(firm).replace(str(firm.dossier.pk), str(NOWHERE))
    form = page.form(firm)

    assert browser.get(url).status_code == (404 if page.reads else 405)
    assert browser.post(url, form).status_code == (404 if page.writes else 405)


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("subtheme", "bestaat-niet"),
        ("priority", "W99"),
        ("priority", "W02"),  # exists, but is no risk
        ("edit_department", NOWHERE),
    ],
    ids=str,
)
def test_a_part_that_does_not_exist_is_not_found(firm: Firm, browser_of, name, argument):
    assert browser_of().get(firm.url(name, argument)).status_code == 404


@pytest.mark.parametrize(
    ("name", "argument"),
    [("answer", "W99"), ("answer", "bestaat-niet"), ("remove_department", NOWHERE)],
    ids=str,
)
def test_writing_to_a_part_that_does_not_exist_is_not_found(firm: Firm, browser_of, name, argument):
    assert browser_of().post(firm.url(name, argument), {"verdict": "partly"}).status_code == 404


@pytest.mark.parametrize("name", ["edit_department", "remove_department"])
def test_a_department_of_another_firm_is_not_found(firm: Firm, browser_of, name):
    other = OrganisationFactory()
    with scope(organisation=other):
        theirs = Department.objects.create(organisation=other, name="Winkel", headcount=3)

    answer = browser_of().post(firm.url(name, theirs.pk), {"name": "Gekaapt", "headcount": 1})

    with scope(organisation=other):
        theirs.refresh_from_db()
    assert answer.status_code == 404
    assert (theirs.name, theirs.is_active) == ("Winkel", True)


UNKNOWN_METHODS = [
    *((page, method) for page in PAGES for method in ("put", "delete")),
    *((page, "get") for page in PAGES if not page.reads),
    *((page, "post") for page in PAGES if not page.writes),
]


@pytest.mark.parametrize(("page", "method"), UNKNOWN_METHODS, ids=str)
def test_a_method_that_a_page_does_not_know_is_refused(firm: Firm, browser_of, page, method):
    assert getattr(browser_of(), method)(page.url(firm)).status_code == 405


@pytest.mark.parametrize("page", WRITABLE, ids=str)
def test_a_form_from_another_site_is_refused(firm: Firm, browser_of, page):
    browser = browser_of(enforce_csrf_checks=True)
    form = page.form(firm)
    before = everything_stored()

    answer = browser.post(page.url(firm), form)

    assert answer.status_code == 403
    assert "This page was open too long" in text_of(answer)
    assert everything_stored() == before
