"""The pages of platform administrators: who gets in, what stands there, and above all what does not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from apps.organisations.models import (
    AuditEvent,
    Invitation,
    Letter,
    LetterState,
    Membership,
    Organisation,
    Practice,
    PracticeMembership,
    Role,
    ScheduledRun,
    SectorManager,
    SupportGrant,
    User,
)
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.organisations.oversight import administrator, browser_with, let_in
from tests.organisations.posting import post, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

REGISTERED = {
    User,
    Organisation,
    Membership,
    Invitation,
    Practice,
    PracticeMembership,
    SectorManager,
    SupportGrant,
    ScheduledRun,
    Letter,
}
ADDED = {Practice, PracticeMembership, SectorManager}
CHANGED = {User, Practice}
DELETED = {Organisation, PracticeMembership, SectorManager}


def address(model: type[Model], page: str, *args: object) -> str:
    return reverse(f"admin:organisations_{model._meta.model_name}_{page}", args=args)


def by_name(model: type[Model]) -> str:
    return model.__name__


@pytest.fixture
def rows(organisation) -> dict[type[Model], Model]:
    """One row of everything."""
    member = MembershipFactory(organisation=organisation, role=Role.HR)
    practice, now = Practice.objects.create(name="Arbo Bos"), timezone.now()
    with scope(organisation=organisation):
        invitation = Invitation.objects.create(
            organisation=organisation,
            email="nieuw@example.org",
            role=Role.HR,
            token_hash="f00dfeed" * 8,
            expires_at=now + timedelta(days=7),
        )
    return {
        User: member.user,
        Organisation: organisation,
        Membership: member,
        Invitation: invitation,
        Practice: practice,
        PracticeMembership: PracticeMembership.objects.create(practice=practice, user=UserFactory()),
        SectorManager: SectorManager.objects.create(user=UserFactory(), sector="zorg"),
        SupportGrant: let_in(organisation),
        ScheduledRun: ScheduledRun.objects.create(job="trials", due_on=now.date(), started_at=now),
        Letter: post(organisation, "geheim@example.org"),
    }


@pytest.fixture
def bea() -> Client:
    return browser_with(administrator())


@pytest.fixture
def root() -> Client:
    return browser_with(administrator(is_superuser=True))


class TestWhatIsThere:
    def test_exactly_these_tables_also_when_a_package_brings_others(self):
        assert set(admin.site._registry) == REGISTERED

    def test_nothing_of_what_a_firm_fills_in(self):
        rooms = {model._meta.app_label for model in admin.site._registry}

        assert rooms == {"organisations"}
        assert AuditEvent not in admin.site._registry

    def test_no_field_of_it_holds_a_secret(self):
        shown = {
            (model, name)
            for model, page in admin.site._registry.items()
            for name in (*page.fields, *page.list_display)
        }

        assert not [name for _model, name in shown if re.search("password|token|hash|secret", name)]

    @pytest.mark.parametrize("model", REGISTERED, ids=by_name)
    def test_every_list_and_every_row_opens(self, bea, rows, model):
        assert bea.get(address(model, "changelist")).status_code == 200
        assert bea.get(address(model, "changelist"), {"q": "bos"}).status_code in (200, 302)
        assert bea.get(address(model, "change", rows[model].pk)).status_code == 200
        assert bea.get(address(model, "history", rows[model].pk)).status_code == 200

    def test_the_secret_of_an_invitation_is_not_shown(self, bea, rows):
        for page in (
            address(Invitation, "changelist"),
            address(Invitation, "change", rows[Invitation].pk),
        ):
            assert b"f00dfeed" not in bea.get(page).content

    def test_a_password_is_not_shown(self, bea, rows):
        page = bea.get(address(User, "change", rows[User].pk)).content.decode()

        assert rows[User].password not in page
        assert "password" not in page.split('id="content"')[1]

    def test_the_way_to_a_firm_that_lets_us_look_along(self, bea, organisation, rows):
        page = bea.get(address(SupportGrant, "changelist")).content.decode()

        assert reverse("rie:dossiers", args=[organisation.pk]) in page


class TestWhoGetsIn:
    def test_who_is_not_logged_in_goes_to_our_own_login_page(self, client):
        inside = address(User, "changelist")
        first = client.get(inside)
        second = client.get(first.url)

        assert second.url == f"{reverse('account_login')}?next={inside}"

    def test_the_login_page_of_django_takes_no_password(self, client):
        user = administrator()
        user.set_password("een lang wachtwoord")
        user.save()

        answer = client.post(
            reverse("admin:login"), {"username": user.email, "password": "een lang wachtwoord"}
        )

        assert answer.url.startswith(reverse("account_login"))
        assert "_auth_user_id" not in client.session

    @pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_nobody_is_sent_to_another_site(self, client, evil):
        assert "evil" not in client.get(reverse("admin:login"), {"next": evil}).url

    def test_who_is_logged_in_already_goes_on(self, bea):
        assert bea.get(reverse("admin:login")).url == reverse("admin:index")

    @pytest.mark.parametrize("role", Role)
    def test_people_of_a_firm_do_not(self, browser_of, role):
        browser = browser_of(role)
        answer = browser.get(reverse("admin:index"))

        assert browser.get(answer.url).status_code == 403

    def test_being_superuser_is_not_enough(self):
        browser = browser_with(UserFactory(is_superuser=True))

        assert browser.get(browser.get(reverse("admin:index")).url).status_code == 403

    def test_a_password_is_changed_where_everybody_changes_it(self, bea):
        assert bea.get(reverse("admin:password_change")).url == reverse("account_change_password")


class TestWhatMayBeDone:
    @pytest.mark.parametrize("model", REGISTERED, ids=by_name)
    @pytest.mark.parametrize("who", ["bea", "root"])
    def test_only_what_the_table_says(self, request, rows, model, who):
        browser, row = request.getfixturevalue(who), rows[model]

        assert (browser.get(address(model, "add")).status_code == 200) == (model in ADDED)
        saved = browser.post(address(model, "change", row.pk), {}).status_code
        assert (saved != 403) == (model in CHANGED)
        assert (browser.get(address(model, "delete", row.pk)).status_code == 200) == (model in DELETED)

    @pytest.mark.parametrize("model", REGISTERED, ids=by_name)
    def test_nothing_is_done_to_many_rows_at_once(self, root, rows, model):
        root.post(
            address(model, "changelist"), {"action": "delete_selected", "_selected_action": [rows[model].pk]}
        )

        assert model._base_manager.filter(pk=rows[model].pk).exists()

    def test_an_account_can_be_blocked_but_its_address_stays(self, bea, rows):
        user = rows[User]

        bea.post(address(User, "change", user.pk), {"email": "bea@example.org", "name": "Bea"})

        stored = User.objects.get(pk=user.pk)
        assert not stored.is_active
        assert (stored.email, stored.name, stored.password) == (user.email, user.name, user.password)

    def test_only_a_superuser_appoints_an_administrator(self, bea, root, rows):
        for browser, expected in ((bea, False), (root, True)):
            browser.post(address(User, "change", rows[User].pk), {"is_active": "on", "is_staff": "on"})
            assert User.objects.get(pk=rows[User].pk).is_staff == expected

    def test_nobody_makes_a_superuser_here(self, root, rows):
        root.post(address(User, "change", rows[User].pk), {"is_active": "on", "is_superuser": "on"})

        assert not User.objects.get(pk=rows[User].pk).is_superuser

    def test_nobody_blocks_another_administrator_or_herself(self, bea):
        other, herself = administrator(), User.objects.get(pk=bea.session["_auth_user_id"])
        bea.post(address(User, "change", other.pk), {})
        bea.post(address(User, "change", herself.pk), {})

        assert User.objects.filter(is_staff=True, is_active=True).count() == 2

    def test_an_adviser_is_registered(self, bea, rows):
        user = UserFactory()

        bea.post(address(PracticeMembership, "add"), {"practice": rows[Practice].pk, "user": user.pk})

        assert PracticeMembership.objects.filter(user=user).exists()

    @pytest.mark.parametrize("values", [{"is_staff": True}, {"is_guest": True}], ids=str)
    def test_an_administrator_or_a_guest_does_not_become_an_adviser(self, root, rows, values):
        user = UserFactory(**values)

        answer = root.post(
            address(PracticeMembership, "add"), {"practice": rows[Practice].pk, "user": user.pk}
        )

        assert answer.status_code == 200
        assert not PracticeMembership.objects.filter(user=user).exists()

    def test_a_practice_is_made(self, bea):
        bea.post(address(Practice, "add"), {"name": "Arbo Eik", "closed_at_0": "", "closed_at_1": ""})

        assert Practice.objects.filter(name="Arbo Eik").exists()


class TestThePost:
    def test_says_nothing_about_whom_or_what(self, bea, organisation, rows):
        letter = rows[Letter]
        for page in (address(Letter, "changelist"), address(Letter, "change", letter.pk)):
            shown = bea.get(page).content.decode()
            assert str(letter.pk) in shown
            for hidden in (letter.to, letter.subject, "Arbo Bos", organisation.name):
                assert hidden not in shown

    @pytest.mark.parametrize(
        ("action", "expected"),
        [("send_again", LetterState.WAITING), ("it_did_leave", LetterState.SENT)],
    )
    def test_what_was_perhaps_sent_is_settled(self, bea, rows, action, expected):
        letter = rows[Letter]
        Letter._base_manager.update(state=LetterState.UNDECIDED)

        page = self._settle(bea, action, letter)

        assert "1 letter changed." in page
        assert stored(letter).state == expected
        assert LogEntry.objects.get().object_repr == f"letter {letter.pk}"

    @pytest.mark.parametrize("action", ["send_again", "it_did_leave"])
    def test_what_waits_is_left_alone(self, bea, rows, action):
        page = self._settle(bea, action, rows[Letter])

        assert "1 letter stays as it is: this cannot be done with it." in page
        assert stored(rows[Letter]).state == LetterState.WAITING

    @staticmethod
    def _settle(browser: Client, action: str, letter: Letter) -> str:
        chosen = {"action": action, "_selected_action": [letter.pk]}
        return browser.post(address(Letter, "changelist"), chosen, follow=True).content.decode()


class TestDeletingAFirm:
    def test_the_page_names_the_firm_and_shows_nothing_of_what_is_in_it(self, bea, organisation, dossier):
        page = bea.get(address(Organisation, "delete", organisation.pk)).content.decode()

        assert organisation.name in page
        assert str(dossier) not in page
        assert str(dossier.pk) not in page

    def test_everything_of_it_goes_with_the_verb_that_does_so(self, bea, organisation, dossier):
        member, other = MembershipFactory(organisation=organisation), OrganisationFactory(name="Ander")

        answer = bea.post(address(Organisation, "delete", organisation.pk), {"post": "yes"})

        assert answer.status_code == 302
        assert list(Organisation.objects.all()) == [other]
        with scopes_disabled():
            assert not Membership.objects.exists()
        assert User.objects.filter(pk=member.user_id).exists()

    def test_the_history_keeps_no_names(self, bea, organisation, rows):
        bea.post(address(Organisation, "delete", organisation.pk), {"post": "yes"})
        bea.post(address(User, "change", rows[User].pk), {"is_active": "on"})

        gone, changed = LogEntry.objects.order_by("pk")
        assert organisation.name not in f"{gone} {gone.object_repr} {gone.change_message}"
        assert changed.object_repr == f"user {rows[User].pk}"


class TestContentSecurity:
    @pytest.mark.parametrize("page", ["changelist", "change", "add", "delete"])
    def test_pages_need_no_inline_style_or_script(self, root, rows, page):
        for model, row in rows.items():
            args = [row.pk] if page in ("change", "delete") else []
            answer = root.get(address(model, page, *args))
            content = answer.content.decode()
            assert not re.search(r"<style|\sstyle=|<script>|\son\w+=\"", content), model
            if answer.status_code == 200:
                assert "unsafe-inline" not in answer.get("Content-Security-Policy", "")
