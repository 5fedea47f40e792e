"""A sheet and a colleague at the same time, saying yes, who may, and how long it is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from apps.actions.domain.plan import remove_action, update_action
from apps.actions.models import Action
from apps.organisations.merging import fingerprint
from apps.organisations.models import Membership, Role
from apps.reports.domain.retention import forget_plan_imports
from apps.reports.models import PlanImport
from apps.rie.domain.dossier import close_dossier
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory
from tests.reports.spreadsheets.conftest import Firm

pytestmark = pytest.mark.django_db


def meanwhile(firm: Firm, action: Action, **typed: Any) -> None:
    """A colleague saves something on the page of the action."""
    with scope(organisation=firm.organisation):
        fresh = Action.objects.get(pk=action.pk)
        fresh.dossier = firm.dossier
        seen = {name: fingerprint(getattr(fresh, name)) for name in typed}
        assert not update_action(action=fresh, seen=seen, typed=typed, user=None).conflicts


@pytest.fixture
def page(firm: Firm, full: Action) -> Any:
    """A preview of a budget of 300 and a result, where a colleague made the budget 999 meanwhile."""
    book = firm.export()
    meanwhile(firm, full, budget=Decimal(999))
    book.write(2, budget=300, resultaat="Uit het blad")
    return firm.preview(book)


class TestAConflict:
    def test_both_values_are_shown_and_the_plan_stays_unless_chosen(
        self, firm: Firm, full: Action, page: Any
    ) -> None:
        (row,) = page.context["preview"].changed
        (conflict,) = row.conflicts
        assert (conflict.old, conflict.new) == ("€\xa0999.00", "€\xa0300.00")
        assert [change.key for change in row.changes] == ["resultaat"]

        done = firm.browser.get(firm.apply(page)["Location"])

        saved = firm.fresh(full)
        assert (saved.budget, saved.result) == (Decimal(999), "Uit het blad")
        assert done.context["outcome"].left == 1

    def test_the_value_of_the_sheet_when_that_is_chosen(self, firm: Firm, full: Action, page: Any) -> None:
        firm.apply(page, **{"keep-2-budget": "mine"})
        assert firm.fresh(full).budget == Decimal(300)

    def test_one_that_arose_after_the_preview_is_shown_first(
        self, firm: Firm, full: Action, page: Any
    ) -> None:
        meanwhile(firm, full, result="Van een collega")

        answer = firm.apply(page, **{"keep-2-budget": "mine"})

        assert answer.status_code == 409
        assert firm.fresh(full).budget == Decimal(999)
        assert "a colleague changed the plan since you looked" in answer.content.decode()
        assert answer.content.decode().count('value="mine"') == 2
        assert '<input class="form-check-input" type="radio" name="keep-2-budget" value="mine"' in (
            answer.content.decode()
        )
        assert answer.context["chosen"] == {"keep-2-budget"}
        assert firm.apply(answer, **{"keep-2-resultaat": "mine"}).status_code == 302
        assert firm.fresh(full).result == "Uit het blad"

    def test_a_value_that_changed_once_more_is_asked_again(self, firm: Firm, full: Action, page: Any) -> None:
        meanwhile(firm, full, budget=Decimal(1))
        assert firm.apply(page, **{"keep-2-budget": "mine"}).status_code == 409
        assert firm.fresh(full).budget == Decimal(1)

    def test_a_choice_that_does_not_fit_the_rest_saves_nothing_and_says_where(
        self, firm: Firm, full: Action
    ) -> None:
        book = firm.export()
        meanwhile(firm, full, due_on=date(2027, 4, 1))
        book.write(2, termijn=date(2026, 11, 1), resultaat="Uit het blad")
        page = firm.preview(book)

        answer = firm.apply(page, **{"keep-2-termijn": "mine"})

        assert answer.status_code == 422
        assert "Row 2, “Huisregels ophangen”:" in answer.content.decode()
        assert firm.fresh(full).result == "Nog niets."

    def test_what_a_colleague_changed_and_the_sheet_did_not_is_no_conflict(
        self, firm: Firm, full: Action
    ) -> None:
        book = firm.export()
        meanwhile(firm, full, title="Nieuwe titel")
        book.write(2, budget=300)
        firm.read_back(book)
        saved = firm.fresh(full)
        assert (saved.title, saved.budget) == ("Nieuwe titel", Decimal(300))

    def test_both_made_the_same_change(self, firm: Firm, full: Action) -> None:
        book = firm.export()
        meanwhile(firm, full, budget=Decimal(300))
        book.write(2, budget=300)
        assert firm.preview(book).context["preview"].rows == ()


class TestWhatIsGoneMeanwhile:
    def test_an_action_that_was_taken_out(self, firm: Firm, full: Action) -> None:
        book = firm.export()
        book.write(2, budget=300)
        page = firm.preview(book)
        with scope(organisation=firm.organisation):
            full.dossier = firm.dossier
            remove_action(action=full, user=None)
        again = firm.browser.get(page.request["PATH_INFO"])
        (row,) = again.context["preview"].wrong
        assert row.errors[0].text == "This action is not in the plan any more."

    def test_a_member_who_left(self, firm: Firm, full: Action) -> None:
        leaver: Membership = firm.member("Gé Hol")
        book = firm.export()
        book.write(2, wie="Gé Hol")
        page = firm.preview(book)
        with scopes_disabled():
            leaver.delete()

        answer = firm.apply(page)

        done = firm.browser.get(answer["Location"])
        assert done.context["outcome"].wrong == 1
        assert firm.fresh(full).owner_label == "Bo Bakker"

    def test_the_dossier_was_closed(self, firm: Firm, full: Action) -> None:
        book = firm.export()
        book.write(2, budget=300)
        page = firm.preview(book)
        with scope(organisation=firm.organisation):
            close_dossier(dossier=firm.dossier)

        assert firm.apply(page).status_code == 409
        assert firm.send(book.save()).status_code == 409
        assert firm.fresh(full).budget == Decimal("1250.50")
        shown = firm.browser.get(firm.url("import_plan"))
        assert "This RI&E is closed." in shown.content.decode()
        assert "multipart" not in shown.content.decode()


class TestAllOrNothing:
    def test_when_saving_one_row_fails_no_row_is_saved(
        self, firm: Firm, full: Action, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from apps.reports.domain import plan_imports

        book = firm.export()
        book.write(2, budget=300)
        book.write(3, actie="Nieuw", termijn=date(2027, 1, 1))
        page = firm.preview(book)

        def fail(**arguments: object) -> None:
            raise RuntimeError("the disk is full")

        monkeypatch.setattr(plan_imports, "update_action", fail)
        with pytest.raises(RuntimeError, match="disk"):
            firm.apply(page)

        assert len(firm.actions) == 1
        assert firm.imports[0].applied_at is None

    def test_the_file_itself_is_not_kept(self, firm: Firm, full: Action, settings: Any) -> None:
        firm.preview(firm.export())
        assert not any(path.is_file() for path in settings.MEDIA_ROOT.rglob("*"))


class TestWhoMay:
    @pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.WORKS_COUNCIL])
    def test_who_does_not_make_the_plan_reads_nothing_back(
        self, firm: Firm, browser_of: Callable[..., Client], role: Role
    ) -> None:
        assert browser_of(role).get(firm.url("import_plan")).status_code == 403

    def test_hr_may(self, firm: Firm, browser_of: Callable[..., Client]) -> None:
        assert browser_of(Role.HR).get(firm.url("import_plan")).status_code == 200

    def test_who_is_not_logged_in_logs_in_first(self, firm: Firm) -> None:
        assert "/account/login/" in Client().get(firm.url("import_plan"))["Location"]

    def test_a_preview_of_another_firm_or_dossier_does_not_exist(self, firm: Firm, full: Action) -> None:
        book = firm.export()
        book.write(2, budget=300)
        firm.preview(book)
        (kept,) = firm.imports
        other = OrganisationFactory()
        MembershipFactory(organisation=other, user=firm.user)
        theirs = DossierFactory(organisation=other)
        for name in ("import_preview", "import_done"):
            address = reverse(f"reports:{name}", args=[other.pk, theirs.pk, kept.pk])
            assert firm.browser.get(address).status_code == 404
        address = reverse("reports:import_preview", args=[other.pk, theirs.pk, kept.pk])
        assert firm.browser.post(address).status_code == 404
        assert firm.fresh(full).budget == Decimal("1250.50")

    def test_a_colleague_of_the_same_firm_sees_it(
        self, firm: Firm, full: Action, browser_of: Callable[..., Client]
    ) -> None:
        firm.preview(firm.export())
        (kept,) = firm.imports
        assert browser_of(Role.HR).get(firm.url("import_preview", kept.pk)).status_code == 200


def test_the_result_is_not_there_before_the_yes(firm: Firm, full: Action) -> None:
    firm.preview(firm.export())
    (kept,) = firm.imports
    answer = firm.browser.get(firm.url("import_done", kept.pk))
    assert answer["Location"] == firm.url("import_preview", kept.pk)


def test_odd_names_of_fields_are_no_choices(firm: Firm, full: Action, page: Any) -> None:
    odd = {"theirs-²-budget": "x", "theirs-": "x", "theirs-99999999999-a": "x", "keep-x": "mine"}
    assert firm.apply(page, **odd).status_code == 302


def test_it_is_kept_for_a_week(firm: Firm, full: Action) -> None:
    firm.preview(firm.export())
    now = datetime(2027, 1, 10, tzinfo=UTC)
    before = now - settings.RETENTION["plan_imports"]
    assert settings.RETENTION["plan_imports"] == timedelta(days=7)
    with scopes_disabled():
        PlanImport.objects.update(at=before)
        assert forget_plan_imports(before=before, dry_run=False) == 0
        PlanImport.objects.update(at=before - timedelta(seconds=1))
        assert forget_plan_imports(before=before, dry_run=True) == 1
        assert forget_plan_imports(before=before, dry_run=False) == 1
        assert not PlanImport.objects.exists()
