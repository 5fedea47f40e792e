"""The adviser's queue: what there is to review, for whom, and what comes next."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Organisation, Practice, Role
from apps.review import adviser_queue
from apps.review.content import canonical, digest
from apps.review.domain.sharing import withdraw_share
from apps.review.domain.turns import Verb, take_turn
from apps.review.models import DossierShare, Submission, Version
from apps.rie.models import Dossier
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.review.conftest import adviser_of, browser_for, share
from tests.review.rounds import concluded, returned, submitted
from tests.rie.screen import text_of

pytestmark = pytest.mark.usefixtures("english")
URL = reverse("review:queue")
TODAY = "2026-12-01T09:00+01:00"


def firm(name: str) -> Dossier:
    return DossierFactory(organisation=OrganisationFactory(name=name))


def changed(dossier: Dossier) -> Dossier:
    """The firm has one more place, so that another version can be frozen."""
    with scope(organisation=dossier.organisation):
        dossier.organisation.sites += 1
        dossier.organisation.save()
    return dossier


def again(submission: Submission) -> Submission:
    """The firm submits a newer version to the same practice."""
    with scope(organisation=submission.organisation):
        take_turn(submission=submission, verb=Verb.SUPERSEDE, user=None)
    return submitted(changed(submission.dossier), submission.practice)


def opened(submission: Submission) -> Submission:
    with scopes_disabled():
        Submission.objects.filter(pk=submission.pk).update(opened_at=timezone.now())
    return submission


def agreed(submission: Submission, day: str) -> Submission:
    with scopes_disabled():
        Submission.objects.filter(pk=submission.pk).update(agreed_on=date.fromisoformat(day))
    return submission


def names_on(answer) -> list[str]:
    return [entry.organisation.name for entry in answer.context["queue"].rounds]


def counts_on(answer) -> dict[str, int]:
    return {key: count for key, count in answer.context["queue"].counts.items() if count}


def test_a_line_says_what_she_needs_to_choose(practice, adviser, adviser_browser):
    round_ = submitted(firm("Thuiszorg Zeven Bruggen"), practice, adviser=adviser, wished_on=date(2027, 1, 8))

    answer = adviser_browser.get(URL)
    page = text_of(answer)

    for words in ("Thuiszorg Zeven Bruggen · RI&E 2026", "With the adviser", str(adviser), "8 January 2027"):
        assert words in page
    place = (round_.organisation_id, round_.dossier_id, round_.pk)
    assert f'href="{reverse("review:round", args=place)}"' in page


@time_machine.travel(TODAY)
@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ("", ["Bijna", "Nieuw", "Bezig", "Terug", "Opnieuw"]),
        ("nieuw", ["Bijna", "Nieuw"]),
        ("bezig", ["Bezig"]),
        ("opnieuw", ["Opnieuw"]),
        ("wacht", ["Terug"]),
        ("termijn", ["Bijna"]),
        ("klaar", ["Klaar"]),
    ],
)
def test_she_looks_at_one_kind_of_round(practice, adviser_browser, standing, expected):
    submitted(firm("Nieuw"), practice)
    opened(submitted(firm("Bezig"), practice))
    returned(submitted(firm("Terug"), practice))
    again(submitted(firm("Opnieuw"), practice))
    agreed(submitted(firm("Bijna"), practice), "2026-12-08")
    concluded(submitted(firm("Klaar"), practice))

    answer = adviser_browser.get(URL, {"staat": standing})

    assert names_on(answer) == expected
    assert counts_on(answer) == {"nieuw": 2, "bezig": 1, "opnieuw": 1, "wacht": 1, "termijn": 1, "klaar": 1}


@time_machine.travel(TODAY)
def test_what_was_agreed_soonest_stands_first_and_what_is_late_is_said(practice, adviser_browser):
    submitted(firm("Zonder dag"), practice)
    agreed(submitted(firm("Ruim"), practice), "2027-02-01")
    agreed(submitted(firm("Te laat"), practice), "2026-11-30")
    agreed(submitted(firm("Vandaag"), practice), "2026-12-01")

    answer = adviser_browser.get(URL)

    assert names_on(answer) == ["Te laat", "Vandaag", "Ruim", "Zonder dag"]
    page = text_of(answer)
    assert page.count("Agreed date has passed") == 1
    assert page.count("Agreed date is near") == 1


def test_a_round_that_is_sent_to_another_practice_first_is_new_to_hers(
    practice, other_practice, adviser_browser
):
    elsewhere = submitted(firm("De Eik"), other_practice)
    with scope(organisation=elsewhere.organisation):
        take_turn(submission=elsewhere, verb=Verb.WITHDRAW, user=None)
    submitted(changed(elsewhere.dossier), practice)

    assert counts_on(adviser_browser.get(URL)) == {"nieuw": 1}


def test_only_rounds_of_her_practices_that_are_still_shared_stand_there(
    practice, other_practice, adviser_browser
):
    submitted(firm("Van haar"), practice)
    submitted(firm("Van een ander"), other_practice)
    share(firm("Alleen meelezen"), practice)
    taken_back = submitted(firm("Teruggenomen"), practice)
    with scope(organisation=taken_back.organisation):
        withdraw_share(share=DossierShare.objects.get(dossier=taken_back.dossier))

    answer = adviser_browser.get(URL)

    assert names_on(answer) == ["Van haar"]
    assert counts_on(answer) == {"nieuw": 1}


def test_a_firm_of_which_she_is_a_member_is_left_to_a_colleague(practice, adviser, adviser_browser):
    round_ = submitted(firm("Eigen bedrijf"), practice)
    MembershipFactory(organisation=round_.organisation, user=adviser, role=Role.HR)

    assert names_on(adviser_browser.get(URL)) == []
    assert names_on(browser_for(adviser_of(practice)).get(URL)) == ["Eigen bedrijf"]


def test_of_a_practice_that_has_stopped_she_sees_nothing(practice, other_practice):
    submitted(firm("De Eik"), practice)
    submitted(firm("De Linde"), other_practice)
    browser = browser_for(adviser_of(practice, other_practice))
    Practice.objects.filter(pk=practice.pk).update(closed_at=timezone.now())

    answer = browser.get(URL, {"praktijk": practice.pk})

    assert names_on(answer) == ["De Linde"]
    assert "Arbodienst De Brug has stopped." in text_of(answer)


class TestFilters:
    def test_by_practice_adviser_and_name(self, practice, other_practice):
        someone = adviser_of(practice, other_practice)
        submitted(firm("De Eik"), practice, adviser=someone)
        submitted(firm("De Linde"), practice)
        submitted(firm("Lindenhof"), other_practice)
        browser = browser_for(someone)

        def shown(**asked):
            return names_on(browser.get(URL, asked))

        assert shown(praktijk=practice.pk) == ["De Eik", "De Linde"]
        assert shown(adviseur=someone.pk) == ["De Eik"]
        assert shown(adviseur="niemand") == ["De Linde", "Lindenhof"]
        assert shown(bedrijf=" linde ") == ["De Linde", "Lindenhof"]
        assert shown(bedrijf="linde", praktijk=other_practice.pk) == ["Lindenhof"]

    @pytest.mark.parametrize(
        "asked",
        [{"praktijk": "x"}, {"adviseur": "x"}, {"staat": "x"}, {"bladzijde": "x"}, {"bedrijf": "a" * 200}],
        ids=lambda asked: next(iter(asked)),
    )
    def test_what_does_not_exist_filters_nothing(self, practice, adviser_browser, asked):
        submitted(firm("De Eik"), practice)

        assert names_on(adviser_browser.get(URL, asked)) == ["De Eik"]

    def test_nothing_like_that_leads_back_to_everything(self, practice, adviser_browser):
        submitted(firm("De Eik"), practice)

        page = text_of(adviser_browser.get(URL, {"bedrijf": "Beuk"}))

        assert "Nothing here is like that." in page

    def test_another_page_keeps_the_filter(self, practice, adviser_browser, monkeypatch):
        monkeypatch.setattr(adviser_queue, "PER_PAGE", 2)
        for number in range(3):
            submitted(firm(f"Firma {number}"), practice)

        first = adviser_browser.get(URL, {"staat": "nieuw"})

        assert len(names_on(first)) == 2
        assert 'href="?staat=nieuw&bladzijde=2"' in text_of(first)
        assert len(names_on(adviser_browser.get(URL, {"staat": "nieuw", "bladzijde": 2}))) == 1


class TestLoad:
    def test_who_has_what_also_who_has_nothing_and_what_nobody_has(self, practice, adviser, adviser_browser):
        idle = adviser_of(practice, user=UserFactory(name="Zita Vrij"))
        submitted(firm("A"), practice, adviser=adviser)
        submitted(firm("B"), practice, adviser=adviser)
        returned(submitted(firm("C"), practice, adviser=adviser))
        submitted(firm("D"), practice)

        loads = adviser_browser.get(URL).context["queue"].loads

        assert [(load.user, load.to_read, load.waiting) for load in loads[-1:]] == [(None, 1, 0)]
        assert {(load.user, load.to_read, load.waiting) for load in loads[:-1]} == {
            (adviser, 2, 1),
            (idle, 0, 0),
        }

    def test_the_next_unread_is_hers_or_of_nobody_and_waits_longest(self, practice, adviser, adviser_browser):
        colleague = adviser_of(practice)
        with time_machine.travel(datetime(2026, 11, 1, 9, tzinfo=UTC), tick=False) as clock:
            submitted(firm("Van een collega"), practice, adviser=colleague)
            clock.shift(timedelta(days=1))
            opened(submitted(firm("Al geopend"), practice))
            clock.shift(timedelta(days=1))
            wanted = submitted(firm("Langst"), practice)
            clock.shift(timedelta(days=1))
            submitted(firm("Korter"), practice, adviser=adviser)

        answer = adviser_browser.get(URL)

        assert answer.context["queue"].unread == wanted
        assert "Next unread: Langst" in text_of(answer)

    def test_without_unread_rounds_there_is_no_such_button(self, practice, adviser_browser):
        opened(submitted(firm("Al geopend"), practice))

        assert "Next unread" not in text_of(adviser_browser.get(URL))


def many(practice: Practice, count: int) -> None:
    """Rounds of as many firms, written at once."""
    instrument = DossierFactory().instrument
    firms = Organisation.objects.bulk_create(
        Organisation(name=f"Firma {number}", sector="zorg", headcount=9, paid_hours_per_week=300)
        for number in range(count)
    )
    with scopes_disabled():
        dossiers = Dossier.objects.bulk_create(
            Dossier(organisation=one, instrument=instrument, year=2026) for one in firms
        )
        text = canonical({"format": "x"})
        versions = Version.objects.bulk_create(
            Version(
                organisation_id=one.organisation_id, dossier=one, number=1, content=text, sha256=digest(text)
            )
            for one in dossiers
        )
        DossierShare.objects.bulk_create(
            DossierShare(organisation_id=one.organisation_id, dossier=one, practice=practice)
            for one in dossiers
        )
        Submission.objects.bulk_create(
            Submission(
                organisation_id=version.organisation_id,
                dossier_id=version.dossier_id,
                version=version,
                practice=practice,
                number=1,
            )
            for version in versions
        )


def test_a_thousand_rounds_cost_as_many_queries_as_one(practice, adviser_browser, queries):
    counts = {}
    for size in (1, 2, 27, 970):
        many(practice, size)
        with queries() as captured:
            assert adviser_browser.get(URL).status_code == 200
        counts[size] = len(captured.statements)

    assert adviser_browser.get(URL).context["queue"].rounds.paginator.count == 1000
    assert len(set(counts.values())) == 1, counts
    assert counts[1] <= 12


def test_an_empty_queue_says_how_it_fills(adviser_browser):
    assert "Nothing waits for your practice" in text_of(adviser_browser.get(URL))


def test_it_is_not_there_for_who_is_no_adviser(browser_of):
    assert browser_of().get(URL).status_code == 404


def test_a_stranger_is_led_to_the_login():
    assert Client().get(URL).url == f"{reverse('account_login')}?next={URL}"


def test_nothing_can_be_sent_there(adviser_browser):
    assert adviser_browser.post(URL).status_code == 405
