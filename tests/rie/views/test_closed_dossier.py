"""A closed dossier can be read. Who still has a page open hears what happened and keeps her text."""

import pytest
from django_scopes import scope

from apps.rie.domain.dossier import close_dossier
from apps.rie.models import Dossier
from tests.rie.conftest import Firm
from tests.rie.screen import HTMX, Screen, text_of
from tests.rie.views.pages import READABLE, WRITABLE, answer_form, employees_form, profile_form

pytestmark = pytest.mark.usefixtures("english")
OF_THE_DOSSIER = [page for page in WRITABLE if page.in_closed_dossier == 409]


def close(firm: Firm) -> None:
    with scope(organisation=firm.organisation):
        close_dossier(dossier=Dossier.objects.get(pk=firm.dossier.pk))


@pytest.mark.parametrize("page", READABLE, ids=str)
def test_it_can_still_be_read(firm: Firm, browser_of, page):
    close(firm)

    assert browser_of().get(page.url(firm)).status_code in (200, 302)


@pytest.mark.parametrize("page", OF_THE_DOSSIER, ids=str)
def test_it_takes_no_more_answers(firm: Firm, browser_of, page):
    form = page.form(firm)
    close(firm)
    before = (firm.answer("W43").version, firm.stored().version, firm.stored().profile)

    answer = browser_of().post(page.url(firm), form)

    assert answer.status_code == 409
    assert "your last change could not be saved" in text_of(answer)
    assert (firm.answer("W43").version, firm.stored().version, firm.stored().profile) == before


def test_what_was_typed_is_given_back_as_text(firm: Firm, browser_of):
    """The back button cannot: a closed page has no fields to fill in, and browsers keep no copy of it."""
    form = employees_form(firm, method="In het <b>werkoverleg</b>.\r\nTwee keer.", outcome="Kort")
    close(firm)

    answer = browser_of().post(firm.url("employees"), form)

    assert b"In het &lt;b&gt;werkoverleg&lt;/b&gt;.<br>" in answer.content
    assert "seen_json" not in text_of(answer)


@pytest.mark.parametrize("page", [p for p in WRITABLE if p.in_closed_dossier == 302], ids=str)
def test_the_firm_itself_can_still_change(firm: Firm, browser_of, page):
    form = page.form(firm)
    close(firm)

    assert browser_of().post(page.url(firm), form).status_code == 302


@pytest.mark.parametrize(
    ("name", "arguments", "form"),
    [("answer", ("W43",), answer_form), ("profile", (), profile_form)],
    ids=["answer", "profile"],
)
def test_a_page_that_saves_by_itself_gets_one_line_and_keeps_its_text(
    firm: Firm, browser_of, name, arguments, form
):
    data = form(firm)
    close(firm)

    answer = browser_of().post(firm.url(name, *arguments), data, headers=HTMX)

    assert answer.status_code == 409
    assert "Your text stays on this page" in text_of(answer)
    assert "<html" not in text_of(answer)


@pytest.mark.parametrize("name", ["W43", "W44"], ids=["answered before", "first answer"])
def test_it_takes_no_answer_from_a_page_that_was_open(firm: Firm, browser_of, name):
    card = Screen(browser_of(), firm.url("subtheme", "cultuur-en-beleid"), firm.url("answer", name))
    before = firm.answer(name)
    close(firm)

    assert card.send(note="Te laat.", verdict="in_order").status_code == 409
    after = firm.answer(name)
    assert (after and after.note) == (before and before.note)


def test_every_page_says_that_it_is_closed(firm: Firm, browser_of):
    close(firm)

    page = text_of(browser_of().get(firm.url("subtheme", "cultuur-en-beleid")))

    assert "This RI&E is closed. You can read it, not change it." in page
    assert 'value="partly" checked disabled' in page


def test_closing_asks_first_and_needs_a_yes(firm: Firm, browser_of):
    browser = browser_of()

    assert "can no longer be changed, by nobody" in text_of(browser.get(firm.url("close")))
    assert firm.stored().is_open
    assert browser.post(firm.url("close"), {"csrfmiddlewaretoken": "x"}).status_code == 422
    assert firm.stored().is_open

    assert browser.post(firm.url("close"), {"confirm": "on"}).status_code == 302
    assert not firm.stored().is_open


def test_closing_what_is_closed_says_so_and_changes_nothing(firm: Firm, browser_of):
    close(firm)
    before = firm.stored().archived_at

    answer = browser_of().post(firm.url("close"), {"confirm": "on"}, follow=True)

    assert "This RI&E was closed already." in text_of(answer)
    assert firm.stored().archived_at == before
