"""Who was given a part for one department speaks for that department only."""

import pytest
from django.test import Client
from django_scopes import scope

from apps.organisations.merging import fingerprints
from apps.organisations.models import Membership
from apps.rie.models import Answer
from tests.factories import UserFactory
from tests.rie.conftest import RISK, Firm
from tests.rie.screen import HTMX, Screen, text_of
from tests.rie.views.pages import answer_form

pytestmark = pytest.mark.usefixtures("english")


def card_of(browser: Client, firm: Firm, subtheme: str, code: str) -> Screen:
    return Screen(browser, firm.url("subtheme", subtheme), firm.url("answer", code))


class TestOneDepartment:
    @pytest.fixture
    def shop_only(self, firm, give, mine):
        return give(mine[0], department=firm.department)

    def stored(self, firm, departments) -> None:
        with scope(organisation=firm.organisation):
            Answer.objects.update(departments=[str(one.pk) for one in departments])

    def names(self, firm) -> set[str]:
        return set(firm.answer(RISK).departments)

    def test_only_her_department_can_be_ticked(self, firm, her_browser, shop_only, workshop, mine):
        page = text_of(her_browser.get(firm.url("subtheme", mine[0])))

        assert "You speak for the department Winkel." in page
        assert str(firm.department.pk) in page
        assert str(workshop.pk) not in page
        assert "Binderij" not in page

    def test_ticking_her_own_keeps_the_others(self, firm, her_browser, shop_only, workshop, mine):
        self.stored(firm, [workshop])
        card = card_of(her_browser, firm, mine[0], RISK)
        card.save(departments=[firm.department.pk])

        assert self.names(firm) == {str(workshop.pk), str(firm.department.pk)}

    def test_unticking_her_own_keeps_the_others(self, firm, her_browser, shop_only, workshop, mine):
        self.stored(firm, [workshop, firm.department])
        card = card_of(her_browser, firm, mine[0], RISK)
        card.save(departments=[])

        assert self.names(firm) == {str(workshop.pk)}

    def test_saving_something_else_leaves_the_departments_alone(
        self, firm, her_browser, shop_only, workshop, mine
    ):
        self.stored(firm, [workshop])
        card = card_of(her_browser, firm, mine[0], RISK)
        card.save(note="Alleen dit.")
        card.save(note="En dit.")

        assert self.names(firm) == {str(workshop.pk)}
        assert firm.answer(RISK).note == "En dit."

    def test_naming_another_department_by_hand_changes_nothing(self, firm, her_browser, shop_only, workshop):
        form = answer_form(firm, RISK, departments=[str(workshop.pk)])

        assert her_browser.post(firm.url("answer", RISK), form, headers=HTMX).status_code == 200
        assert self.names(firm) == set()

    def test_leaving_another_department_out_by_hand_changes_nothing(
        self, firm, her_browser, shop_only, workshop
    ):
        self.stored(firm, [workshop, firm.department])
        form = answer_form(firm, RISK, departments=[str(firm.department.pk)])

        assert her_browser.post(firm.url("answer", RISK), form, headers=HTMX).status_code == 200
        assert self.names(firm) == {str(workshop.pk), str(firm.department.pk)}

    def test_a_colleague_who_ticked_another_meanwhile_is_not_overwritten(
        self, firm, her_browser, shop_only, workshop, mine
    ):
        card = card_of(her_browser, firm, mine[0], RISK)
        self.stored(firm, [workshop])

        answer = card.save(departments=[firm.department.pk])
        assert answer.status_code == 409
        assert self.names(firm) == {str(workshop.pk)}
        assert "Binderij, Winkel" in text_of(answer)

        card.save(keep__departments="mine")
        assert self.names(firm) == {str(workshop.pk), str(firm.department.pk)}

    def test_an_employer_with_the_same_part_is_bound_to_no_department(
        self, firm, browser_of, give, workshop, mine
    ):
        user = UserFactory()
        employer = browser_of(user=user)
        with scope(organisation=firm.organisation):
            own = Membership.objects.get(user=user)
        give(mine[0], department=firm.department, member=own)
        card_of(employer, firm, mine[0], RISK).save(departments=[workshop.pk])

        assert self.names(firm) == {str(workshop.pk)}


def test_the_fingerprint_of_the_page_is_that_of_the_whole_answer(firm, her_browser, give, workshop, mine):
    """So that her next save does not mistake the departments she does not see for a change."""
    give(mine[0], department=firm.department)
    with scope(organisation=firm.organisation):
        Answer.objects.update(departments=[str(workshop.pk)])
    card = card_of(her_browser, firm, mine[0], RISK)
    seen = card.data()["seen_json"][0]

    assert fingerprints({"departments": [str(workshop.pk)]})[1:-1] in seen
