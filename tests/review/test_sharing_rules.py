"""Opening a dossier to a practice and shutting it again: what the verbs keep to."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from apps.organisations.models import Organisation
from apps.organisations.presence import ADVISER
from apps.review.domain.errors import ConflictOfInterestError, PracticeClosedError, TrialCannotShareError
from apps.review.domain.sharing import share_dossier, withdraw_share
from apps.review.models import DossierShare
from apps.review.queries import find_adviser, queue_of
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.review.conftest import adviser_of, share, shares_in

DAY = "2026-11-23T14:03:00+01:00"


def let_in(user, organisation):
    """As the door does it: outside any scope."""
    with scopes_disabled():
        return find_adviser(user, organisation.pk)


def test_a_share_says_what_with_whom_by_whom_and_when(dossier, practice, in_scope, time_machine):
    time_machine.move_to(DAY, tick=False)
    employer = UserFactory()

    made = share_dossier(dossier=dossier, practice=practice, user=employer)

    stored = DossierShare.objects.get()
    assert stored == made
    assert (stored.dossier, stored.practice, stored.shared_by) == (dossier, practice, employer)
    assert stored.organisation == dossier.organisation
    assert (stored.shared_at, stored.withdrawn_at) == (timezone.now(), None)


def test_sharing_twice_is_sharing_once(dossier, practice, in_scope):
    first = share_dossier(dossier=dossier, practice=practice, user=UserFactory())
    second = share_dossier(dossier=dossier, practice=practice, user=UserFactory())

    assert first == second
    assert second.shared_by == first.shared_by
    assert DossierShare.objects.count() == 1


def test_two_clicks_at_the_same_moment_end_in_one_share(dossier, practice, in_scope, monkeypatch):
    """The other click got in between looking and writing."""
    theirs = share(dossier, practice)
    look, looks = DossierShare.objects.get_queryset().__class__.get, []

    def look_too_early(self, *args, **kwargs):
        looks.append(kwargs)
        if len(looks) == 1:
            raise DossierShare.DoesNotExist
        return look(self, *args, **kwargs)

    monkeypatch.setattr("django.db.models.query.QuerySet.get", look_too_early)

    assert share_dossier(dossier=dossier, practice=practice, user=None) == theirs
    assert len(looks) == 2
    assert DossierShare.objects.count() == 1


def test_the_database_refuses_a_second_open_share(dossier, practice, in_scope):
    share(dossier, practice)

    with pytest.raises(IntegrityError), transaction.atomic():
        DossierShare.objects.create(organisation=dossier.organisation, dossier=dossier, practice=practice)


def test_a_dossier_may_be_shared_with_several_practices(dossier, practice, other_practice, in_scope):
    share(dossier, practice)
    share(dossier, other_practice)

    assert {entry.practice for entry in shares_in(dossier.organisation)} == {practice, other_practice}


def test_a_practice_with_somebody_who_works_in_the_firm_is_refused(dossier, practice, adviser, in_scope):
    adviser_of(practice)
    MembershipFactory(organisation=dossier.organisation, user=adviser, role="contributor")

    with pytest.raises(ConflictOfInterestError):
        share_dossier(dossier=dossier, practice=practice, user=None)
    assert not DossierShare.objects.exists()


def test_an_adviser_who_works_in_another_firm_is_no_objection(dossier, practice, adviser, in_scope):
    MembershipFactory(organisation=OrganisationFactory(), user=adviser)

    assert share_dossier(dossier=dossier, practice=practice, user=None)


def test_a_practice_that_has_stopped_is_refused(dossier, practice, in_scope):
    practice.closed_at = timezone.now()
    practice.save()

    with pytest.raises(PracticeClosedError):
        share_dossier(dossier=dossier, practice=practice, user=None)


def test_a_trial_without_an_account_is_not_shared(dossier, practice, in_scope):
    Organisation.objects.update(trial_ends_at=timezone.now())
    dossier.organisation.refresh_from_db()

    with pytest.raises(TrialCannotShareError):
        share_dossier(dossier=dossier, practice=practice, user=None)
    assert not DossierShare.objects.exists()


def test_withdrawing_keeps_the_record_and_its_first_moment(dossier, shared, in_scope, time_machine):
    time_machine.move_to(DAY, tick=False)
    withdraw_share(share=shared)
    first = shared.withdrawn_at
    time_machine.shift(60)
    withdraw_share(share=shared)

    assert first is not None
    assert shared.withdrawn_at == DossierShare.objects.get().withdrawn_at == first


def test_what_was_taken_back_can_be_shared_again(dossier, practice, shared, in_scope):
    withdraw_share(share=shared)
    again = share_dossier(dossier=dossier, practice=practice, user=None)

    assert again != shared
    assert DossierShare.objects.filter(withdrawn_at__isnull=True).get() == again
    assert DossierShare.objects.count() == 2


class TestWhoIsLetIn:
    def test_every_adviser_of_the_practice_for_that_dossier_only(self, dossier, practice, adviser, shared):
        DossierFactory(organisation=dossier.organisation)
        colleague = adviser_of(practice)

        for user in (adviser, colleague):
            presence = let_in(user, dossier.organisation)
            assert presence.capacity == ADVISER
            assert presence.membership is None
            assert presence.dossiers == {dossier.pk}
            assert presence.on_behalf_of == {dossier.pk: "Arbodienst De Brug"}

    def test_for_two_practices_both_names_stand_there(self, dossier, practice, other_practice, shared):
        share(dossier, other_practice)
        user = adviser_of(practice, other_practice)

        presence = let_in(user, dossier.organisation)

        assert presence.on_behalf_of == {dossier.pk: "Arbodienst De Brug, Bureau Werkwijs"}

    def test_nobody_of_another_practice(self, dossier, other_practice, shared):
        assert let_in(adviser_of(other_practice), dossier.organisation) is None

    def test_nobody_once_it_is_taken_back(self, dossier, adviser, shared):
        with scope(organisation=dossier.organisation):
            withdraw_share(share=shared)

        assert let_in(adviser, dossier.organisation) is None
        assert list(queue_of(adviser)) == []

    def test_nobody_of_a_practice_that_has_stopped(self, dossier, practice, adviser, shared):
        practice.closed_at = timezone.now()
        practice.save()

        assert let_in(adviser, dossier.organisation) is None
        assert list(queue_of(adviser)) == []

    def test_nobody_who_left_the_practice(self, dossier, practice, adviser, shared):
        practice.memberships.all().delete()

        assert let_in(adviser, dossier.organisation) is None

    def test_who_became_a_member_of_the_firm_is_no_adviser_there_any_more(self, dossier, adviser, shared):
        MembershipFactory(organisation=dossier.organisation, user=adviser, role="contributor")

        assert let_in(adviser, dossier.organisation) is None
        assert list(queue_of(adviser)) == []

    def test_it_costs_one_query(self, dossier, practice, other_practice, shared, queries):
        share(dossier, other_practice)
        user = adviser_of(practice, other_practice)

        with queries() as captured:
            assert let_in(user, dossier.organisation)
        assert len(captured.statements) == 1
