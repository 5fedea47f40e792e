"""A firm that is deleted is gone: rows, files, jobs and letters; and nobody deletes it by accident."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from apps.organisations.domain.deletion import delete_organisation, models_of_a_firm
from apps.organisations.domain.post import letters
from apps.organisations.losses import KINDS, what_is_lost
from apps.organisations.models import Organisation, Role, User
from apps.reports.tasks import make_report
from tests.factories import MembershipFactory, UserFactory
from tests.organisations.posting import CONTEXT, DATABASE_QUEUE, post
from tests.organisations.whole_firm import files_of, rows_that_say, whole_firm, write_admin_log


def job(path: str, **arguments: str) -> DBTaskResult:
    return DBTaskResult.objects.create(
        task_path=path,
        args_kwargs={"args": [], "kwargs": arguments},
        status=TaskResultStatus.SUCCESSFUL,
        backend_name="default",
        run_after=timezone.now(),
        finished_at=timezone.now(),
    )


@pytest.mark.django_db(transaction=True)
def test_nothing_anywhere_names_a_deleted_firm(settings: Any) -> None:
    settings.TASKS = DATABASE_QUEUE  # letters wait
    firm, other = whole_firm(), whole_firm("De buren")
    gone = [str(firm.organisation.pk), str(firm.dossier.pk), firm.organisation.name]
    post(firm.organisation, "nieuw@bakkerij.example", context={**CONTEXT, "firm": firm.organisation.name})
    theirs = post(other.organisation, "nieuw@bakkerij.example")
    job(make_report.module_path, report_id=str(firm.dossier.pk))
    write_admin_log(firm.organisation, UserFactory(is_staff=True))
    assert files_of(firm.organisation)

    delete_organisation(organisation=firm.organisation)

    assert {text: rows_that_say(text) for text in gone} == {text: [] for text in gone}
    assert files_of(firm.organisation) == []
    assert files_of(other.organisation)
    assert theirs in letters().filter(organisation=other.organisation)
    for model in models_of_a_firm():
        assert model._base_manager.filter(organisation=other.organisation).exists(), model


@pytest.mark.django_db
def test_the_people_keep_their_accounts() -> None:
    firm = whole_firm()
    delete_organisation(organisation=firm.organisation)
    assert User.objects.filter(pk__in=[firm.owner.pk, firm.author.pk]).count() == 2


@pytest.mark.django_db
def test_the_page_says_how_much_is_lost_of_everything(english: None) -> None:
    firm = whole_firm()
    with scope(organisation=firm.organisation):
        lost = what_is_lost(firm.organisation)
    assert lost[:3] == ["2 members", "1 RI&E", "1 answer"]
    assert len(lost) == len(KINDS)


@pytest.mark.django_db
class TestThePage:
    @pytest.fixture
    def url(self, organisation: Organisation) -> str:
        return reverse("organisations:delete", args=[organisation.pk])

    def test_looking_deletes_nothing(self, url: str, browser_of: Callable[..., Client]) -> None:
        answer = browser_of().get(url)
        assert answer.status_code == 200
        assert "Bloemenwinkel De Linde" in answer.content.decode()
        assert Organisation.objects.count() == 1

    @pytest.mark.parametrize("typed", ["", "De Linde", "Bloemenwinkel De Lindes", "x" * 300])
    def test_another_name_deletes_nothing(
        self, url: str, browser_of: Callable[..., Client], typed: str
    ) -> None:
        assert browser_of().post(url, {"name": typed}).status_code == 422
        assert Organisation.objects.count() == 1

    @pytest.mark.parametrize("typed", ["Bloemenwinkel De Linde", "  bloemenwinkel  de linde "])
    def test_its_own_name_deletes_it(self, url: str, browser_of: Callable[..., Client], typed: str) -> None:
        browser = browser_of()
        answer = browser.post(url, {"name": typed}, follow=True)
        assert answer.redirect_chain == [(reverse("home"), 302)]
        assert not Organisation.objects.exists()
        assert browser.get(url).status_code == 404

    @pytest.mark.parametrize("role", [Role.HR, Role.CONTRIBUTOR, Role.WORKS_COUNCIL])
    def test_only_the_employer_may(
        self, url: str, browser_of: Callable[..., Client], role: Role, organisation: Organisation
    ) -> None:
        browser = browser_of(role)
        assert (
            browser.get(url).status_code == browser.post(url, {"name": organisation.name}).status_code == 403
        )
        assert Organisation.objects.exists()

    def test_another_firm_does_not_exist(self, url: str, organisation: Organisation) -> None:
        stranger = Client()
        stranger.force_login(MembershipFactory().user)
        assert stranger.post(url, {"name": organisation.name}).status_code == 404
        assert Organisation.objects.filter(pk=organisation.pk).exists()

    def test_who_is_not_logged_in_deletes_nothing(
        self, url: str, client: Client, organisation: Organisation
    ) -> None:
        assert client.post(url, {"name": organisation.name})["Location"].startswith(reverse("account_login"))
        assert Organisation.objects.exists()

    def test_no_session_keeps_anything_of_a_firm(
        self, browser_of: Callable[..., Client], organisation: Organisation
    ) -> None:
        browser = browser_of()
        for name in ("data", "delete", "members"):
            browser.get(reverse(f"organisations:{name}", args=[organisation.pk]))
        assert str(organisation.pk) not in str(dict(browser.session))
        with scopes_disabled():
            delete_organisation(organisation=organisation)
