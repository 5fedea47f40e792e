"""An account takes the trial along: everything, once, and only from the browser it was made in."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from apps.actions.models import Action, ActionEvent
from apps.organisations.domain.trials import claim_trial
from apps.organisations.models import AuditEvent, Membership, Organisation, Role, User
from apps.organisations.queries import memberships_of
from apps.reports.domain.reports import request_report
from apps.reports.models import ReportKind, StoredReport
from apps.rie.models import Answer
from tests.factories import MembershipFactory, OrganisationFactory
from tests.organisations.trying import (
    EMAIL,
    Trial,
    account,
    begin_account,
    confirm,
    log_in,
    make_account,
    start_trying,
    try_with_a_firm,
)
from tests.reports.sample import PROFILE, act, answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
WHY = "In het seizoen zijn we met te weinig mensen."


@pytest.fixture(autouse=True)
def _nobody_tried_before(db: None) -> None:
    cache.clear()


@pytest.fixture
def trial() -> Trial:
    """A guest who filled in two answers, planned an action and made a report."""
    trial = try_with_a_firm()
    dossier, guest = trial.dossier, trial.guest
    with scope(organisation=trial.organisation):
        dossier.profile = PROFILE
        dossier.save()
        answer(dossier, "W03", guest, verdict="not_in_order", frequency=3, reach=3, root_cause=WHY)
        answer(dossier, "W07", guest, verdict="in_order")
        act(dossier, guest, factors=["W03"], measure="M03", due_on=date(2027, 4, 1))
        Action.objects.update(owner=Membership.objects.get())
        request_report(dossier=dossier, kind=ReportKind.PLAN, user=guest)
    return trial


def firms_of(user: User) -> list[tuple[Organisation, str]]:
    return [(membership.organisation, membership.role) for membership in memberships_of(user)]


def assert_everything_is_hers(trial: Trial, user: User) -> None:
    with scope(organisation=trial.organisation):
        assert Membership.objects.get().user == user
        assert dict(Answer.objects.values_list("factor__code", "root_cause")) == {"W03": WHY, "W07": ""}
        assert set(Answer.objects.values_list("updated_by", flat=True)) == {user.pk}
        assert Action.objects.get().updated_by == user
        assert Action.objects.get().owner.user == user
        assert ActionEvent.objects.first().by == user
        assert StoredReport.objects.get().requested_by == user
    trial.organisation.refresh_from_db()
    assert trial.organisation.trial_ends_at is None
    assert not User.objects.filter(is_guest=True).exists()


class TestMakingAnAccount:
    def test_takes_everything_along(self, trial):
        user = make_account(trial.browser)

        assert firms_of(user) == [(trial.organisation, Role.EMPLOYER)]
        assert_everything_is_hers(trial, user)
        assert trial.browser.get(trial.url("rie:overview")).status_code == 200

    def test_says_so(self, trial):
        begin_account(trial.browser)
        confirm(trial.browser)

        page = trial.browser.get(reverse("home")).content.decode()

        assert "Your trial is kept: Bloemenwinkel De Linde is now in your account." in page
        assert "You are trying Werkbalans" not in page

    def test_leaves_the_trial_where_it_is_until_the_mailbox_is_confirmed(self, trial):
        begin_account(trial.browser)

        assert trial.browser.get(trial.url("rie:overview")).status_code == 200
        assert firms_of(trial.guest) == [(trial.organisation, Role.EMPLOYER)]

    def test_keeps_what_is_filled_in_between_the_two_pages(self, trial):
        begin_account(trial.browser)
        with scope(organisation=trial.organisation):
            answer(trial.dossier, "W04", trial.guest, verdict="partly", root_cause="Twee vacatures.")

        confirm(trial.browser)

        with scope(organisation=trial.organisation):
            assert Answer.objects.get(factor__code="W04").root_cause == "Twee vacatures."

    def test_may_be_confirmed_in_another_tab(self, trial):
        """Two tabs of one browser share their cookies."""
        begin_account(trial.browser)
        other_tab = Client()
        other_tab.cookies = trial.browser.cookies

        confirm(other_tab)

        assert_everything_is_hers(trial, User.objects.get(email=EMAIL))

    def test_confirmed_elsewhere_the_trial_waits_for_the_next_login_here(self, trial):
        user = account()
        log_in(Client())
        assert firms_of(user) == []

        log_in(trial.browser)

        assert_everything_is_hers(trial, user)

    def test_works_before_there_is_a_firm(self):
        trial = start_trying()

        user = make_account(trial.browser)

        assert firms_of(user) == []
        assert trial.browser.get(reverse("new_firm")).status_code == 200
        assert list(User.objects.all()) == [user]

    def test_takes_all_firms_of_the_guest(self, trial):
        second = OrganisationFactory(name="De Tweede", trial_ends_at=timezone.now())
        MembershipFactory(organisation=second, user=trial.guest)

        user = make_account(trial.browser)

        assert [firm for firm, _role in firms_of(user)] == [trial.organisation, second]


class TestLoggingIn:
    def test_takes_everything_along_and_keeps_her_other_firms(self, trial):
        user = account()
        other = MembershipFactory(
            user=user, role=Role.HR, organisation=OrganisationFactory(name="Zus")
        ).organisation

        log_in(trial.browser)

        assert firms_of(user) == [(trial.organisation, Role.EMPLOYER), (other, Role.HR)]
        assert_everything_is_hers(trial, user)

    def test_leads_back_to_where_she_was(self, trial):
        account()
        form = {"login": EMAIL, "password": "zonnige-bloemen-4", "next": trial.url("actions:plan")}

        page = trial.browser.post(reverse("account_login"), form, follow=True)

        assert page.redirect_chain[-1][0] == trial.url("actions:plan")
        assert page.status_code == 200

    def test_with_a_wrong_password_changes_nothing(self, trial):
        account()

        trial.browser.post(reverse("account_login"), {"login": EMAIL, "password": "iets-anders"})

        assert firms_of(trial.guest) == [(trial.organisation, Role.EMPLOYER)]
        assert trial.browser.get(trial.url("rie:overview")).status_code == 200

    def test_gives_the_browser_a_new_session(self, trial):
        account()
        before = trial.browser.session.session_key

        log_in(trial.browser)

        assert trial.browser.session.session_key != before
        assert "trial_guest" not in trial.browser.session

    def test_does_not_keep_the_session_of_a_trial(self, trial):
        account()

        log_in(trial.browser)

        assert "_session_expiry" not in trial.browser.session or trial.browser.session["_session_expiry"] == 0

    def test_in_another_browser_takes_nothing(self, trial):
        user = account()

        log_in(Client())

        assert firms_of(user) == []
        assert firms_of(trial.guest) == [(trial.organisation, Role.EMPLOYER)]

    def test_with_the_id_of_a_guest_in_the_form_takes_nothing(self, trial):
        user = account()
        thief = Client()
        form = {"login": EMAIL, "password": "zonnige-bloemen-4", "trial_guest": str(trial.guest.pk)}

        thief.post(f"{reverse('account_login')}?trial_guest={trial.guest.pk}", form)

        assert firms_of(user) == []


class TestClaimingTwice:
    def test_finds_nothing_the_second_time(self, trial):
        user = account()
        assert claim_trial(guest_id=trial.guest.pk, account=user) == [trial.organisation]

        assert claim_trial(guest_id=trial.guest.pk, account=user) == []
        assert_everything_is_hers(trial, user)

    def test_gives_it_to_the_first_of_two_accounts(self, trial):
        first, second = account(), account("bram@example.org")
        claim_trial(guest_id=trial.guest.pk, account=first)

        assert claim_trial(guest_id=trial.guest.pk, account=second) == []
        assert firms_of(second) == []

    def test_an_account_is_no_trial(self, trial):
        first, second = account(), account("bram@example.org")
        MembershipFactory(user=first)

        assert claim_trial(guest_id=first.pk, account=second) == []
        assert len(firms_of(first)) == 1

    def test_a_guest_takes_no_trial_of_another_guest(self, trial):
        other = start_trying().guest

        assert claim_trial(guest_id=trial.guest.pk, account=other) == []
        assert firms_of(trial.guest) != []

    def test_by_submitting_the_login_form_twice(self, trial):
        """The second of two clicks arrives with the old cookie, when the first was answered already."""
        user = account()
        second = Client()
        second.cookies["sessionid"] = trial.browser.cookies["sessionid"].value
        log_in(trial.browser)

        log_in(second)

        assert firms_of(user) == [(trial.organisation, Role.EMPLOYER)]


class TestTheRecord:
    def test_keeps_saying_that_a_guest_looked(self, trial):
        trial.browser.get(trial.url("rie:overview"))
        with scopes_disabled():
            before = AuditEvent.objects.filter(organisation=trial.organisation).count()
        user = make_account(trial.browser)

        with scope(organisation=trial.organisation):
            events = AuditEvent.objects.all()
            assert events.count() == before > 0
            assert {event.actor_label for event in events} == {"Guest"}
            assert not events.filter(actor=user).exists()

    def test_no_other_row_of_the_firm_still_names_the_guest(self, trial):
        """Every field of every table, also of rooms that are added later."""
        from apps.organisations.domain.trials import _names_of_people

        fields = list(_names_of_people())
        make_account(trial.browser)

        assert {model._meta.label for model, _field in fields} >= {
            "rie.Answer",
            "rie.Delegation",
            "rie.Evidence",
        }
        for model, field in fields:
            assert not model._base_manager.filter(**{field: trial.guest.pk}).exists()
