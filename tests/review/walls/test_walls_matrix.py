"""Every address of an adviser for everybody who is not (any more) an adviser of this round."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Practice, PracticeMembership, Role, User
from apps.review.domain.sharing import withdraw_share
from apps.review.models import DossierShare
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.review.conftest import adviser_of, browser_for, share
from tests.review.walls.wall_world import (
    ROUND,
    SHARED_WITH_FIRM,
    Round,
    address,
    all_rows,
    both,
    other_round,
    round_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(dossier, practice, adviser) -> Round:
    return round_of(dossier, practice, adviser)


def stop_sharing(round_: Round, practice: Practice) -> None:
    with scope(organisation=round_.submission.organisation):
        for given in DossierShare.objects.filter(practice=practice):
            withdraw_share(share=given)


def of_another_practice(round_: Round) -> User:
    other = Practice.objects.create(name="Bureau Werkwijs")
    share(round_.submission.dossier, other)
    return adviser_of(other)


def after_the_share_ended(round_: Round) -> User:
    stop_sharing(round_, round_.submission.practice)
    return round_.visit.by


def let_in_for_another_practice_of_hers(round_: Round) -> User:
    """The share with the practice of the round ended; another practice of hers may still read along."""
    user = after_the_share_ended(round_)
    other = Practice.objects.create(name="Bureau Werkwijs")
    share(round_.submission.dossier, other)
    return adviser_of(other, user=user)


def of_a_closed_practice(round_: Round) -> User:
    Practice.objects.filter(pk=round_.submission.practice_id).update(closed_at=timezone.now())
    return round_.visit.by


def who_left(round_: Round) -> User:
    PracticeMembership.objects.filter(user=round_.visit.by).delete()
    return round_.visit.by


def who_left_and_works_elsewhere(round_: Round) -> User:
    return adviser_of(of_another_practice(round_).practices.get().practice, user=who_left(round_))


def of_another_firm(round_: Round) -> User:
    return MembershipFactory(organisation__name="De Es").user


OUTSIDERS = [
    of_another_practice,
    after_the_share_ended,
    let_in_for_another_practice_of_hers,
    of_a_closed_practice,
    who_left,
    who_left_and_works_elsewhere,
    of_another_firm,
]


@pytest.mark.parametrize("name", ROUND)
class TestAddress:
    def test_the_adviser_of_the_practice_gets_in(self, round_: Round, adviser_browser: Client, name: str):
        url = address(name, round_.submission, *round_.things(ROUND[name]))
        opened, sent = both(adviser_browser, url)
        assert opened in (200, 302, 405)
        assert sent in (200, 302, 405, 409, 422)
        assert {opened, sent} != {405}

    @pytest.mark.parametrize("outsider", OUTSIDERS, ids=lambda one: one.__name__)
    def test_nobody_else_finds_it_and_nothing_changes(
        self, round_: Round, name: str, outsider: Callable[[Round], User]
    ):
        browser = browser_for(outsider(round_))
        before = all_rows()
        url = address(name, round_.submission, *round_.things(ROUND[name]))
        answers = both(browser, url)
        assert set(answers) <= {404, 405}
        assert answers != (405, 405)
        assert all_rows() == before

    @pytest.mark.parametrize("role", Role)
    def test_an_adviser_who_became_a_member_of_the_firm_answers_as_that(
        self, round_: Round, adviser: User, name: str, role: Role
    ):
        MembershipFactory(organisation=round_.submission.organisation, user=adviser, role=role)
        before = all_rows()
        url = address(name, round_.submission, *round_.things(ROUND[name]))
        answers = both(browser_for(adviser), url)
        if name in SHARED_WITH_FIRM and role != Role.CONTRIBUTOR:
            assert set(answers) <= {200, 302, 405}
        else:
            assert set(answers) <= {403, 404}
        assert all_rows() == before

    def test_ids_of_another_firm_dossier_or_round_are_not_found(
        self, round_: Round, practice: Practice, adviser: User, name: str
    ):
        far = other_round(practice, adviser)
        near = round_of(
            DossierFactory(organisation=round_.submission.organisation, year=2025), practice, adviser
        )
        browser = browser_for(adviser)
        before = all_rows()
        here, more = round_.submission, ROUND[name]
        swapped = [
            [here.organisation_id, here.dossier_id, other.submission.pk, *other.things(more)]
            for other in (far, near)
        ]
        if more:
            swapped += [
                [here.organisation_id, here.dossier_id, here.pk, *other.things(more)] for other in (far, near)
            ]
        for args in swapped:
            assert set(both(browser, reverse(name, args=args))) <= {404, 405}
        assert all_rows() == before


@pytest.mark.parametrize("outsider", OUTSIDERS, ids=lambda one: one.__name__)
def test_the_pages_of_the_toets_lead_no_outsider_to_the_round(round_: Round, outsider) -> None:
    browser = browser_for(outsider(round_))
    args = [round_.submission.organisation_id, round_.submission.dossier_id]
    for name in ("review:review", "review:findings"):
        answer = browser.get(reverse(name, args=args))
        assert answer.status_code in (200, 404)
        assert "Al gezien" not in answer.content.decode()


FIRM_ONLY = ("submit", "withdraw_submission", "answer_finding", "resend_invitation", "inspection")


def firm_address(name: str, round_: Round) -> str:
    more = {
        "withdraw_submission": [round_.submission.pk],
        "resend_invitation": [round_.submission.pk],
        "answer_finding": [round_.shown.pk],
    }.get(name, [])
    room = "reports" if name == "inspection" else "review"
    args = [round_.submission.organisation_id, round_.submission.dossier_id, *more]
    return reverse(f"{room}:{name}", args=args)


@pytest.mark.parametrize("name", FIRM_ONLY)
class TestOfTheFirm:
    @pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.WORKS_COUNCIL, Role.HR])
    def test_only_who_may_decides(self, round_: Round, browser_of: Callable, name: str, role: Role):
        before = all_rows()
        answers = both(browser_of(role), firm_address(name, round_))
        if role == Role.HR and name in ("answer_finding", "inspection"):  # these are for HR as well
            assert 403 not in answers
            return
        assert set(answers) <= {403}
        assert all_rows() == before

    def test_the_adviser_does_not_act_for_the_firm(self, round_: Round, adviser_browser: Client, name: str):
        before = all_rows()
        assert set(both(adviser_browser, firm_address(name, round_))) <= {403}
        assert all_rows() == before

    def test_another_firm_does_not_find_it(self, round_: Round, name: str):
        browser = browser_for(MembershipFactory(organisation=OrganisationFactory(name="De Es")).user)
        before = all_rows()
        assert both(browser, firm_address(name, round_)) == (404, 404)
        assert all_rows() == before

    def test_a_guest_sends_nothing_to_anybody(self, round_: Round, browser_of: Callable, name: str):
        if name == "inspection":  # what she may take along is her own file
            return
        guest = UserFactory(is_guest=True)
        before = all_rows()
        assert set(both(browser_of(Role.EMPLOYER, user=guest), firm_address(name, round_))) <= {403}
        assert all_rows() == before


def test_a_key_of_a_row_elsewhere_touches_nothing_there(round_, practice, adviser, adviser_browser) -> None:
    """An id that is sent along as the key of something new names a row of another firm."""
    far = other_round(practice, adviser)
    with scopes_disabled():
        before = type(far.draft)._base_manager.filter(pk=far.draft.pk).values().get()
    url = address("review:new_finding", round_.submission)
    sent = {
        "key": far.draft.pk,
        "about": "whole",
        "criterion": "complete",
        "weight": "must",
        "observation": "Nieuw",
    }
    assert adviser_browser.post(url, sent).status_code == 302
    with scopes_disabled():
        assert type(far.draft)._base_manager.filter(pk=far.draft.pk).values().get() == before
