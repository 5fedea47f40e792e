"""The employer's page: who reads along, letting a practice in, and taking it back."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from apps.organisations.models import Organisation, Practice, Role
from apps.review.domain.sharing import withdraw_share
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.review.conftest import adviser_of, browser_for, share, shares_in
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def url(dossier) -> str:
    return reverse("review:share", args=[dossier.organisation_id, dossier.pk])


def url_to_stop(made) -> str:
    return reverse("review:withdraw", args=[made.organisation_id, made.dossier_id, made.pk])


def test_the_page_says_what_a_practice_will_see_and_that_it_can_be_taken_back(browser_of, url, practice):
    page = text_of(browser_of().get(url))

    for words in (
        "all your answers",
        "as evidence",
        "your risks",
        "your plan of action",
        "your report",
        "change nothing",
    ):
        assert words in page
    assert "take sharing back at any moment" in page
    assert "Nobody outside your firm can read this RI&E." in page
    assert "Arbodienst De Brug" in page


def test_sharing_is_one_choice_and_one_button(browser_of, url, dossier, practice):
    employer = UserFactory(name="Ans de Boer")
    browser = browser_of(user=employer)

    answer = browser.post(url, {"practice": practice.pk}, follow=True)

    assert answer.redirect_chain == [(url, 302)]
    page = text_of(answer)
    assert "Arbodienst De Brug can read this RI&E from now on." in page
    assert "Shared by Ans de Boer on" in page
    (made,) = shares_in(dossier.organisation)
    assert (made.dossier_id, made.practice, made.shared_by) == (dossier.pk, practice, employer)


def test_a_double_click_shares_once_and_shows_no_error(browser_of, url, dossier, practice):
    browser = browser_of()

    answers = [browser.post(url, {"practice": practice.pk}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(shares_in(dossier.organisation)) == 1


def test_a_practice_that_reads_along_already_is_not_offered(
    browser_of, url, practice, other_practice, shared
):
    form = browser_of().get(url).context["form"]

    assert form.offered == [(other_practice.pk, other_practice.name)]


def test_a_practice_of_somebody_in_the_firm_is_refused_with_the_reason(
    browser_of, url, dossier, practice, adviser
):
    MembershipFactory(organisation=dossier.organisation, user=adviser, role=Role.HR)

    answer = browser_of().post(url, {"practice": practice.pk})

    assert answer.status_code == 422
    assert "Someone of this practice is also a member of your firm." in text_of(answer)
    assert shares_in(dossier.organisation) == []


def test_a_practice_whose_adviser_came_to_work_here_later_is_pointed_out(
    browser_of, url, dossier, adviser, shared
):
    MembershipFactory(organisation=dossier.organisation, user=adviser, role=Role.HR)

    assert "is now also a member of your firm" in text_of(browser_of().get(url))


@pytest.mark.parametrize(
    "sent", [{}, {"practice": ""}, {"practice": "x"}, {"practice": uuid.UUID(int=0)}], ids=str
)
def test_without_a_practice_nothing_is_shared(browser_of, url, dossier, practice, sent):
    answer = browser_of().post(url, sent)

    assert answer.status_code == 422
    assert "error-summary" in text_of(answer)
    assert shares_in(dossier.organisation) == []


def test_a_practice_that_has_stopped_cannot_be_chosen(browser_of, url, dossier, practice):
    Practice.objects.update(closed_at=timezone.now())
    browser = browser_of()

    assert "Arbodienst De Brug" not in text_of(browser.get(url))
    assert browser.post(url, {"practice": practice.pk}).status_code == 422
    assert shares_in(dossier.organisation) == []


def test_a_trial_hears_that_an_account_comes_first(browser_of, url, dossier, practice):
    Organisation.objects.update(trial_ends_at=timezone.now() + timezone.timedelta(days=14))
    browser = browser_of()

    page = text_of(browser.get(url))

    assert "First make an account" in page
    assert 'name="practice"' not in page
    assert browser.post(url, {"practice": practice.pk}).status_code == 422
    assert shares_in(dossier.organisation) == []


def test_without_any_practice_the_page_offers_another_way(browser_of, url):
    page = text_of(browser_of().get(url))

    assert "There is no adviser practice on Werkbalans yet." in page
    assert 'name="practice"' not in page


def test_stopping_ends_it_at_once_and_keeps_the_record(browser_of, url, dossier, adviser_browser, shared):
    overview = reverse("rie:overview", args=[dossier.organisation_id, dossier.pk])
    assert adviser_browser.get(overview).status_code == 200

    answer = browser_of().post(url_to_stop(shared), follow=True)

    assert adviser_browser.get(overview).status_code == 404
    page = text_of(answer)
    assert "Arbodienst De Brug can no longer read this RI&E." in page
    assert "Who could read along before" in page


def test_stopping_twice_is_stopping_once(browser_of, shared):
    browser = browser_of()

    assert [browser.post(url_to_stop(shared)).status_code for _ in range(2)] == [302, 302]


def test_looking_changes_nothing(browser_of, dossier, shared):
    assert browser_of().get(url_to_stop(shared)).status_code == 405
    assert shares_in(dossier.organisation)[0].withdrawn_at is None


def test_a_share_of_another_dossier_is_not_stopped_here(browser_of, dossier, shared):
    other = DossierFactory(organisation=dossier.organisation)
    url = reverse("review:withdraw", args=[dossier.organisation_id, other.pk, shared.pk])

    assert browser_of().post(url).status_code == 404
    assert shares_in(dossier.organisation)[0].withdrawn_at is None


def test_a_share_of_another_firm_is_not_stopped_here(browser_of, dossier, practice):
    theirs = share(DossierFactory(organisation=OrganisationFactory()), practice)
    url = reverse("review:withdraw", args=[dossier.organisation_id, dossier.pk, theirs.pk])

    assert browser_of().post(url).status_code == 404
    assert shares_in(theirs.organisation)[0].withdrawn_at is None


@pytest.mark.parametrize("role", [Role.HR, Role.WORKS_COUNCIL, Role.CONTRIBUTOR])
def test_only_the_employer_decides_who_reads_along(browser_of, url, dossier, practice, shared, role):
    browser = browser_of(role)

    assert browser.get(url).status_code == 403
    assert browser.post(url, {"practice": practice.pk}).status_code == 403
    assert browser.post(url_to_stop(shared)).status_code == 403
    assert shares_in(dossier.organisation)[0].withdrawn_at is None


def test_an_adviser_does_not_share_on(url, dossier, adviser_browser, other_practice, shared):
    assert adviser_browser.get(url).status_code == 403
    assert adviser_browser.post(url, {"practice": other_practice.pk}).status_code == 403
    assert len(shares_in(dossier.organisation)) == 1


def test_the_employer_of_another_firm_finds_nothing_here(url, dossier, practice, shared):
    browser = browser_for(MembershipFactory().user)

    assert browser.get(url).status_code == 404
    assert browser.post(url, {"practice": practice.pk}).status_code == 404
    assert browser.post(url_to_stop(shared)).status_code == 404
    assert len(shares_in(dossier.organisation)) == 1


def test_a_stranger_is_led_to_the_login(url):
    assert Client().get(url).url == f"{reverse('account_login')}?next={url}"


@pytest.mark.parametrize(("role", "shown"), [(Role.EMPLOYER, True), (Role.HR, False)])
def test_the_overview_leads_there_for_who_may(browser_of, dossier, url, role, shown):
    overview = reverse("rie:overview", args=[dossier.organisation_id, dossier.pk])

    assert (f'href="{url}"' in text_of(browser_of(role).get(overview))) == shown


def test_the_page_costs_the_same_however_many_practices_read_along(browser_of, url, dossier, queries):
    browser = browser_of()
    counts = {}
    for size in (1, 3, 30):
        for number in range(size):
            practice = Practice.objects.create(name=f"Praktijk {size}-{number}")
            adviser_of(practice)
            made = share(dossier, practice)
            if number % 3 == 2:
                with scope(organisation=dossier.organisation):
                    withdraw_share(share=made)
        with queries() as captured:
            assert browser.get(url).status_code == 200
        counts[size] = len(captured.statements)

    assert len(set(counts.values())) == 1, counts
    assert counts[1] <= 12
