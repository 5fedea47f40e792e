"""What the tests of one action that is carried out share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django_scopes import scope

from apps.actions.domain.comments import add_comment
from apps.actions.domain.plan import add_action, new_action
from apps.actions.domain.steps import add_step
from apps.actions.models import Action, ActionComment, ActionEvent, ActionStep
from apps.organisations.models import Membership, User
from tests.actions.conftest import HIGH, Firm
from tests.rie.screen import Screen, text_of


@dataclass(frozen=True)
class Desk:
    """Somebody of a firm behind her browser."""

    firm: Firm
    browser: Client
    member: Membership | None = None

    def page(self, action: Action) -> str:
        return text_of(self.browser.get(self.firm.url("action", action.pk)))

    def form(self, action: Action, name: str, *args: object) -> Screen:
        """A form on the page of the action itself."""
        return Screen(self.browser, self.firm.url("action", action.pk), self.firm.url(name, action.pk, *args))

    def asks(self, action: Action, name: str) -> Screen:
        """The form of a page that asks something first."""
        url = self.firm.url(name, action.pk)
        return Screen(self.browser, url, url)

    def get(self, action: Action, name: str, *args: object) -> HttpResponse:
        return self.browser.get(self.firm.url(name, action.pk, *args))

    def post(self, action: Action, name: str, *args: object, **data: object) -> HttpResponse:
        return self.browser.post(self.firm.url(name, action.pk, *args), data)


def desk_of(firm: Firm, member: Membership) -> Desk:
    browser = Client()
    browser.force_login(member.user)
    return Desk(firm, browser, member)


def make_action(firm: Firm, *, co_owners: tuple[Membership, ...] = (), **fields: object) -> Action:
    """An action of the plan against the high risk, by default planned for early 2027 and on nobody's name."""
    values = {"title": "Huisregels ophangen", "due_on": date(2027, 2, 1), **fields}
    with scope(organisation=firm.organisation):
        action = new_action(dossier=values.pop("dossier", firm.dossier))
        for name, value in values.items():
            setattr(action, name, value)
        factor = firm.assessment.by_code[HIGH].factor
        helpers = [str(member.pk) for member in co_owners]
        return add_action(action=action, factors=[factor], co_owners=helpers, user=None)


def stored(firm: Firm, action: Action) -> Action:
    with scope(organisation=firm.organisation):
        return Action.objects.select_related("dossier", "owner", "department").get(pk=action.pk)


def events(firm: Firm, action: Action) -> list[ActionEvent]:
    with scope(organisation=firm.organisation):
        return list(ActionEvent.objects.filter(action=action).select_related("by"))


def steps(firm: Firm, action: Action) -> list[ActionStep]:
    with scope(organisation=firm.organisation):
        return list(ActionStep.objects.filter(action=action).select_related("done_by"))


def comments(firm: Firm, action: Action) -> list[ActionComment]:
    with scope(organisation=firm.organisation):
        return list(ActionComment.objects.filter(action=action).select_related("by"))


def make_steps(firm: Firm, action: Action, *texts: str) -> list[ActionStep]:
    with scope(organisation=firm.organisation):
        for text in texts:
            add_step(action=stored(firm, action), text=text, key=uuid4())
    return steps(firm, action)


def make_comment(firm: Firm, action: Action, text: str, user: User) -> ActionComment:
    with scope(organisation=firm.organisation):
        return add_comment(action=stored(firm, action), text=text, user=user, key=uuid4())
