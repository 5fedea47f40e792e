"""Whose name stands on a round, and two colleagues who choose at the same moment."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from apps.organisations.domain.invitations import accept
from apps.organisations.models import PracticeMembership, Role
from apps.review.domain.practice import assign
from apps.review.domain.practice_errors import (
    AssignedMeanwhileError,
    ConflictedColleagueError,
    NoSuchPracticeError,
    NotOfPracticeError,
)
from apps.review.domain.turns import Verb, take_turn
from apps.review.models import DossierShare
from apps.rie.domain.dossier import close_dossier
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.organisations.people import invitation_for
from tests.review.conftest import adviser_of, browser_for
from tests.review.practices.inviting import stored, verbs_of
from tests.review.rounds import submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def round_(dossier, practice):
    return submitted(dossier, practice)


@pytest.fixture
def colleague(practice):
    return adviser_of(practice, user=UserFactory(name="Bram Collega"))


def page_of(round_) -> str:
    return reverse("review:assign", args=[round_.organisation_id, round_.dossier_id, round_.pk])


def give(round_, adviser, *, by, seen=None):
    with scope(organisation=round_.organisation):
        return assign(submission=round_, adviser=adviser, user=by, seen=seen.pk if seen else None)


def test_an_adviser_gives_a_round_to_a_colleague(round_, adviser_browser, colleague) -> None:
    answer = adviser_browser.post(page_of(round_), {"adviser": str(colleague.pk), "seen": ""})
    assert answer["Location"] == reverse("review:queue")
    assert stored(round_).adviser == colleague
    assert verbs_of(round_)[-1][0] == Verb.ASSIGN


def test_she_takes_it_herself_with_one_button(round_, adviser, adviser_browser) -> None:
    data = {"adviser": "", "seen": "", "take": "1", "next": "/adviseur/?staat=nieuw"}
    answer = adviser_browser.post(page_of(round_), data)
    assert answer["Location"] == "/adviseur/?staat=nieuw"
    assert stored(round_).adviser == adviser


def test_she_is_not_sent_to_another_site(round_, adviser_browser) -> None:
    data = {"adviser": "", "seen": "", "take": "1", "next": "https://evil.example/"}
    assert adviser_browser.post(page_of(round_), data)["Location"] == reverse("review:queue")


def test_a_round_is_put_back_for_anybody(round_, adviser, adviser_browser) -> None:
    give(round_, adviser, by=adviser)
    adviser_browser.post(page_of(round_), {"adviser": "", "seen": str(adviser.pk)})
    assert stored(round_).adviser is None


def test_the_page_shows_who_has_it(round_, adviser, adviser_browser, colleague) -> None:
    give(round_, colleague, by=adviser)
    text = adviser_browser.get(page_of(round_)).content.decode()
    assert "Now Bram Collega has it." in text
    assert "Take it myself" in text


def test_when_a_colleague_was_first_the_page_says_who_has_it_and_asks_again(
    round_, adviser, adviser_browser, colleague
) -> None:
    give(round_, colleague, by=colleague)
    answer = adviser_browser.post(page_of(round_), {"adviser": str(adviser.pk), "seen": ""})
    assert answer.status_code == 409
    assert "Meanwhile Bram Collega has this review" in answer.content.decode()
    assert stored(round_).adviser == colleague
    again = answer.context["form"]
    data = {"adviser": again["adviser"].value(), "seen": again["seen"].value()}
    assert adviser_browser.post(page_of(round_), data).status_code == 302
    assert stored(round_).adviser == adviser


def test_put_back_meanwhile_is_said_as_well(round_, adviser, colleague) -> None:
    with pytest.raises(AssignedMeanwhileError) as refused:
        give(round_, adviser, by=adviser, seen=colleague)
    assert "nobody's now" in refused.value.reason


def test_chosen_twice_is_one_turn(round_, adviser, colleague) -> None:
    give(round_, colleague, by=adviser)
    assert give(round_, colleague, by=adviser) is None
    assert [verb for verb, _name in verbs_of(round_)].count("assign") == 1


def test_somebody_of_another_practice_is_no_choice(round_, adviser, adviser_browser, other_practice) -> None:
    stranger = adviser_of(other_practice)
    answer = adviser_browser.post(page_of(round_), {"adviser": str(stranger.pk), "seen": ""})
    assert answer.status_code == 422
    with pytest.raises(NotOfPracticeError):
        give(round_, stranger, by=adviser)


def test_an_adviser_of_another_practice_assigns_nothing(dossier, round_, other_practice) -> None:
    stranger = adviser_of(other_practice)
    with scope(organisation=dossier.organisation):
        DossierShare.objects.create(
            dossier=dossier, organisation=dossier.organisation, practice=other_practice
        )
    assert browser_for(stranger).get(page_of(round_)).status_code == 404
    with pytest.raises(NoSuchPracticeError):
        give(round_, stranger, by=stranger)


@pytest.mark.parametrize("role", list(Role))
def test_members_of_the_firm_assign_nobody(round_, browser_of, role) -> None:
    assert browser_of(role).post(page_of(round_), {"adviser": "", "seen": ""}).status_code == 403


def test_another_firm_finds_nothing(round_) -> None:
    stranger = MembershipFactory(organisation=OrganisationFactory()).user
    assert browser_for(stranger).post(page_of(round_)).status_code == 404


def test_a_colleague_who_is_a_member_of_the_firm_is_refused(round_, adviser, adviser_browser, colleague):
    MembershipFactory(organisation=round_.organisation, user=colleague)
    assert "Bram Collega" not in adviser_browser.get(page_of(round_)).content.decode()
    with pytest.raises(ConflictedColleagueError):
        give(round_, colleague, by=adviser)


def test_who_becomes_a_member_of_the_firm_reviews_it_no_longer(round_, adviser, adviser_browser) -> None:
    give(round_, adviser, by=adviser)
    invitation_for(round_.organisation, email=adviser.email, role=Role.HR, token="kom-binnen")
    accept(token="kom-binnen", user=adviser, now=timezone.now())
    assert stored(round_).adviser is None
    assert verbs_of(round_)[-1] == (Verb.RELEASE, str(adviser))
    assert adviser_browser.get(page_of(round_)).status_code == 403
    assert PracticeMembership.objects.filter(user=adviser).exists()


def test_a_closed_rie_keeps_the_name_that_stands_there(round_, adviser, adviser_browser) -> None:
    with scope(organisation=round_.organisation):
        take_turn(submission=round_, verb=Verb.WITHDRAW, user=None)
        close_dossier(dossier=round_.dossier)
    answer = adviser_browser.post(page_of(round_), {"adviser": str(adviser.pk), "seen": ""})
    assert answer.status_code in (302, 422)
    assert stored(round_).adviser is None


def test_the_page_costs_the_same_for_1_3_and_30_colleagues(round_, practice, adviser_browser, queries):
    costs = []
    for more in (0, 2, 27):
        for _each in range(more):
            adviser_of(practice)
        adviser_browser.get(page_of(round_))
        with queries() as captured:
            assert adviser_browser.get(page_of(round_)).status_code == 200
        costs.append(len(captured.statements))
    assert len(set(costs)) == 1, costs
    assert costs[0] <= 12
