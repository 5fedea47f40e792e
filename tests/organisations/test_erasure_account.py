"""A person who deletes her account is gone; what she made for a firm stays with that firm."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from apps.actions.models import Action, ActionEvent
from apps.organisations.domain.account import StillNeededError, delete_account
from apps.organisations.domain.muting import is_muted, mute
from apps.organisations.domain.post import letters
from apps.organisations.models import AuditEvent, AuditKind, Invitation, Membership, Organisation, Role, User
from apps.organisations.queries import firms_that_need
from apps.reports.tasks import make_report
from apps.rie.models import Answer, Delegation, Evidence, PriorityChange
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.organisations.posting import CONTEXT, post
from tests.organisations.reauthenticating import log_in_just_now
from tests.organisations.whole_firm import rows_that_say, whole_firm, write_admin_log

pytestmark = pytest.mark.django_db
URL = "/account/weg/"


def job_about(email: str, *, status: str = TaskResultStatus.SUCCESSFUL, traceback: str = "") -> None:
    DBTaskResult.objects.create(
        task_path=make_report.module_path,
        args_kwargs={"args": [], "kwargs": {"to": email, "text": "Beste"}},
        status=status,
        traceback=traceback,
        backend_name="default",
        run_after=timezone.now(),
    )


def test_her_address_and_her_id_stand_nowhere_any_more() -> None:
    firm = whole_firm()
    author = firm.author
    second = "els.prive@mail.example"
    EmailAddress.objects.create(user=author, email=second)
    for number, email in enumerate((author.email, second)):
        job_about(email)
        job_about("bram@example.org", status=TaskResultStatus.FAILED, traceback=f"refused: {email.upper()}")
        post(firm.organisation, email.title())
        post(firm.organisation, "bram@example.org", context={**CONTEXT, "sender": email})
        mute(email=email, kind="weekly")
        Invitation._base_manager.create(
            organisation=OrganisationFactory(),
            email=email,
            role=Role.HR,
            token_hash=f"hash-{number}",
            expires_at=timezone.now(),
        )
    browser = Client()
    browser.force_login(author)
    write_admin_log(author, UserFactory(is_staff=True))
    said = [author.email, second, str(author.pk)]
    assert all(rows_that_say(text) for text in said)

    delete_account(user=author)

    assert {text: rows_that_say(text) for text in said} == {text: [] for text in said}
    assert not User.objects.filter(pk=said[2]).exists()


def test_what_she_made_stays_without_her_name() -> None:
    firm = whole_firm()
    delete_account(user=firm.author)
    with scope(organisation=firm.organisation):
        assert Answer.objects.get().note == "Te krap"
        assert Answer.objects.get().updated_by is None
        assert PriorityChange.objects.get().changed_by is None
        assert (Action.objects.get().owner, Action.objects.get().owner_name) == (None, "")
        assert {event.by for event in ActionEvent.objects.all()} == {None}
        assert Evidence.objects.get().added_by is None
        assert [row.user for row in Membership.objects.all()] == [firm.owner]


def test_what_was_given_to_her_to_fill_in_is_free_again() -> None:
    firm = whole_firm()
    with scope(organisation=firm.organisation):
        Invitation.objects.update(invited_by=firm.owner)
    delete_account(user=firm.author)
    with scope(organisation=firm.organisation):
        assert [row.subtheme for row in Delegation.objects.all()] == ["pauzes"]


def test_invitations_that_she_sent_stop_working() -> None:
    firm = whole_firm()
    delete_account(user=firm.author)
    with scope(organisation=firm.organisation):
        assert Invitation.objects.get().revoked_at is not None


def test_the_record_keeps_her_name_but_never_her_address() -> None:
    firm = whole_firm()
    nameless = MembershipFactory(organisation=firm.organisation, user=UserFactory(name=""), role=Role.HR).user
    with scope(organisation=firm.organisation):
        AuditEvent.objects.create(
            organisation=firm.organisation,
            at=timezone.now(),
            actor=nameless,
            actor_label=str(nameless),
            as_role=Role.HR,
            kind=AuditKind.LOOKED,
            action="rie:overview",
        )
    delete_account(user=firm.author)
    delete_account(user=nameless)
    with scope(organisation=firm.organisation):
        labels = {event.actor_label for event in AuditEvent.objects.all()}
    assert "Els Kneder" in labels
    assert len(labels) == 2
    assert not any("@" in label for label in labels)


def test_somebody_whose_address_ends_the_same_keeps_everything() -> None:
    an, joan = UserFactory(email="an@example.org", name=""), UserFactory(email="joan@example.org", name="")
    firm = MembershipFactory(user=joan).organisation
    write_admin_log(joan, UserFactory(is_staff=True))
    job_about("joan@example.org")
    job_about("joan@example.org", traceback="Naar:\nan@example.org.")
    hers = post(firm, "joan@example.org")
    mute(email="joan@example.org", kind="weekly")
    browser = Client()
    browser.force_login(joan)
    with scope(organisation=firm):
        AuditEvent.objects.create(
            organisation=firm,
            at=timezone.now(),
            actor=joan,
            actor_label=str(joan),
            as_role=Role.EMPLOYER,
            kind=AuditKind.LOOKED,
            action="rie:overview",
        )
    delete_account(user=an)
    assert [job.traceback for job in DBTaskResult.objects.all()] == [""]
    assert list(letters().all()) == [hers]
    assert is_muted(email="joan@example.org", kind="weekly")
    assert "_auth_user_id" in browser.session
    assert AuditEvent._base_manager.get().actor_label == "joan@example.org"
    assert LogEntry.objects.get().object_id == str(joan.pk)


def test_she_is_logged_out_everywhere() -> None:
    user, browsers = UserFactory(), [Client(), Client()]
    for browser in browsers:
        browser.force_login(user)
    delete_account(user=user)
    for browser in browsers:
        assert browser.get(URL)["Location"].startswith(reverse("account_login"))


def test_twice_is_once() -> None:
    user = UserFactory()
    again = User.objects.get(pk=user.pk)
    delete_account(user=user)
    delete_account(user=again)
    assert not User.objects.exists()


class TestTheLastEmployer:
    def test_nothing_goes_while_a_firm_needs_her(self) -> None:
        firm = whole_firm()
        with pytest.raises(StillNeededError) as refused:
            delete_account(user=firm.owner)
        assert refused.value.firms == [firm.organisation]
        assert User.objects.filter(pk=firm.owner.pk).exists()
        with scopes_disabled():
            assert Membership.objects.filter(user=firm.owner).exists()

    def test_with_another_employer_she_may_go(self) -> None:
        firm = whole_firm()
        MembershipFactory(organisation=firm.organisation, role=Role.EMPLOYER)
        delete_account(user=firm.owner)
        assert Organisation.objects.filter(pk=firm.organisation.pk).exists()

    def test_only_firms_of_which_she_is_the_one_employer_need_her(self) -> None:
        user = UserFactory()
        alone = MembershipFactory(user=user, organisation=OrganisationFactory(name="Alleen")).organisation
        shared = MembershipFactory(user=user, organisation=OrganisationFactory(name="Samen")).organisation
        MembershipFactory(organisation=shared)
        MembershipFactory(user=user, role=Role.HR)
        assert firms_that_need(user) == [alone]


class TestThePage:
    def test_it_is_the_page_of_that_name(self) -> None:
        assert reverse("delete_account") == URL

    def test_looking_deletes_nothing(self, client: Client) -> None:
        client.force_login(UserFactory())
        assert client.get(URL).status_code == 200
        assert User.objects.count() == 1

    def test_without_a_tick_nothing_happens(self, client: Client) -> None:
        log_in_just_now(client, UserFactory())
        assert client.post(URL).status_code == 422
        assert User.objects.count() == 1

    def test_with_a_tick_the_account_goes_and_she_is_logged_out(self, client: Client) -> None:
        log_in_just_now(client, UserFactory())
        answer = client.post(URL, {"confirm": "on"}, follow=True)
        assert answer.redirect_chain == [(reverse("home"), 302)]
        assert not User.objects.exists()
        assert "_auth_user_id" not in client.session

    def test_first_she_types_her_password_again(self, client: Client) -> None:
        user = UserFactory(password="paard-batterij-nietje")
        client.force_login(user)
        asked = client.post(URL, {"confirm": "on"})
        assert asked["Location"].startswith(reverse("account_reauthenticate"))
        assert User.objects.exists()

        client.post(asked["Location"], {"password": "iets-anders"})
        assert User.objects.exists()

        answer = client.post(asked["Location"], {"password": "paard-batterij-nietje"}, follow=True)
        assert answer.status_code == 200
        assert not User.objects.exists()
        assert "_auth_user_id" not in client.session

    def test_the_last_employer_reads_which_firm_needs_her(self, client: Client) -> None:
        firm = whole_firm()
        log_in_just_now(client, firm.owner)
        page = client.get(URL).content.decode()
        assert reverse("organisations:hand_over", args=[firm.organisation.pk]) in page
        assert reverse("organisations:delete", args=[firm.organisation.pk]) in page
        assert client.post(URL, {"confirm": "on"}).status_code == 409
        assert User.objects.filter(pk=firm.owner.pk).exists()

    def test_who_is_not_logged_in_is_asked_to(self, client: Client) -> None:
        for answer in (client.get(URL), client.post(URL, {"confirm": "on"})):
            assert answer["Location"].startswith(reverse("account_login"))
