"""Every adviser of a practice hears that a dossier is shared with it. Nothing of it is in the letter."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core import mail
from django.urls import reverse
from django_scopes import scopes_disabled

from apps.organisations.domain.deletion import delete_organisation
from apps.organisations.domain.post import letters as waiting_letters
from apps.organisations.models import Role
from apps.review.domain.letters import TOLD_PER_DAY
from apps.review.domain.sharing import share_dossier, withdraw_share
from apps.rie.models import Answer
from tests.factories import DossierFactory, OrganisationFactory, UserFactory
from tests.review.conftest import adviser_of, browser_for, share, shares_in

pytestmark = pytest.mark.usefixtures("english")
PAGE = "https://werkbalans.example/adviseur/"

Letters = Callable[[], AbstractContextManager[list]]


@pytest.fixture
def letters(django_capture_on_commit_callbacks: Callable) -> Letters:
    """``with letters(): …`` and the letters are in ``mail.outbox``."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def receivers() -> list[str]:
    return [address for letter in mail.outbox for address in letter.to]


@pytest.mark.usefixtures("in_scope")
class TestTheVerb:
    def test_every_adviser_hears_who_shared_what_with_which_practice(self, dossier, practice, letters):
        for name in ("Ans", "Bea"):
            adviser_of(practice, user=UserFactory(name=name, email=f"{name.lower()}@brug.example"))
        with letters():
            share_dossier(
                dossier=dossier, practice=practice, user=UserFactory(name="Anna de Boer"), page_url=PAGE
            )

        assert receivers() == ["ans@brug.example", "bea@brug.example"]
        letter = mail.outbox[0]
        assert letter.subject == "Werkbalans: Bloemenwinkel De Linde shares its RI&E with Arbodienst De Brug"
        for text in (letter.body, letter.alternatives[0].content):
            for words in ("Hello Ans,", "Anna de Boer of Bloemenwinkel De Linde", "Arbodienst De Brug", PAGE):
                assert words in text

    def test_nothing_of_the_dossier_stands_in_it(self, dossier, practice, adviser, letters):
        factor_id = dossier.instrument.factors.first().pk
        Answer.objects.create(
            organisation=dossier.organisation,
            dossier=dossier,
            factor_id=factor_id,
            verdict="in_order",
            note="Vrijdag is zwaar",
        )
        with letters():
            share_dossier(dossier=dossier, practice=practice, user=None, page_url=PAGE)

        [letter] = mail.outbox
        for text in (letter.body, letter.alternatives[0].content):
            for secret in ("Vrijdag is zwaar", str(dossier.pk), str(dossier.organisation_id), str(dossier)):
                assert secret not in text

    def test_who_shared_it_may_be_unknown_and_an_adviser_without_a_name(self, dossier, practice, letters):
        adviser_of(practice, user=UserFactory(name=""))
        with letters():
            share_dossier(dossier=dossier, practice=practice, user=None, page_url=PAGE)

        assert "Hello,\n\nBloemenwinkel De Linde shared an RI&E" in mail.outbox[0].body
        assert "None" not in mail.outbox[0].body

    def test_a_second_click_sends_no_second_letter(self, dossier, practice, adviser, letters):
        with letters():
            for _click in range(2):
                share_dossier(dossier=dossier, practice=practice, user=None, page_url=PAGE)

        assert receivers() == [adviser.email]

    def test_sharing_again_after_taking_it_back_sends_again(self, dossier, practice, adviser, letters):
        with letters():
            first = share_dossier(dossier=dossier, practice=practice, user=None, page_url=PAGE)
            withdraw_share(share=first)
            share_dossier(dossier=dossier, practice=practice, user=None, page_url=PAGE)

        assert receivers() == [adviser.email] * 2

    def test_only_who_is_an_adviser_of_this_practice_now_hears(
        self, dossier, practice, other_practice, adviser, letters
    ):
        adviser_of(other_practice)
        left = adviser_of(practice)
        practice.memberships.filter(user=left).delete()
        adviser_of(practice, user=UserFactory(is_active=False))
        with letters():
            share_dossier(dossier=dossier, practice=practice, user=None, page_url=PAGE)

        assert receivers() == [adviser.email]

    def test_without_an_address_of_the_page_nobody_is_written_to(self, dossier, practice, adviser, letters):
        with letters():
            share_dossier(dossier=dossier, practice=practice, user=None)

        assert mail.outbox == []

    def test_sharing_and_taking_back_in_turns_does_not_fill_a_mailbox(
        self, dossier, practice, adviser, letters, time_machine
    ):
        time_machine.move_to("2026-11-23T14:03:00+01:00", tick=False)
        with letters():
            for _turn in range(TOLD_PER_DAY + 3):
                made = share_dossier(dossier=dossier, practice=practice, user=None, page_url=PAGE)
                withdraw_share(share=made)
            assert len(shares_in(dossier.organisation)) == TOLD_PER_DAY + 3
            time_machine.shift(24 * 60 * 60 + 1)
            share_dossier(dossier=dossier, practice=practice, user=None, page_url=PAGE)

        assert len(mail.outbox) == TOLD_PER_DAY + 1

    def test_what_other_firms_share_does_not_count(self, dossier, practice, adviser, letters):
        for _number in range(TOLD_PER_DAY + 1):
            share(DossierFactory(organisation=OrganisationFactory()), practice)
        with letters():
            share_dossier(dossier=dossier, practice=practice, user=None, page_url=PAGE)

        assert receivers() == [adviser.email]

    def test_every_adviser_costs_no_more_than_her_letter(self, dossier, practice, queries):
        counts = []
        for size in (1, 3, 30):
            for _number in range(size):
                adviser_of(practice)
            with queries() as captured:
                made = share_dossier(dossier=dossier, practice=practice, user=None, page_url=PAGE)
            counts.append(len(captured.statements))
            withdraw_share(share=made)

        with_one, with_four, with_many = counts
        assert (with_four - with_one) / 3 == (with_many - with_four) / 30 <= 3, counts


def test_the_button_sends_a_letter_with_the_address_of_her_own_page(
    browser_of, dossier, practice, adviser, letters
):
    url = reverse("review:share", args=[dossier.organisation_id, dossier.pk])
    with letters():
        browser_of(user=UserFactory(name="Anna de Boer")).post(url, {"practice": practice.pk})

    [letter] = mail.outbox
    link = f"http://testserver{reverse('review:reading_along')}"
    assert letter.to == [adviser.email]
    assert f"\n{link}\n" in letter.body
    assert f'href="{link}"' in letter.alternatives[0].content
    assert browser_for(adviser).get(link).status_code == 200


@pytest.mark.parametrize("role", [Role.HR, Role.CONTRIBUTOR, Role.WORKS_COUNCIL])
def test_who_may_not_share_sends_no_letter(browser_of, dossier, practice, adviser, letters, role):
    url = reverse("review:share", args=[dossier.organisation_id, dossier.pk])
    with letters():
        assert browser_of(role).post(url, {"practice": practice.pk}).status_code == 403

    assert mail.outbox == []


def test_the_page_says_that_the_advisers_get_a_letter(browser_of, dossier, practice):
    url = reverse("review:share", args=[dossier.organisation_id, dossier.pk])

    assert "They get an e-mail that says that you share" in browser_of().get(url).content.decode()


def test_a_letter_that_still_waits_goes_with_the_firm(dossier, practice, adviser):
    elsewhere = DossierFactory(organisation=OrganisationFactory())
    with scopes_disabled():
        for each in (dossier, elsewhere):
            share_dossier(dossier=each, practice=practice, user=None, page_url=PAGE)
        delete_organisation(organisation=dossier.organisation)

    assert [letter.organisation for letter in waiting_letters()] == [elsewhere.organisation]
