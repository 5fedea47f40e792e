"""The page with the log: who reads it, how it is narrowed, and the file for a spreadsheet."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.urls import reverse

from apps.organisations.audit import record_job
from apps.organisations.models import AuditKind, Organisation, Role
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.organisations.oversight import browser_with, recorded, write_events
from tests.rie.screen import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NOW = datetime(2026, 11, 23, 9, 10, tzinfo=UTC)


def url(organisation: Organisation, name: str = "audit") -> str:
    return reverse(f"organisations:{name}", args=[organisation.pk])


def exported(browser, organisation: Organisation, **asked: str) -> list[list[str]]:
    """The lines of the file, without those about reading the log itself."""
    answer = browser.get(url(organisation, "audit_export"), asked)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = csv.reader(StringIO(text, newline=""), delimiter=";")
    return [line for line in lines if not line[6].startswith("organisations:audit")]


@pytest.fixture
def employer(browser_of):
    return browser_of(user=UserFactory(name="Wil de Werkgever"))


class TestWhoReadsIt:
    @pytest.mark.parametrize("name", ["audit", "audit_export"])
    def test_the_employer_does(self, employer, organisation, name):
        assert employer.get(url(organisation, name)).status_code == 200

    @pytest.mark.parametrize("name", ["audit", "audit_export"])
    @pytest.mark.parametrize("role", [role for role in Role if role != Role.EMPLOYER])
    def test_nobody_else_of_the_firm_does(self, browser_of, organisation, role, name):
        assert browser_of(role).get(url(organisation, name)).status_code == 403

    @pytest.mark.parametrize("name", ["audit", "audit_export"])
    def test_the_employer_of_another_firm_does_not_know_it_exists(self, organisation, name):
        assert browser_with(MembershipFactory().user).get(url(organisation, name)).status_code == 404

    @pytest.mark.parametrize("name", ["audit", "audit_export"])
    def test_who_is_not_logged_in_is_asked_to(self, client, organisation, name):
        assert client.get(url(organisation, name)).url.startswith(reverse("account_login"))

    @pytest.mark.parametrize("name", ["audit", "audit_export"])
    def test_nothing_can_be_sent_to_it(self, employer, organisation, name):
        assert employer.post(url(organisation, name)).status_code == 405


class TestWhatItShows:
    def test_a_line_says_who_in_which_role_did_what(self, employer, organisation, dossier):
        write_events(organisation, 1, subject=f"{dossier.pk} W43")

        page = text_of(employer.get(url(organisation)))

        assert "Saved an answer to a statement" in page
        assert "W43: " in page
        assert str(dossier) in page
        assert "Ans de Boer" in page
        assert "(Employer)" in page
        assert str(dossier.pk) not in page

    def test_a_member_is_named_and_somebody_who_left_is_not(self, employer, organisation):
        member = MembershipFactory(organisation=organisation, user=UserFactory(name="Bram Bos"))
        write_events(organisation, 1, action="organisations:member", subject=str(member.pk))
        write_events(organisation, 1, action="organisations:member", subject=str(organisation.pk))

        assert text_of(employer.get(url(organisation))).count("about Bram Bos") == 1

    def test_jobs_and_refusals_are_told_in_words(self, employer, organisation):
        record_job(organisation=organisation, job="make_report")
        write_events(organisation, 1, kind=AuditKind.REFUSED, action="rie:close", as_role="hr")

        page = text_of(employer.get(url(organisation)))

        assert "task: make a report" in page
        assert "refused" in page
        assert "Closed the RI&E" in page

    def test_names_are_written_as_text(self, employer, organisation):
        write_events(organisation, 1, actor_label="<script>alert(1)</script>")

        assert b"<script>alert" not in employer.get(url(organisation)).content

    def test_another_firm_has_a_log_of_its_own(self, employer, organisation):
        write_events(OrganisationFactory(name="Ander"), 3, actor_label="Iemand van elders")

        assert "Iemand van elders" not in text_of(employer.get(url(organisation)))
        assert "Iemand van elders" not in str(exported(employer, organisation))

    def test_looking_at_the_log_is_in_the_log(self, employer, organisation):
        employer.get(url(organisation))
        exported(employer, organisation)

        assert [event.action for event in recorded(organisation)] == [
            "organisations:audit",
            "organisations:audit_export",
        ]


class TestNarrowing:
    @pytest.fixture
    def ans(self, organisation):
        """Three things Ans did, a look of Bram the day before, and a job."""
        ans, bram = UserFactory(name="Ans"), UserFactory(name="Bram")
        with time_machine.travel(NOW, tick=False):
            write_events(organisation, 3, actor=ans, actor_label="Ans")
            record_job(organisation=organisation, job="make_report")
        with time_machine.travel(NOW - timedelta(days=1), tick=False):
            write_events(organisation, 1, actor=bram, actor_label="Bram", kind=AuditKind.LOOKED)
        return ans

    @pytest.mark.parametrize(
        ("asked", "who"),
        [
            ({}, ["Ans", "Ans", "Ans", "Bram", "task: make a report"]),
            ({"kind": "looked"}, ["Bram"]),
            ({"kind": "refused"}, []),
            ({"person": "make_report"}, ["task: make a report"]),
            ({"first": "2026-11-23"}, ["Ans", "Ans", "Ans", "task: make a report"]),
            ({"last": "2026-11-22"}, ["Bram"]),
            ({"first": "2026-11-22", "last": "2026-11-22"}, ["Bram"]),
        ],
    )
    def test_by_kind_period_and_job(self, employer, organisation, ans, asked, who):
        assert sorted(line[1] for line in exported(employer, organisation, **asked)[1:]) == who

    def test_by_person(self, employer, organisation, ans):
        lines = exported(employer, organisation, person=str(ans.pk))[1:]

        assert [line[1] for line in lines] == ["Ans"] * 3

    def test_somebody_whose_account_is_gone_is_found_by_name(self, employer, organisation, ans):
        ans.delete()

        assert len(exported(employer, organisation, person="Ans")) == 1 + 3

    def test_who_changed_her_name_is_one_person(self, employer, organisation, ans):
        write_events(organisation, 1, actor=ans, actor_label="Ans de Boer")

        page = text_of(employer.get(url(organisation)))

        assert page.count(f'value="{ans.pk}"') == 1
        assert len(exported(employer, organisation, person=str(ans.pk))) == 1 + 4

    @pytest.mark.parametrize(
        "asked",
        [
            {"kind": "maybe"},
            {"first": "gisteren"},
            {"person": "niemand"},
            {"first": "2026-11-23", "last": "2026-11-22"},
        ],
    )
    def test_what_is_not_understood_is_said_and_gives_no_file(self, employer, organisation, ans, asked):
        answer = employer.get(url(organisation), asked)

        assert answer.status_code == 200
        assert b"field-error" in answer.content
        assert employer.get(url(organisation, "audit_export"), asked).status_code == 302


class TestPages:
    def test_fifty_lines_on_a_page_and_the_rest_on_the_next(self, employer, organisation):
        write_events(organisation, 51)

        first = text_of(employer.get(url(organisation)))
        second = text_of(employer.get(url(organisation), {"page": "2"}))

        assert first.count("Saved an answer") == 50
        assert second.count("Saved an answer") >= 1
        assert "page=2" in first
        assert "page=1" in second

    def test_the_next_page_keeps_what_was_asked(self, employer, organisation):
        write_events(organisation, 51)

        assert "?kind=did&amp;page=2" in employer.get(url(organisation), {"kind": "did"}).content.decode()

    @pytest.mark.parametrize("page", ["0", "999", "x"])
    def test_a_page_that_is_not_there_shows_another(self, employer, organisation, page):
        assert employer.get(url(organisation), {"page": page}).status_code == 200

    @pytest.mark.parametrize("name", ["audit", "audit_export"])
    def test_it_costs_the_same_however_much_there_is(self, employer, organisation, dossier, queries, name):
        counts = {}
        write_events(organisation, 1, subject=f"{dossier.pk} W43")
        employer.get(url(organisation))  # from here on the instrument is in memory
        for size in (1, 3, 30, 120):
            write_events(organisation, size, subject=f"{dossier.pk} W43")
            with queries() as captured:
                answer = employer.get(url(organisation, name))
                assert b"".join(answer)
            counts[size] = len(captured.statements)

        assert len(set(counts.values())) == 1, counts
        assert counts[1] <= 12


class TestFile:
    def test_it_opens_in_a_spreadsheet(self, employer, organisation):
        write_events(organisation, 1)

        answer = employer.get(url(organisation, "audit_export"))
        content = b"".join(answer.streaming_content)

        assert answer.streaming
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer["Content-Disposition"].startswith('attachment; filename="logboek-')
        assert content.startswith(b"\xef\xbb\xbfWhen;Who;Role;")

    @pytest.mark.parametrize("name", ['=HYPERLINK("x")', "+31", "-1", "@SUM(A1)", "  =1+1", "\t=1", "\r=1"])
    def test_a_name_is_never_a_formula(self, employer, organisation, name):
        write_events(organisation, 1, actor_label=name)

        assert exported(employer, organisation)[1][1] == f"'{name}"

    def test_a_line_of_it_says_everything(self, employer, organisation):
        with time_machine.travel(NOW, tick=False):
            write_events(organisation, 1)

        line = exported(employer, organisation)[1]

        (event,) = [event for event in recorded(organisation) if event.at == NOW]
        assert line == [
            "2026-11-23 10:10:00+01:00",
            "Ans de Boer",
            "Employer",
            "did",
            "Saved an answer to a statement",
            "W43",
            "rie:answer",
            str(event.pk),
        ]
