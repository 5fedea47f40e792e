"""Who fills in a part sees that part, on every page of it, and nothing else of the dossier."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from apps.organisations.models import Membership, Role
from apps.rie.domain.dossier import close_dossier
from apps.rie.models import Delegation
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.rie.conftest import RISK, Firm
from tests.rie.screen import HTMX, Screen, text_of
from tests.rie.views.pages import answer_form

pytestmark = pytest.mark.usefixtures("english")


def card_of(browser: Client, firm: Firm, subtheme: str, code: str) -> Screen:
    return Screen(browser, firm.url("subtheme", subtheme), firm.url("answer", code))


class TestWhatSheSees:
    def test_the_part_that_was_given_opens_and_can_be_filled_in(self, firm, her_browser, give, mine):
        give(mine[0])
        card = card_of(her_browser, firm, mine[0], RISK)

        assert card.save(note="Van mij.").status_code == 200
        assert firm.answer(RISK).note == "Van mij."

    def test_another_part_is_not_found(self, firm, her_browser, give, mine):
        give(mine[0])

        assert her_browser.get(firm.url("subtheme", mine[1])).status_code == 404

    def test_an_answer_of_another_part_is_not_found_and_not_saved(
        self, firm, her_browser, give, mine, content
    ):
        give(mine[0])
        code = next(code for code, factor in content.factors.items() if factor.spec.subtheme == mine[1])

        answer = her_browser.post(firm.url("answer", code), {"verdict": "partly", "seen_json": "{}"})

        assert answer.status_code == 404
        assert firm.answer(code) is None

    def test_a_part_given_to_a_colleague_is_not_hers(self, firm, her_browser, give, mine):
        colleague = MembershipFactory(organisation=firm.organisation, role=Role.CONTRIBUTOR)
        give(mine[0], member=colleague)

        assert her_browser.get(firm.url("subtheme", mine[0])).status_code == 404
        assert her_browser.post(firm.url("answer", RISK), answer_form(firm)).status_code == 404
        assert her_browser.post(firm.url("finish_part", mine[0])).status_code == 404

    def test_a_part_in_another_dossier_opens_nothing_here(self, firm, her_browser, give, mine):
        other = DossierFactory(organisation=firm.organisation, year=2025)
        give(mine[0], dossier=other)

        assert her_browser.get(firm.url("subtheme", mine[0])).status_code == 404

    def test_a_part_that_was_taken_back_is_closed(self, firm, her_browser, give, mine):
        delegation = give(mine[0])
        assert her_browser.get(firm.url("subtheme", mine[0])).status_code == 200
        with scope(organisation=firm.organisation):
            delegation.delete()

        assert her_browser.get(firm.url("subtheme", mine[0])).status_code == 404

    @pytest.mark.parametrize("name", ["overview", "firm", "profile", "inventory", "employees", "risks"])
    def test_the_rest_of_the_dossier_stays_shut(self, firm, her_browser, give, mine, name):
        give(mine[0])

        assert her_browser.get(firm.url(name)).status_code == 403

    def test_there_are_no_steps_and_no_links_to_pages_she_may_not_see(self, firm, her_browser, give, mine):
        give(mine[0])
        for url in (firm.url("subtheme", mine[0]), firm.url("my_part")):
            page = text_of(her_browser.get(url))

            assert "rail" not in page.replace("with-rail", "rail")
            for name in ("overview", "firm", "profile", "inventory", "employees", "risks", "close"):
                assert f'href="{firm.url(name)}"' not in page
            assert f'href="{firm.url("my_part")}"' in page

    def test_previous_and_next_stay_within_her_parts(self, firm, her_browser, give, mine):
        own, first = mine
        give(own)
        give(first)

        page = text_of(her_browser.get(firm.url("subtheme", first)))
        assert "subject 1 of 2" in page
        assert f'href="{firm.url("subtheme", own)}"' in page

        page = text_of(her_browser.get(firm.url("subtheme", own)))
        assert "subject 2 of 2" in page
        assert f'href="{firm.url("subtheme", first)}"' in page
        assert "To your part" in page

    def test_the_meter_counts_her_parts_only(self, firm, her_browser, give, mine, content):
        give(mine[0])
        total = len(content.subthemes[mine[0]].factors)
        card = card_of(her_browser, firm, mine[0], RISK)

        assert f'<progress max="{total}" value="1"' in text_of(her_browser.get(firm.url("subtheme", mine[0])))
        assert f'<progress max="{total}" value="1"' in text_of(card.save(note="Nog iets."))

    def test_an_employer_sees_all_whatever_is_given(self, firm, browser_of, give, mine):
        give(mine[0])

        assert browser_of().get(firm.url("subtheme", mine[1])).status_code == 200

    def test_without_javascript_saving_leads_back_to_the_card(self, firm, her_browser, give, mine):
        give(mine[0])
        card = card_of(her_browser, firm, mine[0], RISK)

        assert card.send(note="Met een knop.").url == f"{firm.url('subtheme', mine[0])}#{RISK}"

    def test_what_is_refused_comes_back_on_her_own_page(self, firm, her_browser, give, mine):
        give(mine[0])
        answer = her_browser.post(firm.url("answer", RISK), answer_form(firm, note="x" * 4001))

        assert answer.status_code == 422
        assert "This text has 4001 characters" in text_of(answer)


class TestReady:
    def test_ready_thanks_her_and_shows_it(self, firm, her_browser, give, mine, content):
        give(mine[0])
        answer = her_browser.post(firm.url("finish_part", mine[0]), follow=True)

        assert answer.redirect_chain == [(firm.url("my_part"), 302)]
        assert f"Thank you! “{content.subthemes[mine[0]].title}” is ready." in text_of(answer)
        assert "Ready. Thank you!" in text_of(answer)

    def test_after_that_she_may_still_change_something(self, firm, her_browser, give, mine):
        give(mine[0], done_at=datetime(2026, 11, 23, tzinfo=UTC))
        page = text_of(her_browser.get(firm.url("subtheme", mine[0])))
        card = card_of(her_browser, firm, mine[0], RISK)
        card.save(note="Toch nog iets.")

        assert "You said that this part is ready" in page
        assert firm.answer(RISK).note == "Toch nog iets."

    def test_looking_does_not_make_it_ready(self, firm, her_browser, give, mine):
        give(mine[0])

        assert her_browser.get(firm.url("finish_part", mine[0])).status_code == 405

    @pytest.mark.parametrize("role", [Role.EMPLOYER, Role.HR])
    def test_who_runs_the_firm_finishes_only_what_was_given_to_her(self, firm, browser_of, give, mine, role):
        give(mine[0])

        assert browser_of(role).post(firm.url("finish_part", mine[0])).status_code == 404

    def test_the_works_council_finishes_nothing(self, firm, browser_of, mine):
        assert browser_of(Role.WORKS_COUNCIL).post(firm.url("finish_part", mine[0])).status_code == 403

    def test_an_employer_to_whom_a_part_was_given_finishes_it_too(self, firm, browser_of, give, mine):
        user = UserFactory()
        browser = browser_of(user=user)
        with scope(organisation=firm.organisation):
            own = Membership.objects.get(user=user)
        give(mine[0], member=own)

        assert "Filled in what you know?" in text_of(browser.get(firm.url("subtheme", mine[0])))
        assert browser.post(firm.url("finish_part", mine[0])).status_code == 302

    def test_nobody_of_another_firm_finishes_it(self, firm, give, mine):
        give(mine[0])
        outsider = Client()
        outsider.force_login(MembershipFactory(organisation=OrganisationFactory()).user)

        assert outsider.post(firm.url("finish_part", mine[0])).status_code == 404

    def test_who_is_not_logged_in_is_led_to_the_login(self, firm, client, mine):
        assert client.post(firm.url("finish_part", mine[0])).url.startswith(reverse("account_login"))


class TestClosed:
    @pytest.fixture
    def closed(self, firm, give, mine) -> None:
        give(mine[0])
        with scope(organisation=firm.organisation):
            close_dossier(dossier=firm.dossier)

    def test_she_can_still_read_her_part(self, firm, her_browser, closed, mine):
        page = text_of(her_browser.get(firm.url("subtheme", mine[0])))

        assert "This RI&E is closed" in page
        assert 'value="partly" checked disabled' in page
        assert "Filled in what you know?" not in page

    @pytest.mark.parametrize("name", ["finish_part", "answer"])
    def test_it_takes_no_more_and_leads_to_her_own_page(self, firm, her_browser, closed, mine, name):
        argument = {"finish_part": mine[0], "answer": RISK}[name]
        answer = her_browser.post(firm.url(name, argument), answer_form(firm, note="Te laat."))

        assert answer.status_code == 409
        assert firm.url("my_part") in text_of(answer)
        assert firm.url("overview") + '"' not in text_of(answer)


class TestCost:
    """Constant, however many parts she has; one query more than the employer to save."""

    @pytest.fixture
    def fill(self, firm, give, content):
        def fill(size: int) -> None:
            with scope(organisation=firm.organisation):
                Delegation.objects.all().delete()
            own = content.factors[RISK].spec.subtheme
            others = [key for key in content.subthemes if key != own]
            for key in [own, *others][:size]:
                give(key, department=firm.department, note="Kort.", given_by=UserFactory())

        return fill

    def count(self, queries, ask) -> int:
        with queries() as captured:
            assert ask().status_code == 200
        return len(captured.statements)

    def test_reading(self, firm, her_browser, fill, queries, mine):
        for url in (firm.url("subtheme", mine[0]), firm.url("my_part")):
            counts = set()
            for size in (1, 3, 30):
                fill(size)
                counts.add(self.count(queries, lambda url=url: her_browser.get(url)))

            assert len(counts) == 1
            assert max(counts) <= 12

    def test_saving(self, firm, her_browser, fill, queries):
        counts = set()
        for size in (1, 3, 30):
            fill(size)
            form = answer_form(firm, RISK, note=f"Nieuw {size}.", departments=[str(firm.department.pk)])
            url = firm.url("answer", RISK)
            counts.add(self.count(queries, lambda u=url, f=form: her_browser.post(u, f, headers=HTMX)))

        assert len(counts) == 1
        assert max(counts) <= 7
