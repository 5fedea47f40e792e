"""``manage.py load_demo``: firms and people to look around with, in development only."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_scopes import scopes_disabled

from apps.organisations.models import Invitation, Membership, Organisation, User
from apps.reports.management.commands import load_demo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _development(settings: Any) -> None:
    settings.DEBUG = True


def load() -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def roles(email: str) -> dict[str, str]:
    """Sector of the firm → role of this person."""
    with scopes_disabled():
        found = Membership.objects.filter(user__email=email).select_related("organisation")
        return {membership.organisation.sector: membership.role for membership in found}


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of our own tables."""
    with scopes_disabled():
        return {
            model._meta.label: list(model.objects.order_by("pk").values())
            for model in apps.get_models()
            if model.__module__.startswith(("apps.", "allauth."))
        }


def test_the_three_firms_are_loaded_with_their_dossiers() -> None:
    load()
    assert set(Organisation.objects.values_list("sector", flat=True)) == {"detailhandel", "bouw", "zorg"}
    assert Organisation.objects.count() == 3
    with scopes_disabled():
        assert {organisation.dossiers.count() for organisation in Organisation.objects.all()} == {1}


def test_the_employer_and_hr_see_all_three_firms() -> None:
    load()
    assert roles("werkgever@demo.example") == dict.fromkeys(["detailhandel", "bouw", "zorg"], "employer")
    assert roles("hr@demo.example") == dict.fromkeys(["detailhandel", "bouw", "zorg"], "hr")


def test_the_works_council_sees_firms_that_have_one_and_the_shop() -> None:
    load()
    represented = Organisation.objects.exclude(representation="none").values_list("sector", flat=True)
    assert represented
    assert roles("or@demo.example") == dict.fromkeys({"detailhandel", *represented}, "works_council")


def test_the_shop_has_a_contributor_and_an_open_invitation() -> None:
    load()
    assert roles("leidinggevende@demo.example") == {"detailhandel": "contributor"}
    with scopes_disabled():
        invitation = Invitation.objects.get()
    assert invitation.organisation.sector == "detailhandel"
    assert (invitation.email, invitation.accepted_at, invitation.revoked_at) == (
        "nieuw@demo.example",
        None,
        None,
    )


def test_an_invitation_that_was_taken_back_stays_so() -> None:
    load()
    with scopes_disabled():
        Invitation.objects.update(revoked_at=timezone.now())
    load()
    with scopes_disabled():
        assert Invitation.objects.count() == 1


def test_the_adviser_is_no_member_of_a_firm() -> None:
    load()
    assert roles("adviseur@demo.example") == {}


@pytest.mark.parametrize("account", load_demo.ACCOUNTS, ids=lambda account: account.email)
def test_every_account_can_log_in_without_confirming_an_address(account: load_demo.Account) -> None:
    load()
    user = authenticate(email=account.email, password="werkbalans-demo")
    assert user is not None
    assert user.name == account.name
    address = EmailAddress.objects.get(user=user)
    assert (address.email, address.verified, address.primary) == (account.email, True, True)
    assert not user.is_staff
    assert not user.is_superuser


def test_the_accounts_are_told_once_with_their_password() -> None:
    printed = load()
    assert printed.count("werkbalans-demo") == 1
    assert [printed.count(account.email) for account in load_demo.ACCOUNTS] == [1] * len(load_demo.ACCOUNTS)


def test_a_second_time_nothing_changes_and_no_dossier_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    load()
    before = everything()
    monkeypatch.setattr(load_demo, "import_dossier", None)
    printed = load()
    assert everything() == before
    assert "werkgever@demo.example" in printed


def test_what_someone_changed_in_the_demo_stays() -> None:
    load()
    user = User.objects.get(email="hr@demo.example")
    user.set_password("another-password")
    user.save()
    Organisation.objects.filter(sector="detailhandel").update(name="Onze winkel")
    load()
    assert authenticate(email="hr@demo.example", password="another-password") == user
    assert Organisation.objects.get(sector="detailhandel").name == "Onze winkel"
    assert Organisation.objects.count() == 3


def test_a_firm_that_is_missing_comes_back() -> None:
    load()
    with scopes_disabled():
        Organisation.objects.get(sector="bouw").delete()
    load()
    assert Organisation.objects.filter(sector="bouw").count() == 1
    assert roles("werkgever@demo.example")["bouw"] == "employer"


def test_outside_development_it_is_refused(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="for development only"):
        load()
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_a_mistake_in_an_example_is_shown_and_nothing_is_loaded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in load_demo.FILES:
        (tmp_path / name).write_text((load_demo.EXAMPLES / name).read_text())
    (tmp_path / "thuiszorg.yaml").write_text("format: werkbalans-dossier/9\n")
    monkeypatch.setattr(load_demo, "EXAMPLES", tmp_path)
    with pytest.raises(CommandError, match=r"(?s)The demo cannot be loaded.*thuiszorg\.yaml, line 1, format"):
        load()
    assert not User.objects.exists()
    assert not Organisation.objects.exists()


def test_an_example_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(load_demo, "EXAMPLES", tmp_path)
    with pytest.raises(CommandError, match=r"winkel\.yaml: cannot be read"):
        load()
