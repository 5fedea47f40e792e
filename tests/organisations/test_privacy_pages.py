"""The privacy pages say what the code does: every table, every term and every cookie."""

from __future__ import annotations

from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse

from apps.organisations.domain.retention import in_words, rules
from apps.organisations.models import Role
from apps.organisations.privacy import REGISTER, cookies, term_of
from apps.organisations.records import personal_models
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


class TestTheRegister:
    def test_every_table_that_may_say_something_about_a_person_stands_in_one_row(self) -> None:
        named = Counter(label for row in REGISTER for label in row.models)
        personal = {model._meta.label for model in personal_models()}
        assert personal - set(named) == set()
        assert [label for label, times in named.items() if times > 1] == []

    def test_it_names_no_table_that_does_not_exist(self) -> None:
        assert all(apps.get_model(label) for row in REGISTER for label in row.models)

    def test_every_term_that_is_carried_out_is_told_and_the_other_way_round(self) -> None:
        told = {term.setting for row in REGISTER for term in row.terms if term.setting}
        # Of runs of daily jobs and ended sessions there is nothing to tell; two are told as the audit.
        assert set(rules()) - told == {"runs", "sessions", "support", "admin_log"}
        assert {settings.RETENTION[term] for term in ("audit", "support", "admin_log")} == {term_of("audit")}
        assert told - set(rules()) == {"session", "trial", "backups"}

    def test_every_row_is_complete(self) -> None:
        for row in REGISTER:
            assert row.terms
            for text in (
                row.title,
                row.purpose,
                row.people,
                row.data,
                row.basis,
                row.recipients,
                row.measures,
            ):
                assert str(text)
            assert "AVG" in str(row.basis)
        assert len({row.key for row in REGISTER}) == len(REGISTER)


@pytest.mark.usefixtures("english")
class TestThePages:
    @pytest.mark.parametrize("name", ["privacy", "processing_register"])
    def test_everybody_may_read_them(self, client: Client, name: str) -> None:
        assert client.get(reverse(name)).status_code == 200
        client.force_login(UserFactory())
        assert client.get(reverse(name)).status_code == 200
        assert client.post(reverse(name)).status_code == 405

    @pytest.mark.parametrize("name", ["privacy", "processing_register"])
    def test_the_terms_shown_are_those_of_the_settings(
        self, client: Client, settings: object, name: str
    ) -> None:
        settings.RETENTION = {term: period * 3 for term, period in settings.RETENTION.items()}
        settings.BACKUP_DAYS = 123
        page = client.get(reverse(name)).content.decode()
        for row in REGISTER:
            for term in row.terms:
                if term.setting:
                    assert in_words(term_of(term.setting)) in page
        assert "123 days" in page

    def test_the_address_for_questions_comes_from_the_settings(
        self, client: Client, settings: object
    ) -> None:
        settings.PRIVACY_CONTACT = "vragen@voorbeeld.example"
        for name in ("privacy", "processing_register"):
            assert "mailto:vragen@voorbeeld.example" in client.get(reverse(name)).content.decode()

    def test_they_ask_the_database_nothing_of_a_visitor(self, client: Client, queries) -> None:
        client.get(reverse("privacy"))
        with queries() as captured:
            client.get(reverse("privacy"))
            client.get(reverse("processing_register"))
        assert captured.statements == []

    def test_every_page_leads_to_it(self, client: Client) -> None:
        assert reverse("privacy") in client.get(reverse("home")).content.decode()


class TestCookies:
    def test_no_others_are_set_than_the_page_names(self, dossier, browser_of) -> None:
        """Also by pages with a form, by a message after saving, by logging in and by a visitor's pages."""
        visitor, member = Client(), browser_of(Role.EMPLOYER)
        for name in ("home", "help", "privacy", "account_login", "account_signup", "account_reset_password"):
            visitor.get(reverse(name))
        visitor.post(reverse("account_login"), {"login": "a@example.org", "password": "x"})
        visitor.post(
            reverse("account_signup"), {"email": "n@example.org", "password1": "x", "password2": "y"}
        )
        of_dossier = [dossier.organisation_id, dossier.pk]
        member.get(reverse("rie:overview", args=of_dossier))
        member.post(reverse("rie:employees", args=of_dossier), {"seen_json": "{}", "method": "Overleg"})
        member.get(reverse("account"))
        member.post(reverse("account_logout"))
        assert {*visitor.cookies, *member.cookies} <= {name for name, _use in cookies()}
