"""A page costs as many queries for a large firm as for a small one; and reading never writes."""

import pytest
from django.urls import reverse
from django_scopes import scope

from apps.organisations.models import Department
from apps.rie.models import Answer, Dossier, PriorityChange
from tests.factories import UserFactory
from tests.rie.conftest import RISK, Firm
from tests.rie.screen import HTMX, Screen
from tests.rie.views.pages import READABLE, answer_form, profile_form

AT_MOST = 12
TO_SAVE = 6
SIZES = (1, 3, 30)


@pytest.fixture
def fill(firm: Firm, content):
    """Bring the firm to a size: so many departments, risks with a changed priority, and dossiers."""

    def fill(size: int) -> None:
        own = {"organisation": firm.organisation, "dossier": firm.dossier}
        with scope(organisation=firm.organisation):
            Answer.objects.all().delete()
            PriorityChange.objects.all().delete()
            Department.objects.exclude(pk=firm.department.pk).delete()
            departments = Department.objects.bulk_create(
                Department(organisation=firm.organisation, name=f"Afdeling {number}", headcount=3)
                for number in range(size - 1)
            )
            named = [str(department.pk) for department in (firm.department, *departments)]
            risk_first = sorted(content.factors.values(), key=lambda factor: factor.code != RISK)
            people = [UserFactory() for _ in range(min(size, 3))]
            for number, factor in enumerate(risk_first[:size]):
                someone = people[number % len(people)]
                risk = {"verdict": "partly", "frequency": 3, "reach": 3, "severity": 2}
                Answer.objects.create(
                    **own, factor_id=factor.id, departments=named, updated_by=someone, **risk
                )
                PriorityChange.objects.create(
                    **own, factor_id=factor.id, chosen="high", note="Omdat.", changed_by=someone
                )
            Dossier.objects.exclude(pk=firm.dossier.pk).delete()
            for _ in range(size - 1):
                Dossier.objects.create(
                    organisation=firm.organisation, instrument_id=firm.dossier.instrument_id, year=2025
                )

    return fill


@pytest.fixture
def browser(browser_of):
    return browser_of()


@pytest.mark.parametrize("page", READABLE, ids=str)
def test_a_page_costs_the_same_however_much_there_is(firm: Firm, browser, fill, queries, page):
    counts = {}
    for size in SIZES:
        fill(size)
        with queries() as captured:
            assert browser.get(page.url(firm)).status_code in (200, 302)
        counts[size] = len(captured.statements)

    assert len(set(counts.values())) == 1, counts
    assert counts[1] <= AT_MOST


def test_the_list_of_firms_costs_the_same_however_much_there_is(firm: Firm, browser, fill, queries):
    counts = {}
    for size in SIZES:
        fill(size)
        with queries() as captured:
            assert browser.get(reverse("home")).status_code == 200
        counts[size] = len(captured.statements)

    assert len(set(counts.values())) == 1, counts
    assert counts[1] <= AT_MOST


class TestSaving:
    def cost(self, queries, browser, url, form, status=200) -> int:
        with queries() as captured:
            assert browser.post(url, form, headers=HTMX).status_code == status
        return len(captured.statements)

    @pytest.mark.parametrize("size", SIZES)
    def test_a_change_of_an_answer(self, firm: Firm, browser, fill, queries, size):
        fill(size)
        form = answer_form(firm, "W43", note="Nieuw.", departments=[str(firm.department.pk)])

        assert self.cost(queries, browser, firm.url("answer", "W43"), form) <= TO_SAVE

    def test_the_very_first_answer_of_a_dossier(self, firm: Firm, browser, queries):
        with scope(organisation=firm.organisation):
            Answer.objects.all().delete()
        card = Screen(browser, firm.url("subtheme", "taakeisen"), firm.url("answer", "W02"))
        card.fill(verdict="partly")

        assert self.cost(queries, browser, card.action, card.data()) <= TO_SAVE

    def test_the_first_answer_to_a_factor(self, firm: Firm, browser, queries):
        card = Screen(browser, firm.url("subtheme", "taakeisen"), firm.url("answer", "W02"))
        card.fill(verdict="partly")

        assert self.cost(queries, browser, card.action, card.data()) <= TO_SAVE

    def test_an_answer_that_is_refused(self, firm: Firm, browser, queries):
        form = answer_form(firm, "W43", note="x" * 4001)

        assert self.cost(queries, browser, firm.url("answer", "W43"), form, status=422) <= TO_SAVE

    def test_an_answer_that_is_a_conflict(self, firm: Firm, browser, queries):
        form = answer_form(firm, "W43", note="Van Bram.")
        with scope(organisation=firm.organisation):
            Answer.objects.update(note="Van Ans.", version=2, updated_by=UserFactory(name="Ans"))

        assert self.cost(queries, browser, firm.url("answer", "W43"), form, status=409) <= TO_SAVE

    def test_a_profile_question(self, firm: Firm, browser, queries):
        form = profile_form(firm, ai=["no"])

        assert self.cost(queries, browser, firm.url("profile"), form) <= TO_SAVE


@pytest.mark.parametrize("page", READABLE, ids=str)
def test_reading_a_page_writes_nothing_but_that_it_was_read(firm: Firm, browser, fill, queries, page):
    fill(3)
    with queries() as captured:
        browser.get(page.url(firm))

    writes = [sql for sql in captured.statements if sql.startswith(("INSERT", "UPDATE", "DELETE", "REPLACE"))]
    assert captured.statements
    assert [sql for sql in writes if '"organisations_auditevent"' not in sql] == []
    assert len(writes) <= 1


@pytest.mark.parametrize("name", ["home", "help", "new_firm"])
def test_reading_the_other_pages_never_writes(browser, queries, name):
    with queries() as captured:
        assert browser.get(reverse(name)).status_code == 200

    assert not any(sql.startswith(("INSERT", "UPDATE", "DELETE")) for sql in captured.statements)
