"""A firm lets platform administrators look along for a while; every look is in its log."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from apps.organisations.domain.support import AlreadyGrantedError, grant_support, withdraw_support
from apps.organisations.models import AuditKind, Organisation, Role, SupportGrant
from apps.organisations.presence import SUPPORT
from apps.rie.models import Dossier
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.organisations.oversight import administrator, browser_with, let_in, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

FORM = {"reason": "De lijst met risico's klopt niet", "days": "3"}


def url(organisation: Organisation, name: str = "support", *args: object) -> str:
    return reverse(f"organisations:{name}", args=[organisation.pk, *args])


def overview(dossier: Dossier) -> str:
    return reverse("rie:overview", args=[dossier.organisation_id, dossier.pk])


def granted(organisation: Organisation) -> list[SupportGrant]:
    with scopes_disabled():
        return list(SupportGrant.objects.filter(organisation=organisation))


class TestGranting:
    def test_the_employer_lets_us_in_for_some_days_with_a_reason(self, browser_of, organisation):
        user = UserFactory()

        answer = browser_of(user=user).post(url(organisation), FORM)

        assert answer.status_code == 302
        (grant,) = granted(organisation)
        assert (grant.reason, grant.granted_by) == (FORM["reason"], user)
        assert grant.ends_at - grant.granted_at == pytest.approx(timedelta(days=3), abs=timedelta(minutes=1))

    @pytest.mark.parametrize(
        "wrong",
        [
            {"days": "30"},
            {"days": "0"},
            {"days": ""},
            {"reason": ""},
            {"reason": "x" * 301},
            {"reason": "a\x00"},
        ],
    )
    def test_not_longer_and_not_without_a_reason(self, browser_of, organisation, wrong):
        assert browser_of().post(url(organisation), {**FORM, **wrong}).status_code == 422
        assert granted(organisation) == []

    def test_what_else_is_sent_changes_nothing(self, browser_of, organisation):
        sent = {**FORM, "ends_at": "2099-01-01", "organisation": str(OrganisationFactory().pk)}

        browser_of().post(url(organisation), sent)

        (grant,) = granted(organisation)
        assert grant.ends_at < timezone.now() + timedelta(days=4)

    def test_who_is_in_already_is_not_let_in_twice(self, browser_of, organisation):
        let_in(organisation)

        page = browser_of().post(url(organisation), FORM, follow=True).content.decode()

        assert len(granted(organisation)) == 1
        assert "We may look along already" in page

    def test_the_page_says_who_may_look_until_when_and_what_was_before(self, browser_of, organisation):
        let_in(organisation, reason="Nu open")
        let_in(organisation, reason="Ingetrokken", withdrawn_at=timezone.now())

        page = browser_of().get(url(organisation)).content.decode()

        assert page.index("We may look along now") < page.index("Nu open") < page.index("Ingetrokken")
        assert "ended by the firm" in page

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.EMPLOYER])
    def test_only_the_employer_decides(self, browser_of, organisation, role):
        grant, browser = let_in(organisation), browser_of(role)

        assert browser.get(url(organisation)).status_code == 403
        assert browser.post(url(organisation), FORM).status_code == 403
        assert browser.post(url(organisation, "withdraw_support", grant.pk)).status_code == 403
        assert [one.withdrawn_at for one in granted(organisation)] == [None]

    def test_not_logged_in_and_another_firm(self, client, organisation):
        other = browser_with(MembershipFactory().user)

        assert client.post(url(organisation), FORM).url.startswith(reverse("account_login"))
        assert other.post(url(organisation), FORM).status_code == 404
        assert granted(organisation) == []

    def test_an_administrator_cannot_let_herself_in(self, organisation):
        let_in(organisation)
        bea = browser_with(administrator(is_superuser=True))

        assert bea.get(url(organisation)).status_code == 403
        assert bea.post(url(organisation), FORM).status_code == 403

    def test_the_verb_knows_three_terms(self, organisation, in_scope):
        with pytest.raises(ValueError, match="30"):
            grant_support(
                organisation=organisation, reason="x", days=30, user=UserFactory(), now=timezone.now()
            )

    def test_the_verb_refuses_a_second_one(self, organisation, in_scope):
        let_in(organisation)

        with pytest.raises(AlreadyGrantedError):
            grant_support(
                organisation=organisation, reason="x", days=1, user=UserFactory(), now=timezone.now()
            )

    def test_the_database_knows_no_grant_that_ends_before_it_begins(self, organisation):
        with pytest.raises(IntegrityError), transaction.atomic():
            let_in(organisation, ends_at=timezone.now() - timedelta(days=1))


class TestEnding:
    def test_it_ends_at_once(self, browser_of, organisation, dossier):
        grant, bea = let_in(organisation), browser_with(administrator())
        assert bea.get(overview(dossier)).status_code == 200

        browser_of().post(url(organisation, "withdraw_support", grant.pk))

        assert bea.get(overview(dossier)).status_code == 404

    def test_it_ends_by_itself(self, organisation, dossier):
        let_in(organisation)
        bea = administrator()
        with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
            assert browser_with(bea).get(overview(dossier)).status_code == 404

    def test_a_grant_of_another_firm_is_not_found(self, browser_of, organisation):
        theirs = let_in(OrganisationFactory(name="Ander"))

        assert browser_of().post(url(organisation, "withdraw_support", theirs.pk)).status_code == 404
        assert granted(theirs.organisation)[0].withdrawn_at is None

    def test_a_get_ends_nothing(self, browser_of, organisation):
        grant = let_in(organisation)

        assert browser_of().get(url(organisation, "withdraw_support", grant.pk)).status_code == 405

    def test_ended_twice_keeps_the_first_moment(self, organisation):
        grant, now = let_in(organisation), timezone.now()
        with scope(organisation=organisation):
            assert withdraw_support(grant=grant, now=now)
            assert not withdraw_support(grant=grant, now=now + timedelta(hours=1))

        assert granted(organisation)[0].withdrawn_at == now


class TestLookingAlong:
    def test_without_a_grant_the_firm_does_not_exist(self, dossier):
        for user in (administrator(), administrator(is_superuser=True)):
            assert browser_with(user).get(overview(dossier)).status_code == 404

    def test_a_grant_is_for_platform_administrators_only(self, organisation, dossier):
        let_in(organisation)

        assert browser_with(UserFactory()).get(overview(dossier)).status_code == 404

    def test_a_grant_opens_one_firm(self, organisation):
        let_in(organisation)
        elsewhere = DossierFactory(organisation=OrganisationFactory(name="Ander"))

        assert browser_with(administrator()).get(overview(elsewhere)).status_code == 404

    @pytest.fixture(params=[False, True], ids=["administrator", "superuser"])
    def bea(self, request, organisation) -> Client:
        let_in(organisation)
        return browser_with(administrator(is_superuser=request.param))

    def test_she_finds_the_way_in(self, bea, organisation, dossier):
        assert overview(dossier) in bea.get(reverse("rie:dossiers", args=[organisation.pk])).content.decode()

    def test_she_reads(self, bea, organisation, dossier):
        for name in ("rie:overview", "rie:risks", "actions:plan"):
            assert bea.get(reverse(name, args=[organisation.pk, dossier.pk])).status_code == 200

    @pytest.mark.parametrize("name", ["rie:firm", "rie:add_department", "rie:profile", "rie:close"])
    def test_she_changes_nothing_not_even_as_a_superuser(self, bea, organisation, dossier, name):
        assert bea.post(reverse(name, args=[organisation.pk, dossier.pk]), {}).status_code == 403

    def test_she_saves_no_answer(self, bea, organisation, dossier):
        address = reverse("rie:answer", args=[organisation.pk, dossier.pk, "W43"])

        assert bea.post(address, {"verdict": "in_order"}).status_code == 403

    def test_every_look_is_in_the_log_of_the_firm(self, bea, organisation, dossier):
        bea.get(overview(dossier))
        bea.post(reverse("rie:close", args=[organisation.pk, dossier.pk]), {})

        looked, refused = recorded(organisation)
        assert (looked.kind, looked.action, looked.as_role) == (AuditKind.LOOKED, "rie:overview", SUPPORT)
        assert looked.actor_label == "Bea van Beheer"
        assert refused.kind == AuditKind.REFUSED

    def test_she_does_not_read_the_log(self, bea, organisation):
        assert bea.get(url(organisation, "audit")).status_code == 403

    def test_who_belongs_to_the_firm_comes_in_as_that(self, organisation, dossier):
        let_in(organisation)
        user = administrator()
        MembershipFactory(organisation=organisation, user=user, role=Role.HR)

        browser_with(user).get(overview(dossier))

        assert [event.as_role for event in recorded(organisation)] == [Role.HR]

    def test_nobody_else_pays_a_query_for_it(self, organisation, dossier, queries):
        let_in(organisation)
        stranger = browser_with(UserFactory())
        with queries() as captured:
            stranger.get(overview(dossier))

        assert not any("supportgrant" in sql for sql in captured.statements)
