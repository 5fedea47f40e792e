"""A person takes along what is known about her, and nothing that belongs to a firm."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from apps.organisations.domain.own_data import export_person
from apps.organisations.models import Invitation, Role, User
from apps.organisations.records import SECRET, person_links, shown_fields
from tests.factories import MembershipFactory, UserFactory
from tests.organisations.reauthenticating import log_in_just_now
from tests.organisations.whole_firm import RISK, whole_firm

pytestmark = pytest.mark.django_db


def data_of(user: User) -> dict:
    return json.loads(export_person(user=user))


def test_every_way_in_which_a_table_leads_to_a_person_is_walked() -> None:
    author = whole_firm().author
    data = data_of(author)
    walked = {*data["about_you"], *data["done_by_you"]}
    known = {f"{link.model._meta.label}.{link.path.removesuffix('__user')}" for link in person_links()}
    assert walked <= known
    assert {
        "organisations.Membership.user",
        "account.EmailAddress.user",
        "rie.Answer.updated_by",
        "rie.PriorityChange.changed_by",
        "rie.Evidence.added_by",
        "rie.Delegation.given_by",
        "rie.Delegation.member",
        "actions.Action.owner",
        "actions.Action.updated_by",
        "actions.ActionEvent.by",
        "reports.StoredReport.requested_by",
        "review.DossierShare.shared_by",
        "organisations.AuditEvent.actor",
        "organisations.Invitation.invited_by",
        "organisations.SupportGrant.granted_by",
    } <= walked


def test_her_account_and_her_place_in_firms_come_whole() -> None:
    firm = whole_firm()
    data = data_of(firm.author)
    assert data["account"]["email"] == firm.author.email
    (membership,) = data["about_you"]["organisations.Membership.user"]
    assert membership["role"] == "hr"
    assert membership["organisation"] == {"id": str(firm.organisation.pk), "name": firm.organisation.name}


def test_of_what_she_wrote_only_where_and_when() -> None:
    firm = whole_firm()
    data = data_of(firm.author)
    (answer,) = data["done_by_you"]["rie.Answer.updated_by"]
    assert answer["factor"]["code"] == RISK
    assert answer["updated_at"]
    text = json.dumps(data)
    for words in (
        "Te krap",
        "Speelt nu",
        "Maak een rooster",
        "rooster.txt",
        "partly",
        "nieuw@bakkerij.example",
    ):
        assert words not in text


def test_invitations_to_her_are_in_it_also_before_she_accepts() -> None:
    firm, user = whole_firm(), UserFactory(email="nieuw@bakkerij.example")
    (invitation,) = data_of(user)["invitations_to_you"]
    assert invitation["role"] == "contributor"
    assert invitation["organisation"]["name"] == firm.organisation.name
    assert "token_hash" not in invitation


def test_no_secret_is_in_it() -> None:
    user = UserFactory(password="paard-batterij-nietje")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    SocialAccount.objects.create(user=user, provider="keycloak", uid="els", extra_data={"name": "Els"})
    browser = Client()
    browser.force_login(user)
    data = data_of(user)
    text = json.dumps(data)
    assert "JBSWY3DPEHPK3PXP" not in text
    assert user.password not in text
    assert browser.session.session_key not in text
    assert data["about_you"]["mfa.Authenticator.user"][0]["type"] == "totp"
    assert data["about_you"]["socialaccount.SocialAccount.user"][0]["extra_data"] == {"name": "Els"}
    assert len(data["sessions_end_at"]) == 1


def test_no_field_that_leaves_the_house_is_called_a_secret() -> None:
    shown = [field for link in person_links() for field in shown_fields(link.model)]
    assert [field for field in shown if SECRET.search(field.name)] == []
    assert {"password", "token_hash", "session_key"} & {field.name for field in shown} == set()


def test_nothing_of_somebody_else_is_in_it() -> None:
    firm = whole_firm()
    stranger = MembershipFactory(role=Role.HR).user
    text = json.dumps(data_of(stranger))
    assert firm.author.email not in text
    assert str(firm.organisation.pk) not in text


def test_it_asks_the_database_as_often_for_thirty_rows_as_for_one(queries) -> None:
    counted = []
    for extra in (1, 3, 30):
        firm = whole_firm()
        with scope(organisation=firm.organisation):
            for _number in range(extra):
                MembershipFactory(user=firm.author)
        with queries() as captured:
            export_person(user=firm.author)
        counted.append(len(captured.statements))
    assert counted[0] == counted[1] == counted[2]


class TestThePage:
    url = "/account/mijn-gegevens/"

    def test_it_is_the_page_of_that_name(self) -> None:
        assert reverse("my_data") == self.url

    def test_who_just_proved_who_she_is_gets_the_file(self, client: Client) -> None:
        user = UserFactory()
        log_in_just_now(client, user)
        assert client.get(self.url).status_code == 200
        answer = client.post(self.url)
        assert answer["Content-Disposition"].startswith('attachment; filename="werkbalans-mijn-gegevens-')
        assert answer["Cache-Control"] == "no-store"
        assert json.loads(answer.content)["account"]["email"] == user.email

    def test_who_did_not_is_asked_for_her_password_first(self, client: Client) -> None:
        client.force_login(UserFactory(password="paard-batterij-nietje"))
        assert client.get(self.url).status_code == 200
        assert client.post(self.url)["Location"].startswith(reverse("account_reauthenticate"))

    def test_who_is_not_logged_in_is_asked_to(self, client: Client) -> None:
        for answer in (client.get(self.url), client.post(self.url)):
            assert answer["Location"].startswith(reverse("account_login"))


def test_an_invitation_to_somebody_else_is_not_in_it() -> None:
    whole_firm()
    assert Invitation._base_manager.exists()
    assert data_of(UserFactory())["invitations_to_you"] == []
