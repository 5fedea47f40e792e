"""What of a firm is written down: who did and who looked at what, and what was refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from apps.organisations.at_hand import person_at_hand
from apps.organisations.audit import NAMING_ARGUMENTS, record_job, subject_of
from apps.organisations.models import AuditEvent, AuditKind, Department, Organisation, Role, User
from apps.reports.domain.reports import request_report
from apps.reports.tasks import make_report
from apps.rie.models import Dossier
from tests.access.addresses import known_addresses
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.organisations.oversight import browser_with, recorded

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 9, 10, tzinfo=UTC)


def url(name: str, dossier: Dossier, *args: object) -> str:
    return reverse(name, args=[dossier.organisation_id, dossier.pk, *args])


def only(organisation: Organisation) -> AuditEvent:
    (event,) = recorded(organisation)
    return event


class TestLooking:
    def test_a_page_is_written_down_with_who_in_which_role_and_what(self, dossier, organisation, browser_of):
        ans = UserFactory(name="Ans de Boer")

        browser_of(Role.HR, user=ans).get(url("rie:subtheme", dossier, "cultuur-en-beleid"))

        event = only(organisation)
        assert (event.kind, event.action) == (AuditKind.LOOKED, "rie:subtheme")
        assert (event.actor, event.actor_label, event.as_role) == (ans, "Ans de Boer", Role.HR)
        assert event.subject == f"{dossier.pk} cultuur-en-beleid"

    def test_twice_within_an_hour_is_once(self, dossier, organisation, browser_of):
        browser = browser_of()
        for minutes in (0, 5, 45):
            with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
                browser.get(url("rie:overview", dossier))

        assert only(organisation).at == NOW

    def test_in_another_hour_it_is_written_down_again(self, dossier, organisation, browser_of):
        browser = browser_of()
        for hours in (0, 1):
            with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
                browser.get(url("rie:overview", dossier))

        assert [event.at for event in recorded(organisation)] == [NOW, NOW + timedelta(hours=1)]

    def test_two_people_and_two_pages_are_four_looks(self, dossier, organisation, browser_of):
        for browser in (browser_of(), browser_of(Role.HR)):
            browser.get(url("rie:overview", dossier))
            browser.get(url("rie:risks", dossier))

        assert len(recorded(organisation)) == 4

    def test_the_same_page_of_two_firms_stands_in_each_log(self, dossier, organisation, browser_of):
        user, other = UserFactory(), OrganisationFactory()
        browser = browser_of(user=user)
        MembershipFactory(organisation=other, user=user)
        for firm in (organisation, other):
            browser.get(reverse("rie:dossiers", args=[firm.pk]))

        assert len(recorded(organisation)) == len(recorded(other)) == 1

    def test_a_page_that_does_not_exist_and_one_that_only_sends_on_show_nothing(
        self, dossier, organisation, browser_of
    ):
        browser = browser_of()

        assert browser.get(url("rie:subtheme", dossier, "bestaat-niet")).status_code == 404
        assert browser.get(url("rie:inventory", dossier)).status_code == 302
        assert recorded(organisation) == []

    def test_outside_a_firm_nothing_is_written_down(self, browser_of, organisation):
        browser_of().get(reverse("home"))

        assert recorded(organisation) == []

    def test_a_stranger_leaves_no_line_in_the_log_of_a_firm(self, dossier, organisation):
        stranger = browser_with(MembershipFactory().user)

        assert stranger.get(url("rie:overview", dossier)).status_code == 404
        assert recorded(organisation) == []


class TestDoing:
    def test_every_change_is_a_line_of_its_own(self, organisation, dossier, browser_of):
        browser = browser_of()
        for name in ("Winkel", "Magazijn"):
            browser.post(url("rie:add_department", dossier), {"name": name, "headcount": 3})

        with scope(organisation=organisation):
            assert Department.objects.count() == 2
        events = recorded(organisation)
        assert [(event.kind, event.action) for event in events] == [(AuditKind.DID, "rie:add_department")] * 2

    def test_a_form_with_a_mistake_changed_nothing(self, organisation, dossier, browser_of):
        answer = browser_of().post(url("rie:close", dossier), {"confirm": ""})

        assert answer.status_code == 422
        assert recorded(organisation) == []

    def test_what_turned_out_to_be_done_already_is_not_done_again(self, organisation, dossier, browser_of):
        browser = browser_of()
        for _ in range(2):
            assert browser.post(url("rie:close", dossier), {"confirm": "on"}).status_code == 302

        assert only(organisation).action == "rie:close"

    def test_what_somebody_typed_is_never_in_the_log(self, organisation, dossier, browser_of):
        browser_of().post(url("rie:add_department", dossier), {"name": "Geheime afdeling", "headcount": 3})

        with scopes_disabled():
            line = AuditEvent.objects.filter(organisation=organisation).values().get()
        assert "Geheime" not in str(line)

    def test_a_firm_that_is_deleted_takes_its_log_along(self, organisation, dossier, browser_of):
        browser = browser_of()
        browser.get(url("rie:overview", dossier))

        answer = browser.post(
            reverse("organisations:delete", args=[organisation.pk]), {"name": organisation.name}
        )

        assert answer.status_code == 302
        assert not Organisation.objects.filter(pk=organisation.pk).exists()
        assert recorded(organisation) == []


class TestRefusals:
    def test_a_member_who_may_not_is_written_down_once_an_hour(self, organisation, dossier, browser_of):
        browser = browser_of(Role.HR)
        with time_machine.travel(NOW, tick=False):
            for _ in range(3):
                assert browser.post(url("rie:close", dossier), {"confirm": "on"}).status_code == 403

        event = only(organisation)
        assert (event.kind, event.action, event.as_role) == (AuditKind.REFUSED, "rie:close", Role.HR)


class TestJobs:
    def test_a_report_is_made_by_the_application_itself(self, organisation, dossier):
        with scope(organisation=organisation):
            report = request_report(dossier=dossier, kind="plan", user=None)

        make_report.call(str(report.pk))

        event = only(organisation)
        assert (event.actor, event.actor_label, event.as_role) == (None, "make_report", "job")
        assert event.subject == f"{dossier.pk} {report.pk}"

    def test_a_report_that_was_made_already_is_not_written_down_twice(self, organisation, dossier):
        with scope(organisation=organisation):
            report = request_report(dossier=dossier, kind="plan", user=None)
        for _ in range(2):
            make_report.call(str(report.pk))

        assert len(recorded(organisation)) == 1


class TestCost:
    def test_the_second_look_costs_as_much_as_the_first(self, dossier, browser_of, queries):
        browser, counts = browser_of(), []
        browser.get(url("rie:overview", dossier))
        for _ in range(2):
            with queries() as captured:
                browser.get(url("rie:overview", dossier))
            counts.append(len(captured.statements))

        assert counts[0] == counts[1]

    def test_who_membership_and_firm_are_one_query(self, dossier, browser_of, queries):
        browser = browser_of()
        with queries() as captured:
            browser.get(url("rie:overview", dossier))

        about_her = [sql for sql in captured.statements if 'FROM "organisations_user"' in sql]
        assert about_her == []
        assert sum('FROM "organisations_membership"' in sql for sql in captured.statements) == 1


class TestSessions:
    """The row of a person comes along with her membership; her session is checked as anywhere else."""

    def test_a_session_ends_when_the_password_changes(self, dossier, browser_of):
        user = UserFactory()
        browser = browser_of(user=user)
        user.set_password("een heel ander wachtwoord")
        user.save()

        assert browser.get(url("rie:overview", dossier)).url.startswith(reverse("account_login"))

    def test_somebody_whose_account_is_off_does_not_get_in(self, dossier, browser_of):
        user = UserFactory()
        browser = browser_of(user=user)
        User.objects.filter(pk=user.pk).update(is_active=False)

        assert browser.get(url("rie:overview", dossier)).url.startswith(reverse("account_login"))

    def test_nobody_is_at_hand_after_the_request(self, dossier, browser_of):
        user = UserFactory()
        browser_of(user=user).get(url("rie:overview", dossier))

        assert person_at_hand(user.pk) is None


class TestNobodyChangesIt:
    @pytest.fixture
    def event(self, organisation) -> AuditEvent:
        record_job(organisation=organisation, job="make_report")
        return only(organisation)

    def test_a_line_cannot_be_saved_again(self, event):
        event.actor_label = "Iemand anders"

        with pytest.raises(TypeError, match="never changed"):
            event.save()

    def test_a_line_cannot_be_deleted(self, event):
        with pytest.raises(TypeError, match="never deleted"):
            event.delete()

    def test_lines_cannot_be_changed_or_deleted_together(self, event, organisation):
        with scope(organisation=organisation):
            with pytest.raises(TypeError, match="never changed"):
                AuditEvent.objects.update(actor_label="Iemand anders")
            with pytest.raises(TypeError, match="never changed"), transaction.atomic():
                AuditEvent.objects.bulk_update([event], ["actor_label"])
            with pytest.raises(TypeError, match="never deleted"):
                AuditEvent.objects.all().delete()

        assert only(organisation).actor_label == "make_report"

    def test_the_database_knows_no_other_kind(self, organisation):
        with scope(organisation=organisation), pytest.raises(IntegrityError), transaction.atomic():
            AuditEvent.objects.create(
                organisation=organisation, at=NOW, actor_label="x", as_role="job", kind="maybe", action="x"
            )

    def test_the_name_stays_when_the_account_is_gone(self, organisation, dossier, browser_of):
        user = UserFactory(name="Ans de Boer")
        browser_of(user=user).get(url("rie:overview", dossier))

        user.delete()

        event = only(organisation)
        assert (event.actor, event.actor_label) == (None, "Ans de Boer")


class TestSubjects:
    def test_ids_and_codes_are_named_and_nothing_else(self, dossier):
        assert subject_of({"organisation_id": dossier.pk, "dossier_id": dossier.pk, "code": "W43"}) == (
            f"{dossier.pk} W43"
        )
        assert subject_of({"token": "geheim"}) == ""

    def test_every_argument_of_an_address_of_a_firm_is_named(self):
        arguments = {
            name
            for known in known_addresses()
            if "organisation_id" in known.arguments
            for name in known.arguments
            if not name.endswith("_id")
        }

        assert arguments <= NAMING_ARGUMENTS
